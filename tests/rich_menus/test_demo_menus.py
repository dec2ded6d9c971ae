"""The demo's phones show menus from the start, and after a reset of LINE on the desk."""

from demo.menus import resets
from tests.bot.street import Street


def test_menus_are_wanted_at_the_start_and_after_each_reset(street: Street) -> None:
    wanted = resets(street.simulator.base_url)
    next(wanted)
    street.phone("mali").say("เมนู")
    street.desk("POST", "/reset")
    next(wanted)
    street.desk("POST", "/reset")
    next(wanted)
