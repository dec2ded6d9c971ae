"""“ต่ออายุโครงการ”: a programme runs on for some years, with everybody who was in it to its end.

What was, stays as it was: a new period, new rows for those who go on, and a notice of the new end.
Obligations belong to the programme, so they go on by themselves.
"""

from datetime import date, timedelta

from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import Conversing, start, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect
from handlers.forms.renewal import FORM
from handlers.say import go, say
from handlers.texts import t
from handlers.thai.dates import long_date, short_date
from models import audit
from models.periods import BE_OFFSET
from models.policy import Action, may
from models.roster import import_roster, refusals
from models.roster.renewing_facts import Renewable, renewable, who_goes_on
from models.vocabulary import MentorKind, ScopeKind

#: For how many years a programme is renewed, as offered.
YEARS = (1, 2, 3)
#: Days before the end on which it is said.
_SAID_BEFORE = [90, 60, 30, 14, 7]
_TOLD = {
    MentorKind.LEAD: "network",
    MentorKind.AREA_OFFICE: "area_office",
    MentorKind.EXPERT_TEAM: "pilot_school",
}


def begin(call: Call) -> list[Effect]:
    """The form."""
    return start(call, RENEWING)


def begin_anew(call: Call) -> list[Effect]:
    """A new one although a half-made one waits."""
    return start_over(call, RENEWING)


def _programmes(call: Call) -> dict[str, Renewable]:
    """The programmes within reach that ever ran, by code."""
    scopes = [post.scope for post in call.actor.posts if may([post], Action.SET_UP)]
    whole = any(scope.kind is ScopeKind.COUNTRY for scope in scopes)
    codes = {scope.code for scope in scopes if scope.kind is ScopeKind.PROGRAMME}
    found = call.once("renewable", lambda: renewable(call.session))
    return {one.code: one for one in found if whole or one.code in codes}


def _world(call: Call, draft: Draft, _given: Input | None) -> World:
    programmes = _programmes(call)
    chosen = programmes.get(draft.answers.get("programme", ""))
    starts = _day(draft, "starts") or (chosen.last_day + timedelta(days=1) if chosen else None)
    days: dict[str, tuple[Option, ...]] = {}
    if chosen is not None and starts is not None:
        days["starts"] = (_option(chosen.last_day + timedelta(days=1)),)
        ends = (_years_on(starts, n) - timedelta(days=1) for n in YEARS)
        days["ends"] = tuple(
            Option(day.isoformat(), t("renewal.years", years=n, day=short_date(day)))
            for n, day in zip(YEARS, ends, strict=True)
        )
    preview = ""
    if chosen is not None and {"starts", "ends"} <= draft.answers.keys():
        preview = _preview(call, chosen)
    return World(
        today=call.today,
        options={"programme": tuple(_programme_option(one) for one in programmes.values()), **days},
        preview=preview,
    )


def _programme_option(one: Renewable) -> Option:
    label = t("renewal.programme", name=one.code, day=short_date(one.last_day))
    return Option(one.code, label, (one.code, one.name))


def _years_on(day: date, years: int) -> date:
    """The same day so many years later; 1 March where that year has no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _option(day: date) -> Option:
    return Option(day.isoformat(), long_date(day))


def _day(draft: Draft, slot: str) -> date | None:
    value = draft.answers.get(slot)
    return date.fromisoformat(value) if value else None


def _preview(call: Call, programme: Renewable) -> str:
    """Who goes on, counted, and what they then owe."""
    counted = who_goes_on(call.session, programme)
    lines = [
        t("renewal.preview.name", name=programme.name),
        t("renewal.preview.before", day=long_date(programme.last_day)),
        t("renewal.preview.members", networks=counted.networks, schools=counted.schools),
    ]
    if counted.enrolled:
        lines.append(t("renewal.preview.enrolled", count=counted.enrolled))
    if counted.duties:
        lines.append(t("renewal.preview.duties", duties=", ".join(counted.duties)))
    return "\n".join(lines)


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    programme = _programmes(call).get(draft.answers["programme"])
    starts, ends = _day(draft, "starts"), _day(draft, "ends")
    assert starts is not None
    assert ends is not None
    if programme is None:
        return Card(text=t("renewal.outside"), buttons=(go("menu"),))
    if ends < starts:
        return Card(text=t("renewal.backwards"), buttons=(go("renew"), go("menu")))
    if starts <= programme.last_day:
        text = t("renewal.overlaps", day=long_date(programme.last_day))
        return Card(text=text, buttons=(go("renew"), go("menu")))
    counted = who_goes_on(call.session, programme)
    savepoint = call.session.begin_nested()
    if refusals(import_roster(call.session, [_document(programme, starts, ends)])):
        savepoint.rollback()
        return Card(text=t("renewal.refused"), buttons=(go("renew"), go("menu")))
    savepoint.commit()
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="programme.renewed",
        subject_kind="programme",
        subject_id=programme.code,
        details={"starts": starts.isoformat(), "ends": ends.isoformat()},
    )
    told = {"networks": counted.networks, "schools": counted.schools}
    return say(
        Card(
            title=t("renewal.done.title"),
            text=t("renewal.done.text", first=long_date(starts), last=long_date(ends), **told),
            hint=t("renewal.done.hint"),
            buttons=(go("roster_template"), go("status"), go("menu")),
        )
    )


def _document(programme: Renewable, starts: date, ends: date) -> dict[str, object]:
    """The renewal, and the notice of its end, as a roster would say it."""
    span = {"starts": starts.isoformat(), "ends": ends.isoformat()}
    notice = {
        "code": f"{programme.code}-END-{ends.year + BE_OFFSET}-{ends:%m%d}",
        "programme": programme.code,
        "title_th": t("renewal.notice", day=short_date(ends)),
        "due": ends.isoformat(),
        "subject": _TOLD[programme.mentor_kind],
        "derived": True,
        "remind_days_before": _SAID_BEFORE,
    }
    return {"renewals": [{"programme": programme.code, **span}], "deadlines": [notice]}


RENEWING = Conversing(FORM, world=_world, submit=_submit)
