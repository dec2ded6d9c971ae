"""“ประกาศ”: what it would do is shown first; confirmed, it waits for a round of the scheduler."""

from datetime import UTC, datetime

import pytest
from phones import ANAN, KANDA, MALI, PRANEE, SOMSRI, WICHAI, Desk, Phone
from sqlalchemy import insert, select

from handlers.cards.limits import BUBBLE_BYTES, weight
from handlers.cards.render import render
from handlers.texts import t
from models.announcement_reach import recipients
from models.announcements import (
    Announcement,
    Way,
    claim_announcement,
    make_announcement,
    note_announced,
    note_ways,
)
from models.audit import AuditEntry
from models.conversations import effects
from models.people import load_actor, scope_by_code, set_blocked
from models.quota import add_reading
from models.reminder_queries import once_a_day
from models.sending_words import (
    AnnouncedBy,
    AnnouncedTo,
    AnnouncementState,
    EffectKind,
    EffectState,
)
from models.vocabulary import Role

WORDS = "ขอเชิญประชุมวันจันทร์ 09.00 น.\nที่ห้องประชุมใหญ่"
EVENING = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)  # five in the afternoon of a Friday


def made(desk: Desk) -> list[Announcement]:
    return list(desk.session.scalars(select(Announcement).order_by(Announcement.id)))


def written(phone: Phone, audience: str = "ทุกคน", words: str = WORDS) -> Phone:
    """Words and audience are given; the preview is shown."""
    phone.say("เขียนประกาศ", words)
    phone.tap(audience)
    assert t("announcement.summary") in phone.shown
    return phone


def month_has(desk: Desk, left: int) -> None:
    add_reading(
        desk.session, read_at=desk.now, day=desk.now.date(), allowed=300, used=300 - left, needed={}
    )


def test_the_preview_says_what_is_read_by_how_many_and_what_it_costs(desk: Desk) -> None:
    month_has(desk, 100)
    shown = written(desk.phone(PRANEE)).shown
    assert WORDS in shown
    assert "คุณปราณี ประสาน\nผู้ประสานงานเขตพื้นที่ สพป.นครปฐม เขต 1" in shown
    assert t("announcing.reaches", count=3) in shown
    assert t("sending.after", people=3, left=97, allowed=300) in shown
    assert t("sending.now") in shown
    assert made(desk) == []


def test_who_blocks_the_bot_or_has_had_the_push_of_the_day_is_counted(desk: Desk) -> None:
    set_blocked(desk.session, SOMSRI, desk.now)
    desk.session.execute(
        insert(effects).values(
            lane=f"push:{MALI}",
            kind=EffectKind.PUSH,
            payload={},
            state=EffectState.SENT,
            turn_key=once_a_day(desk.now.date()),
            not_before=desk.now,
            created_at=desk.now,
        )
    )
    shown = written(desk.phone(PRANEE)).shown
    assert t("announcing.reaches", count=2) in shown
    assert t("announcing.later", count=1) in shown
    assert t("announcing.unreachable", count=1) in shown


def test_confirmed_it_waits_with_its_words_its_sender_and_a_note_in_the_audit(desk: Desk) -> None:
    pranee = written(desk.phone(PRANEE), "คนของสถานศึกษา")
    pranee.tap(t("announcement.send"))
    assert t("announcing.saved") in pranee.shown
    [row] = made(desk)
    assert (row.words, row.audience, row.place_code) == (WORDS, AnnouncedTo.SCHOOLS, "NPT1")
    assert (row.state, row.people) == (AnnouncementState.WAITING, 2)
    assert row.sender_th == "ผู้ประสานงานเขตพื้นที่ สพป.นครปฐม เขต 1"
    noted = desk.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "announcement.made")
    ).one()
    assert noted.subject_id == str(row.id)
    assert WORDS not in str(noted.details)


def test_a_second_tap_sends_nothing_again(desk: Desk) -> None:
    pranee = written(desk.phone(PRANEE))
    pranee.tap(t("announcement.send"))
    assert t("announcing.already") in pranee.tap(t("announcement.send"))
    assert len(made(desk)) == 1


