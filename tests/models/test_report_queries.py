"""Reports of every kind: saved once, seen by whom they reach, withdrawn, and found again."""

from datetime import date

import pytest
from duty_desk import account_of, actor, appoint, at, programme_id, report, somebody, subject
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.actors import Actor
from models.report_queries import (
    find_report,
    latest_report,
    members_of_group,
    public_innovations,
    report_of_draft,
    report_photos,
    reports_by,
    reports_seen,
    save_report,
    set_members,
)
from models.reports import Report, WorkingGroupMember
from models.visit_queries import add_photo, photos_left
from models.vocabulary import ReportKind, Role, SubjectKind

TODAY = date(2023, 6, 1)
A, B, COLLAB = "QIN-NPT1-A", "QIN-NPT1-B", "COLLAB-2564"
PLAN, INNOVATION, ZERO = ReportKind.NETWORK_PLAN, ReportKind.INNOVATION, ReportKind.ZERO_REPORT


# --- written once --------------------------------------------------------------------------------


def test_a_report_is_saved_with_its_photos_and_people(desk: Session) -> None:
    for message in ("m1", "m2"):
        add_photo(
            desk,
            line_message_id=message,
            line_user_id="U1",
            draft_id="d1",
            now=at("2023-06-01T12:00"),
        )
    group = Report(
        kind=ReportKind.WORKING_GROUP,
        draft_id="d1",
        programme_id=programme_id(desk, "QIN"),
        subject_kind=SubjectKind.NETWORK,
        network_id=subject(desk, A).id,
        happened_on=TODAY,
        title="คณะทำงาน",
        answers={},
        form_version=1,
        reporter_person_id=somebody(desk),
        created_at=at("2023-06-01T12:00"),
    )
    people = [WorkingGroupMember(full_name=who) for who in ("ครูมะลิ", "ครูสมศรี")]
    made = save_report(desk, group, ["m1"], people)
    assert report_of_draft(desk, "d1") is made
    assert [photo.line_message_id for photo in report_photos(desk, made.id)] == ["m1"]
    assert [photo.line_message_id for photo in photos_left(desk, "d1")] == ["m2"]
    named = [(one.place, one.full_name) for one in members_of_group(desk, made.id)]
    assert named == [(1, "ครูมะลิ"), (2, "ครูสมศรี")]
    set_members(desk, made.id, [WorkingGroupMember(full_name="ครูสมศรี")])
    assert [one.full_name for one in members_of_group(desk, made.id)] == ["ครูสมศรี"]


def test_a_draft_makes_one_report(desk: Session) -> None:
    report(desk, "2023-06-01", PLAN, A, draft_id="d1")
    with pytest.raises(IntegrityError):
        report(desk, "2023-06-02", PLAN, A, draft_id="d1")


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (PLAN, {"until": "2023-07-01"}),  # only a zero report ends
        (ZERO, {}),  # and it has to
        (ZERO, {"until": "2023-05-31"}),  # not before it begins
        (PLAN, {"about": "NPT1-02"}),  # only an evaluation looks at a school
        (ReportKind.EVALUATION, {}),  # and it has to
        (PLAN, {"public": True}),  # only an innovation is for everybody
        (PLAN, {"reviewed_at": at("2023-06-02T10:00")}),  # no moment of a review without one
        (PLAN, {"school_id": 1}),  # one subject, not two
    ],
)
def test_the_database_refuses_what_a_kind_cannot_say(
    kind: ReportKind, changed: dict[str, object], desk: Session
) -> None:
    with pytest.raises(IntegrityError):
        report(desk, "2023-06-01", kind, A, **changed)


def test_nothing_to_report_is_said_for_a_year_at_most(desk: Session) -> None:
    assert report(desk, "2023-06-01", ZERO, A, until="2024-06-01").ends_on == date(2024, 6, 1)
    assert report(desk, "2023-06-01", ZERO, B, until="2023-06-01").id
    with pytest.raises(ValueError, match="a year"):
        report(desk, "2023-06-01", ZERO, A, until="2024-06-02")


# --- seen ----------------------------------------------------------------------------------------

SEEN = {
    (Role.TEACHER, "NPT1-01"): "a about school",  # leads A, and sees what its schools invent
    (Role.TEACHER, "NPT1-02"): "a about school",  # a partner in A
    (Role.SCHOOL_ADMINISTRATOR, "NPT1-03"): "a about school",
    (Role.TEACHER, "NPT1-05"): "b",
    (Role.SUPERVISOR, "NPT1"): "a b about school",
    (Role.AREA_COORDINATOR, "STN"): "office",
    (Role.SUPERVISOR, "RYG1"): "",
    (Role.EXPERT, COLLAB): "collab",
    (Role.EXPERT, "COLLAB"): "collab",
    (Role.NATIONAL_COORDINATOR, "QIN"): "a b about school",
    (Role.NATIONAL_COORDINATOR, "TH"): "a b about school office collab",
    (Role.OPERATOR, "TH"): "",
}


