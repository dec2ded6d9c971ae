"""“เพิ่มข้อตกลง”: a coordinator enters an agreement of networks. The end of its term is told to
them by a notice, as the end of a programme is.
"""

from datetime import date, timedelta

from handlers.agreements import note_audit, row_of
from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import Conversing, resume, start, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.kind_file import file_answer
from handlers.dialog.world import Option, World
from handlers.effects import Effect
from handlers.forms.agreement import FORM, SOME, STARTS
from handlers.say import go, number_of, say
from handlers.sent_files import (
    draft_with,
    file_of,
    files_shown,
    given_file,
    own_file,
    why_again,
)
from handlers.status_words import short_name
from handlers.texts import t
from handlers.thai.dates import short_date
from models.agreements_entered import (
    Entered,
    KeptNetwork,
    Party,
    agreement_of_draft,
    enter,
    networks_kept,
    possible_parties,
    tell_of_end,
)
from models.kept_files import is_kept

#: For how many years an agreement runs, as offered.
YEARS = (1, 2, 3)


def begin(call: Call) -> list[Effect]:
    """The form; with the number of a file that was just sent, with that file given."""
    if not _networks(call):
        return say(Card(text=t("agreement.saved.nothing"), buttons=(go("menu"),)))
    return _from_file(call) if call.argument else start(call, ENTERING)


def begin_anew(call: Call) -> list[Effect]:
    """A new one although a half-made one waits."""
    return start_over(call, ENTERING)


def already_entered(call: Call, draft_id: str) -> list[Effect] | None:
    """The answer to a button of a draft that was sent long ago, or None if it was not."""
    entered = agreement_of_draft(call.session, draft_id)
    if entered is None or entered.added_by_person_id != call.actor.person_id:
        return None
    text = t("agreement.saved.already", title=entered.title_th)
    return say(Card(text=text, buttons=(go("agreements"), go("menu"))))


def _from_file(call: Call) -> list[Effect]:
    file = own_file(call, number_of(call.argument))
    if file is None or is_kept(call.session, file.id):
        return say(Card(text=t("sent_file.used"), buttons=(go("agreements"), go("menu"))))
    if (begun := draft_with(call, file, FORM.name)) is not None:
        return resume(call, ENTERING, begun)
    effects = start_over(call, ENTERING, link=file_answer(file.id))
    given_file(call, file, "link")
    return effects


def _networks(call: Call) -> dict[str, KeptNetwork]:
    """The networks of which one may enter an agreement, by code."""
    found = call.once("networks kept", lambda: networks_kept(call.session, call.actor.posts))
    return {network.code: network for network in found}


def _chosen(call: Call, draft: Draft) -> list[KeptNetwork]:
    codes = draft.answers.get("networks", "").split(",")
    networks = _networks(call)
    return [networks[code] for code in codes if code in networks]


def _parties(call: Call, draft: Draft) -> list[Party]:
    """Who may be a party to it."""
    chosen = _chosen(call, draft)
    if not chosen:
        return []
    key = ("parties", *(network.id for network in chosen))
    return call.once(key, lambda: possible_parties(call.session, chosen, call.today))


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    networks = _networks(call).values()
    programmes = {str(network.programme_id): network.programme for network in networks}
    programme = draft.answers.get("programme", "")
    starts = draft.answers.get("starts") or draft.answers.get("signed", "")
    why = "" if draft.answers.get("link") else why_again(call, draft)
    return World(
        today=call.today,
        options={
            "programme": tuple(Option(key, name) for key, name in programmes.items()),
            "networks": tuple(
                Option(network.code, short_name(network.name), (network.name,))
                for network in networks
                if not programme or str(network.programme_id) == programme
            ),
            "parties": tuple(
                Option(party.key, short_name(party.name), (party.name,))
                for party in _parties(call, draft)
            ),
            "starts": _first_days(draft),
            "ends": _last_days(starts),
        },
        files=files_shown(call, draft, given),
        known={STARTS: starts},
        prompts={"link": why} if why else {},
        preview=t("agreement.party_count", count=len(_signing(call, draft))),
    )


def _first_days(draft: Draft) -> tuple[Option, ...]:
    signed = draft.answers.get("signed")
    if not signed:
        return ()
    day = short_date(date.fromisoformat(signed))
    return (Option(signed, t("agreement.signed_day", day=day)),)


def _last_days(starts: str) -> tuple[Option, ...]:
    """One, two and three years on from the first day."""
    if not starts:
        return ()
    first = date.fromisoformat(starts)
    days = [(years, _years_on(first, years) - timedelta(days=1)) for years in YEARS]
    return tuple(
        Option(day.isoformat(), t("agreement.years", years=years, day=short_date(day)))
        for years, day in days
    )


def _years_on(day: date, years: int) -> date:
    """The same day so many years later; 1 March where that year has no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _signing(call: Call, draft: Draft) -> list[Party]:
    """The parties: all who may be one, or those that were chosen."""
    parties = _parties(call, draft)
    if draft.answers.get("whom") != SOME:
        return parties
    keys = set(draft.answers.get("parties", "").split(","))
    return [party for party in parties if party.key in keys]


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    if (entered := already_entered(call, draft.id)) is not None:
        return entered
    answers, networks = draft.answers, _chosen(call, draft)
    if not networks or call.actor.person_id is None:
        # The post went away while the draft waited.
        return Card(text=t("agreement.saved.nothing"), buttons=(go("menu"),))
    link = answers.get("link", "")
    file = file_of(call, link)
    if isinstance(file, Card):
        return file
    signed = date.fromisoformat(answers["signed"])
    starts, ends = answers.get("starts"), answers.get("ends")
    agreement = enter(
        call.session,
        Entered(
            title=answers["title"],
            programme_id=networks[0].programme_id,
            network_ids=[network.id for network in networks],
            parties=_signing(call, draft),
            signed_on=signed,
            starts_on=date.fromisoformat(starts) if starts else signed,
            ends_on=date.fromisoformat(ends) if ends else None,
            file_url=None if file else link or None,
            file_id=file.id if file else None,
        ),
        draft_id=draft.id,
        by=call.actor.person_id,
        now=call.now,
    )
    note_audit(call, agreement, "agreement.entered")
    hint = ""
    if agreement.ends_on is not None and agreement.ends_on >= call.today:
        title = t("agreement.notice", title=agreement.title_th)
        tell_of_end(call.session, agreement, title, call.today)
        hint = t("agreement.saved.end_told", day=short_date(agreement.ends_on))
    return say(
        Card(
            title=t("agreement.saved.title"),
            rows=(row_of(agreement, call.today),),
            hint=hint,
            buttons=(go("agreements", primary=True), go("add_agreement"), go("menu")),
        )
    )


ENTERING = Conversing(FORM, world=_world, submit=_submit)
