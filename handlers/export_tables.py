"""What can be had as a file: one literal table of columns for each kind of records."""

from collections.abc import Mapping
from typing import Any

from handlers.exchange_view import exchange_receipt
from handlers.export_columns import Column, Table
from handlers.export_register import REGISTER
from handlers.report_kit import report_receipt
from handlers.report_view import details_of
from handlers.say import receipt
from handlers.status_words import duty_words, missing_of, period_words
from handlers.texts import t
from handlers.thai.dates import short_date
from models.exchange_queries import ExchangeRecord
from models.export_queries import (
    Standing,
    count_exchanges_wanted,
    count_reports_wanted,
    count_visits_wanted,
    exchanges_wanted,
    reports_wanted,
    standings_wanted,
    visits_wanted,
)
from models.report_queries import ReportRecord
from models.visit_queries import VisitRecord
from models.vocabulary import ExportKind, LevelsRule

__all__ = ["EXCHANGES", "REPORTS", "STATUS", "TABLES", "VISITS", "Table"]


def _mode(value: str) -> str:
    return t(f"words.mode.{value}")


def _review(value: str) -> str:
    return t(f"export.review.{value}")


VISITS = Table[VisitRecord](
    ExportKind.VISITS,
    (
        Column("receipt", lambda r: receipt(r.visit.id)),
        Column("programme", lambda r: r.programme.code),
        Column("programme_name", lambda r: r.programme.name_th),
        Column("kind", lambda r: r.visit.kind, lambda kind: t(f"export.visit_kind.{kind}")),
        Column("school_code", lambda r: r.school_code),
        Column("school", lambda r: r.school),
        Column("area_office", lambda r: r.school_office),
        Column("mentor", lambda r: r.mentor),
        Column("network", lambda r: r.network),
        Column("visited_on", lambda r: r.visit.visited_on, day=True),
        Column("mode", lambda r: r.visit.mode, _mode),
        Column("purposes", lambda r: r.visit.purposes, lambda p: t(f"words.purpose.{p}")),
        Column("topic", lambda r: r.visit.topic),
        Column("iqa_standards", lambda r: r.visit.iqa_standards, lambda s: t(f"words.iqa.{s}")),
        Column("strengths", lambda r: r.visit.strengths),
        Column("improvements", lambda r: r.visit.improvements),
        Column("advice", lambda r: r.visit.advice),
        Column("agreed_actions", lambda r: r.visit.agreed_actions),
        Column("follow_up_on", lambda r: r.visit.follow_up_on, day=True),
        Column("participants", lambda r: r.visit.participants),
        Column("reporter", lambda r: r.reporter),
        Column("reported_for", lambda r: _named(r.sent_for)),
        Column("reported_at", lambda r: r.visit.created_at),
        Column("review", lambda r: r.visit.review_state, _review),
        Column("reviewed_for", lambda r: _named(r.reviewed_for)),
        Column("sample", lambda r: r.visit.sample),
    ),
    lambda session, wanted, _now: visits_wanted(session, wanted),
    lambda session, wanted, _now: count_visits_wanted(session, wanted),
    lambda r: (_dated(receipt(r.visit.id), short_date(r.visit.visited_on)), r.school),
)

EXCHANGES = Table[ExchangeRecord](
    ExportKind.EXCHANGES,
    (
        Column("receipt", lambda r: exchange_receipt(r.exchange.id)),
        Column("programme", lambda r: r.programme.code),
        Column("programme_name", lambda r: r.programme.name_th),
        Column("level", lambda r: r.exchange.level, lambda level: t(f"words.level.{level}")),
        Column("title", lambda r: r.exchange.title),
        Column("starts_on", lambda r: r.exchange.starts_on, day=True),
        Column("ends_on", lambda r: r.exchange.ends_on, day=True),
        Column("mode", lambda r: r.exchange.mode, _mode),
        Column("place", lambda r: r.exchange.place),
        Column("networks", lambda r: " · ".join(r.networks)),
        Column("schools", lambda r: " · ".join(r.schools)),
        Column("people", lambda r: r.exchange.people),
        Column("innovation", lambda r: r.exchange.innovation),
        Column("result", lambda r: r.exchange.result),
        Column("lesson", lambda r: r.exchange.lesson),
        Column("reporter", lambda r: r.reporter),
        Column("reported_for", lambda r: _named(r.sent_for)),
        Column("reported_at", lambda r: r.exchange.created_at),
        Column("review", lambda r: r.exchange.review_state, _review),
        Column("reviewed_for", lambda r: _named(r.reviewed_for)),
        Column("sample", lambda r: r.exchange.sample),
    ),
    lambda session, wanted, _now: exchanges_wanted(session, wanted),
    lambda session, wanted, _now: count_exchanges_wanted(session, wanted),
    lambda r: (
        _dated(exchange_receipt(r.exchange.id), short_date(r.exchange.starts_on)),
        r.exchange.title,
    ),
)

