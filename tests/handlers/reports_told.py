"""What the tests of the reports with a number R-… share."""

from datetime import date

from phones import Desk, Phone
from sqlalchemy import select

from models.networks import Network, NetworkMembership
from models.places import School
from models.programmes import Programme, ProgrammePeriod
from models.reports import Report
from models.vocabulary import MemberRole, ReportKind


def reports(desk: Desk, kind: ReportKind) -> list[Report]:
    """The reports of a kind, in the order of their numbers."""
    query = select(Report).where(Report.kind == kind).order_by(Report.id)
    return list(desk.session.scalars(query))


def the_report(desk: Desk, kind: ReportKind) -> Report:
    """The only report of a kind."""
    [report] = reports(desk, kind)
    return report


def send(phone: Phone) -> str:
    """Skip what is left that may be skipped, and send."""
    if any("ข้ามไปหน้าสรุป" in label for label in phone.labels):
        phone.tap("ข้ามไปหน้าสรุป")
    return phone.tap("ส่งรายงาน")


def analysis(phone: Phone, *goals: str) -> str:
    """The shortest way through a context analysis, sent."""
    phone.say("วิเคราะห์บริบท", "อ่านไม่ออกยังมาก", "\n".join(goals))
    return send(phone)


def renew_collaborative(desk: Desk) -> None:
    """The Collaborative Assessment ended in 2565; here it runs for one more year, from 2569."""
    starts, ends = date(2026, 7, 22), date(2027, 7, 21)
    programme = desk.session.scalars(select(Programme).where(Programme.code == "COLLAB")).one()
    network = desk.session.scalars(select(Network).where(Network.code == "COLLAB-2564")).one()
    desk.session.add(
        ProgrammePeriod(
            programme_id=programme.id, starts_on=starts, ends_on=ends, years_be=[2569], sample=True
        )
    )
    for school in desk.session.scalars(select(School).where(School.code.startswith("CA-"))):
        desk.session.add(
            NetworkMembership(
                network_id=network.id,
                school_id=school.id,
                role=MemberRole.PILOT,
                starts_on=starts,
                ends_on=ends,
                sample=True,
            )
        )
    desk.session.flush()
