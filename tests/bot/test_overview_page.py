"""The overview over HTTP: who sees what of it, how they get in, and what the page is made of."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from overview_house import (
    ANAN,
    EXPERT,
    MALI,
    NAPA,
    NOW,
    OPERATOR,
    PRANEE,
    SOMSRI,
    STRANGER,
    WICHAI,
    House,
    Seen,
    open_house,
)
from sqlalchemy import update

from bot.database import transaction
from handlers.overview_heat import PAGE
from models.people import Appointment, LineAccount
from models.roster import import_files, refusals
from models.visits import Photo
from models.vocabulary import PhotoState

STATIC = Path(__file__).parents[2] / "bot" / "pages" / "static"
NATIONAL = Path(__file__).parents[1] / "data" / "synth_roster.json"
SHEETS = sum((STATIC / name).stat().st_size for name in ("page.css", "overview.css"))
SMALL = 100_000  # bytes of the first view, without photos


@pytest.fixture(scope="module")
def house(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all that only look; links are spent in it, but each is made anew."""
    home = tmp_path_factory.mktemp("house")
    shutil.copyfile(migrated_file, home / "philiang.db")
    with open_house(f"sqlite:///{home / 'philiang.db'}", str(home / "media")) as opened:
        yield opened


@pytest.fixture
def own_house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    """One in which a test may change something."""
    with open_house(sqlite_url, str(tmp_path / "media")) as opened:
        yield opened


@pytest.fixture
def either_house(stocked_url: str, tmp_path: Path) -> Iterator[House]:
    with open_house(stocked_url, str(tmp_path / "media")) as opened:
        yield opened


def demote(house: House, account: str) -> None:
    """The person's post ended yesterday."""
    with transaction(house.runtime.engine) as session:
        person = session.get_one(LineAccount, account).person_id
        session.execute(
            update(Appointment)
            .where(Appointment.person_id == person)
            .values(ends_on=NOW.date() - timedelta(days=1))
        )


# --- the way in ----------------------------------------------------------------------------------


def test_looking_at_the_page_of_a_link_spends_nothing_and_its_button_opens_it_once(
    either_house: House,
) -> None:
    house, link = either_house, either_house.link(PRANEE)
    for _ in range(3):
        assert house.browser().get(link).status_code == 200
    browser = house.browser()
    entered = browser.post(link)
    assert entered.status_code == 303
    assert browser.get(entered.location).status_code == 200
    # The same browser is let through; any other finds the link used.
    assert browser.get(link).status_code == 303
    for answer in (house.browser().get(link), house.browser().post(link)):
        assert answer.status_code == 410
        assert "ใช้แล้ว" in answer.text
        assert "Set-Cookie" not in answer.headers


def test_the_session_is_in_a_cookie_that_scripts_and_other_sites_do_not_get(house: House) -> None:
    cookie = house.browser().post(house.link(PRANEE)).headers["Set-Cookie"]
    for part in ("HttpOnly", "SameSite=Lax", "Path=/o", "Max-Age=3600"):
        assert part in cookie
    assert "Secure" not in cookie  # this house is reached by http


def test_where_the_bot_is_reached_by_https_the_cookie_is_too(
    sqlite_url: str, tmp_path: Path
) -> None:
    public = {"PUBLIC_BASE_URL": "https://bot.example.org"}
    with open_house(sqlite_url, str(tmp_path / "media"), **public) as house:
        assert "Secure" in house.browser().post(house.link(PRANEE)).headers["Set-Cookie"]


def test_a_link_is_over_after_a_quarter_of_an_hour_and_a_session_after_an_hour(
    own_house: House,
) -> None:
    house = own_house
    link, browser = house.link(PRANEE), house.browser(PRANEE)
    house.at(NOW + timedelta(minutes=16))
    assert house.browser().post(link).status_code == 410
    assert browser.get("/o/").status_code == 200
    house.at(NOW + timedelta(minutes=61))
    answer = browser.get("/o/")
    assert answer.status_code == 401
    assert "พิมพ์  ภาพรวม" in answer.text


def test_what_was_sealed_for_one_thing_opens_no_other(house: House) -> None:
    seals, now = house.runtime.seals, house.runtime.clock.now()
    for purpose in ("photo", "login", "page"):
        browser = house.browser()
        forged = seals.seal(purpose, [PRANEE], now + timedelta(hours=1))
        browser.set_cookie("philiang_overview", forged, path="/o")
        assert browser.get("/o/").status_code == 401
    visit_link = house.runtime.links.sign("visit", "1", PRANEE).rpartition("/")[2]
    assert house.browser().post(f"/o/in/{visit_link}").status_code == 410


def test_one_can_leave(house: House) -> None:
    browser = house.browser(PRANEE)
    assert "ออกจากหน้านี้แล้ว" in browser.post("/o/out").text
    assert browser.get("/o/").status_code == 401


