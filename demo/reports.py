"""A few months of invented visits, so that a new demo has something to look at.

The same every time for the same day: no randomness, and each has a draft id of its own, so a
second run finds them there.
"""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from demo.people import Member
from models.mentoring import mentor_places
from models.people import load_actor
from models.visit_queries import save_visit, visit_of_draft
from models.visits import MentoringVisit
from models.vocabulary import IqaStandard, VisitMode

#: (who, days ago, which of their schools, mode, topic, agreed next step)
VISITS = (
    ("mali", 137, 0, VisitMode.ONSITE, "วิเคราะห์ผลการประเมินตนเองปีที่ผ่านมา", "จัดลำดับมาตรฐานที่จะพัฒนา"),
    ("mali", 118, 1, VisitMode.ONSITE, "การจัดทำแผนพัฒนาคุณภาพการศึกษา", "ส่งร่างแผนให้ช่วยอ่าน"),
    ("wichai", 104, 0, VisitMode.ONSITE, "ติดตามการดำเนินงานของเครือข่าย", "สรุปปัญหาที่พบให้โรงเรียนแกนนำ"),
    ("mali", 96, 2, VisitMode.ONLINE, "การเก็บหลักฐานประกันคุณภาพภายใน", "ทำแฟ้มหลักฐานรายมาตรฐาน"),
    ("anan", 90, 0, VisitMode.ONSITE, "ให้คำปรึกษาแผนปฏิบัติการประจำปี", "ปรับกิจกรรมให้ตรงกับเป้าหมาย"),
    ("mali", 61, 0, VisitMode.ONSITE, "การสอนอ่านออกเขียนได้", "ทดลองใช้แบบฝึก 4 สัปดาห์"),
    ("anan", 54, 1, VisitMode.PHONE, "ติดตามแผนปฏิบัติการประจำปี", "ส่งแผนฉบับปรับปรุง"),
    ("wichai", 40, 2, VisitMode.ONLINE, "การนิเทศภายในโรงเรียน", "ทำปฏิทินนิเทศภายใน"),
    ("mali", 33, 1, VisitMode.ONSITE, "การใช้ข้อมูลสารสนเทศในการบริหาร", "จัดระบบข้อมูลนักเรียนใหม่"),
    ("mali", 12, 0, VisitMode.ONSITE, "ติดตามแบบฝึกอ่านออกเขียนได้", "ขยายผลไปชั้น ป.3"),
)  # fmt: skip


def write_reports(session: Session, people: list[Member], now: datetime, today: date) -> int:
    """Put the invented visits into the caller's transaction; how many were new."""
    by_key = {member.key: member for member in people}
    made = 0
    for who, ago, which, mode, topic, agreed in VISITS:
        day = today - timedelta(days=ago)
        draft_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"philiang:sample:{who}:{ago}:{which}"))
        if visit_of_draft(session, draft_id) is not None:
            continue
        actor = load_actor(session, by_key[who].line_user_id, today)
        place = mentor_places(session, actor.posts, today)[0]
        mentee = place.mentees[which % len(place.mentees)]
        assert actor.person_id is not None
        save_visit(
            session,
            MentoringVisit(
                draft_id=draft_id,
                kind=place.kind,
                programme_id=place.programme_id,
                network_id=mentee.network_id,
                mentor_school_id=place.mentor_school_id,
                mentor_office_id=place.mentor_office_id,
                mentee_school_id=mentee.school_id,
                visited_on=day,
                mode=mode,
                purposes=list(place.purposes[: 2 + ago % 2]),
                iqa_standards=[IqaStandard.MANAGEMENT],
                topic=topic,
                agreed_actions=agreed,
                participants=6 + ago % 9,
                reporter_person_id=actor.person_id,
                form_version=1,
                created_at=now - timedelta(days=ago),
                sample=True,
            ),
        )
        made += 1
    return made
