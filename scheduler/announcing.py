"""What coordinators announce goes out: the same words to hundreds in one call.

It counts as each one's push of the day. Who has had that, or all of the week, or is in a form,
finds it as a card with the next free reply, or gets it in the push of a day to come (leftovers.py).
"""

import structlog
from sqlalchemy.orm import Session

from bot.telling import leave, multicast
from handlers.announcing_card import announcement_card, not_sent_card
from handlers.cards.card import Card
from handlers.cards.render import render
from handlers.deputy_words import signed_by
from models.actors import load_actor
from models.announcement_reach import accounts_of, newest_account, reached, recipients
from models.announcements import (
    Announcement,
    Way,
    announcements_waiting,
    claim_announcement,
    give_up_announcement,
    note_announced,
    note_ways,
    seen_to,
    sender_of,
)
from models.contacts import Contact
from models.deputy_marks import marks_of
from models.digests import accounts_to_tell
from models.menus import accounts_of as accounts_of_person
from models.multicasts import left_under
from models.reminder_queries import in_a_form, once_a_day, pushes_on
from models.scopes import Scope
from models.sending_words import AnnouncedBy, PushReason
from scheduler.facts import FORM_REST, two_weeks, week_is_full
from scheduler.moment import Moment

log = structlog.get_logger()

#: People of one call, and of one transaction: as many as LINE takes in a multicast.
AT_ONCE = 500
#: Why somebody gets it later.
HAD_ONE, OVER_QUOTA = "had a push today", "over quota"


class Announcing:
    """Sends what waits to be announced at this moment, some hundreds of people at a time; who they
    are is looked up once for each announcement, at its first."""

    def __init__(self, moment: Moment):
        self._moment = moment
        self._numbers: list[int] | None = None
        self._people: list[Contact] | None = None

    def announce_some(self) -> bool:
        """See to some more people of the oldest announcement that waits; whether there was one."""
        if self._moment.dry is not None:
            return False
        if self._numbers is None:
            with self._moment.reading() as session:
                self._numbers = announcements_waiting(session)
        if not self._numbers:
            return False
        number, people = self._numbers[0], self._people

        def act(session: Session) -> bool:
            announcement = claim_announcement(session, number)
            return announcement is not None and self._announce(session, announcement, people)

        if not self._moment.pushing(act):
            del self._numbers[0]
            self._people = None
        return True

    def _announce(
        self, session: Session, announcement: Announcement, people: list[Contact] | None
    ) -> bool:
        """See to the next of these people, where they are known already; whether there are more
        of them."""
        moment = self._moment
        if people is None:
            place = self._place(session, announcement)
            if place is None:
                self._give_up(session, announcement)
                return False
            sender = announcement.by_person_id
            found = recipients(session, announcement.audience, place, moment.today, but=sender)
            people = list(found.people)
        # Another scheduler may have seen to some of them.
        done = seen_to(session, announcement.id)
        people = [one for one in people if one.person_id not in done]
        some, self._people = people[:AT_ONCE], people[AT_ONCE:]
        ways = self._ways(session, announcement, some)
        note_ways(session, announcement.id, ways, moment.now)
        log.info("announced", announcement_id=announcement.id, people=len(ways))
        if self._people:
            return True
        note_announced(session, announcement, moment.now)
        return False

    def _place(self, session: Session, announcement: Announcement) -> Scope | None:
        """Whose people it is for, if its sender still may announce something to them."""
        today = self._moment.today
        accounts = accounts_of_person(session, announcement.by_person_id)
        posts = load_actor(session, accounts[0], today).posts if accounts else ()
        kind, code = announcement.place_kind, announcement.place_code
        return reached(session, posts, kind, code, today)

    def _give_up(self, session: Session, announcement: Announcement) -> None:
        """It goes out no more, and its sender finds a card that says so."""
        runtime, number = self._moment.runtime, announcement.id
        give_up_announcement(announcement, self._moment.now)
        card, at = not_sent_card(announcement.words), runtime.machine_time()
        for account in accounts_to_tell(session, announcement.by_person_id):
            leave(runtime, session, account, card, f"not announced:{number}", at)
        log.info("announcement_given_up", announcement_id=number)

    def _ways(
        self, session: Session, announcement: Announcement, people: list[Contact]
    ) -> list[Way]:
        marks = marks_of(session, "announcement", announcement.id)
        behalf = marks[0].for_whom if marks else None  # the first is of who made it
        sender = signed_by(sender_of(session, announcement), behalf)
        card = announcement_card(announcement.words, sender, announcement.sender_th)
        reachable = [one for one in people if one.line_user_ids]
        held = self._held(session, reachable)
        at_once = [newest_account(one) for one in reachable if one.person_id not in held]
        shares = self._multicast(session, announcement, card, at_once)
        later = {
            newest_account(one): held.get(one.person_id, HAD_ONE)
            for one in reachable
            if newest_account(one) not in shares
        }
        left = self._leave(session, announcement, card, later)
        ways = [
            Way(one.person_id, AnnouncedBy.NONE, "unreachable")
            for one in people
            if not one.line_user_ids
        ]
        for one in reachable:
            account = newest_account(one)
            if account in shares:
                ways.append(Way(one.person_id, AnnouncedBy.MULTICAST, "", shares[account]))
            else:
                why = later[account]
                ways.append(Way(one.person_id, AnnouncedBy.LEFT, why, left[account]))
        return ways

    def _held(self, session: Session, people: list[Contact]) -> dict[int, str]:
        """Who is not to be pushed to at this moment, by person, and why."""
        moment = self._moment
        accounts = accounts_of(people)
        pushed = pushes_on(session, accounts, two_weeks(moment.today))
        busy = in_a_form(session, accounts, moment.runtime.machine_time() - FORM_REST)
        held = {}
        for one in people:
            days = {day for account in one.line_user_ids for day in pushed[account]}
            if moment.today in days:
                held[one.person_id] = HAD_ONE
            elif week_is_full(days, moment.today):
                held[one.person_id] = "this week is full"
            elif busy.intersection(one.line_user_ids):
                held[one.person_id] = "in a form"
        left, wanted = moment.budget.left, len(people) - len(held)
        if left is not None and wanted > left:
            held |= {one.person_id: OVER_QUOTA for one in people if one.person_id not in held}
        return held

    def _multicast(
        self, session: Session, announcement: Announcement, card: Card, accounts: list[str]
    ) -> dict[str, int]:
        """Queue the call for these accounts; their shares of it, for those whose day was free."""
        if not accounts:
            return {}
        moment = self._moment
        shares = multicast(
            session,
            f"multicast:{announcement.id}:{accounts[0]}",  # so that calls do not wait in line
            accounts,
            render(card),
            once_a_day(moment.today),
            moment.runtime.machine_time(),
            PushReason.BROADCAST,
        )
        moment.budget.spend(PushReason.BROADCAST, len(shares))
        return shares

    def _leave(
        self, session: Session, announcement: Announcement, card: Card, whys: dict[str, str]
    ) -> dict[str, int]:
        """Leave it for these accounts; the cards in the outbox, by account."""
        runtime, once = self._moment.runtime, f"announcement:{announcement.id}"
        at = runtime.machine_time()
        for account, why in whys.items():
            leave(runtime, session, account, card, once, at, soon=why != OVER_QUOTA)
        return left_under(session, whys, once)
