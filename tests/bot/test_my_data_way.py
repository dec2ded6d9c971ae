"""One's own data all the way over HTTP: asked for, fetched once, deleted after a day."""

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from street import Shown, Street, picture

from demo.people import cast
from handlers.texts import t
from scheduler.moment import Moment
from scheduler.purging import Purging

ACCOUNTS = {member.key: member.line_user_id for member in cast()}
MALI, SOMSRI = ACCOUNTS["mali"], ACCOUNTS["somsri"]


def link(card: Shown) -> str:
    """The path of the page that the card leads to."""
    (address,) = card.uris
    return urlsplit(address).path


def fetch(street: Street, path: str) -> tuple[int, bytes]:
    answer = street.pool.request("POST", f"{street.url}{path}")
    return answer.status, answer.data


def test_the_copy_is_fetched_with_a_button_and_once(street: Street) -> None:
    mali = street.phone("mali")
    mali.say("บันทึกนิเทศ")
    path = link(mali.say("ข้อมูลของฉัน"))
    for _ in range(3):  # whoever looks, looks in vain: a preview, a scanner
        page = street.get(path)
        assert page.status == 200
        assert '<form method="post">' in page.data.decode()
        assert "mentoring_visits" not in page.data.decode()

    answer = street.pool.request("POST", f"{street.url}{path}")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="my-data-20')
    assert answer.headers["Cache-Control"] == "no-store"
    held = json.loads(answer.data)["held"]
    assert held["people"][0]["full_name"] in mali.say("ข้อมูลของฉัน").text
    assert {row["line_user_id"] for row in held["inbound_events"]} == {MALI}
    assert "form" in json.dumps(held["conversations"])

    audited = "SELECT action, subject_kind FROM audit_entries WHERE action LIKE 'my_data%'"
    assert street.rows(audited) == [("my_data.fetched", "data_request")]
    with street.runtime.engine.begin() as connection:  # a minute and more later
        connection.exec_driver_sql(
            "UPDATE data_requests SET fetched_at = '2023-01-01 00:00:00+00:00' WHERE id = 1"
        )
    status, body = fetch(street, path)
    assert status == 410
    assert t("my_data.file.too_late") in body.decode()
    assert street.get(path).status == 410
    assert len(street.rows(audited)) == 1


def test_a_link_is_good_for_its_own_request_and_account_alone(quick_street: Street) -> None:
    street = quick_street
    for key in ("mali", "somsri"):
        street.phone(key).say("ข้อมูลของฉัน")
    links = street.runtime.links
    for page, subject, viewer in (
        ("my_data", "1", SOMSRI),  # Mali's request
        ("my_data", "9", MALI),
        ("my_data", "x", MALI),
        ("other", "1", MALI),
    ):
        path = urlsplit(links.sign(page, subject, viewer)).path
        assert street.get(path).status == 404
        assert fetch(street, path)[0] in (404, 405)
    assert fetch(street, urlsplit(links.sign("visit", "1", MALI)).path)[0] == 405
    assert fetch(street, "/p/kforged")[0] == 404
    assert street.rows("SELECT id FROM data_requests WHERE fetched_at IS NOT NULL") == []


def test_a_copy_that_nobody_fetches_waits_for_a_day(quick_street: Street) -> None:
    path = link(quick_street.phone("mali").say("ข้อมูลของฉัน"))
    with quick_street.runtime.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE data_requests SET asked_at = '2023-01-01 00:00:00', "
            "answered_at = '2023-01-01 00:00:00'"
        )
    assert quick_street.get(path).status == 410
    assert fetch(quick_street, path)[0] == 410


@pytest.mark.parametrize("taken_back", [True, False])
def test_a_deletion_is_taken_back_or_final_a_day_later(street: Street, taken_back: bool) -> None:
    mali = street.phone("mali")
    mali.album(picture("navy"))
    street.until("SELECT count(*) FROM photos WHERE state = 'stored'", [(1,)])
    mali.say("ลบข้อมูลของฉัน")
    assert t("leaving.locked.title") in mali.tap(t("leaving.confirm")).text
    assert t("leaving.locked.title") in mali.say("เมนู").text
    if taken_back:
        assert t("leaving.cancelled.title") in mali.tap("ยกเลิกการลบ").text
        assert t("menu.title") in mali.say("เมนู").text
    street.until("SELECT count(*) FROM effects WHERE state = 'waiting'", [(0,)])

    a_day_later = street.runtime.clock.now() + timedelta(hours=24)
    counts = Purging(Moment(street.runtime, a_day_later)).purge()
    street.until("SELECT count(*) FROM effects WHERE state = 'waiting'", [(0,)])
    names = street.rows("SELECT full_name FROM people WHERE full_name = ''")
    if taken_back:
        assert (counts["accounts"], names) == (0, [])
        assert t("menu.title") in mali.say("เมนู").text
        return
    assert (counts["accounts"], names) == (1, [("",)])
    assert street.count("photos") == 0
    assert list(Path(street.runtime.settings.media_url).rglob("*.jpg")) == []
    mali.say("เมนู")
    assert any(t("joining.stranger.title") in shown.text for shown in mali.history()[-2:])
