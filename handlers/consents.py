"""What one may agree to beyond the public task: shown, given, and taken back as easily (PDPA s.19).

Nothing depends on it: whoever does not agree uses the bot as before.
"""

from handlers.call import Call
from handlers.cards.card import Button, Card, Row
from handlers.dialog.inputs import words_of
from handlers.effects import Effect
from handlers.joining import NOTICE_VERSION
from handlers.say import go, say
from handlers.texts import t
from handlers.thai.dates import short_date
from handlers.thai.fold import fold
from models import audit
from models.consents import consents_of, give_consent, withdraw_consent
from models.privacy_words import ConsentTo


def show(call: Call, note: str = "") -> list[Effect]:
    """ "ความยินยอม": what there is to agree to, whether one does, and the button that changes it."""
    if call.actor.person_id is None:
        return say(Card(text=t("joining.how")))
    given = consents_of(call.session, call.actor.person_id)
    rows, buttons = [], []
    for what in ConsentTo:
        since = given.get(what)
        state = t("privacy_consents.not_given")
        if since is not None:
            state = t("privacy_consents.given", day=short_date(call.day_of(since)))
        about = t(f"privacy_consents.about.{what.value}")
        rows.append(Row(t(f"privacy_consents.label.{what.value}"), f"{about}\n{state}"))
        buttons.append(_button(what, given=since is not None))
    return say(
        Card(
            title=t("privacy_consents.title"),
            note=note,
            text=t("privacy_consents.text"),
            rows=tuple(rows),
            buttons=(*buttons, go("privacy"), go("menu")),
        )
    )


def give(call: Call) -> list[Effect]:
    """ "ให้ความยินยอม นอกเวลา"."""
    what, person_id = _meant(call.argument), call.actor.person_id
    if what is None or person_id is None:
        return show(call)
    if give_consent(call.session, person_id, what, NOTICE_VERSION, call.now):
        _note(call, what, "consent.given")
    return show(call, t("privacy_consents.thanks", what=t(f"privacy_consents.label.{what.value}")))


def withdraw(call: Call) -> list[Effect]:
    """ "ถอนความยินยอม นอกเวลา": from now on."""
    what, person_id = _meant(call.argument), call.actor.person_id
    if what is None or person_id is None:
        return show(call)
    if withdraw_consent(call.session, person_id, what, call.now):
        _note(call, what, "consent.withdrawn")
    return show(call, t(f"privacy_consents.withdrawn.{what.value}"))


def _button(what: ConsentTo, *, given: bool) -> Button:
    label = t(f"privacy_consents.label.{what.value}")
    if given:
        return go("withdraw_consent", t("privacy_consents.withdraw", what=label), what.value)
    return go("give_consent", t("privacy_consents.give", what=label), what.value)


def _meant(typed: str) -> ConsentTo | None:
    """What a button or a few words name."""
    folded = fold(typed).replace(" ", "")
    for what in ConsentTo:
        words = (what.value, *words_of(f"privacy_consents.words.{what.value}"))
        if folded and folded in {fold(word).replace(" ", "") for word in words}:
            return what
    return None


def _note(call: Call, what: ConsentTo, action: str) -> None:
    audit.note(
        call.session,
        at=call.now,
        person_id=call.actor.person_id,
        action=action,
        subject_kind="consent",
        subject_id=what.value,
        details={"notice": NOTICE_VERSION},
    )
