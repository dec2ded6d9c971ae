"""“ส่งออก”: records as a file. The chat asks which and shows the first ones; a page of ours, behind
a button, hands the file over (bot/export_file.py).
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage, Row
from handlers.conversing import Conversing, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input, Pressed, Typed
from handlers.dialog.kind_period import NOW, begun, known_now, period_words
from handlers.dialog.world import Option, World
from handlers.effects import Effect, Say
from handlers.export_tables import TABLES
from handlers.export_wanted import command_for, dated_words, posts_for, present, wanted_by
from handlers.forms.export import FORM, KINDS
from handlers.named_places import places_meant, referred, scope_of, shortened
from handlers.say import go, say
from handlers.texts import t
from handlers.thai.exports import Asked, read_export
from handlers.thai.periods import ALL, TERM, Now
from models.actors import Post
from models.annual_queries import year_bases
from models.export_queries import Wanted, exporting
from models.exports import Export, ask_export
from models.people import Scope
from models.vocabulary import ExportKind, ScopeKind, YearBasis

#: Records in the preview.
SHOWN = 3


def annual(call: Call) -> list[Effect]:
    """ "รายงานประจำปี 2566": the draft of it as a Word file."""
    if not _own(call, ExportKind.ANNUAL):
        return say(Card(text=t("annual_draft.leads_nothing"), buttons=(go("status"), go("menu"))))
    return _begin(call, replace(_asked(call), what=ExportKind.ANNUAL))


def begin(call: Call) -> list[Effect]:
    """ "ส่งออก", alone or with what is wanted behind it; what was not said is asked."""
    return _begin(call, _asked(call))


def _begin(call: Call, asked: Asked) -> list[Effect]:
    given: dict[str, str] = {}
    what = asked.what if asked.what in _kinds(call) else None
    if what:
        given["records"] = what.value
    places = _meant(call, asked.place, what) if asked.place else _own(call, what)
    if len(places) == 1:
        given["place"] = next(iter(places))
        asked = replace(asked, periods=_periods_meant(call, asked, given["place"]))
    if len(asked.periods) == 1:
        given["period"] = asked.periods[0]
    if len(given) == len(FORM.slots):
        return _ready(call, given)
    effects = start_over(call, EXPORTING, likely=_likely(asked, places), **given)
    if places:
        return effects
    # Never the whole area in silence because a name was not found.
    note = t("export.cannot.not_seen", read=shortened(asked.place))
    return [replace(e, card=e.card.noting(note)) if isinstance(e, Say) else e for e in effects]


def begin_anew(call: Call) -> list[Effect]:
    """A new choice although a half-made one waits."""
    kinds = _kinds(call)
    return start_over(call, EXPORTING) if len(kinds) > 1 else annual(call.with_argument(""))


def _kinds(call: Call) -> tuple[ExportKind, ...]:
    """What this person may have: records, or nothing but the annual report of a network."""
    return tuple(ExportKind) if exporting(call.actor) else (ExportKind.ANNUAL,)


def _periods_meant(call: Call, asked: Asked, place: str) -> tuple[str, ...]:
    """Of the calendars that "ปี 2566" may mean, the one by which the place owes its report."""
    scope = _scope(call, place, asked.what)
    if asked.what is not ExportKind.ANNUAL or scope is None or len(asked.periods) < 2:
        return asked.periods
    bases = year_bases(call.session, scope)
    meant = tuple(each for each in asked.periods if each.partition(".")[0] in bases)
    return meant if len(meant) == 1 else asked.periods


def _likely(asked: Asked, places: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """What was said and may be several: "ปี 2566", a name that two places share."""
    likely: dict[str, Mapping[str, str]] = {}
    if asked.place and len(places) > 1:
        likely["place"] = places
    if len(asked.periods) > 1:
        likely["period"] = {value: period_words(value) for value in asked.periods}
    return likely


def _asked(call: Call) -> Asked:
    """What stands behind the command; of the periods, those that have begun."""
    now = present(call.today)
    asked = read_export(call.argument, now)
    return replace(asked, periods=tuple(each for each in asked.periods if begun(each, now)))


# --- what may be chosen --------------------------------------------------------------------------


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    now = present(call.today)
    return World(
        today=call.today,
        options={
            "records": tuple(kind for kind in KINDS if kind.value in _kinds(call)),
            "place": _places(call, draft, given),
            "period": _periods(now),
        },
        known={NOW: known_now(now)},
    )


def _places(call: Call, draft: Draft, given: Input | None) -> tuple[Option, ...]:
    """One's own places, the one that is chosen, and those that the words just typed may mean."""
    what = ExportKind(draft.answers["records"]) if draft.answers.get("records") else None
    found, typed = _own(call, what), ""
    for key in (draft.answers.get("place", ""), _pressed(given)):
        if key not in found and (scope := _scope(call, key, what)) is not None:
            found[key] = scope.label
    found |= draft.likely.get("place", {})
    if isinstance(given, Typed) and draft.at == "place":
        typed = given.text
    named = _meant(call, typed, what)
    # Words that can mean one place only are a name of it.
    words = dict.fromkeys(named, (typed,)) if len(named) == 1 else {}
    return tuple(Option(key, label, words.get(key, ())) for key, label in (found | named).items())


