"""The annual report of a place (clause 3.9 of the agreements), drafted from its records.

The chapters are the usual ones (domain notes, 2). What nobody has reported is named, not invented;
the words of people are quoted as they stand.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from handlers.annual_found import Found
from handlers.annual_parts import MOST_ROWS, grid, heading, left_out, missing, told
from handlers.export_wanted import dated_words
from handlers.paper import Chapter, Grid, Paper, Paragraph, Part, Points, Shown
from handlers.status_words import clause_words, duty_words, period_words, short_name
from handlers.texts import t
from handlers.thai.dates import long_date, short_date
from models.obligations import Rule
from models.report_queries import ReportRecord
from models.vocabulary import DutyState, ExchangeLevel, IqaStandard, MemberRole, ReportKind

#: A place with more networks than this is told by area and number, not by name.
MOST_NETWORKS = 30
#: Agreements that are quoted clause by clause.
MOST_AGREEMENTS = 3


def annual_paper(found: Found, period: str, by: str, today: date) -> Paper:
    """The report for a canonical period (handlers/thai/periods.py), made by this person."""
    place = found.wanted.scope.label
    return Paper(
        title=t("annual_draft.title"),
        subtitle=t("annual_draft.subtitle", place=place, period=dated_words(period)),
        by=by,
        made_on=today,
        chapters=tuple(
            Chapter(t(f"annual_draft.chapter.{name}"), tuple(write(found)))
            for name, write in CHAPTERS
        ),
    )


def _background(found: Found) -> Iterator[Part]:
    yield Paragraph(t("annual_draft.background", place=found.wanted.scope.label))
    if not found.members:
        yield missing("members")
        return
    for agreement in found.agreements[:MOST_ROWS]:
        day = long_date(agreement.signed_on)
        yield Paragraph(t("annual_draft.agreement", title=agreement.title_th, day=day))
    if not found.agreements:
        yield missing("agreement")
    yield heading("members")
    networks = dict.fromkeys((m.network_code, m.network, m.office or "") for m in found.members)
    if len(networks) > MOST_NETWORKS:
        nowhere = t("annual_draft.no_office")
        areas = Counter(office or nowhere for _, _, office in networks)
        schools = Counter(member.office or nowhere for member in found.members)
        counted = [(area, f"{count:,}", f"{schools[area]:,}") for area, count in areas.items()]
        yield grid(("area", "networks", "schools"), counted)
        return
    rows = [
        (
            network,
            " · ".join(_schools(found, code, lead=True)) or "–",
            "\n".join(_schools(found, code, lead=False)) or "–",
        )
        for code, network, _ in networks
    ]
    yield grid(("network", "lead", "partners"), rows)


def _schools(found: Found, network_code: str, *, lead: bool) -> list[str]:
    return [
        member.school
        for member in found.members
        if member.network_code == network_code and (member.role is MemberRole.LEAD) is lead
    ]


def _goals(found: Found) -> Iterator[Part]:
    yield from told(found, ReportKind.CONTEXT_ANALYSIS)
    yield heading("plans")
    yield from told(found, ReportKind.NETWORK_PLAN)


def _method(found: Found) -> Iterator[Part]:
    yield Paragraph(t("annual_draft.method"))
    count = {kind: len(records) for kind, records in found.reports.items()}
    steps = (
        ("plan", count[ReportKind.NETWORK_PLAN] + count[ReportKind.CONTEXT_ANALYSIS]),
        ("do_visits", found.visits),
        ("do_exchanges", len(found.exchanges)),
        ("check", count[ReportKind.EVALUATION] + count[ReportKind.PLAN_PROGRESS]),
        ("act", count[ReportKind.SUGGESTION]),
    )
    rows = [(t(f"annual_draft.step.{name}"), f"{number:,}") for name, number in steps]
    yield grid(("step", "number"), rows)


def _results(found: Found) -> Iterator[Part]:
    yield heading("duties")
    yield from _duties(found)
    yield heading("visits")
    yield from _visits(found)
    yield heading("exchanges")
    yield from _exchanges(found)
    yield heading("progress")
    yield from told(found, ReportKind.PLAN_PROGRESS)


def _duties(found: Found) -> Iterator[Part]:
    """Every duty of every period: how many owed it, how many have done it, and how many in time."""
    duties: dict[tuple[str, str], list[tuple[bool, bool]]] = {}
    for standing in found.standings:
        judged = standing.judged
        if judged.state not in _ASKED:
            continue
        words = _of_clause(judged.rule)
        if judged.period is not None:
            words = t("status.row.in_period", duty=words, period=period_words(judged.period))
        done = judged.state is DutyState.DONE
        place = judged.rule.clause or "~", words  # clauses in their order, what has none at the end
        duties.setdefault(place, []).append((done, done and judged.on_time is True))
    if not duties:
        yield missing("duties")
        return
    rows = [
        (words, f"{len(of):,}", f"{sum(d for d, _ in of):,}", f"{sum(o for _, o in of):,}")
        for (_, words), of in sorted(duties.items())
    ]
    yield grid(("duty", "owed", "done", "on_time"), rows)


def _of_clause(rule: Rule) -> str:
    """ "3.7 แลกเปลี่ยนเรียนรู้"; what no agreement asks for has no number."""
    if rule.clause is None or rule.kind is None:
        return duty_words(rule)
    return clause_words(rule.clause.rpartition("/")[2], rule.kind.value, rule.title)


#: Where something was asked of a subject in the period.
_ASKED = frozenset({DutyState.DONE, DutyState.DUE, DutyState.OVERDUE, DutyState.WAIVED})


def _visits(found: Found) -> Iterator[Part]:
    if not found.visits:
        yield missing("visits")
        return
    schools = len({school_id for *_, school_id in found.visited})
    yield Paragraph(t("annual_draft.visits", count=f"{found.visits:,}", schools=f"{schools:,}"))
    yield Points(
        tuple(
            t("annual_draft.purpose", what=t(f"words.purpose.{each.value}"), count=f"{count:,}")
            for each, count in found.purposes.most_common()
        )
    )
    rows = [
        (school, f"{to.count:,}", short_date(to.last_on), "\n".join(to.topics))
        for (_, school, _), to in sorted(found.visited.items())
    ]
    yield grid(("school", "times", "last_on", "topics"), rows)


def _exchanges(found: Found) -> Iterator[Part]:
    levels = Counter(record.exchange.level for record in found.exchanges)
    yield Points(
        tuple(
            t("annual_draft.level", level=t(f"words.level.{each.value}"), count=f"{levels[each]:,}")
            for each in ExchangeLevel
        )
    )
    if not found.exchanges:
        yield missing("exchanges")
        return
    rows = [
        (
            short_date(record.exchange.starts_on),
            record.exchange.title,
            t(f"words.level.{record.exchange.level.value}"),
            "–" if record.exchange.people is None else f"{record.exchange.people:,}",
            "\n".join(filter(None, (record.exchange.result, record.exchange.lesson))) or "–",
        )
        for record in sorted(found.exchanges, key=lambda r: (r.exchange.starts_on, r.exchange.id))
    ]
    yield grid(("day", "activity", "level", "people", "result"), rows)


def _quality(found: Found) -> Iterator[Part]:
    """The newest evaluation of each school: its level by each standard, before and now."""
    newest: dict[int | str, ReportRecord] = {}
    for record in sorted(found.reports[ReportKind.EVALUATION], key=_when):
        newest[record.report.about_school_id or record.subject_label] = record
    if not newest:
        yield missing("evaluation")
        return
    yield Paragraph(t("annual_draft.quality"))
    rows = [
        (_evaluated(record), *(_levels(record.report.answers, each) for each in IqaStandard))
        for record in sorted(newest.values(), key=_evaluated)
    ]
    headings = (t("annual_draft.column.school"), *(t(f"words.iqa.{s.value}") for s in IqaStandard))
    yield Grid(headings, tuple(rows[:MOST_ROWS]), left_out(len(rows)))


def _when(record: ReportRecord) -> tuple[date, int]:
    return record.report.happened_on, record.report.id


def _evaluated(record: ReportRecord) -> str:
    return record.about_school or record.subject_label


def _levels(answers: Mapping[str, str], standard: IqaStandard) -> str:
    before, now = (answers.get(f"{when}_{standard.value}", "") for when in ("before", "now"))
    if not before or not now:
        return "–"
    return t(
        "reporting.row.levels", before=t(f"words.quality.{before}"), now=t(f"words.quality.{now}")
    )


def _innovations(found: Found) -> Iterator[Part]:
    yield from told(found, ReportKind.INNOVATION)


def _problems(found: Found) -> Iterator[Part]:
    yield heading("improvements")
    if found.improvements:
        said = (f"{school}: {' '.join(text.split())}" for school, text in found.improvements)
        yield Points(tuple(said))
    else:
        yield missing("improvements")
    yield heading("problems")
    yield from _said(found, (ReportKind.SUGGESTION, "problem"))
    yield heading("suggestions")
    suggested = (ReportKind.SUGGESTION, "suggestion"), (ReportKind.ANNUAL_REPORT, "suggestions")
    yield from _said(found, *suggested)


def _said(found: Found, *answers: tuple[ReportKind, str]) -> Iterator[Part]:
    """What was answered to these questions of reports, each with whose words it is."""
    said = [
        f"{short_name(record.subject_label)}: {' '.join(text.split())}"
        for kind, slot in answers
        for record in found.reports[kind]
        if (text := record.report.answers.get(slot))
    ]
    if not said:
        yield missing(answers[0][1])
        return
    yield Points(tuple(said[:MOST_ROWS]))
    if note := left_out(len(said)):
        yield Paragraph(note)


def _annex(found: Found) -> Iterator[Part]:
    groups = found.reports[ReportKind.WORKING_GROUP]
    yield heading("orders")
    if groups:
        yield Points(tuple(f"{record.report.title} ({record.subject_label})" for record in groups))
    else:
        yield missing("orders")
    yield heading("agreements")
    if not found.agreements:
        yield missing("agreement")
    for agreement in found.agreements[:MOST_AGREEMENTS]:
        day = long_date(agreement.signed_on)
        yield Paragraph(t("annual_draft.agreement", title=agreement.title_th, day=day))
        clauses = found.clauses.get(agreement.id, ())
        yield Points(tuple(f"{clause.number} {clause.text_th}" for clause in clauses))
    yield heading("pictures")
    if not found.pictures:
        yield missing("pictures")
    for picture in found.pictures:
        caption = t("annual_draft.picture", title=picture.title, day=short_date(picture.day))
        yield Shown(picture.media_key, caption)


#: The chapters in their order; their titles are in handlers/texts/annual_draft.toml.
CHAPTERS: tuple[tuple[str, Callable[[Found], Iterator[Part]]], ...] = (
    ("background", _background),
    ("goals", _goals),
    ("method", _method),
    ("results", _results),
    ("quality", _quality),
    ("innovations", _innovations),
    ("problems", _problems),
    ("annex", _annex),
)
