"""The overview as people meet it: from the chat into Debian's chromium, on phone and desktop."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from overview_house import EXPERT, MALI, NAPA, PRANEE, SOMSRI, House, open_house
from playwright.sync_api import Browser, Page, expect
from street import Street
from werkzeug.serving import make_server

from bot.pages import sessions

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="needs chromium: apt-get install chromium"
    ),
]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
OWN = {
    NAPA: ("ทั้งประเทศ", "แต่ละเขต"),
    EXPERT: ("โครงการส่งเสริมเครือข่ายนวัตกรรมคุณภาพสถานศึกษา", "แต่ละเขต"),
    PRANEE: ("สพป.นครปฐม เขต 1", "แต่ละเครือข่าย"),
    MALI: ("โรงเรียนอนุบาลนครปฐม", "แต่ละแห่ง"),
    SOMSRI: ("โรงเรียนอนุบาลนครปฐม", "แต่ละแห่ง"),
}


@pytest.fixture(scope="module")
def served(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[House, str]]:
    home = tmp_path_factory.mktemp("served")
    shutil.copyfile(migrated_file, home / "philiang.db")
    with open_house(f"sqlite:///{home / 'philiang.db'}", str(home / "media")) as house:
        server = make_server("127.0.0.1", 0, house.app, threaded=True)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield house, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


def opened(browser: Browser, served: tuple[House, str], who: str, size: dict[str, int]) -> Page:
    """The overview of this person in a window of this size."""
    house, base = served
    cookie = house.browser(who).get_cookie(sessions.COOKIE, path=sessions.PATH)
    assert cookie is not None
    context = browser.new_context(viewport=size, locale="th-TH")
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": f"{base}/o/"}])
    page = context.new_page()
    page.goto(f"{base}/o/")
    return page


def test_from_the_chat_to_a_record_and_its_list(browser: Browser, quick_street: Street) -> None:
    card = quick_street.phone("pranee").say("ภาพรวม")
    assert card.labels[0] == "เปิดภาพรวม"
    address = card.uris[0].replace("http://127.0.0.1:8000", quick_street.url)
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("เปิดภาพรวม")
    page.get_by_role("button", name="ดูภาพรวม").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("สพป.นครปฐม เขต 1")
    page.get_by_role("row", name="รวมทั้งหมด").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="ใครทำแล้ว ใครยังขาด")).to_be_visible()
    page.get_by_role("link", name="กลับไปภาพรวม").click()
    page.get_by_role("button", name="ออกจากหน้านี้").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ออกจากหน้านี้แล้ว")
    assert "เปิดภาพรวม" in quick_street.phone("mali").say("สถานะ").labels
    page.context.close()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_role_sees_its_own_and_nothing_runs_out_of_the_window(
    browser: Browser, served: tuple[House, str], size: dict[str, int]
) -> None:
    for who, (title, table) in OWN.items():
        faults: list[str] = []
        page = opened(browser, served, who, size)
        page.on("console", lambda said, kept=faults: kept.append(said.text))
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        expect(page.get_by_role("region")).to_have_accessible_name(f"{table} ทำครบเรื่องใดบ้าง")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        charts = page.get_by_role("img")
        assert charts.count() >= 2
        for number in range(charts.count()):
            box = charts.nth(number).bounding_box()
            assert box is not None
            assert 0 <= box["x"] < box["x"] + box["width"] <= size["width"]
        assert faults == []  # the policy of the page has nothing to refuse
        page.context.close()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_with_letters_twice_as_large_nothing_runs_out_of_the_window(
    browser: Browser, served: tuple[House, str], size: dict[str, int]
) -> None:
    house, base = served
    [(rule,)] = house.rows("SELECT id FROM obligations WHERE kind = 'responsible_staff'")
    page = opened(browser, served, NAPA, size)
    month = page.locator(".chart.progress .x text").first
    before = month.bounding_box()
    staff = f"/o/list?column=o{rule}&programme=SANDBOX"
    for path in ("/o/", "/o/?year=2569", "/o/?at=network-QIN-NPT1-A", staff):
        answer = page.goto(f"{base}{path}")
        assert answer is not None
        assert answer.ok
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    page.goto(f"{base}/o/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    after = month.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > 1.5 * before["height"]  # the letters of the charts grow, too
    page.context.close()


def test_the_year_before_is_a_dashed_line_with_a_name_and_a_column(
    browser: Browser, served: tuple[House, str]
) -> None:
    page = opened(browser, served, NAPA, PHONE)
    dashes = [
        page.locator(f".chart.progress .serie-{number} .line").evaluate(
            "line => getComputedStyle(line).strokeDasharray"
        )
        for number in (0, 1)
    ]
    assert dashes[0] == "none"
    assert dashes[1] != "none"
    expect(page.locator(".lines").get_by_role("listitem")).to_have_text(["ปีงบ 2570", "ปีงบ 2569"])
    expect(page.get_by_role("img", name="ความคืบหน้าตลอดปี")).to_contain_text("ปีงบ 2569 ในวันเดียวกัน")
    page.get_by_role("group").first.locator("summary").click()
    headings = page.get_by_role("group").first.get_by_role("columnheader")
    expect(headings).to_have_text(["รายการ", "ปีงบ 2570 (%)", "ปีงบ 2569 (%)"])
    page.context.close()


def test_the_filters_work_without_a_script(browser: Browser, served: tuple[House, str]) -> None:
    page = opened(browser, served, NAPA, PHONE)
    page.get_by_label("ปี (พ.ศ.)").select_option(label="ปีงบ 2569")
    page.get_by_label("เขตพื้นที่").select_option(label="สพป.นครปฐม เขต 1")
    page.get_by_role("button", name="แสดง").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("สพป.นครปฐม เขต 1")
    expect(page.get_by_text("ปีงบ 2569 (1 ต.ค. 2568 – 30 ก.ย. 2569)")).to_be_visible()
    page.get_by_role("link", name="ทั้งประเทศ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ทั้งประเทศ")
    page.context.close()


def test_all_of_it_is_reached_by_the_keyboard_and_the_focus_is_seen(
    browser: Browser, served: tuple[House, str]
) -> None:
    page = opened(browser, served, PRANEE, DESKTOP)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="ข้ามไปที่เนื้อหา")).to_be_focused()
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        tag, outline = page.evaluate(
            "(([at]) => [at.tagName, getComputedStyle(at).outlineStyle])([document.activeElement])"
        )
        if tag == "BODY":
            break
        reached.add(tag)
        assert outline != "none", tag
    # filters, the table that scrolls, its cells, the tables beside the charts
    assert {"SELECT", "BUTTON", "DIV", "A", "SUMMARY"} <= reached
    page.get_by_role("group").first.locator("summary").press("Enter")
    expect(page.get_by_role("group").first.get_by_role("table")).to_be_visible()
    page.context.close()


def test_on_paper_there_are_the_numbers_without_the_buttons(
    browser: Browser, served: tuple[House, str]
) -> None:
    page = opened(browser, served, PRANEE, DESKTOP)
    page.emulate_media(media="print")
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("พิมพ์จากระบบพี่เลี้ยง")).to_be_visible()
    expect(page.get_by_role("table").first).to_be_visible()
    assert len(page.pdf(format="A4")) > 1000
    page.context.close()
