"""“ข้อตกลง”: who enters agreements, who sees which, how they are opened and withdrawn."""

from datetime import date

import pytest
from phones import ANAN, MALI, PRANEE, SOMSRI, STRANGER, WICHAI, Desk
from sqlalchemy import delete, select

from handlers.cards.card import OpenPage, OpenUrl
from handlers.dialog.press import Do, Press
from handlers.texts import t
from models.agreements import agreements_of_network, party_names
from models.annual_queries import agreements_binding
from models.audit import AuditEntry
from models.duties import Deadline
from models.networks import Agreement, AgreementParty, Network, NetworkMembership
from models.sent_files import FileKind, SentFile, SentFileState
from models.vocabulary import MemberRole, PartyRole, Role

NATE = f"U{701:032d}"
LINK = "https://drive.example.org/file/d/1aB2/view"
TITLE = "บันทึกข้อตกลงใหม่ของเครือข่าย"
SEEDED = "บันทึกข้อตกลงความร่วมมือ การดำเนินงานของเครือข่ายนวัตกรรมคุณภาพสถานศึกษา"


def enter(
    desk: Desk, who: str, *, network: str = "อนุบาลนครปฐม", link: str = "ข้าม", ends: str = "3"
) -> str:
    """Answer everything, for all who may be a party; ends: which of the years offered."""
    phone = desk.phone(who)
    phone.say("เพิ่มข้อตกลง", TITLE)
    if phone.at == "programme":
        phone.say("1")
    phone.say(network)
    phone.say("1", "16 พ.ย. 69", "ข้าม", ends, link)
    return phone.tap(t("agreement.send"))


def agreements(desk: Desk) -> list[Agreement]:
    """Those entered in the chat."""
    query = select(Agreement).where(Agreement.draft_id.is_not(None)).order_by(Agreement.id)
    return list(desk.session.scalars(query))


def test_it_is_kept_with_its_parties_and_the_notice_of_its_end(desk: Desk) -> None:
    assert t("agreement.saved.title") in enter(desk, PRANEE, link=LINK)
    (entered,) = agreements(desk)
    assert (entered.title_th, entered.file_url) == (TITLE, LINK)
    assert [str(day) for day in (entered.signed_on, entered.starts_on, entered.ends_on)] == [
        *("2026-11-16", "2026-11-16", "2029-11-15")
    ]
    names = party_names(desk.session, entered)
    assert "สพป.นครปฐม เขต 1" in names
    assert len(names) >= 3
    roles = desk.session.scalars(
        select(AgreementParty.role).where(AgreementParty.agreement_id == entered.id)
    ).all()
    assert {PartyRole.LEAD, PartyRole.PARTNER, PartyRole.AREA_OFFICE} == set(roles)
    notice = desk.session.scalar(select(Deadline).where(Deadline.due_on == entered.ends_on))
    assert notice is not None
    assert notice.notice
    assert notice.title_th == t("agreement.notice", title=TITLE)
    assert notice.ladder == [-60, -30, -14, -7, -1]
    noted = desk.session.scalars(select(AuditEntry.action)).all()
    assert noted.count("agreement.entered") == 1


def test_those_of_the_network_see_it_and_others_do_not(desk: Desk) -> None:
    enter(desk, PRANEE, link=LINK)
    number = agreements(desk)[0].id
    for who in (MALI, SOMSRI, WICHAI, PRANEE):
        phone = desk.phone(who)
        assert TITLE in phone.say("ข้อตกลง")
        assert TITLE in phone.say(f"เปิดข้อตกลง {number}")
        opened = [b.action for c in phone.seen[-1:] for b in c.buttons]
        assert OpenUrl(LINK) in opened
        assert (t("agreement.withdraw.button") in phone.labels) is (who == PRANEE)
    # Of another network of the same office, which has signed, too.
    assert TITLE not in desk.appoint(STRANGER, Role.TEACHER, "NPT1-05").say("ข้อตกลง")
    anan = desk.phone(ANAN)
    assert TITLE not in anan.say("ข้อตกลง")
    assert t("agreement.list.gone") in anan.say(f"เปิดข้อตกลง {number}")
    assert t("agreement.withdraw.gone") in anan.say(f"นำข้อตกลงออก {number}")


