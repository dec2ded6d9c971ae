"""What the form of a deadline has to know: whom this person may ask, and what stands already."""

from datetime import date, time

from handlers.call import Call
from handlers.dialog.form import Answers, Draft
from handlers.dialog.inputs import Input
from handlers.dialog.kind_time import NOT_BEFORE
from handlers.dialog.world import Option, World
from handlers.forms.deadline import (
    ALL,
    LADDERS,
    ONCE,
    PROGRAMME_ENDS,
    SOME,
    WHOLE,
    YEARLY,
)
from handlers.say import number_of
from handlers.status_words import short_name
from handlers.texts import t
from models.audiences import Audience, audience_of, audiences
from models.deadlines import Wanted, find_own
from models.duties import Deadline


def world_of_deadline(call: Call, draft: Draft, _given: Input | None) -> World:
    """The facts for this draft, looked up anew for every tap."""
    offered = audiences_for(call, draft)
    audience = chosen_audience(call, draft)
    known = {NOT_BEFORE + "time": _not_before(call, draft.answers)}
    if audience is not None and audience.runs_until is not None:
        known[PROGRAMME_ENDS] = audience.runs_until.isoformat()
    subjects = audience.subjects if audience else ()
    return World(
        today=call.today,
        options={
            "audience": _options(offered),
            "chosen": tuple(
                Option(subject.code, short_name(subject.label), (subject.label,))
                for subject in subjects
            ),
        },
        prompts={"whom": t("deadline.count", count=len(subjects))},
        known={key: value for key, value in known.items() if value},
    )


def audiences_for(call: Call, draft: Draft) -> list[Audience]:
    """Whom this person may ask today; of one that is changed, those it is for."""
    if draft.record:
        deadline = own_deadline(call, draft.record)
        audience = audience_of(call.session, deadline, call.today) if deadline else None
        return [audience] if audience else []
    return call.once("audiences", lambda: audiences(call.session, call.actor.posts, call.today))


def chosen_audience(call: Call, draft: Draft) -> Audience | None:
    """Whom this draft asks, if it says so already."""
    offered = audiences_for(call, draft)
    if draft.record:
        return offered[0] if offered else None
    key = draft.answers.get("audience")
    return next((audience for audience in offered if audience.key == key), None)


def own_deadline(call: Call, number: str) -> Deadline | None:
    """The deadline of this number ("12", "deadline:12") if this person may change it now."""
    wanted = number_of(number)
    return find_own(call.session, call.actor.posts, wanted) if wanted else None


def wanted_of(answers: Answers, audience: Audience) -> Wanted | None:
    """The answers as what is kept; None if none of those chosen takes part any more."""
    subject_ids = None
    if answers.get("whom") == SOME:
        codes = set(answers.get("chosen", "").split(","))
        subject_ids = [subject.id for subject in audience.subjects if subject.code in codes]
        if not subject_ids:
            return None
    return Wanted(
        title=answers["title"],
        due_on=date.fromisoformat(answers["due"]),
        due_time=time.fromisoformat(answers["time"]) if answers.get("time") else None,
        submit_url=answers.get("link") or None,
        ladder=LADDERS[answers.get("ladder", WHOLE)],
        subject_ids=subject_ids,
        repeats_yearly=answers.get("yearly") == YEARLY,
    )


def answers_of(deadline: Deadline, audience: Audience) -> dict[str, str]:
    """A deadline that stands, as the answers of its form."""
    ladders = {days: name for name, days in LADDERS.items()}
    found = {
        "title": deadline.title_th,
        "audience": audience.key,
        "due": deadline.due_on.isoformat(),
        "time": f"{deadline.due_time:%H:%M}" if deadline.due_time else "",
        "link": deadline.submit_url or "",
        "ladder": ladders.get(tuple(deadline.ladder), WHOLE),
        "yearly": YEARLY if deadline.repeats_yearly else ONCE,
    }
    if len(audience.subjects) > 1 and deadline.subject_ids is None:
        found["whom"] = ALL
    elif len(audience.subjects) > 1 and deadline.subject_ids is not None:
        codes = [s.code for s in audience.subjects if s.id in deadline.subject_ids]
        found |= {"whom": SOME, "chosen": ",".join(codes)}
    return found


def _not_before(call: Call, answers: Answers) -> str:
    """What is due today is due after this minute."""
    due_today = answers.get("due") == call.today.isoformat()
    return f"{call.now.astimezone(call.zone):%H:%M}" if due_today else ""


def _options(offered: list[Audience]) -> tuple[Option, ...]:
    """Who may be asked; with their programme, where there are several."""
    several = len({audience.programme_id for audience in offered}) > 1
    options = []
    for audience in offered:
        role = f"_{audience.member_role.value}" if audience.member_role else ""
        key = f"deadline.audience.{audience.subject_kind.value}{role}"
        label = t(key, count=len(audience.subjects))
        if several:
            label = t(
                "deadline.audience.in_programme",
                audience=label,
                programme=audience.programme_name,
            )
        options.append(Option(audience.key, label))
    return tuple(options)
