"""The pages behind signed links, with hand-written services in place of the bot's own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.database import make_engine
from bot.links import Links
from bot.media import MediaStore
from bot.pages import pages
from bot.settings import Settings, load_settings
from handlers.visit_view import Seen
from models.vocabulary import PhotoState, RecordKind

NOW = datetime(2023, 11, 27, 3, 0, tzinfo=UTC)
MALI, SOMSRI = "U" + "a1" * 16, "U" + "b2" * 16
STYLE_SHEET = Path(__file__).parents[2] / "bot" / "pages" / "static" / "page.css"


@dataclass(frozen=True)
class APhoto:
    id: int
    media_key: str | None
    state: PhotoState


SEEN = Seen(1, 1, RecordKind.VISIT, 12)


@dataclass(frozen=True)
class AVisit:
    title: str
    rows: list[tuple[str, str]]
    photos: list[APhoto]
    seen: Seen = SEEN


@dataclass
class AClock:
    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


@dataclass
class Records:
    """Visits by number, each for one viewer; remembers what it was asked."""

    visits: dict[tuple[int, str], AVisit] = field(default_factory=dict)
    asked: list[tuple[int, str, date]] = field(default_factory=list)
    away: bool = False

    def visit_page(self, session, visit_id: int, viewer: str, today: date) -> AVisit | None:
        assert session is not None
        if self.away:
            raise OperationalError("SELECT 1", {}, Exception("gone"))
        self.asked.append((visit_id, viewer, today))
        return self.visits.get((visit_id, viewer))


@dataclass
class Services:
    settings: Settings
    engine: Engine
    clock: AClock
    media: MediaStore
    links: Links
    records: Records

    @property
    def pages(self):
        return {"visit": self.records.visit_page}

    @property
    def files(self):
        return {}


@pytest.fixture
def services(tmp_path) -> Iterator[Services]:
    configured = load_settings(
        {
            "LINE_CHANNEL_SECRET": "s",
            "LINE_CHANNEL_ACCESS_TOKEN": "t",
            "SIGNING_SECRET": "a-long-signing-secret",
        }
    )
    engine, clock = make_engine("sqlite://"), AClock()
    media = MediaStore(str(tmp_path / "media"))
    media.put("visits/12/one.jpg", b"the first photo")
    records = Records()
    records.visits[12, MALI] = AVisit(
        "นิเทศโรงเรียนบ้านลำพยา",
        [("วันที่", "วันจันทร์ที่ 27 พฤศจิกายน 2566"), ("จุดเด่น", "<b>ดี</b>\nมาก")],
        [
            APhoto(1, "visits/12/one.jpg", PhotoState.STORED),
            APhoto(2, None, PhotoState.WAITING),
            APhoto(3, "visits/12/three.jpg", PhotoState.WITHDRAWN),
            APhoto(4, "visits/12/lost.jpg", PhotoState.STORED),
        ],
    )
    yield Services(configured, engine, clock, media, Links(configured, clock.now), records)
    engine.dispose()


@pytest.fixture
def browser(services):
    app = Flask(__name__)
    app.extensions["philiang"] = services
    app.register_blueprint(pages)
    return app.test_client()


def link(services: Services, subject: str = "12", viewer: str = MALI, page: str = "visit") -> str:
    return urlsplit(services.links.sign(page, subject, viewer)).path


class Seen(HTMLParser):
    """The addresses and tags of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.addresses += [value for name, value in attrs if name in ("href", "src")]


def test_a_link_opens_the_visit_with_its_photos(services, browser):
    address = link(services)
    page = browser.get(address)
    assert page.status_code == 200
    for words in ("นิเทศโรงเรียนบ้านลำพยา", "วันจันทร์ที่ 27 พฤศจิกายน 2566", "ภาพประกอบ"):
        assert words in page.text
    assert f"{address}/photo/1" in Seen(page.text).addresses
    photo = browser.get(f"{address}/photo/1")
    assert (photo.data, photo.mimetype) == (b"the first photo", "image/jpeg")


def test_who_may_see_it_is_judged_again_at_each_opening(services, browser):
    address = link(services)
    assert browser.get(address).status_code == 200
    del services.records.visits[12, MALI]
    assert browser.get(address).status_code == 404
    assert browser.get(f"{address}/photo/1").status_code == 404


