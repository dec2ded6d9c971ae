"""“ส่งแล้ว”: somebody states that what a deadline asks for has been sent.

The bot cannot read the official form, so it keeps who said so, when, and perhaps a picture of
the receipt.
"""

from datetime import date

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenUrl
from handlers.conversing import Conversing, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect
from handlers.forms.submission import FORM
from handlers.say import go, photo_ids, say
from handlers.texts import t
from handlers.thai.dates import long_date
from models import audit
from models.duty_queries import judgements
from models.obligations import Judgement
from models.policy import Action, may
from models.report_places import networks_reported_for
from models.staff import staff_in_force
from models.submissions import save_submission
from models.visit_queries import photo_states
from models.vocabulary import DutyState, ObligationKind, RuleSource, SubjectKind


def begin(call: Call) -> list[Effect]:
    """The form; with a single deadline open, or one on the button, there is nothing to choose."""
    found = open_ones(call)
    if not found:
        return say(_nothing(call))
    if (missing := _staff_first(call, found)) is not None:
        return say(missing)
    keys = [key_of(judged) for judged in found]
    if len(keys) == 1 or call.argument in keys:
        named = call.argument if call.argument in keys else keys[0]
        return start_over(call, SUBMITTING, deadline=named)
    return start_over(call, SUBMITTING)


def _nothing(call: Call) -> Card:
    done = [judged for judged in _deadlines(call) if judged.state is DutyState.DONE]
    if not done or done[-1].met_on is None:
        return Card(text=t("submission.cannot.none"), buttons=(go("menu"),))
    text = t("submission.cannot.already", day=long_date(done[-1].met_on))
    return Card(title=done[-1].rule.title, text=text, buttons=(go("menu"),))


def _deadlines(call: Call) -> list[Judgement]:
    """The deadlines of the subjects one speaks for: the own office, school, led network."""
    found: dict[str, Judgement] = {}
    posts = [post for post in call.actor.posts if may([post], Action.SUBMIT)]
    networks = {
        place.subject.id for place in networks_reported_for(call.session, posts, call.today)
    }
    for post in posts:
        for judged in judgements(call.session, now=call.now, scope=post.scope):
            subject = judged.subject
            if subject.kind is SubjectKind.NETWORK:
                own = subject.id in networks
            else:
                own = (subject.kind.value, subject.id) == (post.scope.kind.value, post.scope.id)
            if own and judged.rule.source is RuleSource.DEADLINE and not judged.rule.notice:
                found[key_of(judged)] = judged
    return list(found.values())


def open_ones(call: Call) -> list[Judgement]:
    """What this person may say was sent: what is owed; where nothing is, what was waived and may be
    sent all the same."""
    found = _deadlines(call)
    owed = [judged for judged in found if judged.owed]
    return owed or [judged for judged in found if judged.state is DutyState.WAIVED]


def key_of(judged: Judgement) -> str:
    """How a button names what is sent, and for whom."""
    return f"{judged.rule.id}.{judged.subject.kind.value}.{judged.subject.id}"


def _staff_first(call: Call, open_ones: list[Judgement]) -> Card | None:
    """Names have to stand before one can say that they were sent."""
    for judged in open_ones:
        if judged.rule.kind is not ObligationKind.RESPONSIBLE_STAFF:
            continue
        if not staff_in_force(
            call.session, judged.subject.id, judged.rule.programme_id, call.today
        ):
            text = t("submission.cannot.staff_first")
            return Card(text=text, buttons=(go("nominate", primary=True), *_form(judged)))
    return None


def _form(judged: Judgement) -> tuple[Button, ...]:
    if judged.rule.submit_url is None:
        return ()
    return (Button(t("staff.list.form"), OpenUrl(judged.rule.submit_url)),)


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    options = tuple(Option(key_of(j), _label(j)) for j in _deadlines(call))
    chosen = next((j for j in _deadlines(call) if key_of(j) == draft.answers.get("deadline")), None)
    url = chosen.rule.submit_url if chosen else None
    return World(
        today=call.today,
        options={"deadline": options},
        photos=photo_states(call.session, photo_ids(draft)),
        prompts={"date": t("submission.send_at", url=url)} if url else {},
    )


def _label(judged: Judgement) -> str:
    return f"{judged.rule.title} ({judged.subject.label})"


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    wanted = draft.answers["deadline"]
    judged = next((j for j in _deadlines(call) if key_of(j) == wanted), None)
    if judged is None or call.actor.person_id is None or judged.due_on is None:
        return _nothing(call)
    submission, new = save_submission(
        call.session,
        deadline_id=judged.rule.id,
        subject=judged.subject,
        submitted_on=date.fromisoformat(draft.answers["date"]),
        by_person_id=call.actor.person_id,
        draft_id=draft.id,
        now=call.now,
        line_message_ids=photo_ids(draft),
    )
    if not new:
        text = t("submission.cannot.already", day=long_date(submission.submitted_on))
        return say(Card(title=judged.rule.title, text=text, buttons=(go("menu"),)))
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action="submission.saved",
        subject_kind=judged.subject.kind.value,
        subject_id=judged.subject.code,
        details={"deadline": judged.rule.code},
        record=("submission", submission.id),
    )
    on_time = submission.submitted_on <= judged.due_on
    key = "submission.saved.on_time" if on_time else "submission.saved.late"
    return say(
        Card(
            title=t("submission.saved.title"),
            text=t(
                "submission.saved.text",
                deadline=_label(judged),
                day=long_date(submission.submitted_on),
            ),
            hint=t(key, due=long_date(judged.due_on)),
            buttons=(go("status"), go("menu")),
        )
    )


SUBMITTING = Conversing(FORM, world=_world, submit=_submit)
