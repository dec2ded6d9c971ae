"""A file kept as a document all the way over HTTP: sent in the chat, fetched, looked at, stored,
listed, handed out by a signed link to those whose list it is on, and gone with its document.
"""

import base64
import io
import zipfile
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import urllib3
from PIL import Image
from street import Phone, Shown, Street, picture

from handlers.texts import t

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
FILES = "SELECT state, kind FROM sent_files ORDER BY id"
STORED = [("stored", "pdf")]
ANAN, MALI, WICHAI = (f"U0000000000000000000000000000a00{n}" for n in (5, 1, 3))


def send(phone: Phone, raw: bytes, name: str) -> Shown:
    """Send a file in the chat; what the bot then shows."""
    file = f"data:application/octet-stream;base64,{base64.b64encode(raw).decode()}"
    body = {"kind": "file", "file": file, "name": name}
    return phone._do("media", body)


def office(main: str, *parts: str, types: str = "") -> bytes:
    """An Office file as far as it is looked at."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/>{types}')
        for part in parts:
            packed.writestr(part, "x")
    return out.getvalue()


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def ask(street: Street) -> Phone:
    """Pranee's phone, at the question for the link or file."""
    pranee = street.phone("pranee")
    pranee.say("เพิ่มเอกสาร")
    assert t("document.ask.link") in pranee.say("แนวทางนิเทศ 2570").text
    return pranee


def fetch(street: Street, path: str) -> urllib3.BaseHTTPResponse:
    return street.pool.request("POST", f"{street.url}{path}")


def test_a_file_sent_at_the_question_is_kept_and_handed_out(quick_street: Street) -> None:
    street = quick_street
    pranee = ask(street)
    card = send(pranee, PDF, "แนวทาง 2570.pdf")
    assert "ไฟล์ แนวทาง 2570.pdf" in card.text
    street.until(FILES, STORED)
    assert t("document.saved.title") in pranee.tap(t("document.send")).text
    assert street.rows("SELECT url, title_th FROM documents WHERE file_id IS NOT NULL") == [
        (None, "แนวทางนิเทศ 2570")
    ]
    card = street.phone("wichai").say("เอกสาร")
    address = urlsplit(next(uri for uri in card.uris if "/p/" in uri))
    assert "openExternalBrowser=1" in address.query
    # Looking at the page spends nothing, however often.
    for _ in range(2):
        page = street.get(address.path)
        assert page.status == 200
        assert "แนวทาง 2570.pdf" in page.data.decode()
        assert PDF not in page.data
    answer = fetch(street, address.path)
    assert (answer.status, answer.data) == (200, PDF)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="philiang-document-')
    assert disposition.isascii()
    assert disposition.endswith('.pdf"')
    # By searching one finds it, too.
    assert any("/p/" in uri for uri in street.phone("mali").say("ค้นหา แนวทางนิเทศ").uris)


def test_the_link_opens_for_those_alone_whose_list_it_is_on_and_for_a_while(
    quick_street: Street,
) -> None:
    street = quick_street
    pranee = ask(street)
    send(pranee, PDF, "a.pdf")
    street.until(FILES, STORED)
    pranee.tap(t("document.send"))
    ((number,),) = street.rows("SELECT id FROM documents WHERE file_id IS NOT NULL")
    links = street.runtime.links

    def opened(who: str) -> int:
        path = urlsplit(links.sign("document", str(number), who)).path
        assert street.get(path).status == fetch(street, path).status
        return fetch(street, path).status

    assert opened(WICHAI) == opened(MALI) == 200
    assert opened(ANAN) == opened("U" + "9" * 32) == 404  # of another office; a stranger
    path = urlsplit(links.sign("document", str(number), WICHAI)).path
    late = (street.runtime.clock.now() + timedelta(days=8)).isoformat()
    street.pool.request("POST", f"{street.url}/demo/clock", json={"at": late})
    assert street.get(path).status == fetch(street, path).status == 410
    street.pool.request("POST", f"{street.url}/demo/clock", json={"now": True})
    # Taken off the list it opens for nobody, and the file is gone for good.
    pranee.say(f"ยืนยันนำเอกสารออก {number}")
    assert street.get(path).status == 404
    street.until("SELECT count(*) FROM effects WHERE done_at IS NULL", [(0,)])
    assert list(street.runtime.media.all_keys()) == []