# --- who sees what -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "sees", "not_seen"),
    [
        (NAPA, ("country-TH", "office-NPT1", "office-STN", "network-QIN-NPT1-A"), ()),
        (
            EXPERT,
            ("programme-QIN", "office-NPT1", "network-QIN-NPT1-A"),
            ("country-TH", "office-STN"),
        ),
        (PRANEE, ("office-NPT1", "network-QIN-NPT1-A"), ("country-TH", "office-STN")),
        (WICHAI, ("office-NPT1", "network-QIN-NPT1-B"), ("country-TH", "office-STN")),
        (ANAN, ("office-STN",), ("office-NPT1", "network-QIN-NPT1-A", "programme-SANDBOX")),
        (MALI, ("network-QIN-NPT1-A",), ("office-NPT1", "network-QIN-NPT1-B", "school-NPT1-07")),
        (SOMSRI, ("network-QIN-NPT1-A",), ("office-NPT1", "network-QIN-NPT1-B")),
    ],
)
def test_each_sees_the_own_places_and_no_others(
    house: House, account: str, sees: tuple[str, ...], not_seen: tuple[str, ...]
) -> None:
    browser = house.browser(account)
    assert browser.get("/o/").status_code == 200
    for place in sees:
        assert browser.get(f"/o/?at={place}").status_code == 200, place
    for place in (*not_seen, "office-NOWHERE", "moon-X", "office-", "network"):
        for page in ("/o/", "/o/list"):
            answer = browser.get(f"{page}?at={place}&column=o1")
            assert answer.status_code == 404, (page, place)
            assert "ไม่อยู่ในส่วนที่ท่านดูแล" in answer.text


def test_whoever_is_of_one_programme_sees_nothing_else_of_an_office(house: House) -> None:
    browser = house.browser(EXPERT)
    assert browser.get("/o/?at=office-NPT1&programme=QIN").status_code == 200
    assert browser.get("/o/?at=office-NPT1&programme=SANDBOX").status_code == 404
    assert "ทุกเขต" in browser.get("/o/").text


def test_records_open_within_the_own_reach_alone(house: House) -> None:
    # V-4 is a visit to a school of another network of the same office.
    opened = {
        account: [house.browser(account).get(f"/o/visit/{n}").status_code for n in (1, 4)]
        for account in (NAPA, PRANEE, ANAN, SOMSRI)
    }
    assert opened == {
        NAPA: [200, 200],
        PRANEE: [200, 200],
        ANAN: [404, 404],
        SOMSRI: [200, 404],
    }
    for path in ("/o/visit/99", "/o/visit/x", "/o/moon/1", f"/o/visit/{'9' * 30}"):
        assert house.browser(NAPA).get(path).status_code == 404


def test_who_left_or_lost_the_post_sees_nothing_more_at_once(either_house: House) -> None:
    house, browser = either_house, either_house.browser(PRANEE)
    listed = browser.get("/o/list?at=office-NPT1&programme=QIN")
    assert "V-1" in listed.text
    photo = next(a for a in Seen(browser.get("/o/visit/5").text).addresses if "photo" in a)
    demote(house, PRANEE)
    for path in ("/o/", "/o/?at=office-NPT1", "/o/list", "/o/visit/1", photo):
        answer = browser.get(path)
        assert answer.status_code == 404, path
        assert "V-1" not in answer.text


def test_a_stranger_with_a_session_sees_nothing(house: House) -> None:
    assert house.browser(STRANGER).get("/o/").status_code == 404


def test_an_operator_sees_the_quota_and_nothing_of_schools(house: House) -> None:
    page = house.browser(OPERATOR).get("/o/")
    assert "ข้อความของเดือนนี้" in page.text
    assert "<table" not in page.text
    assert house.browser(OPERATOR).get("/o/?at=country-TH").status_code == 404
    assert "ข้อความของเดือนนี้" in house.browser(NAPA).get("/o/").text
    assert "ข้อความของเดือนนี้" not in house.browser(PRANEE).get("/o/").text


def test_photos_have_addresses_that_are_over_soon_and_are_for_one_person(own_house: House) -> None:
    house = own_house
    browser = house.browser(PRANEE)
    address = next(a for a in Seen(browser.get("/o/visit/5").text).addresses if "photo" in a)
    assert browser.get(address).mimetype == "image/jpeg"
    assert house.browser().get(address).status_code == 401
    assert house.browser(NAPA).get(address).status_code == 404  # made for somebody else
    with transaction(house.runtime.engine) as session:
        session.execute(update(Photo).values(state=PhotoState.WITHDRAWN))
    assert browser.get(address).status_code == 404
    with transaction(house.runtime.engine) as session:
        session.execute(update(Photo).values(state=PhotoState.STORED))
    house.at(NOW + timedelta(minutes=16))
    assert browser.get(address).status_code == 404


# --- what is on it -------------------------------------------------------------------------------