def test_the_records_are_asked_for_this_viewer_and_the_day_in_bangkok(services, browser):
    services.clock.moment = datetime(2023, 11, 26, 18, 0, tzinfo=UTC)
    browser.get(link(services, viewer=SOMSRI))
    assert services.records.asked == [(12, SOMSRI, date(2023, 11, 27))]


def test_what_people_wrote_is_shown_and_never_obeyed(services, browser):
    assert "&lt;b&gt;ดี&lt;/b&gt;" in browser.get(link(services)).text


@pytest.mark.parametrize("photo", [2, 3, 4, 5, 10**30])
def test_only_stored_photos_of_this_visit_are_given_out(services, browser, photo):
    assert browser.get(f"{link(services)}/photo/{photo}").status_code == 404


def test_photos_on_their_way_are_spoken_of_and_withdrawn_ones_are_not(services, browser):
    page = browser.get(link(services)).text
    assert "กำลังรับจาก LINE" in page
    assert page.count('class="note"') == 2  # this note and the footer
    assert "photo/2" not in page
    assert "photo/3" not in page


def test_a_visit_without_photos_has_no_heading_for_them(services, browser):
    services.records.visits[13, MALI] = AVisit("นิเทศ", [], [])
    assert "ภาพประกอบ" not in browser.get(link(services, "13")).text


def test_an_expired_link_says_how_to_get_a_new_one(services, browser):
    address = link(services)
    services.clock.moment += timedelta(days=7, seconds=1)
    for path in (address, f"{address}/photo/1"):
        page = browser.get(path)
        assert page.status_code == 410
        assert "หมดอายุ" in page.text
        assert "รายงาน 12" in page.text
    assert services.records.asked == []


@pytest.mark.parametrize("subject", ["", "x", "-1", "1.5", "๑๒", "9" * 19, "12/../13"])
def test_a_subject_that_is_no_number_is_not_found(services, browser, subject):
    assert browser.get(link(services, subject)).status_code == 404
    assert services.records.asked == []


def test_a_link_to_another_kind_of_page_is_not_found_here(services, browser):
    assert browser.get(link(services, page="export")).status_code == 404


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(token=st.text(min_size=1, max_size=60))
def test_no_made_up_link_opens_anything(browser, services, token):
    assert browser.get("/p/" + token).status_code in (301, 308, 404)
    assert services.records.asked == []


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(services, browser, method):
    assert getattr(browser, method)(link(services)).status_code == 405


def test_while_the_database_is_away_people_are_asked_to_come_back(services, browser):
    services.records.away = True
    page = browser.get(link(services))
    assert page.status_code == 503
    assert "ขัดข้องชั่วคราว" in page.text


def test_every_answer_keeps_itself_to_itself(services, browser):
    good = link(services)
    for path in (good, f"{good}/photo/1", f"{good}/photo/9", "/p/forged", "/p/static/page.css"):
        headers = browser.get(path, buffered=True).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; img-src 'self'; style-src 'self';")
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]
        assert ("no-store" in headers["Cache-Control"]) is not path.endswith(".css")


def test_a_page_needs_no_script_and_no_other_host(services, browser):
    for path in (link(services), "/p/forged"):
        seen = Seen(browser.get(path).text)
        assert "script" not in seen.tags
        assert "style" not in seen.tags
        assert "style" not in seen.attributes
        assert all(address.startswith("/p/") for address in seen.addresses)
    assert browser.get("/p/static/page.css", buffered=True).status_code == 200


def test_a_page_is_thai_and_made_for_phones(services, browser):
    page = browser.get(link(services)).text
    assert '<html lang="th">' in page
    assert 'content="width=device-width, initial-scale=1"' in page  # and zooming stays allowed
    assert page.count("<h1>") == 1
    assert 'alt="ภาพที่ 1 จาก 2"' in page


def test_no_letter_of_the_style_sheet_is_set_in_pixels():
    for line in STYLE_SHEET.read_text("utf-8").splitlines():
        if "px" in line:
            assert "border" in line  # hairlines only: everything else grows with the letters


def test_a_store_that_fails_is_told_kindly_and_the_link_stays_out_of_the_log(
    browser, services, monkeypatch, capsys
):
    def refuse(_key):
        raise PermissionError

    monkeypatch.setattr(services.media, "open", refuse)
    address = link(services)
    assert browser.get(f"{address}/photo/1").status_code == 503
    assert address.rpartition("/")[2] not in capsys.readouterr().out
