"""What the form of an announcement has to know: to whom one may announce something, and what
sending it would do."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.announcing_card import announcement_card
from handlers.call import Call
from handlers.deputy_words import signed
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input, Pressed, Typed, words_of
from handlers.dialog.world import Option, World
from handlers.month_left import month_after, when_it_goes_out, without_room
from handlers.named_places import places_meant, referred
from handlers.reminding_places import as_reference
from handlers.status_words import short_name
from handlers.texts import t
from handlers.thai.fold import tidy
from models.actors import Post
from models.announcement_reach import CHOICES, Recipients, reached, recipients
from models.people import Scope
from models.policy import Action, may
from models.sending_words import AnnouncedTo


@dataclass(frozen=True)
class Chosen:
    """To whom of which place. Who that is today is only looked up for the one that is chosen."""

    audience: AnnouncedTo
    place: Scope

    @property
    def key(self) -> str:
        """The answer of the form: "schools.office:NPT1"."""
        return f"{self.audience.value}.{as_reference(self.place)}"

    @property
    def label(self) -> str:
        name = short_name(self.place.label)
        return t(f"announcement.audience.{self.audience.value}", place=name)


def world_of_announcement(call: Call, draft: Draft, given: Input | None) -> World:
    """The facts for this draft, looked up anew for every tap."""
    chosen = choice_of(call, draft.answers.get("audience", ""))
    words = draft.answers.get("words", "")
    return World(
        today=call.today,
        options={"audience": tuple(_options(call, draft, given, chosen))},
        preview=_preview(call, chosen, words) if chosen and words else "",
    )


def choice_of(call: Call, key: str) -> Chosen | None:
    """What this answer stands for, if it lies within the reach of the own posts today."""
    audience, _, reference = key.partition(".")
    place = _place(call, reference)
    if place is None or audience not in [each.value for each in CHOICES[place.kind]]:
        return None
    return Chosen(AnnouncedTo(audience), place)


def people_of(call: Call, chosen: Chosen) -> Recipients:
    """Who that is today; never who announces it."""
    audience, place, sender = chosen.audience, chosen.place, call.actor.person_id
    return call.once(
        ("announced to", chosen),
        lambda: recipients(call.session, audience, place, call.today, but=sender),
    )


def sender_office(call: Call, place: Scope) -> str:
    """As what one announces: the post over this place, or else the first that may."""
    posts = _posts(call)
    post = next((post for post in posts if post.scope == place), posts[0])
    role = t(f"words.role.{post.role.value}")
    return t("announcing.told.office", role=role, place=post.scope.label)


def facts(call: Call, chosen: Chosen) -> list[str]:
    """How many it reaches, and how many not; what is left of the month then, and when it goes out:
    a line each."""
    found = people_of(call, chosen)
    reached = len(found.reachable)
    lines = [t("announcing.reaches", count=f"{reached:,}") if reached else t("announcing.nobody")]
    later = call.once(("later", chosen), lambda: len(without_room(call, found.reachable)))
    if later:
        lines.append(t("announcing.later", count=later))
    if found.unreachable:
        lines.append(t("announcing.unreachable", count=found.unreachable))
    if found.empty_places:
        lines.append(t("announcing.empty_places", count=found.empty_places))
    if not reached:
        return lines
    return [*lines, *month_after(call, reached), when_it_goes_out(call)]


def _preview(call: Call, chosen: Chosen, words: str) -> str:
    card = announcement_card(words, signed(call), sender_office(call, chosen.place))
    reads = "\n".join((card.title, card.text, card.hint))
    return f"{reads}\n\n" + "\n".join(facts(call, chosen))


def _posts(call: Call) -> list[Post]:
    return [post for post in call.actor.posts if may([post], Action.ANNOUNCE)]


def _place(call: Call, reference: str) -> Scope | None:
    """The place behind a reference ("office:NPT1"), if one of the posts reaches over it."""
    if (read := referred(reference)) is None:
        return None
    kind, code, _ = read
    return reached(call.session, call.actor.posts, kind, code, call.today)


def _choices(place: Scope) -> list[Chosen]:
    return [Chosen(audience, place) for audience in CHOICES[place.kind]]


def _options(
    call: Call, draft: Draft, given: Input | None, chosen: Chosen | None
) -> Iterable[Option]:
    """Those of one's own places, the one that is chosen, one that was tapped, and those of a place
    that the words just typed may mean."""
    own = dict.fromkeys(post.scope for post in _posts(call))
    found = [one for place in own for one in _choices(place)]
    if chosen is not None:
        found.append(chosen)
    if isinstance(given, Pressed) and (tapped := choice_of(call, given.press.value)):
        found.append(tapped)
    options = {one.key: _option(one) for one in found}
    # What was just typed may have been the words of the announcement itself.
    words = draft.answers.get("words", "")
    if isinstance(given, Typed) and draft.at == "audience" and tidy(given.text) != words:
        options |= {option.value: option for option in _named(call, given.text)}
    return options.values()


def _named(call: Call, typed: str) -> Iterable[Option]:
    """What may be chosen in the place that was typed; its name alone means everybody there."""
    named = places_meant(call, _posts(call), typed)
    for one in named:
        place = _place(call, f"{one.kind.value}:{one.code}")
        for chosen in _choices(place) if place else ():
            all_of_it = chosen.audience is AnnouncedTo.EVERYBODY and len(named) == 1
            yield _option(chosen, (typed,) if all_of_it else ())


def _option(chosen: Chosen, also: tuple[str, ...] = ()) -> Option:
    words = words_of(f"announcement.audience_words.{chosen.audience.value}")
    return Option(chosen.key, chosen.label, (*words, *also))
