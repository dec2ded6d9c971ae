"""What must not open the overview or more of it: used links, sessions that were left, odd codes,
who is late elsewhere."""

import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from overview_house import (
    ANAN,
    EXPERT,
    MALI,
    NAPA,
    NOW,
    PRANEE,
    STRANGER,
    WICHAI,
    House,
    Seen,
    appoint,
    open_house,
)
from sqlalchemy.exc import OperationalError

from bot.database import transaction
from models.duties import Deadline, ResponsibleStaff
from models.people import scope_by_code
from models.vocabulary import Role, SubjectKind

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


def test_a_copy_of_the_cookie_from_before_leaving_opens_nothing(house: House) -> None:
    link = house.link(PRANEE)
    browser, copy, elsewhere = house.browser(), house.browser(), house.browser(PRANEE)
    browser.post(link)
    cookie = browser.get_cookie("philiang_overview", path="/o")
    assert cookie is not None
    copy.set_cookie(cookie.key, cookie.value, path="/o")
    assert copy.get("/o/").status_code == 200
    browser.post("/o/out")
    for path in ("/o/", "/o/?at=office-NPT1", "/o/list", "/o/visit/1"):
        assert copy.get(path).status_code == 401, path
    assert copy.get(link).status_code == 410  # nor does the link let it through again
    assert elsewhere.get("/o/").status_code == 200  # another session of the same person holds


def test_while_the_leaving_cannot_be_stored_nobody_is_told_that_it_is_done(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_store(*_: object) -> None:
        raise OperationalError("", None, Exception())

    browser = house.browser(PRANEE)
    monkeypatch.setattr("bot.pages.sessions.Held.end", no_store)
    answer = browser.post("/o/out")
    assert answer.status_code == 503
    assert "ออกจากหน้านี้แล้ว" not in answer.text
    assert browser.get("/o/").status_code == 200


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


def test_the_people_responsible_are_named_to_those_who_follow_them_up(house: House) -> None:
    """อนันต์ looks after สตูล, which takes part in the sandbox; ประนีต of นครปฐม does not."""
    with transaction(house.runtime.engine) as session:
        programme, satun = scope_by_code(session, "SANDBOX"), scope_by_code(session, "STN")
        assert programme is not None
        assert satun is not None
        session.add(
            ResponsibleStaff(
                programme_id=programme.id,
                office_id=satun.id,
                place=1,
                full_name="สมหญิง ใจดี",
                position="ศึกษานิเทศก์",
                contact="locked:081-234-5678",
                starts_on=NOW.date(),
                named_by_person_id=1,
                draft_id="named-1",
                created_at=NOW,
            )
        )
        appoint(session, STRANGER, Role.EXPERT, "SANDBOX")
    [(rule,)] = house.rows("SELECT id FROM obligations WHERE kind = 'responsible_staff'")
    cell = f"/o/list?column=o{rule}&programme=SANDBOX"
    for who, at in ((ANAN, ""), (NAPA, ""), (NAPA, "&at=office-STN")):
        page = house.browser(who).get(f"{cell}{at}")
        told = Seen(page.text).row("สตูล")
        assert "ผู้รับผิดชอบ: สมหญิง ใจดี (ศึกษานิเทศก์)" in told[0], who
        assert "รายงานที่ท่านเปิดดูได้" not in page.text  # nobody reports who is responsible
        assert "081" not in page.text
    assert "ยังไม่มีผู้รับผิดชอบ" in Seen(house.browser(NAPA).get(cell).text).row("ระยอง")[0]
    expert = house.browser(STRANGER).get(cell)  # sees that somebody is named, not who
    assert "สตูล" in expert.text
    assert "ผู้รับผิดชอบ:" not in expert.text
    assert house.browser(PRANEE).get(cell).status_code == 404
    year_before = house.browser(NAPA).get(f"{cell}&year=2569").text  # whose staff others were
    assert "สตูล" in year_before
    assert "ผู้รับผิดชอบ:" not in year_before


def named(house: House, who: str, column: str) -> str:
    """The list behind the deadline, or nothing where there is none for this person."""
    answer = house.browser(who).get(f"/o/list?column={column}")
    return answer.text if answer.status_code == 200 else ""
