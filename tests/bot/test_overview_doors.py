"""What an address of the overview must not open: used links, odd codes, who is late elsewhere."""

import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from overview_house import EXPERT, MALI, NOW, PRANEE, WICHAI, House, open_house

from bot.database import transaction
from models.duties import Deadline
from models.people import scope_by_code
from models.vocabulary import SubjectKind

LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
TITLE = "ส่งแผนทดสอบ"


@pytest.fixture
def house(stocked_url: str, tmp_path: Path) -> Iterator[House]:
    with open_house(stocked_url, str(tmp_path / "media")) as opened:
        yield opened


def test_a_link_that_was_used_opens_nothing_however_it_is_written(house: House) -> None:
    link = house.link(PRANEE)
    assert house.browser().post(link).status_code == 303
    last = LETTERS[LETTERS.index(link[-1]) ^ 1]
    for written in (link, link.replace("/o/in/k", "/o/in/"), link[:-1] + last, link + "!!!!"):
        assert house.browser().post(written).status_code in (404, 410), written


@pytest.mark.parametrize("at", ["network-%00", "office-a%00b", "school-%00"])
def test_a_code_with_signs_that_no_database_takes_is_no_place(house: House, at: str) -> None:
    assert house.browser(PRANEE).get(f"/o/?at={at}").status_code == 404


def test_who_has_not_sent_what_a_deadline_asks_is_named_to_those_who_follow_it_up(
    house: House,
) -> None:
    with transaction(house.runtime.engine) as session:
        programme = scope_by_code(session, "QIN")
        assert programme is not None
        row = Deadline(
            code="DOORS",
            programme_id=programme.id,
            title_th=TITLE,
            due_on=date(2026, 11, 10),
            announced_on=date(2026, 11, 1),
            subject_kind=SubjectKind.SCHOOL,
            created_by_person_id=1,
            created_at=NOW,
        )
        session.add(row)
        session.flush()
        column = f"d{row.id}"
    assert "โรงเรียนบ้านลำพยา" not in named(house, EXPERT, column)
    assert "โรงเรียนบ้านทุ่งน้อย" not in named(house, MALI, column)
    assert "บ้านลำพยา" in named(house, WICHAI, column)


def named(house: House, who: str, column: str) -> str:
    """The list behind the deadline, or nothing where there is none for this person."""
    answer = house.browser(who).get(f"/o/list?column={column}")
    return answer.text if answer.status_code == 200 else ""