def test_one_draft_makes_one_row_also_where_both_taps_come_at_once(desk: Desk) -> None:
    pranee = written(desk.phone(PRANEE))
    pranee.tap(t("announcement.send"))
    [row] = made(desk)
    columns = ("draft_id", "by_person_id", "sender_th", "words", "audience", "place_kind")
    again = {name: getattr(row, name) for name in (*columns, "place_code", "people", "created_at")}
    assert make_announcement(desk.session, **again) is False


def test_more_than_the_month_has_is_refused_with_the_numbers_and_nothing_is_lost(
    desk: Desk,
) -> None:
    month_has(desk, 2)
    pranee = written(desk.phone(PRANEE))
    refusal = t("sending.too_many", people=3, left=2, allowed=300)
    assert refusal in pranee.shown
    assert refusal in pranee.tap(t("announcement.send"))
    assert made(desk) == []
    pranee.say("ทำต่อ")
    pranee.tap("แก้ไข ส่งถึง")
    pranee.tap("คนของสถานศึกษา")
    pranee.tap(t("announcement.send"))
    assert [row.people for row in made(desk)] == [2]


def test_what_is_announced_and_waits_counts_as_used(desk: Desk) -> None:
    month_has(desk, 4)
    written(desk.phone(PRANEE)).tap(t("announcement.send"))
    assert t("sending.too_many", people=3, left=1, allowed=300) in written(desk.phone(PRANEE)).shown


def test_outside_working_hours_it_says_so_and_can_be_cancelled(desk: Desk) -> None:
    desk.now = EVENING
    pranee = written(desk.phone(PRANEE))
    monday = t("sending.later", day="วันจันทร์ที่ 23 พฤศจิกายน 2569", time="08:30")
    assert monday in pranee.shown
    assert monday in pranee.tap(t("announcement.send"))
    waiting = t("announcing.state.waiting", count=3, day="23 พ.ย. 2569", time="08:30")
    assert waiting in pranee.say("ประกาศ")
    pranee.tap(t("announcing.open"))
    assert t("announcing.cancelled") in pranee.tap(t("announcing.cancel"))
    assert [row.state for row in made(desk)] == [AnnouncementState.CANCELLED]
    assert t("announcing.too_late") in pranee.say(f"ยกเลิกประกาศ {made(desk)[0].id}")


def test_what_has_begun_to_go_out_is_not_cancelled_and_the_list_says_how_far_it_is(
    desk: Desk,
) -> None:
    pranee = written(desk.phone(PRANEE))
    pranee.tap(t("announcement.send"))
    [row] = made(desk)
    people = [load_actor(desk.session, who, desk.now.date()).person_id for who in (MALI, SOMSRI)]
    ways = [(AnnouncedBy.LEFT, "in a form"), (AnnouncedBy.NONE, "unreachable")]
    note_ways(
        desk.session,
        row.id,
        [Way(person or 0, *way) for person, way in zip(people, ways, strict=True)],
        desk.now,
    )
    assert t("announcing.too_late") in pranee.tap(t("announcing.cancel"))
    assert claim_announcement(desk.session, row.id) is row
    note_announced(desk.session, row, desk.now)
    result = [t("announcing.state.sent", count=0), t("announcing.state.later", count=1)]
    assert " · ".join(result) in pranee.say("ประกาศ")
    assert t("announcing.state.unreachable", count=1) in pranee.shown


def test_nobody_sees_or_cancels_the_announcement_of_another(desk: Desk) -> None:
    written(desk.phone(PRANEE)).tap(t("announcement.send"))
    [row] = made(desk)
    anan = desk.phone(ANAN)
    assert t("announcing.none") in anan.say("ประกาศ")
    for command in ("เปิดประกาศ", "ยกเลิกประกาศ"):
        assert t("announcing.gone") in anan.say(f"{command} {row.id}")
    assert row.state is AnnouncementState.WAITING


@pytest.mark.parametrize("who", [MALI, WICHAI])
def test_only_coordinators_announce(desk: Desk, who: str) -> None:
    phone = desk.phone(who)
    for words in ("ประกาศ", "เขียนประกาศ", "ประกาศ พรุ่งนี้หยุด"):
        assert t("common.not_allowed") in phone.say(words)
    assert phone.draft is None


