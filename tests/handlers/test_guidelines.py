"""“เอกสาร”: who sees which, and who adds them and takes them off the list."""

import pytest
from phones import ANAN, KANDA, MALI, PRANEE, SOMSRI, WICHAI, Desk
from sqlalchemy import select

from handlers.cards.card import Card, OpenUrl
from handlers.texts import t
from models.audit import AuditEntry
from models.documents import Document
from models.vocabulary import Role

NATE = f"U{701:032d}"
LINK = "https://drive.example.org/file/d/1aB2/view"
SEEDED = "แนวทางการส่งเสริมเครือข่ายนวัตกรรมคุณภาพสถานศึกษา"


def add(desk: Desk, who: str, name: str, link: str = LINK) -> str:
    phone = desk.phone(who)
    phone.say("เพิ่มเอกสาร", name, link)
    return phone.tap(t("document.send"))


def documents(desk: Desk) -> list[Document]:
    """Those added in the chat."""
    query = select(Document).where(Document.code.is_(None)).order_by(Document.id)
    return list(desk.session.scalars(query))


def links(card: Card) -> list[str]:
    actions = [row.button.action for row in card.rows if row.button]
    return [action.url for action in actions if isinstance(action, OpenUrl)]


def test_the_documents_of_the_sources_are_there_for_everybody(desk: Desk) -> None:
    for who in (MALI, PRANEE, ANAN):
        shown = desk.phone(who).say("เอกสาร")
        assert SEEDED in shown
        assert t("document.list.no_link", name="").strip() in shown


def test_a_coordinator_adds_one_with_its_link_for_the_own_area(desk: Desk) -> None:
    shown = add(desk, PRANEE, "คู่มือการนิเทศ")
    assert "สพป.นครปฐม เขต 1" in shown
    for who in (MALI, SOMSRI, WICHAI, PRANEE):
        phone = desk.phone(who)
        assert "คู่มือการนิเทศ" in phone.say("เอกสาร")
        assert links(phone.seen[-1]) == [LINK]
    assert "คู่มือการนิเทศ" not in desk.phone(ANAN).say("เอกสาร")
    (noted,) = desk.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "document"))
    assert noted.action == "document.added"


def test_what_the_national_coordinator_adds_is_for_everybody(desk: Desk) -> None:
    desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "QIN")
    assert t("document.audience.all") in add(desk, NATE, "หนังสือแจ้งเวียน")
    for who in (MALI, ANAN, NATE):
        assert "หนังสือแจ้งเวียน" in desk.phone(who).say("เอกสาร")


def test_who_looks_after_several_is_asked_whom_it_is_for(desk: Desk) -> None:
    desk.appoint(PRANEE, Role.NATIONAL_COORDINATOR, "TH")
    phone = desk.phone(PRANEE)
    phone.say("เพิ่มเอกสาร", "แผนผังขั้นตอน", LINK)
    assert phone.at == "audience"
    phone.tap(t("document.audience.all"))
    phone.tap(t("document.send"))
    assert documents(desk)[0].office_id is None


@pytest.mark.parametrize("who", [MALI, SOMSRI, WICHAI])
@pytest.mark.parametrize("command", ["เพิ่มเอกสาร", "นำเอกสารออก", "ยืนยันนำเอกสารออก"])
def test_others_add_and_remove_nothing(desk: Desk, who: str, command: str) -> None:
    assert t("common.not_allowed") in desk.phone(who).say(command)


def test_an_operator_has_no_business_with_them(desk: Desk) -> None:
    operator = desk.appoint(KANDA, Role.OPERATOR, "TH")
    assert t("common.not_allowed") in operator.say("เอกสาร")


@pytest.mark.parametrize(
    "typed", ["http://example.org/a", "javascript:alert(1)", "แผน.docx", "ftp://a.org"]
)
def test_only_a_safe_link_is_taken(desk: Desk, typed: str) -> None:
    phone = desk.phone(PRANEE)
    phone.say("เพิ่มเอกสาร", "แผนผังขั้นตอน", typed)
    assert phone.at == "link"
    assert "https://" in phone.shown
    assert documents(desk) == []