def test_a_school_that_moved_does_not_bring_it_into_the_network_it_left(desk: Desk) -> None:
    enter(desk, PRANEE, link=LINK)
    entered = agreements(desk)[0]
    networks = {each.code: each for each in desk.session.scalars(select(Network))}
    signing, left = networks["QIN-NPT1-A"], networks["QIN-NPT1-B"]
    school = select(AgreementParty.school_id).where(
        AgreementParty.agreement_id == entered.id, AgreementParty.school_id.is_not(None)
    )
    was_in_it = {"school_id": desk.session.scalars(school).first(), "role": MemberRole.PARTNER}
    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2021, 1, 1)}
    desk.session.add(NetworkMembership(network_id=left.id, **was_in_it, **days))
    desk.session.flush()
    assert TITLE not in desk.appoint(STRANGER, Role.TEACHER, "NPT1-05").say("ข้อตกลง")
    assert TITLE in desk.phone(MALI).say("ข้อตกลง")
    day = date(2026, 11, 20)
    assert entered not in agreements_binding(desk.session, [left.id], day)
    assert entered in agreements_binding(desk.session, [signing.id], day)
    # Where no network is named, those of its schools are meant.
    desk.session.execute(
        delete(AgreementParty).where(
            AgreementParty.agreement_id == entered.id, AgreementParty.network_id.is_not(None)
        )
    )
    assert entered in agreements_binding(desk.session, [left.id], day)
    assert entered in agreements_of_network(desk.session, left.id, 20)


def test_that_of_a_roster_is_seen_with_it_and_is_not_to_be_withdrawn_here(desk: Desk) -> None:
    phone = desk.phone(PRANEE)
    assert SEEDED[:40] in phone.say("ข้อตกลง")
    phone.tap(t("agreement.list.look"))
    assert t("agreement.withdraw.button") not in phone.labels
    number = desk.session.scalar(select(Agreement.id).where(Agreement.draft_id.is_(None)))
    assert t("agreement.withdraw.gone") in phone.say(f"นำข้อตกลงออก {number}")


@pytest.mark.parametrize("who", [MALI, SOMSRI, WICHAI])
@pytest.mark.parametrize("command", ["เพิ่มข้อตกลง", "นำข้อตกลงออก"])
def test_others_enter_and_withdraw_nothing(desk: Desk, who: str, command: str) -> None:
    assert t("common.not_allowed") in desk.phone(who).say(command)


def test_withdrawn_after_a_second_look_it_is_nowhere_and_its_end_is_not_told(desk: Desk) -> None:
    enter(desk, PRANEE)
    entered = agreements(desk)[0]
    phone = desk.phone(PRANEE)
    phone.say(f"เปิดข้อตกลง {entered.id}")
    phone.tap(t("agreement.withdraw.button"))
    assert entered.withdrawn_at is None
    phone.tap(t("agreement.withdraw.yes"))
    assert entered.withdrawn_at is not None
    assert TITLE not in desk.phone(MALI).say("ข้อตกลง")
    notice = desk.session.scalar(select(Deadline).where(Deadline.due_on == entered.ends_on))
    assert notice is not None
    assert notice.cancelled_at is not None


def test_a_national_coordinator_names_the_network_by_a_part_of_its_name(desk: Desk) -> None:
    desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "QIN")
    assert t("agreement.saved.title") in enter(desk, NATE)
    assert TITLE in desk.phone(MALI).say("ข้อตกลง")


def test_a_double_tap_enters_one(desk: Desk) -> None:
    phone = desk.phone(PRANEE)
    phone.say("เพิ่มข้อตกลง", TITLE, "1", "1", "16 พ.ย. 69")
    phone.tap(t("dialog.finish"))
    data = phone.data_of(t("agreement.send"))
    phone.data(data)
    assert t("agreement.saved.already", title=TITLE) in phone.data(data)
    assert len(agreements(desk)) == 1


def test_it_stands_among_the_details_of_its_network(desk: Desk) -> None:
    enter(desk, PRANEE)
    network = desk.session.scalar(select(Network).where(Network.code == "QIN-NPT1-A"))
    assert network is not None
    found = agreements_of_network(desk.session, network.id, 5)
    assert TITLE in [each.title_th for each in found]
    phone = desk.phone(PRANEE)
    phone.press(Press(Do.GO, slot="status_details", value="network:QIN-NPT1-A"))
    shown = phone.shown
    while t("status.more") in " ".join(phone.labels) and TITLE not in shown:
        shown += phone.tap(t("status.more"))
    assert TITLE in shown


def test_its_file_goes_when_its_message_is_taken_back_and_it_stays(desk: Desk) -> None:
    enter(desk, PRANEE)
    entered = agreements(desk)[0]
    file = SentFile(
        line_message_id="m-file",
        line_user_id=PRANEE,
        draft_id=entered.draft_id or "",
        name="MOU.pdf",
        state=SentFileState.STORED,
        kind=FileKind.PDF,
        media_key="files/1.pdf",
        sha256="0",
        size_bytes=5,
        received_at=desk.now,
    )
    desk.session.add(file)
    desk.session.flush()
    entered.file_id = file.id
    phone = desk.phone(MALI)
    phone.say(f"เปิดข้อตกลง {entered.id}")
    assert phone.pages == [OpenPage("agreement", str(entered.id))]
    assert t("agreement.saved.unsent", title=TITLE) in desk.phone(PRANEE).unsend("m-file")
    phone.say(f"เปิดข้อตกลง {entered.id}")
    assert phone.pages == []
    assert TITLE in phone.shown