@pytest.mark.parametrize(
    "key", ["everybody.office:STN", "everybody.country:TH", "offices.network:QIN-NPT1-A", "x"]
)
def test_an_audience_out_of_reach_is_not_taken_from_a_button(desk: Desk, key: str) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say("เขียนประกาศ", WORDS)
    draft_id = (pranee.draft or {})["id"]
    pranee.data(f"v=1&do=a&d={draft_id}&s=audience&x={key.replace(':', '%3A')}")
    assert pranee.at == "audience"
    assert "audience" not in pranee.answers


def test_a_network_or_an_area_is_named_and_where_nobody_is_it_says_so(desk: Desk) -> None:
    pranee = desk.phone(PRANEE)
    pranee.say("ประกาศ พรุ่งนี้ขอข้อมูลด้วยนะครับ", "เครือข่ายบ้านอ้อกระทิง")
    assert pranee.answers["words"] == "พรุ่งนี้ขอข้อมูลด้วยนะครับ"
    assert t("announcing.nobody") in pranee.shown
    assert t("announcing.cannot.changed") in pranee.tap(t("announcement.send"))
    central = desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "TH")
    central.say("เขียนประกาศ", WORDS, "สพป.สตูล")
    assert "สพป.สตูล" in central.shown
    central.tap(t("announcement.send"))
    assert made(desk)[-1].place_code == "STN"


def test_whom_each_audience_means(desk: Desk) -> None:
    """Of a programme its offices are the enrolled ones, and those of its networks."""
    names = {MALI: "mali", SOMSRI: "somsri", WICHAI: "wichai", PRANEE: "pranee", ANAN: "anan"}
    desk.appoint(KANDA, Role.EXPERT, "QIN-NPT1-A")
    names[KANDA] = "kanda"

    def meant(audience: AnnouncedTo, code: str) -> set[str]:
        place = scope_by_code(desk.session, code)
        assert place is not None
        found = recipients(desk.session, audience, place, desk.now.date())
        accounts = {account for one in found.people for account in one.line_user_ids}
        return {name for account, name in names.items() if account in accounts}

    assert meant(AnnouncedTo.EVERYBODY, "NPT1") == {"mali", "somsri", "wichai", "pranee", "kanda"}
    assert meant(AnnouncedTo.SCHOOLS, "NPT1") == {"mali", "somsri"}
    assert meant(AnnouncedTo.NETWORKS, "QIN") == {"mali"}
    assert meant(AnnouncedTo.OFFICES, "QIN") == {"wichai", "pranee"}
    assert meant(AnnouncedTo.OFFICES, "SANDBOX") == {"anan"}
    assert meant(AnnouncedTo.EVERYBODY, "QIN-NPT1-A") == {"mali", "somsri", "kanda"}
    assert meant(AnnouncedTo.CONTACTS, "TH") >= {"mali", "somsri", "anan"}
    assert meant(AnnouncedTo.EVERYBODY, "TH") == set(names.values())


def test_an_announcement_as_long_as_may_be_is_shown_whole(desk: Desk) -> None:
    pranee = written(desk.phone(PRANEE), words="ก้" * 500)
    bubble = render(pranee.seen[-1])["contents"]
    assert weight(bubble) <= BUBBLE_BYTES
    assert "ก้" * 500 in str(bubble)
    pranee.say("เขียนประกาศ")
    pranee.tap("เริ่มใหม่")
    assert t("announcement.ask.words") in pranee.say("ก" * 1001)


def test_who_got_an_announcement_is_told_why(desk: Desk) -> None:
    written(desk.phone(PRANEE)).tap(t("announcement.send"))
    [announcement] = made(desk)
    person_id = load_actor(desk.session, MALI, desk.now.date()).person_id
    assert person_id is not None
    way = Way(person_id, AnnouncedBy.MULTICAST, "now")
    note_ways(desk.session, announcement.id, [way], desk.now)
    mali = desk.phone(MALI)
    for shown in (
        mali.say("ทำไมได้ข้อความนี้"),
        mali.data("v=1&do=g&s=why_reminded&x=2026-11-20"),
    ):
        assert "ประกาศจากผู้ประสานงานเขตพื้นที่ สพป.นครปฐม เขต 1" in shown
        assert "ทุกคนที่ลงทะเบียนแล้ว · สพป.นครปฐม เขต 1" in shown
    assert t("why_reminded.never") in desk.phone(SOMSRI).say("ทำไมได้ข้อความนี้")
