"""Who saw what is noted and can be asked for; the notice that changed; what one may agree to."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from phones import KANDA, MALI, NOW, PRANEE, WICHAI, Desk, report
from sqlalchemy import Engine, event, select

from handlers.joining import NOTICE_VERSION
from handlers.texts import t
from models.audit import AuditEntry
from models.consents import Consent, consents_of
from models.people import LineAccount, load_actor
from models.privacy_words import ConsentTo, LegalBasis
from models.visits import MentoringVisit
from models.vocabulary import Role


@pytest.fixture
def visit(desk: Desk) -> MentoringVisit:
    """What Mali reported of a school in Wichai's area."""
    report(desk.phone(MALI))
    [made] = desk.visits()
    return made


def person(desk: Desk, who: str) -> int:
    found = load_actor(desk.session, who, NOW.date()).person_id
    assert found is not None
    return found


def noted(desk: Desk, action: str) -> list[tuple[int | None, str]]:
    entries = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == action))
    return [(entry.person_id, entry.subject_id) for entry in entries]


@contextmanager
def inserted(engine: Engine) -> Iterator[list[str]]:
    """The INSERTs meanwhile."""
    seen: list[str] = []

    def heard(_c: object, _u: object, statement: str, *_more: object) -> None:
        if statement.startswith("INSERT"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    yield seen
    event.remove(engine, "before_cursor_execute", heard)


def test_opening_anothers_record_is_one_entry_and_ones_own_is_none(
    desk: Desk, visit: MentoringVisit, furnished: Engine
) -> None:
    desk.phone(MALI).say(f"รายงาน V-{visit.id}")
    assert noted(desk, "visit.seen") == []
    with inserted(furnished) as statements:
        desk.phone(WICHAI).say(f"รายงาน V-{visit.id}")
    assert noted(desk, "visit.seen") == [(person(desk, WICHAI), str(visit.id))]
    assert len(statements) == 1


def test_no_step_of_a_form_writes_an_entry(desk: Desk, furnished: Engine) -> None:
    mali = desk.phone(MALI)
    with inserted(furnished) as statements:
        mali.say("บันทึกนิเทศ", "1", "เมื่อวาน", "1", "1", "แผนพัฒนา")
    assert mali.at
    assert [one for one in statements if "audit" in one] == []


def test_a_coordinator_asks_who_did_what_to_a_record(desk: Desk, visit: MentoringVisit) -> None:
    desk.phone(WICHAI).say(f"รายงาน V-{visit.id}")
    pranee = desk.phone(PRANEE)
    said = pranee.say(f"ประวัติ V-{visit.id}")
    assert t("audit.title", number=f"V-{visit.id}") in said
    for word in ("seen", "saved"):
        assert t(f"audit.action.{word}") in said
    assert "วิชัย" in said
    assert "มะลิ" in said
    assert t("audit.action.traced") not in said
    assert t("audit.action.traced") in pranee.say(f"ประวัติ {visit.id}")


def test_a_long_trail_goes_on_with_the_next_tap(desk: Desk, visit: MentoringVisit) -> None:
    for _ in range(12):
        desk.phone(WICHAI).say(f"รายงาน V-{visit.id}")
    pranee = desk.phone(PRANEE)
    assert t("audit.action.saved") not in pranee.say(f"ประวัติ V-{visit.id}")
    assert t("audit.action.saved") in pranee.tap(t("audit.older"))


def test_who_is_no_coordinator_or_of_another_area_learns_nothing(
    desk: Desk, visit: MentoringVisit
) -> None:
    assert t("common.not_allowed") in desk.phone(WICHAI).say(f"ประวัติ V-{visit.id}")
    elsewhere = desk.appoint("U" + "7" * 32, Role.AREA_COORDINATOR, "RYG1")
    assert t("changing.which") in elsewhere.say(f"ประวัติ V-{visit.id}")
    assert noted(desk, "visit.traced") == []


# --- the notice ----------------------------------------------------------------------------------


def test_the_notice_that_changed_comes_once_with_the_next_answer(desk: Desk) -> None:
    account = desk.session.get_one(LineAccount, MALI)
    account.notice_version, account.notice_shown_at = "1", NOW
    mali = desk.phone(MALI)
    mali.say("บันทึกนิเทศ")
    assert t("joining.notice.title") not in mali.shown  # not in the middle of a form
    mali.say("แผน")
    assert t("joining.notice.title") not in mali.shown
    said = mali.say("เมนู")
    assert t("joining.notice.changed") in said
    assert said.index(t("joining.notice.title")) < said.index(t("menu.title"))
    desk.session.refresh(account)
    assert (account.notice_version, account.notice_basis) == (
        NOTICE_VERSION,
        LegalBasis.PUBLIC_TASK,
    )
    assert t("joining.notice.title") not in mali.say("เมนู")


def test_the_basis_is_recorded_at_follow(desk: Desk) -> None:
    desk.phone(KANDA).follow()
    account = desk.session.get_one(LineAccount, KANDA)
    assert account.notice_basis is LegalBasis.PUBLIC_TASK


# --- consents ------------------------------------------------------------------------------------


def test_a_consent_is_given_with_a_tap_and_taken_back_as_easily(desk: Desk) -> None:
    mali, who = desk.phone(MALI), person(desk, MALI)
    label = t("privacy_consents.label.outside_hours")
    assert t("privacy_consents.not_given") in mali.say("ความยินยอม")
    mali.tap(t("privacy_consents.give", what=label))
    mali.tap(t("privacy_consents.give", what=label))  # a double tap
    assert consents_of(desk.session, who) == {ConsentTo.OUTSIDE_HOURS: NOW}
    said = mali.say("ถอนความยินยอม นอกเวลา")
    assert t("privacy_consents.withdrawn.outside_hours") in said
    assert consents_of(desk.session, who) == {}
    [kept] = desk.session.scalars(select(Consent))
    assert (kept.notice_version, kept.withdrawn_at) == (NOTICE_VERSION, NOW)
    assert [action for action in ("consent.given", "consent.withdrawn") if noted(desk, action)] == [
        "consent.given",
        "consent.withdrawn",
    ]


def test_what_is_not_meant_changes_nothing(desk: Desk) -> None:
    mali = desk.phone(MALI)
    assert t("privacy_consents.title") in mali.say("ให้ความยินยอม เรื่องอื่น")
    assert list(desk.session.scalars(select(Consent))) == []
