"""What a digest is made from: of one person's places alone, or of the country, read once for all
who are told in one transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from models.digest_news import office_of, offices_of_all
from models.duty_answering import Contacts, contacts_for
from models.duty_queries import judgements_lately
from models.obligations import Judgement
from models.resting import Rest, rest_of
from models.scopes import Scope
from models.vocabulary import DutyState, ScopeKind

#: The scopes that the country is told apart by.
_SHARED = frozenset({ScopeKind.COUNTRY, ScopeKind.PROGRAMME, ScopeKind.OFFICE})


@dataclass(frozen=True)
class Known:
    """judged: where everybody stands. contacts: who answers for what of it is owed; rest: until
    when what of it is overdue rests."""

    judged: list[Judgement]
    contacts: Contacts
    rest: Rest


def known_within(session: Session, scopes: Iterable[Scope], now: datetime, tz: tzinfo) -> Known:
    """What is known at `now` (aware) of everybody within these scopes."""
    found = [
        one for scope in scopes for one in judgements_lately(session, now=now, scope=scope, tz=tz)
    ]
    return _known(session, _once(found), now, tz)


@dataclass
class Country:
    """What is known at `now` (aware) of everybody, read in this transaction when it is first asked
    for: for many digests that is less than to read for each."""

    session: Session
    now: datetime
    tz: tzinfo
    _known: Known | None = None
    _of_office: dict[int | None, list[Judgement]] = field(default_factory=lambda: defaultdict(list))

    def within(self, scopes: Collection[Scope]) -> Known | None:
        """What is known of these scopes; None where the country is not told apart by them."""
        if not _SHARED.issuperset(scope.kind for scope in scopes):
            return None
        known = self._known or self._read()
        judged = _once([one for scope in scopes for one in self._of(known, scope)])
        return Known(judged, known.contacts, known.rest)

    def _of(self, known: Known, scope: Scope) -> Iterable[Judgement]:
        if scope.kind is ScopeKind.OFFICE:
            return self._of_office.get(scope.id, ())
        if scope.kind is ScopeKind.PROGRAMME:
            return (one for one in known.judged if one.rule.programme_id == scope.id)
        return known.judged

    def _read(self) -> Known:
        judged = judgements_lately(self.session, now=self.now, tz=self.tz)
        self._known = _known(self.session, judged, self.now, self.tz)
        offices = offices_of_all(self.session)
        for one in judged:
            self._of_office[office_of(one, offices)].append(one)
        return self._known


def _known(session: Session, judged: list[Judgement], now: datetime, tz: tzinfo) -> Known:
    today = now.astimezone(tz).date()
    contacts = contacts_for(session, [one for one in judged if one.owed], today)
    late = [one for one in judged if one.state is DutyState.OVERDUE]
    return Known(judged, contacts, rest_of(session, late, contacts.answering, today))


def _once(judged: list[Judgement]) -> list[Judgement]:
    found = {(one.rule.source, one.rule.id, one.subject, one.due_on): one for one in judged}
    return list(found.values())
