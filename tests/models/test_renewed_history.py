"""A programme that runs on: what was stays as it was, the new end is said and answered as ended."""

from datetime import date

from sqlalchemy import Engine, select

from bot.database import reading, transaction
from models.duties import Deadline
from models.networks import NetworkMembership
from models.roster import import_roster, refusals
from models.roster.renewing_facts import renewable, who_goes_on

SPAN = {"starts": "2027-10-01", "ends": "2030-09-30"}
NOTICE = {
    "code": "QIN-END-2573-0930",
    "programme": "QIN",
    "title_th": "สิ้นสุดโครงการ 30 ก.ย. 2573",
    "due": "2030-09-30",
    "subject": "network",
    "derived": True,
    "remind_days_before": [90, 60, 30, 14, 7],
}


def members_on(engine: Engine, day: date) -> set[tuple[int, int]]:
    with reading(engine) as session:
        return {
            (m.network_id, m.school_id)
            for m in session.scalars(select(NetworkMembership))
            if m.starts_on <= day <= (m.ends_on or date.max)
        }


def test_a_renewal_carries_on_whoever_was_there_to_the_end_and_changes_no_day_before(
    stocked: Engine,
) -> None:
    days = (date(2021, 1, 1), date(2023, 9, 30), date(2024, 1, 1), date(2027, 9, 30))
    before = [members_on(stocked, day) for day in days]
    with reading(stocked) as session:
        programme = next(one for one in renewable(session) if one.code == "QIN")
        promised = who_goes_on(session, programme)
    assert programme.last_day == date(2027, 9, 30)
    document = {"renewals": [{"programme": "QIN", **SPAN}], "deadlines": [NOTICE]}
    for _ in range(2):  # a second time changes nothing
        with transaction(stocked) as session:
            assert refusals(import_roster(session, [document])) == []
        assert [members_on(stocked, day) for day in days] == before
        after = members_on(stocked, date(2029, 1, 1))
        assert after == members_on(stocked, date(2027, 9, 30))
        assert len({network for network, _ in after}) == promised.networks
        assert len({school for _, school in after}) == promised.schools
        assert members_on(stocked, date(2030, 10, 1)) == set()
    with reading(stocked) as session:
        notice = session.scalars(select(Deadline).where(Deadline.code == NOTICE["code"])).one()
    assert (notice.notice, notice.due_on) == (True, date(2030, 9, 30))
    assert notice.ladder == [-90, -60, -30, -14, -7]
