""" "สถานะโครงการ": the size of a programme as it is here, and as dated sources told it."""

from datetime import date

import pytest
from phones import ANAN, MALI, PRANEE, Desk
from sqlalchemy import func, or_, select

from handlers.cards.render import alt_text
from handlers.routes import route_of
from handlers.texts import t
from models.networks import Network, NetworkMembership
from models.programmes import Programme
from models.vocabulary import MemberRole, Role

NATE, OPAL, QUEEN = (f"U{number:032d}" for number in range(821, 824))
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(("who", "code"), [(NATE, "TH"), (QUEEN, "QIN"), (PRANEE, None)])
def test_the_published_figures_bear_their_days_and_sources(
    desk: Desk, who: str, code: str | None
) -> None:
    if code:
        desk.appoint(who, Role.NATIONAL_COORDINATOR, code)
    phone = desk.phone(who)
    phone.say("สถานะโครงการ")
    figures = [row for row in phone.seen[-1].rows if row.label.startswith("ตัวเลขที่เผยแพร่")]
    assert [row.label for row in figures] == [
        "ตัวเลขที่เผยแพร่ ราว 17 ม.ค. 2564",
        "ตัวเลขที่เผยแพร่ ณ 4 ก.ค. 2565",
    ]
    assert figures[0].value.startswith("175 เครือข่าย · แกนนำ 175 · ร่วมพัฒนา 548\nที่มา: แนวทาง")
    assert figures[1].value.startswith("178 เครือข่าย · แกนนำ 178 · ร่วมพัฒนา 558\nที่มา: ข่าว")


def test_the_size_here_is_counted_from_the_records(desk: Desk) -> None:
    phone = desk.appoint(QUEEN, Role.NATIONAL_COORDINATOR, "QIN")
    phone.say("สถานะโครงการ")
    row = next(row for row in phone.seen[-1].rows if row.label == "ในระบบ ณ 20 พ.ย. 2569")
    partners, leads = (_schools(desk, role) for role in (MemberRole.PARTNER, MemberRole.LEAD))
    assert row.value == f"เครือข่าย 2 · แกนนำ {leads} แห่ง · ร่วมพัฒนา {partners} แห่ง"


def test_a_school_is_told_of_its_own_part_alone(desk: Desk) -> None:
    phone = desk.phone(MALI)
    phone.say("สถานะโครงการ")
    assert "เครือข่าย 1 · แกนนำ 1 แห่ง · ร่วมพัฒนา 3 แห่ง" in phone.shown
    assert "พื้นที่นวัตกรรม" not in phone.shown
    assert "Collaborative" not in phone.shown


def test_a_programme_without_published_figures_shows_none(desk: Desk) -> None:
    phone = desk.phone(ANAN)
    phone.say("สถานะโครงการ")
    assert "การขับเคลื่อนพื้นที่นวัตกรรมการศึกษา" in phone.shown
    assert "ตัวเลขที่เผยแพร่" not in phone.shown


def test_what_is_over_says_so(desk: Desk) -> None:
    phone = desk.appoint(NATE, Role.NATIONAL_COORDINATOR, "TH")
    phone.say("สถานะโครงการ")
    row = next(row for row in phone.seen[-1].rows if "Collaborative" in row.label)
    assert row.value.startswith("สิ้นสุดแล้ว (22 ก.ค. 2564 – 21 ก.ค. 2565)")


def test_an_operator_gets_none_of_it(desk: Desk) -> None:
    phone = desk.appoint(OPAL, Role.OPERATOR, "TH")
    phone.say("สถานะโครงการ")
    assert phone.seen[-1].note == t("common.not_allowed")
    assert "175" not in alt_text(phone.seen[-1])


def test_with_a_name_behind_it_it_is_the_status_of_that() -> None:
    found = route_of("สถานะโครงการ Collaborative Assessment")
    assert found is not None
    assert (found[0].name, found[1]) == ("status", "Collaborative Assessment")


def _schools(desk: Desk, role: MemberRole) -> int:
    count = desk.session.scalar(
        select(func.count(NetworkMembership.school_id.distinct()))
        .join(Network, Network.id == NetworkMembership.network_id)
        .join(Programme, Programme.id == Network.programme_id)
        .where(
            Programme.code == "QIN",
            NetworkMembership.role == role,
            NetworkMembership.starts_on <= TODAY,
            or_(NetworkMembership.ends_on.is_(None), NetworkMembership.ends_on >= TODAY),
        )
    )
    return count or 0