@pytest.mark.parametrize(
    ("raw", "name", "why"),
    [
        (office(DOCM, "word/vbaProject.bin"), "a.docx", "macro"),
        (office(DOCX, "word/vbaProject.bin"), "a.docx", "macro"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "a.docx", "old_or_locked"),
        (b"MZ\x90\x00 a program", "a.pdf", "other_kind"),
        (office("application/zip"), "a.docx", "other_kind"),
        (b"PK\x03\x04 nothing of the kind", "a.docx", "broken"),
        (b"\xff\xd8\xff nothing of the kind", "a.jpg", "broken"),
    ],
)
def test_what_is_not_kept_is_told_and_nothing_else_is_lost(
    quick_street: Street, raw: bytes, name: str, why: str
) -> None:
    street = quick_street
    pranee = ask(street)
    send(pranee, raw, name)
    street.until("SELECT state, why FROM sent_files", [("refused", why)])
    card = pranee.tap(t("document.send"))
    assert t(f"sent_file.why.{why}") in card.text
    assert t("document.ask.link") in card.text
    assert street.rows("SELECT count(*) FROM documents WHERE code IS NULL") == [(0,)]
    # The next one is taken, and the title is still there.
    send(pranee, office(DOCX), "b.docx")
    street.until("SELECT kind FROM sent_files WHERE state = 'stored'", [("docx",)])
    assert "แนวทางนิเทศ 2570" in pranee.tap(t("document.send")).text


