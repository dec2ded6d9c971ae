"""Working groups of networks and offices, as lists of people (คณะทำงาน, กขน.).

The names and posts stand with the answers, the contacts only locked and beside the list.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.call import Call
from handlers.dialog.form import Answers
from handlers.dialog.kind_lists import NO_CONTACT, people_in
from handlers.forms.working_group import FORM
from handlers.report_kit import Columns, Reporting
from handlers.texts import t
from models.actors import Post
from models.policy import Action
from models.report_places import ReportPlace, networks_reported_for, own_offices
from models.reports import Report, WorkingGroupMember
from models.vocabulary import ReportKind


def _places(call: Call, posts: Sequence[Post]) -> list[ReportPlace]:
    return [
        *networks_reported_for(call.session, posts, call.today),
        *own_offices(call.session, posts, call.today),
    ]


def _columns(_call: Call, _place: ReportPlace, answers: Answers, told_on: date) -> Columns:
    people = "\n".join(f"{name}|{post}|" for name, post, _ in people_in(answers["people"]))
    day = date.fromisoformat(answers["date"]) if answers.get("date") else told_on
    return Columns(day, answers["name"], beside={"people": people})


def _members(
    call: Call, answers: Answers, before: Sequence[WorkingGroupMember]
) -> Iterator[WorkingGroupMember]:
    """The people of the list. A contact that is not said anew stays as it was for that person;
    with NO_CONTACT it goes."""
    people = people_in(answers["people"])
    for place, (name, post, contact) in enumerate(people, start=1):
        if not contact:
            locked = _kept(place, people, before)
        else:
            locked = "" if contact == NO_CONTACT else call.cipher.lock(contact) or ""
        yield WorkingGroupMember(full_name=name, post=post, contact=locked)


def _kept(
    place: int, people: Sequence[tuple[str, str, str]], before: Sequence[WorkingGroupMember]
) -> str:
    """The locked contact of the person in this place of the list. Namesakes are told apart by
    their posts, and with the same post by their places: never the number of another."""
    name, post, _ = people[place - 1]
    same = [member for member in before if member.full_name == name]
    if len(same) > 1 or sum(each[0] == name for each in people) > 1:
        same = [member for member in same if member.post == post]
    if len(same) > 1 or sum(each[:2] == (name, post) for each in people) > 1:
        same = [member for member in same if member.place == place]
    return same[0].contact if same else ""


def _lines(call: Call, _place: ReportPlace, _report: Report) -> tuple[str, ...]:
    has_key = call.cipher.lock("-") is not None
    return (t("working_group.locked" if has_key else "working_group.no_key"),)


WORKING_GROUP = Reporting(
    kind=ReportKind.WORKING_GROUP,
    form=FORM,
    action=Action.REPORT_NETWORK,
    places=_places,
    columns=_columns,
    members=_members,
    withheld=frozenset({"people"}),
    lines=_lines,
)