def _pressed(given: Input | None) -> str:
    return given.press.value if isinstance(given, Pressed) else ""


def _posts(call: Call, what: ExportKind | None) -> tuple[Post, ...]:
    return call.once(
        ("posts for a file", what is ExportKind.ANNUAL),
        lambda: posts_for(call.session, call.actor, what, call.today),
    )


def _own(call: Call, what: ExportKind | None) -> dict[str, str]:
    """The places of one's own posts, by key."""
    scopes = [post.scope for post in _posts(call, what)]
    return {_key(scope.kind, scope.code): scope.label for scope in scopes}


def _meant(call: Call, typed: str, what: ExportKind | None) -> dict[str, str]:
    """The places within reach that these words may mean, by key."""
    if not typed:
        return {}
    named = places_meant(call, _posts(call, what), typed)
    return {_key(one.kind, one.code): one.label for one in named}


def _key(kind: ScopeKind, code: str) -> str:
    return f"{kind.value}:{code}"


def _scope(call: Call, key: str, what: ExportKind | None) -> Scope | None:
    reference = referred(key)
    if reference is None:
        return None
    kind, code, _ = reference
    return scope_of(call, _posts(call, what), kind, code)


def _periods(now: Now) -> tuple[Option, ...]:
    """The years and semesters that are asked for most."""
    before = (now.academic, 1) if now.term == 2 else (now.academic - 1, 2)
    values = (
        f"{YearBasis.FISCAL}.{now.fiscal}",
        f"{YearBasis.FISCAL}.{now.fiscal - 1}",
        f"{YearBasis.ACADEMIC}.{now.academic}",
        f"{YearBasis.ACADEMIC}.{now.academic - 1}",
        f"{TERM}.{now.academic}.{now.term}",
        f"{TERM}.{before[0]}.{before[1]}",
        ALL,
    )
    return tuple(Option(value, period_words(value)) for value in values)


# --- ready ---------------------------------------------------------------------------------------


def _submit(call: Call, draft: Draft) -> list[Effect]:
    return _ready(call, draft.answers)


def _ready(call: Call, answers: dict[str, str]) -> list[Effect]:
    """How many there are, the first of them, and the button to the file."""
    what = ExportKind(answers["records"])
    scope = _scope(call, answers["place"], what)
    if scope is None or call.actor.person_id is None or what not in _kinds(call):
        text = t("export.cannot.outside")
        return say(Card(text=text, buttons=(go("menu"),)))
    person_id, period = call.actor.person_id, answers["period"]
    export = ask_export(call.session, person_id, what, scope, period, call.now)
    wanted = wanted_by(call.session, call.actor, export, call.today)
    assert wanted is not None  # its scope was found just now
    if what is ExportKind.ANNUAL:
        return _draft(call, export, wanted)
    table = TABLES[what]
    count = table.count(call.session, wanted, call.now)
    again = go("export", t("export.ready.again"))
    named, dated = t(f"export.what.{what.value}"), dated_words(period)
    if not count:
        text = t("export.ready.none", what=named, place=scope.label, period=dated)
        return say(Card(text=text, buttons=(again, go("menu"))))
    first = list(islice(table.records(call.session, wanted, call.now), SHOWN))
    page = OpenPage("export", str(export.id))
    return say(
        Card(
            title=t("export.ready.title", what=named, count=f"{count:,}"),
            text=t("export.ready.where", place=scope.label, period=dated, shown=len(first)),
            rows=tuple(Row(*table.brief(record)) for record in first),
            hint=t("export.ready.hint", command=command_for(what)),
            buttons=(
                Button(t("export.ready.open"), page, primary=True),
                again,
                go("menu"),
            ),
        )
    )


def _draft(call: Call, export: Export, wanted: Wanted) -> list[Effect]:
    """What the annual report is written from, and the button to it."""
    rows = tuple(
        Row(t(f"annual_draft.ready.{kind.value}"), t("annual_draft.ready.count", count=count))
        for kind in (ExportKind.VISITS, ExportKind.EXCHANGES, ExportKind.REPORTS)
        for count in (f"{TABLES[kind].count(call.session, wanted, call.now):,}",)
    )
    place, period = wanted.scope.label, dated_words(export.period)
    page, again = OpenPage("export", str(export.id)), command_for(ExportKind.ANNUAL)
    return say(
        Card(
            title=t("annual_draft.ready.title"),
            text=t("annual_draft.ready.text", place=place, period=period),
            rows=rows,
            hint="\n".join((t("annual_draft.ready.hint"), t("export.ready.hint", command=again))),
            buttons=(
                Button(t("export.ready.open"), page, primary=True),
                go("annual_report", t("export.ready.again")),
                go("menu"),
            ),
        )
    )


EXPORTING = Conversing(FORM, world=_world, submit=_submit)