@pytest.mark.parametrize(
    ("post", "names"),
    SEEN.items(),
    ids=lambda it: "-".join(it) if isinstance(it, tuple) else it.replace(" ", "+"),
)
def test_each_sees_what_the_own_post_reaches(
    post: tuple[Role, str], names: str, desk: Session
) -> None:
    appoint(desk, "ศน.วิชัย ตั้งใจ", Role.SUPERVISOR, "RYG1")  # who reported them all
    made = {
        "a": report(desk, "2023-05-01", PLAN, A),
        "b": report(desk, "2023-05-01", PLAN, B),
        "about": report(desk, "2023-05-02", ReportKind.EVALUATION, A, about="NPT1-02"),
        "school": report(desk, "2023-05-03", INNOVATION, "NPT1-02"),
        "office": report(desk, "2023-05-03", ReportKind.WORKING_GROUP, "STN", "SANDBOX"),
        "collab": report(desk, "2022-05-03", ReportKind.SUGGESTION, COLLAB, "COLLAB"),
    }
    appoint(desk, "ผู้ดู", *post)
    looking = actor(desk, "ผู้ดู", TODAY)
    wanted = {made[name].id for name in names.split()}
    assert {record.report.id for record in reports_seen(desk, looking)} == wanted
    opened = {it.id for it in made.values() if find_report(desk, looking, it.id) is not None}
    assert opened == wanted


def test_a_report_comes_with_the_names_of_what_it_refers_to(desk: Session) -> None:
    appoint(desk, "ศน.วิชัย ตั้งใจ", Role.SUPERVISOR, "NPT1")
    made = report(desk, "2023-05-02", ReportKind.EVALUATION, A, about="NPT1-02")
    found = find_report(desk, actor(desk, "ศน.วิชัย ตั้งใจ", TODAY), made.id)
    assert found is not None
    assert found.subject_label.endswith("โรงเรียนอนุบาลนครปฐม")
    assert found.about_school == "โรงเรียนบ้านลำพยา"
    assert (found.programme.code, found.reporter) == ("QIN", "ศน.วิชัย ตั้งใจ")


def test_a_public_innovation_is_for_everybody_who_sees_reports(desk: Session) -> None:
    appoint(desk, "ศน.วิชัย ตั้งใจ", Role.SUPERVISOR, "RYG1")
    hidden = report(desk, "2023-05-01", INNOVATION, "NPT1-02")
    public = report(desk, "2023-05-01", INNOVATION, "NPT1-02", public=True)
    withdrawn = report(desk, "2023-05-01", INNOVATION, "NPT1-02", public=True)
    withdrawn.withdrawn_at = at("2023-05-02T10:00")
    for name, role, code in (
        ("ครูกานดา", Role.TEACHER, "NPT1-05"),
        ("ครูสมศรี", Role.TEACHER, "NPT1-02"),
        ("ผู้ดูแลระบบ", Role.OPERATOR, "TH"),
    ):
        appoint(desk, name, role, code)

    def listed(name: str) -> list[int]:
        looking = actor(desk, name, TODAY)
        return [record.report.id for record in public_innovations(desk, looking)]

    assert listed("ครูกานดา") == [public.id]
    assert listed("ครูสมศรี") == [public.id, hidden.id]
    assert listed("ผู้ดูแลระบบ") == []
    assert find_report(desk, actor(desk, "ครูกานดา", TODAY), public.id) is not None
    stranger = Actor(account_of("ใครก็ไม่รู้"))
    assert public_innovations(desk, stranger) == []
    assert find_report(desk, stranger, public.id) is None


def test_ones_own_reports_come_newest_number_first_by_kind_and_in_pages(desk: Session) -> None:
    by = appoint(desk, "ครูมะลิ", Role.TEACHER, "NPT1-01")
    plans = [report(desk, "2023-05-01", PLAN, A, by=by).id for _ in range(3)]
    other = report(desk, "2023-05-01", ReportKind.SUGGESTION, A, by=by).id
    assert [record.report.id for record in reports_by(desk, by)] == [other, *plans[::-1]]
    page = [record.report.id for record in reports_by(desk, by, kind=PLAN, most=2)]
    assert page == plans[:0:-1]
    rest = reports_by(desk, by, kind=PLAN, before=page[-1])
    assert [record.report.id for record in rest] == plans[:1]


def test_the_latest_report_is_the_last_by_its_day_that_counts(desk: Session) -> None:
    june = report(desk, "2023-06-01", PLAN, A)
    may = report(desk, "2023-05-01", PLAN, A)
    network = subject(desk, A)
    assert latest_report(desk, PLAN, network) is june
    assert latest_report(desk, PLAN, network, last=date(2023, 5, 31)) is may
    assert latest_report(desk, PLAN, network, first=date(2023, 6, 2)) is None
    june.withdrawn_at = at("2023-06-02T10:00")
    assert latest_report(desk, PLAN, network) is may
    assert latest_report(desk, PLAN, subject(desk, B)) is None


def test_the_latest_evaluation_is_of_one_school(desk: Session) -> None:
    of_two = report(desk, "2023-06-01", ReportKind.EVALUATION, A, about="NPT1-02")
    report(desk, "2023-06-02", ReportKind.EVALUATION, A, about="NPT1-03")
    school_id = subject(desk, "NPT1-02").id
    found = latest_report(desk, ReportKind.EVALUATION, subject(desk, A), about_school_id=school_id)
    assert found is of_two