def test_a_large_file_is_not_fetched_where_line_tells_and_cut_off_where_not(
    quick_street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    street = quick_street
    street.runtime.settings = street.runtime.settings.model_copy(update={"file_mb": 1})
    pranee = ask(street)
    large = PDF + b"x" * 1024 * 1024
    assert t("sent_file.why.too_large", most=1) in send(pranee, large, "a.pdf").text
    assert street.count("sent_files") == 0
    monkeypatch.setattr("handlers.event.Event.file_size", None)
    send(pranee, large, "a.pdf")
    street.until("SELECT state, why FROM sent_files", [("refused", "too_large")])
    assert t("sent_file.why.too_large", most=1) in pranee.tap(t("document.send")).text
    assert list(street.runtime.media.all_keys()) == []


def test_a_file_that_line_no_longer_has_is_asked_for_again(quick_street: Street) -> None:
    street = quick_street
    pranee = ask(street)
    street.desk("POST", "/faults", {"endpoint": "content", "kind": "gone"})
    send(pranee, PDF, "a.pdf")
    street.until("SELECT state, why FROM sent_files", [("gone", "gone")])
    assert t("sent_file.why.gone") in pranee.tap(t("document.send")).text


def test_what_line_has_not_ready_waits_and_the_draft_with_it(quick_street: Street) -> None:
    street = quick_street
    pranee = ask(street)
    street.desk("POST", "/faults", {"endpoint": "content", "kind": "not_ready"})
    send(pranee, PDF, "a.pdf")
    assert t("sent_file.still_coming") in pranee.tap(t("document.send")).text
    assert street.rows("SELECT count(*) FROM documents WHERE code IS NULL") == [(0,)]
    street.until(FILES, STORED)
    assert "แนวทางนิเทศ 2570" in pranee.say("ทำต่อ").text
    assert t("document.saved.title") in pranee.tap(t("document.send")).text


def test_of_a_picture_the_picture_alone_is_kept(quick_street: Street) -> None:
    street = quick_street
    pranee = ask(street)
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "camera of somebody"
    Image.new("RGB", (64, 48), "navy").save(out, "PNG", exif=exif)
    send(pranee, out.getvalue(), "หนังสือ.png")
    street.until(FILES, [("stored", "jpg")])
    assert t("document.saved.title") in pranee.tap(t("document.send")).text
    (key,) = street.runtime.media.all_keys()
    with street.runtime.media.open(key) as kept:
        raw = kept.read()
    assert raw.startswith(b"\xff\xd8\xff")
    assert b"camera of somebody" not in raw


def test_a_photo_from_the_album_answers_the_question_as_well(quick_street: Street) -> None:
    street = quick_street
    pranee = ask(street)
    assert t("sent_file.picture") in pranee.album(picture()).text
    street.until(FILES, [("stored", "jpg")])
    assert t("document.saved.title") in pranee.tap(t("document.send")).text
    assert street.count("photos") == 0


def test_a_file_out_of_the_blue_is_offered_to_be_kept(quick_street: Street) -> None:
    street, pranee = quick_street, quick_street.phone("pranee")
    card = send(pranee, PDF, "ระเบียบว่าด้วยการนิเทศ.pdf")
    assert t("sent_file.offer.title", name="ระเบียบว่าด้วยการนิเทศ.pdf") in card.text
    assert t("sent_file.or_roster") in card.text
    assert street.count("documents") == street.count("documents WHERE code IS NOT NULL")
    street.until(FILES, STORED)
    card = pranee.tap(t("sent_file.offer.document"))
    assert "ระเบียบว่าด้วยการนิเทศ" in card.text  # the title is there, to be confirmed
    assert t("document.saved.title") in pranee.tap(t("document.send")).text
    # The button of long ago adds nothing.
    assert t("sent_file.used") in pranee.tap(t("sent_file.offer.document")).text
    # The very same file once more is said to be there.
    send(pranee, PDF, "scan0001.pdf")
    street.until(FILES, [*STORED, *STORED])
    assert t("document.ask.name") in pranee.tap(t("sent_file.offer.document")).text
    same = t("document.saved.same_file", name="ระเบียบว่าด้วยการนิเทศ")
    assert same in pranee.say("ฉบับที่สอง").text


def test_a_spreadsheet_out_of_the_blue_stays_a_roster_and_at_the_question_it_is_kept(
    quick_street: Street,
) -> None:
    street, pranee = quick_street, quick_street.phone("pranee")
    send(pranee, office(XLSX), "a.xlsx")
    assert street.count("sent_files") == 0
    assert street.count("roster_files") == 1
    send(ask(street), office(XLSX), "a.xlsx")
    street.until(FILES, [("stored", "xlsx")])
    assert street.count("roster_files") == 1


def test_a_file_of_somebody_who_adds_no_documents_is_not_even_fetched(
    quick_street: Street,
) -> None:
    card = send(quick_street.phone("mali"), PDF, "a.pdf")
    assert t("common.other_message") in card.text
    assert quick_street.count("sent_files") == 0


def test_taken_back_before_it_is_added_the_answer_goes_with_the_file(
    quick_street: Street,
) -> None:
    street = quick_street
    pranee = ask(street)
    send(pranee, PDF, "a.pdf")
    street.until(FILES, STORED)
    pranee.do("unsend", {"message_id": pranee.sent[-1]["message_ids"][0]})
    street.until("SELECT state FROM sent_files", [("withdrawn",)])
    street.until(
        "SELECT count(*) FROM effects WHERE done_at IS NULL AND kind = 'delete_media'", [(0,)]
    )
    assert list(street.runtime.media.all_keys()) == []
    card = pranee.tap(t("document.send"))
    assert t("document.ask.link") in card.text
    assert "ไม่ได้:" not in card.text  # nothing was wrong with it


def test_taken_back_after_it_was_added_the_document_leaves_the_list(quick_street: Street) -> None:
    street = quick_street
    pranee = ask(street)
    send(pranee, PDF, "a.pdf")
    message_id = pranee.sent[-1]["message_ids"][0]
    street.until(FILES, STORED)
    pranee.tap(t("document.send"))
    pranee.do("unsend", {"message_id": message_id})
    street.until("SELECT count(*) FROM documents WHERE withdrawn_at IS NOT NULL", [(1,)])
    pranee.say("เอกสาร")
    told = t("document.saved.unsent", name="แนวทางนิเทศ 2570")
    assert any(told in shown.text for shown in pranee.history())


def test_the_file_of_an_agreement_is_handed_out_to_those_of_its_network(
    quick_street: Street,
) -> None:
    street = quick_street
    pranee = street.phone("pranee")
    send(pranee, PDF, "MOU.pdf")
    street.until(FILES, STORED)
    assert t("agreement.ask.title") in pranee.tap(t("sent_file.offer.agreement")).text
    for words in ("ข้อตกลงใหม่", "อนุบาลนครปฐม", "1", "16 พ.ย. 66"):
        pranee.say(words)
    assert "ไฟล์ MOU.pdf" in pranee.tap(t("dialog.finish")).text
    assert t("agreement.saved.title") in pranee.tap(t("agreement.send")).text
    ((number,),) = street.rows("SELECT id FROM agreements WHERE file_id IS NOT NULL")
    card = street.phone("mali").say(f"เปิดข้อตกลง {number}")
    path = urlsplit(next(uri for uri in card.uris if "/p/" in uri)).path
    assert PDF not in street.get(path).data
    assert fetch(street, path).data == PDF
    path = urlsplit(street.runtime.links.sign("agreement", str(number), ANAN)).path
    assert fetch(street, path).status == 404
    pranee.say(f"นำข้อตกลงออก {number}")
    pranee.tap(t("agreement.withdraw.yes"))
    street.until("SELECT count(*) FROM effects WHERE done_at IS NULL", [(0,)])
    assert list(street.runtime.media.all_keys()) == []