def test_each_number_opens_the_list_and_each_record_behind_it(house: House) -> None:
    browser = house.browser(PRANEE)
    page = Seen(browser.get("/o/").text)
    cells = [address for address in page.addresses if "column=" in address]
    assert len(cells) >= 10
    for address in cells:
        assert browser.get(address).status_code == 200, address
    told = browser.get("/o/list?at=network-QIN-NPT1-A&programme=QIN&year=2570&level=area").text
    assert "E-2" in told
    assert "E-1" not in told


def test_what_no_number_is_asked_of_is_counted_and_listed_too(house: House) -> None:
    """V-6 is a visit of supervision, R-1 an innovation of the network."""
    browser = house.browser(PRANEE)
    page = Seen(browser.get("/o/").text)
    assert page.row("ศึกษานิเทศก์")[1] == "1"
    assert page.row("นวัตกรรม")[1] == "1"
    others = [address for address in page.addresses if "other=" in address]
    told = [browser.get(address).text for address in others]
    assert len(told) == 2
    assert "V-6" in told[0]
    assert "R-1" in told[1]
    assert browser.get("/o/list?other=moon").status_code == 404
    # A school sees the innovation of its network, and no supervision of a school of another one.
    mali = Seen(house.browser(MALI).get("/o/").text)
    assert [address for address in mali.addresses if "other=supervision" in address] == []


def test_who_opens_a_record_here_is_written_down_as_behind_a_link(own_house: House) -> None:
    kept = "SELECT count(*) FROM audit_entries WHERE action LIKE '%saw%' OR action LIKE '%seen%'"
    before = own_house.rows(kept)
    own_house.browser(PRANEE).get("/o/visit/1")
    assert own_house.rows(kept) != before


def test_the_year_is_said_in_full_and_another_one_can_be_chosen(house: House) -> None:
    browser = house.browser(PRANEE)
    assert "ปีงบ 2570 (1 ต.ค. 2569 – 30 ก.ย. 2570)" in browser.get("/o/").text
    before = browser.get("/o/?at=office-NPT1&programme=QIN&year=2569").text
    assert "ปีงบ 2569 (1 ต.ค. 2568 – 30 ก.ย. 2569)" in before
    assert "เลยกำหนด" in before
    # What the programme has not falls back to its newest, and the page says which that is.
    for odd in ("2599", "x", "%00", "-1"):
        assert "ปีงบ 2570 (" in browser.get(f"/o/?at=office-NPT1&year={odd}&skip=x").text


@pytest.mark.parametrize("path", ["/o/", "/o/?at=office-NPT1", "/o/?at=network-QIN-NPT1-A"])
def test_the_first_view_is_small_strict_and_readable_without_colour(
    house: House, path: str
) -> None:
    answer = house.browser(NAPA).get(path)
    assert len(answer.data) + SHEETS < SMALL
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; img-src 'self'; style-src 'self';")
    assert answer.headers["Cache-Control"] == "no-store"
    seen = Seen(answer.text)
    assert not {"script", "style", "iframe"} & set(seen.tags)
    names = {name for name, _ in seen.attributes}
    assert "style" not in names
    assert not {name for name in names if name.startswith(("on", "xlink", "xmlns:"))}
    assert all(address.startswith(("/o/", "/p/static/", "#")) for address in seen.addresses)
    assert seen.tags.count("h1") == 1
    # Each chart has a name, a description, and its numbers as a table; each table its headings.
    assert seen.tags.count("svg") == seen.tags.count("desc") == seen.tags.count("details") >= 2
    assert ("scope", "col") in seen.attributes
    assert ("scope", "row") in seen.attributes
    words = [cell for row in seen.rows[1:] for cell in row[1:] if "/" in cell]
    assert words
    assert all(len(cell.split()) >= 2 for cell in words), "colour alone would say it"


def test_the_whole_country_is_as_light_and_pages_through_all_areas(own_house: House) -> None:
    """The invented national roster, which takes a few seconds to read: 178 networks more."""
    with transaction(own_house.runtime.engine) as session:
        assert refusals(import_files(session, [NATIONAL])) == []
    [(areas,)] = own_house.rows(
        "SELECT count(DISTINCT n.office_id) FROM networks n"
        " JOIN programmes p ON p.id = n.programme_id WHERE p.code = 'QIN'"
    )
    assert areas > 90
    browser = own_house.browser(NAPA)
    shown: set[str] = set()
    for skip in range(0, areas, PAGE):
        answer = browser.get(f"/o/?programme=QIN&skip={skip}")
        assert len(answer.data) + SHEETS < SMALL
        assert f"{skip + 1}–{min(skip + PAGE, areas)} จาก {areas}" in answer.text
        table = Seen(answer.text).rows
        shown |= {row[0] for row in table[2:] if len(row) == len(table[0])}
    assert len(shown) == areas


def test_the_link_of_the_chat_has_a_door_of_its_own(house: House) -> None:
    link = house.link(PRANEE)
    assert link.startswith("/o/in/k")
    assert house.browser().get(link.replace("/o/in/", "/p/")).status_code == 404
