"""Pictures in the annual report: only of those who agree to it, from the moment they do until they
take it back. The bot cannot see whom a photo shows."""

import pytest
from phones import MALI, NOW, SOMSRI, Desk
from test_annual_draft import missing, paper_of

from handlers.paper import Shown
from handlers.texts import t
from models.people import load_actor
from models.visits import Photo
from models.vocabulary import ExchangeLevel, PhotoState, ScopeKind
from tests.models.duty_desk import exchange, visit


@pytest.fixture
def shown(desk: Desk) -> Desk:
    """Mali reported a visit and an exchange, Somsri another visit, each with a photo."""
    mali, somsri = (load_actor(desk.session, who, NOW.date()).person_id for who in (MALI, SOMSRI))
    session = desk.session
    made = (
        ("visit", visit(session, "2026-11-05", "NPT1-02", reporter_person_id=mali)),
        ("others", visit(session, "2026-11-09", "NPT1-03", reporter_person_id=somsri)),
        ("exchange", exchange(session, "2026-11-10", ExchangeLevel.AREA, "QIN-NPT1-A", by=mali)),
    )
    session.flush()
    for name, record in made:
        column = "exchange_id" if name == "exchange" else "visit_id"
        session.add(
            Photo(
                line_message_id=name,
                line_user_id=SOMSRI if name == "others" else MALI,
                draft_id=record.draft_id,
                state=PhotoState.STORED,
                media_key=f"{name}.jpg",
                sha256="0" * 64,
                size_bytes=1,
                width=1,
                height=1,
                received_at=NOW,
                **{column: record.id},
            )
        )
    session.flush()
    return desk


def pictures(desk: Desk) -> set[str]:
    """The photos in the paper of the area office."""
    paper = paper_of(desk, ScopeKind.OFFICE, "NPT1")
    parts = [part for chapter in paper.chapters for part in chapter.parts]
    return {part.media_key for part in parts if isinstance(part, Shown)}


def test_without_anybodys_consent_there_is_no_picture_and_the_paper_says_why(shown: Desk) -> None:
    assert pictures(shown) == set()
    assert t("annual_draft.missing.pictures") in missing(paper_of(shown))


def test_who_agrees_has_the_own_pictures_in_it_until_that_is_taken_back(shown: Desk) -> None:
    mali = shown.phone(MALI)
    mali.say("ให้ความยินยอม รูป")
    assert pictures(shown) == {"visit.jpg", "exchange.jpg"}
    shown.phone(SOMSRI).say("ให้ความยินยอม รูป")
    assert pictures(shown) == {"visit.jpg", "exchange.jpg", "others.jpg"}
    said = mali.say("ถอนความยินยอม รูป")
    assert "ไม่ถูกใช้ในรายงานประจำปีฉบับต่อไป" in said
    assert pictures(shown) == {"others.jpg"}
    mali.say("ให้ความยินยอม รูป")
    assert pictures(shown) == {"visit.jpg", "exchange.jpg", "others.jpg"}


def test_another_consent_opens_no_picture(shown: Desk) -> None:
    shown.phone(MALI).say("ให้ความยินยอม นอกเวลา")
    assert pictures(shown) == set()


def test_consent_is_no_condition_of_reporting_with_photos_or_of_reading_them(shown: Desk) -> None:
    """What is asked at the photos themselves is only that pupils' faces be left out."""
    shown.phone(MALI).say("ถอนความยินยอม รูป")
    seen = shown.phone(MALI).say("รายงาน V-1")
    assert t("privacy_consents.title") not in seen
    for hint in (t("forms.hint.photos"), t("exchange.hint.photos")):
        assert "หน้านักเรียน" in hint
        assert "ยินยอม" not in hint
