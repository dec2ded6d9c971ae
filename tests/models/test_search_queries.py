"""What is searched is written with its record, the migration writes the same, and whoever searches
is asked by role.
"""

import importlib
from datetime import date

import pytest
from duty_desk import actor, appoint, at, exchange, report, visit
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from models.record_states import mark_changed
from models.search_queries import search
from models.search_texts import SearchText, folded
from models.vocabulary import ExchangeLevel, RecordKind, ReportKind, Role, SearchedKind

TODAY = date(2026, 11, 20)


def rows(session: Session) -> dict[tuple[str, int], str]:
    found = session.execute(select(SearchText.kind, SearchText.record_id, SearchText.folded))
    return {(kind.value, number): text for kind, number, text in found}


def records(desk: Session) -> None:
    visit(desk, "2026-11-01", "NPT1-02", topic="อ่านออก เขียนได้", advice="โทร 081-234-5678 นะ")
    exchange(
        desk,
        "2026-11-02",
        ExchangeLevel.INTRA_NETWORK,
        "QIN-NPT1-A",
        schools=("NPT1-01",),
        lesson="บทเรียน ๑",
    )
    report(
        desk,
        "2026-11-03",
        ReportKind.PLAN_PROGRESS,
        "QIN-NPT1-A",
        title="ความก้าวหน้า",
        answers={"goals": "อ่านคล่อง\nเขียนคล่อง", "note_1": "ดีขึ้น", "people": "ลับ", "goal_1": "done"},
    )


def test_the_migration_fills_in_what_saving_would_have_written(desk: Session) -> None:
    records(desk)
    written = rows(desk)
    assert len({kind for kind, _ in written}) == 4
    migration = importlib.import_module("models.migrations.versions.0006_searching_and_seeing")
    desk.execute(delete(SearchText))
    filled = list(migration._search_rows(desk.connection()))
    desk.execute(insert(SearchText), filled)
    by_line = {key: set(text.split("\n")) for key, text in rows(desk).items()}
    assert by_line == {key: set(text.split("\n")) for key, text in written.items()}
    everything = " ".join(rows(desk).values())
    assert "อ่านออกเขียนได้" in everything
    assert "บทเรียน1" in everything
    assert "ลับ" not in everything
    assert "081" not in everything


@pytest.mark.parametrize(
    ("role", "code", "found"),
    [
        (Role.TEACHER, "NPT1-01", {"exchange", "report"}),
        (Role.TEACHER, "NPT1-02", {"visit", "exchange", "report"}),
        (Role.EXPERT, "QIN-NPT1-A", {"exchange", "report"}),
        (Role.SUPERVISOR, "NPT1", {"visit", "exchange", "report"}),
        (Role.AREA_COORDINATOR, "NPT1", {"visit", "exchange", "report"}),
        (Role.SUPERVISOR, "NPT2", set()),
        (Role.NATIONAL_COORDINATOR, "QIN", {"visit", "exchange", "report"}),
        (Role.NATIONAL_COORDINATOR, "SANDBOX", set()),
        (Role.NATIONAL_COORDINATOR, "TH", {"visit", "exchange", "report"}),
        (Role.OPERATOR, "TH", set()),
    ],
)
def test_each_role_finds_what_lies_within_its_scope(
    desk: Session, role: Role, code: str, found: set[str]
) -> None:
    visit(desk, "2026-11-01", "NPT1-02", topic="ก้าวกระโดด")
    exchange(desk, "2026-11-02", ExchangeLevel.INTRA_NETWORK, "QIN-NPT1-A", title="ก้าวกระโดด")
    report(desk, "2026-11-03", ReportKind.NETWORK_PLAN, "QIN-NPT1-A", title="ก้าวกระโดด")
    appoint(desk, "ผู้ค้นหา", role, code)
    hits = search(desk, actor(desk, "ผู้ค้นหา", TODAY), ["กระโดด"])
    assert {hit.kind.value for hit in hits} == found
    assert [hit.at for hit in hits] == sorted((hit.at for hit in hits), reverse=True)


def test_a_changed_record_is_found_by_what_it_says_now(desk: Session) -> None:
    one = visit(desk, "2026-11-01", "NPT1-02", topic="คำเก่า")
    one.topic = "คำใหม่"
    mark_changed(desk, RecordKind.VISIT, one.id, at("2026-11-02T09:00"))
    text = rows(desk)[SearchedKind.VISIT.value, one.id]
    assert folded("คำใหม่") in text
    assert folded("คำเก่า") not in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("แผน พัฒนา\tคุณภาพ", "แผนพัฒนาคุณภาพ"),
        ("PLC ๓ ครั้ง", "plc3ครั้ง"),
        ("โทร 081-234-5678", "โทร"),
        ("โทร ๐๘๑๒๓๔๕๖๗๘ ครับ", "โทรครับ"),
        ("+66 81 234 5678", ""),
        ("เขียน a.b@example.go.th ได้", "เขียนได้"),
        ("เวลา 09.00-12.00 น.", "เวลา09.00-12.00น."),
        ("พ.ศ. 2569 รหัส 1073180001", "พ.ศ.2569รหัส1073180001"),
    ],
)
def test_what_is_compared_has_no_spaces_capitals_or_contacts(text: str, said: str) -> None:
    assert folded(text) == said