def test_a_double_tap_adds_one(desk: Desk) -> None:
    phone = desk.phone(PRANEE)
    phone.say("เพิ่มเอกสาร", "แผนผังขั้นตอน", LINK)
    data = phone.data_of(t("document.send"))
    phone.data(data)
    assert t("document.saved.already", name="แผนผังขั้นตอน") in phone.data(data)
    assert len(documents(desk)) == 1


def test_long_lists_are_paged_newest_first(desk: Desk) -> None:
    for number in range(9):
        add(desk, PRANEE, f"ฉบับที่ {number}")
    phone = desk.phone(MALI)
    first = phone.say("เอกสาร")
    assert "ฉบับที่ 8" in first
    assert "ฉบับที่ 0" not in first
    second = phone.tap(t("history.older"))
    assert "ฉบับที่ 0" in second
    assert "ฉบับที่ 1" not in second


def test_a_coordinator_takes_off_what_was_added_after_a_second_look(desk: Desk) -> None:
    add(desk, PRANEE, "ลิงก์ผิด")
    phone = desk.phone(PRANEE)
    assert SEEDED not in phone.say("นำเอกสารออก")
    phone.tap(t("document.remove.choose"))
    assert documents(desk)[0].withdrawn_at is None
    assert t("document.remove.gone", name="ลิงก์ผิด") in phone.tap(t("document.remove.yes"))
    assert "ลิงก์ผิด" not in desk.phone(MALI).say("เอกสาร")
    assert t("document.remove.none") in phone.say("นำเอกสารออก")


def test_what_another_office_or_the_country_added_stays(desk: Desk) -> None:
    desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "TH")
    add(desk, PRANEE, "ของนครปฐม")
    add(desk, NATE, "ของทุกคน")
    anan = desk.phone(ANAN)
    assert t("document.remove.none") in anan.say("นำเอกสารออก")
    for number in (each.id for each in desk.session.scalars(select(Document))):
        assert t("document.remove.not_found") in anan.say(f"ยืนยันนำเอกสารออก {number}")
    assert [each.withdrawn_at for each in documents(desk)] == [None, None]


def test_a_post_that_ended_meanwhile_adds_nothing(desk: Desk) -> None:
    phone = desk.phone(PRANEE)
    phone.say("เพิ่มเอกสาร", "แผนผังขั้นตอน", LINK)
    data = phone.data_of(t("document.send"))
    desk.appoint(PRANEE, Role.TEACHER, "NPT1-05")
    desk.session.connection().exec_driver_sql(
        "UPDATE appointments SET ends_on = '2026-11-01' WHERE role = 'area_coordinator'"
    )
    phone.data(data)
    assert documents(desk) == []


# --- a link that is simply sent ------------------------------------------------------------------


def test_a_link_with_a_title_beside_it_is_a_document_to_be_confirmed(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    before = len(documents(desk))
    pranee.say("แนวทางนิเทศปี 2570 https://drive.google.com/file/d/1aB2/view")
    assert pranee.answers["link"] == "https://drive.google.com/file/d/1aB2/view"
    assert pranee.answers["name"] == "แนวทางนิเทศปี 2570"
    assert len(documents(desk)) == before
    assert t("document.saved.title") in pranee.tap("เพิ่มเอกสาร")
    assert documents(desk)[-1].title_th == "แนวทางนิเทศปี 2570"


def test_of_a_link_alone_the_title_is_asked(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    assert t("document.ask.name") in pranee.say("https://drive.google.com/file/d/1aB2/view")


@pytest.mark.parametrize(
    "text", ["http://example.org/a", "https://example.org/a https://example.org/b"]
)
def test_no_safe_link_or_two_begin_nothing(desk: Desk, text: str) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say(text)
    assert pranee.draft is None


def test_a_link_of_somebody_who_adds_no_documents_begins_nothing(desk: Desk) -> None:
    mali = desk.phone(MALI)
    mali.say("แนวทาง https://drive.google.com/file/d/1aB2/view")
    assert mali.draft is None
