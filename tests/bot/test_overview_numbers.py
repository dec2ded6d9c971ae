"""The overview's numbers against a count of their own, in plain SQL and on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from overview_house import MALI, NAPA, PRANEE, House, Seen, open_house

VISITED = """
SELECT n.code, count(DISTINCT m.school_id),
    count(DISTINCT CASE WHEN v.id IS NOT NULL THEN m.school_id END), count(DISTINCT v.id)
FROM networks n
JOIN network_memberships m ON m.network_id = n.id AND m.role = 'partner'
    AND m.starts_on <= '2026-11-20' AND (m.ends_on IS NULL OR m.ends_on >= '2026-11-20')
JOIN programmes p ON p.id = n.programme_id AND p.code = 'QIN'
LEFT JOIN mentoring_visits v ON v.mentee_school_id = m.school_id AND v.kind = 'mentoring'
    AND v.programme_id = p.id AND v.withdrawn_at IS NULL
    AND v.visited_on BETWEEN '2026-11-01' AND '2026-11-20'
GROUP BY n.code ORDER BY n.code
"""
EXCHANGES = """
SELECT e.level, count(DISTINCT x.network_id)
FROM exchange_activities e JOIN exchange_networks x ON x.exchange_id = e.id
WHERE e.starts_on BETWEEN '2026-10-01' AND '2027-09-30' AND e.withdrawn_at IS NULL
GROUP BY e.level
"""


@pytest.fixture
def house(stocked_url: str, tmp_path: Path) -> Iterator[House]:
    with open_house(stocked_url, str(tmp_path / "media")) as opened:
        yield opened


def column(seen: Seen, heading: str) -> int:
    return next(n for n, cell in enumerate(seen.rows[0]) if heading in cell)


def test_the_table_counts_what_is_in_the_records(house: House) -> None:
    counted = {code: (total, done) for code, total, done, _ in house.rows(VISITED)}
    seen = Seen(house.browser(PRANEE).get("/o/?at=office-NPT1&programme=QIN").text)
    of_visits = column(seen, "3.5")
    names = {
        code: name.rpartition(" ")[2]
        for code, name in house.rows("SELECT code, name_th FROM networks WHERE code LIKE 'QIN%'")
    }
    assert len(counted) >= 2
    for code, (total, done) in counted.items():
        assert seen.row(names[code])[of_visits].startswith(f"{done}/{total} "), code
    whole = f"{sum(d for _, d in counted.values())}/{sum(n for n, _ in counted.values())} "
    assert seen.row("รวมทั้งหมด")[of_visits].startswith(whole)
    # One level up, the area's row says the same.
    country = Seen(house.browser(NAPA).get("/o/?programme=QIN").text)
    assert country.row("นครปฐม เขต 1")[column(country, "3.5")].startswith(whole)


def test_the_charts_count_what_is_in_the_records(house: House) -> None:
    page = house.browser(NAPA).get("/o/?programme=QIN").text
    seen = Seen(page)
    levels = {"intra_network": "ภายใน", "inter_network": "ระหว่าง", "area": "เขต"}
    met = dict(house.rows(EXCHANGES))
    assert met == {"intra_network": 1, "area": 1}
    for level, word in levels.items():
        row = next(row for row in seen.rows if row and row[0] == word)
        assert row[1] == str(met.get(level, 0))
    visits = sum(count for *_, count in house.rows(VISITED))
    schools = sum(total for _, total, *_ in house.rows(VISITED))
    done = sum(done for _, _, done, _ in house.rows(VISITED))
    assert f"{schools} แห่ง นิเทศรวม {visits} ครั้ง ยังไม่ได้รับเลย {schools - done} แห่ง" in page


def test_the_list_behind_a_cell_names_those_and_the_records_that_it_counts(house: House) -> None:
    browser = house.browser(MALI)
    page = Seen(browser.get("/o/").text)
    cell = next(a for a in page.addresses if "column=o2" in a and "row=" not in a)
    told = Seen(browser.get(cell).text)
    standing = {row[0]: row[1] for row in told.rows if len(row) == 2}
    assert standing["โรงเรียนบ้านลำพยา"] == "ครบแล้ว"
    assert standing["โรงเรียนบ้านหนองหิน"].startswith("ยังขาด 1")
    # The visits of the semester to the schools of this network: V-1 to V-3, and no other's.
    assert sorted(row[2] for row in told.rows if len(row) == 3)[:-1] == ["V-1", "V-2", "V-3"]
