"""The policy says something of every role, and nobody can make oneself more powerful."""

from dataclasses import dataclass

import pytest

from models.policy import INVITABLE, MAY, SCOPES, Action, invitable_roles, may, scope_kinds
from models.vocabulary import Role, ScopeKind


@dataclass(frozen=True)
class Held:
    role: Role


def test_every_role_stands_in_every_table() -> None:
    for table in (MAY, INVITABLE, SCOPES):
        assert set(table) == set(Role)


def test_every_action_is_somebodys() -> None:
    assert set().union(*MAY.values()) == set(Action)


def test_every_role_can_be_held_over_something() -> None:
    assert all(scope_kinds(role) for role in Role)
    assert set().union(*SCOPES.values()) == set(ScopeKind)


@pytest.mark.parametrize("role", Role)
def test_nobody_invites_an_equal_or_an_operator(role: Role) -> None:
    assert role not in invitable_roles(role)
    assert Role.OPERATOR not in invitable_roles(role)


@pytest.mark.parametrize("role", Role)
def test_who_may_invite_has_somebody_to_invite(role: Role) -> None:
    assert (Action.INVITE in MAY[role]) == bool(invitable_roles(role))


@pytest.mark.parametrize("role", Role)
def test_an_invited_person_can_invite_fewer_than_the_inviter(role: Role) -> None:
    for invited in invitable_roles(role):
        assert invitable_roles(invited) < invitable_roles(role)


def test_a_person_may_what_any_of_the_posts_allows() -> None:
    assert not may([Held(Role.TEACHER)], Action.EXPORT)
    assert may([Held(Role.TEACHER), Held(Role.SUPERVISOR)], Action.EXPORT)
    assert not may([], Action.SEE_OWN)


def test_an_operator_sees_no_reports() -> None:
    assert not may([Held(Role.OPERATOR)], Action.SEE_VISIT)


def test_people_of_schools_speak_for_them_and_coordinators_confirm_what_was_sent() -> None:
    def who(action: Action) -> set[Role]:
        return {role for role in Role if action in MAY[role]}

    of_schools = {Role.TEACHER, Role.SCHOOL_ADMINISTRATOR}
    of_offices = {Role.SUPERVISOR, Role.AREA_COORDINATOR}
    assert who(Action.ACKNOWLEDGE) == of_schools
    assert who(Action.REPORT_ZERO) == who(Action.REPORT_NETWORK) == of_schools | of_offices
    assert who(Action.REPORT_ADVICE) == of_schools | {Role.EXPERT}
    assert who(Action.REVIEW_SUBMISSION) == {Role.AREA_COORDINATOR, Role.NATIONAL_COORDINATOR}
    assert who(Action.SET_DEADLINE) == who(Action.REVIEW_SUBMISSION)
    assert who(Action.SUBMIT) == of_schools | of_offices
    assert who(Action.SEE_WITHDRAWN) == of_offices | {Role.NATIONAL_COORDINATOR}
