"""The printed matrix of roles is that of the policy as it is now."""

from docs.make_roles import YES, page, stale
from models.policy import MAY, Action
from models.vocabulary import Role


def test_the_printed_matrix_is_not_stale() -> None:
    assert not stale(), "python -m docs.make_roles"


def test_every_action_has_its_row_with_a_mark_for_each_role_that_may() -> None:
    lines = page().splitlines()
    for action in Action:
        [row] = [line for line in lines if line.startswith(f"| `{action.value}`:")]
        marks = [cell.strip() == YES for cell in row.split("|")[2:-1]]
        assert marks == [action in MAY[role] for role in Role], action