REPORTS = Table[ReportRecord](
    ExportKind.REPORTS,
    (
        Column("receipt", lambda r: report_receipt(r.report.id)),
        Column("programme", lambda r: r.programme.code),
        Column("programme_name", lambda r: r.programme.name_th),
        Column("report_kind", lambda r: r.report.kind, lambda k: t(f"reporting.kind.{k}")),
        Column("subject", lambda r: r.subject_label),
        Column("about_school", lambda r: r.about_school),
        Column("happened_on", lambda r: r.report.happened_on, day=True),
        Column("ends_on", lambda r: r.report.ends_on, day=True),
        Column("title", lambda r: r.report.title),
        Column("details", lambda r: "\n".join(f"{la}: {va}" for la, va in details_of(r))),
        Column("reporter", lambda r: r.reporter),
        Column("reported_for", lambda r: _named(r.sent_for)),
        Column("reported_at", lambda r: r.report.created_at),
        Column("review", lambda r: r.report.review_state, _review),
        Column("reviewed_for", lambda r: _named(r.reviewed_for)),
        Column("sample", lambda r: r.report.sample),
    ),
    lambda session, wanted, _now: reports_wanted(session, wanted),
    lambda session, wanted, _now: count_reports_wanted(session, wanted),
    lambda r: (
        _dated(report_receipt(r.report.id), short_date(r.report.happened_on)),
        r.report.title,
    ),
)

STATUS = Table[Standing](
    ExportKind.STATUS,
    (
        Column("programme", lambda s: s.judged.rule.programme_code),
        Column("programme_name", lambda s: s.judged.rule.programme_name),
        Column("rule", lambda s: s.judged.rule.code),
        Column("duty", lambda s: duty_words(s.judged.rule)),
        Column("period", lambda s: period_words(s.judged.period) if s.judged.period else None),
        Column(
            "subject_kind",
            lambda s: s.judged.subject.kind,
            lambda kind: t(f"status.kind.{kind}"),
        ),
        Column("subject_code", lambda s: s.judged.subject.code),
        Column("subject", lambda s: s.judged.subject.label),
        Column("area_office", lambda s: s.office),
        Column("state", lambda s: s.judged.state, lambda state: t(f"export.state.{state}")),
        Column("done", lambda s: s.judged.done),
        Column("needed", lambda s: s.judged.needed),
        Column("missing", lambda s: missing_of(s.judged)),
        Column("due_on", lambda s: s.judged.due_on, day=True),
        Column("met_on", lambda s: s.judged.met_on, day=True),
        Column("on_time", lambda s: s.judged.on_time),
        # Both readings of clause 3.7; the state goes by the one of the programme.
        Column("each_level", lambda s: s.judged.met_as(LevelsRule.EACH)),
        Column("any_level", lambda s: s.judged.met_as(LevelsRule.ANY)),
        Column("waived_by", lambda s: s.judged.waiver.by if s.judged.waiver else None),
        Column("waived_for", lambda s: _named(s.judged.waiver.behalf if s.judged.waiver else None)),
        Column(
            "waived_until",
            lambda s: s.judged.waiver.until if s.judged.waiver else None,
            day=True,
        ),
        Column("waived_why", lambda s: s.judged.waiver.reason if s.judged.waiver else None),
    ),
    standings_wanted,
    lambda session, wanted, now: len(standings_wanted(session, wanted, now)),
    lambda s: (
        s.judged.subject.label,
        f"{duty_words(s.judged.rule)} · {t(f'export.state.{s.judged.state.value}')}",
    ),
)

#: The tables by their kind, in the order in which they are offered.
TABLES: Mapping[ExportKind, Table[Any]] = {
    table.what: table for table in (VISITS, EXCHANGES, REPORTS, STATUS, REGISTER)
}


def _named(stood_in_for: str | None) -> str | None:
    """Whom somebody stood in for; somebody who was deleted has no name any more."""
    return t("visit.row.unnamed") if stood_in_for == "" else stood_in_for


def _dated(number: str, day: str) -> str:
    return t("history.row_label", receipt=number, day=day)
