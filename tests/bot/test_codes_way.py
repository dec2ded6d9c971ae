"""Codes to be handed out, all the way over HTTP: made in chat, printed, used by several."""

import json
import re
from datetime import timedelta
from urllib.parse import quote, urlsplit

from street import Shown, Street
from test_export_way import ACCOUNTS, fetch, later

from handlers.texts import t

CHAT = "https://line.me/R/oaMessage/%40philiang/?"
CODE = re.compile(r"[A-Z]{4}-[0-9]{4}")


def sheet(street: Street, place: str = "วัดปลักไม้ลาย", role: str = "ครูและผู้บริหาร") -> Shown:
    """ปราณี makes the sheet of a place: for five teachers of each school, good for a week."""
    pranee = street.phone("pranee")
    pranee.say("ใบรหัส")
    pranee.say(place)
    pranee.say(role)
    if role != "ผู้บริหารสถานศึกษา":
        pranee.say("5")
    pranee.say("7 วัน")
    return pranee.tap("ออกใบรหัส")


def page_of(card: Shown) -> str:
    (address,) = [uri for uri in card.uris if "/p/" in uri]
    return address


def codes_in(shown: Shown) -> list[str]:
    return CODE.findall(shown.text)


def test_the_sheet_of_an_area_is_printed_once_and_its_codes_are_nowhere_in_plain(
    street: Street,
) -> None:
    card = sheet(street, "สพป.นครปฐม เขต 1")
    (made,) = street.rows("SELECT count(*) FROM invitations WHERE uses_allowed = 5")
    assert made[0] > 4
    assert not codes_in(card)
    address = page_of(card)
    assert "openExternalBrowser=1" in address
    page = street.get(urlsplit(address).path)
    assert page.status == 200
    assert not CODE.search(page.data.decode())

    file = fetch(street, address)
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.data.startswith(b"%PDF")
    ((locked,),) = street.rows("SELECT locked FROM code_sheets")
    assert not CODE.search(locked)
    assert street.rows(
        "SELECT action FROM audit_entries WHERE action LIKE 'codes.%' ORDER BY id"
    ) == [("codes.made",), ("codes.fetched",)]
    later(street, timedelta(minutes=11))
    assert street.get(urlsplit(address).path).status == 410


def test_a_sheet_is_its_makers_alone_and_too_old_after_a_while(quick_street: Street) -> None:
    street = quick_street
    links = street.runtime.links
    sheet(street)
    ((number,),) = street.rows("SELECT id FROM code_sheets")
    for who in ("anan", "wichai", "mali"):
        stolen = links.sign("codes", str(number), ACCOUNTS[who])
        assert street.get(urlsplit(stolen).path).status == 404
    mine = page_of(street.phone("pranee").history()[-1])
    later(street, timedelta(minutes=16))
    assert street.get(urlsplit(mine).path).status == 410


def test_the_code_of_a_school_lets_in_as_many_as_it_says(street: Street) -> None:
    card = sheet(street, "โรงเรียนวัดปลักไม้ลาย", "ครู")
    [code] = codes_in(card)
    assert t("joining.welcome", role="ครู", scope="").strip() in street.phone("kanda").say(code).text
    assert t("joining.welcome", role="ครู", scope="").strip() in street.phone("kanda").say(code).text
    assert street.rows("SELECT uses, used_at FROM invitations WHERE uses_allowed = 5") == [
        (1, None)
    ]


def test_one_code_goes_on_as_a_link_that_types_it_and_as_a_qr_picture(
    quick_street: Street,
) -> None:
    street = quick_street
    pranee = street.phone("pranee")
    for words in ("ออกรหัส", "ครู", "ปลักไม้ลาย"):
        pranee.say(words)
    card = pranee.tap("ออกรหัส")
    [code] = set(codes_in(card))
    assert f"{CHAT}{code}" in card.uris
    shared = next(uri for uri in card.uris if uri.startswith("https://line.me/R/share"))
    assert quote(f"{CHAT}{code}") in shared
    picture = fetch(street, page_of(card), "png")
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.data.startswith(b"\x89PNG")


def test_another_phone_goes_on_where_the_old_one_was_left(street: Street) -> None:
    mali, new = street.phone("mali"), street.phone("kanda")
    mali.say("บันทึกนิเทศ")
    mali.say("1")
    [code, *_] = codes_in(mali.say("เปลี่ยนเครื่อง"))
    assert t("posts.phone.welcome") in new.say(code).text
    assert "นิเทศวันไหน" in new.say("ทำต่อ").text
    assert t("joining.stranger.title") in mali.say("ทำต่อ").text
    who = ACCOUNTS["mali"]
    assert street.rows(f"SELECT person_id FROM line_accounts WHERE line_user_id = '{who}'") == [
        (None,)
    ]
    assert street.rows("SELECT uses FROM invitations WHERE for_person_id IS NOT NULL") == [(1,)]


def test_what_a_deputy_does_as_such_is_noted_for_whom(quick_street: Street) -> None:
    street = quick_street
    pranee, wichai = street.phone("pranee"), street.phone("wichai")
    for words in ("ตั้งผู้ทำแทน", "วิชัย", "วันนี้", "พรุ่งนี้"):
        pranee.say(words)
    pranee.tap("ตั้งผู้ทำแทน")
    wichai.say("เปลี่ยนบทบาท")
    wichai.tap("ใช้บทบาท ผู้ประสานงาน")
    for words in ("ออกรหัส", "ครู", "1"):
        wichai.say(words)
    assert "ในฐานะ ผู้ประสานงานเขตพื้นที่" in wichai.tap("ออกรหัส").text
    ((details,),) = street.rows(
        "SELECT details FROM audit_entries WHERE action = 'invitation.made'"
    )
    details = details if isinstance(details, dict) else json.loads(details)
    ((holder,),) = street.rows(
        f"SELECT person_id FROM line_accounts WHERE line_user_id = '{ACCOUNTS['pranee']}'"
    )
    assert details["on_behalf_of"] == holder
