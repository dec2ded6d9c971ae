"""`python -m rich_menus sync` over HTTP, against LINE on the desk."""

from dataclasses import replace

import pytest
from click.testing import CliRunner
from line_desk import FEW, LineDesk

from bot.answers import LineFault, Outcome
from models.menus import menu_ids
from rich_menus.__main__ import menus
from rich_menus.pages import Page, all_pages
from tests.bot.street import SECRET, TOKEN

NEWCOMER = "PhiLiang pl-newcomer-start"
TEACHER = "PhiLiang pl-teacher-report"
OTHER_TEAM = "a menu of somebody else"


def changed(page: Page) -> Page:
    """The same page with another picture and another definition."""
    drawn = {**page.drawn, "tiles": page.drawn["tiles"][:-1]}
    return replace(page, areas=page.areas[:-1], drawn=drawn)


def everything_stands(desk: LineDesk, pages: list[Page]) -> None:
    """One menu for each page and no other of ours, all shown to those they are for."""
    assert sorted(desk.menus.values()) == sorted(page.name for page in pages)
    assert desk.aliases == {page.alias: page.name for page in pages if page.tabbed}
    assert desk.shown("kanda") == NEWCOMER
    assert desk.shown("mali") == desk.shown("somsri") == TEACHER
    with desk.street.runtime.reading() as session:
        kept = menu_ids(session)
    firsts = {page.menu: page.name for page in pages if page.first}
    assert {menu: desk.menus[menu_id] for menu, menu_id in kept.items()} == firsts


def test_the_first_sync_gives_everybody_their_menu(desk: LineDesk) -> None:
    desk.sync()
    everything_stands(desk, all_pages())
    assert desk.shown("wichai") == "PhiLiang pl-supervisor-follow"
    assert desk.shown("pranee") == desk.shown("anan") == "PhiLiang pl-area-coordinator-follow"


def test_a_second_sync_changes_nothing(desk: LineDesk) -> None:
    assert desk.sync(FEW) > 0
    last = desk.calls()[-1]["n"]
    assert desk.sync(FEW) == 0
    assert desk.told == []
    assert desk.changing(after=last) == []


def test_a_dry_run_tells_all_of_it_and_does_none_of_it(desk: LineDesk) -> None:
    count = desk.sync(FEW, dry=True)
    told = desk.told
    assert desk.menus == {}
    assert desk.changing() == []
    assert desk.sync(FEW) == count
    assert [what.split(" ")[0] for what in desk.told] == [what.split(" ")[0] for what in told]
    assert any(what.startswith("link 2 accounts") for what in told), told


def test_a_changed_definition_is_a_new_menu_and_the_old_one_goes_last(desk: LineDesk) -> None:
    desk.sync(FEW)
    old = set(desk.menus)
    last = desk.calls()[-1]["n"]
    pages = [changed(page) if page.menu.value == "teacher" else page for page in FEW]
    desk.sync(pages)
    everything_stands(desk, pages)
    done = desk.changing(after=last)
    deleted = [path for path in done if path.startswith("DELETE")]
    assert done[-2:] == deleted
    assert {path.rpartition("/")[2] for path in deleted} < old
    assert not any(path.endswith("/user/all/richmenu") for path in done)  # the default stays
    order = ["/v2/bot/richmenu", "/content", "/alias/", "/bulk/link", "DELETE"]
    places = [max(i for i, path in enumerate(done) if mark in path) for mark in order[1:]]
    assert places == sorted(places)


CALLS = 16  # of a run that renews the three pages: it looks three times, then changes


@pytest.mark.parametrize(
    ("kind", "calls"),
    [
        ("reset", range(4, CALLS + 1, 3)),  # not done
        ("accept_then_reset", range(4, CALLS + 1)),  # done, and not told
    ],
)
def test_a_run_cut_short_anywhere_is_taken_up_by_the_next(
    desk: LineDesk, kind: str, calls: range
) -> None:
    versions = [FEW, [changed(page) for page in FEW]]
    desk.sync(FEW)
    assert len(desk.calls()) == CALLS - 3  # the first run has nothing to delete
    for turn, call in enumerate(calls, start=1):
        pages = versions[turn % 2]
        desk.fault_at(call, kind)
        with pytest.raises(LineFault):
            desk.sync(pages)
        desk.no_faults()
        assert desk.shown("mali") == TEACHER  # nobody is ever without
        assert desk.shown("kanda") == NEWCOMER
        desk.sync(pages)
        everything_stands(desk, pages)


def test_when_line_asks_to_wait_what_was_done_stays(desk: LineDesk) -> None:
    desk.fault_at(6, "status", status=429, times=1)
    with pytest.raises(LineFault) as fault:
        desk.sync(FEW)
    assert fault.value.answer.outcome is Outcome.RATE_LIMITED
    made = set(desk.menus)
    assert made
    desk.sync(FEW)
    assert made <= set(desk.menus)
    everything_stands(desk, FEW)


def test_no_more_is_deleted_than_line_allows_in_an_hour(desk: LineDesk) -> None:
    for number in range(95):
        desk.put(f"PhiLiang pl-teacher-report {number:016x}")
    desk.sync(FEW)
    assert len(desk.menus) == len(FEW) + 5
    assert "5 old menus are left" in desk.told[-1]
    desk.sync(FEW)
    everything_stands(desk, FEW)


def test_what_others_made_on_the_channel_is_left_alone(desk: LineDesk) -> None:
    theirs = desk.put(OTHER_TEAM, alias="their-alias")
    ours = desk.put("PhiLiang pl-gone 0", alias="pl-gone")
    desk.sync(FEW)
    assert theirs in desk.menus
    assert ours not in desk.menus
    assert desk.aliases["their-alias"] == OTHER_TEAM
    assert "pl-gone" not in desk.aliases


def test_a_menu_somebody_deleted_at_line_is_made_again(desk: LineDesk) -> None:
    desk.sync(FEW)
    platform = desk.street.simulator.platform
    for menu_id, name in desk.menus.items():
        if name.startswith(TEACHER):
            del platform.menus.definitions[menu_id]
    desk.sync(FEW)
    everything_stands(desk, FEW)


def test_the_commands_tell_what_is_to_do_and_what_was_done(
    desk: LineDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = desk.street.runtime.settings
    for name, value in {
        "BOT_DEMO": "1",
        "LINE_API_BASE": settings.line_api_base,
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "DATABASE_URL": settings.database_url,
    }.items():
        monkeypatch.setenv(name, value)
    run = CliRunner().invoke

    before = run(menus, ["status"])
    assert (before.exit_code, "to do: create" in before.output) == (1, True)
    desk.fault_at(5, "status", status=429)
    stopped = run(menus, ["sync"])
    assert stopped.exit_code == 1
    assert "run this in an hour" in stopped.output
    desk.no_faults()
    done = run(menus, ["sync"])
    assert (done.exit_code, "The menus are current." in done.output) == (0, True)
    after = run(menus, ["status"])
    assert after.exit_code == 0
    assert "2 accounts" in next(line for line in after.output.splitlines() if TEACHER[10:] in line)
