"""The end of an agreement that was entered in the chat is told to its networks alone."""

from datetime import date

from office import Office, at

from handlers.texts import t
from models.actors import load_actor
from models.agreements_entered import (
    Entered,
    enter,
    find_kept,
    networks_kept,
    possible_parties,
    tell_of_end,
    withdraw,
)

TITLE = "ข้อตกลงของเครือข่ายอนุบาลนครปฐม"
LAST_DAY = date(2023, 12, 20)


def entered(office: Office, moment: str, code: str = "QIN-NPT1-A") -> int:
    """Pranee enters one for this network of her office, whose schools go on after it."""
    today = at(moment).date()
    with office.writing() as session:
        posts = load_actor(session, office.people["pranee"].line_user_id, today).posts
        network = next(each for each in networks_kept(session, posts) if each.code == code)
        agreement = enter(
            session,
            Entered(
                title=TITLE,
                programme_id=network.programme_id,
                network_ids=[network.id],
                parties=possible_parties(session, [network], today),
                signed_on=date(2021, 2, 10),
                starts_on=date(2021, 2, 10),
                ends_on=LAST_DAY,
                file_url=None,
                file_id=None,
            ),
            draft_id=f"draft-{code}",
            by=office.person_id("pranee"),
            now=at(moment),
        )
        tell_of_end(session, agreement, t("agreement.notice", title=TITLE), today)
        return agreement.id


def told(office: Office) -> list[tuple[str, str]]:
    """(day, who) of every push that speaks of it."""
    return [(push.day.isoformat(), push.who) for push in office.pushes() if TITLE in push.says]


def test_the_contact_is_told_on_the_days_before_and_nobody_afterwards(office: Office) -> None:
    entered(office, "2023-12-12T09:00")
    office.days(date(2023, 12, 12), date(2023, 12, 22), "08:30")
    assert told(office) == [("2023-12-13", "mali"), ("2023-12-19", "mali")]


def test_of_one_that_was_withdrawn_nobody_is_told(office: Office) -> None:
    number = entered(office, "2023-12-12T09:00")
    office.days(date(2023, 12, 12), date(2023, 12, 13), "08:30")
    assert len(told(office)) == 1
    with office.writing() as session:
        who = office.people["pranee"].line_user_id
        posts = load_actor(session, who, date(2023, 12, 14)).posts
        agreement = find_kept(session, posts, number)
        assert agreement is not None
        withdraw(session, agreement, at("2023-12-14T09:00"))
    office.days(date(2023, 12, 14), date(2023, 12, 22), "08:30")
    assert len(told(office)) == 1
