"""A broken roster is refused row by row, with the field and why, and changes nothing."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.database import make_engine, reading, transaction
from models.roster import SHIPPED, Outcome, RowResult, import_files, import_roster, refusals
from models.tables import metadata

SEED = json.loads(SHIPPED[0].read_bytes())
SANDBOX = json.loads(SHIPPED[1].read_bytes())
NATIONAL = json.loads((Path(__file__).parent.parent / "data" / "synth_roster.json").read_bytes())


class RolledBackError(Exception):
    """What a caller does when rows are refused."""


def everything(engine: Engine) -> dict[str, list[Any]]:
    with reading(engine) as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in metadata.sorted_tables
        }


def try_in(engine: Engine, documents: list[Any]) -> list[RowResult]:
    """Import as the command line does: rolled back when anything is refused."""
    results: list[RowResult] = []
    try:
        with transaction(engine) as session:
            results = import_roster(session, documents)
            if refusals(results):
                raise RolledBackError
    except RolledBackError:
        pass
    return results


def put(*path: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        *way, last = path
        at: Any = document
        for step in way:
            at = at[step]
        at[last] = value

    return change


def drop(*path: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        *way, last = path
        at: Any = document
        for step in way:
            at = at[step]
        del at[last]

    return change


def twice(section: str) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        document[section].append(dict(document[section][0]))

    return change


BROKEN: dict[str, tuple[Callable[[dict[str, Any]], None], str, str, str]] = {
    # what is wrong: how to break the seed, then kind, field and a piece of why
    "a section that is no list": (put("schools", value={}), "file", "schools", "not a list"),
    "a misspelt section": (put("shools", value=[]), "file", "shools", "not a section"),
    "a row that is no object": (put("schools", 0, value="x"), "school", "", "JSON object"),
    "no name": (drop("schools", 1, "name_th"), "school", "name_th", "required"),
    "an empty name": (put("schools", 1, "name_th", value="  "), "school", "name_th", "at least"),
    "a name that is a number": (
        put("schools", 1, "name_th", value=7),
        "school",
        "name_th",
        "string",
    ),
    "a name with a NUL": (
        put("schools", 1, "name_th", value="a\x00b"),
        "school",
        "name_th",
        "control characters",
    ),
    "a name with half a letter": (
        put("schools", 1, "name_th", value="a\ud800b"),
        "school",
        "name_th",
        "string",
    ),
    "a name without end": (
        put("schools", 1, "name_th", value="ก" * 301),
        "school",
        "name_th",
        "300",
    ),
    "an unknown kind of office": (
        put("area_offices", 0, "kind", value="royal"),
        "office",
        "kind",
        "primary",
    ),
    "a zone in words": (put("area_offices", 0, "zone", value="1"), "office", "zone", "integer"),
    "a zone of nought": (put("area_offices", 0, "zone", value=0), "office", "zone", "greater"),
    "an area office without a province": (
        put("area_offices", 0, "province", value=None),
        "office",
        "",
        "province",
    ),
    "two offices at one place": (
        put("area_offices", 1, "zone", value=1),
        "office",
        "zone",
        "same office as NPT1",
    ),
    "an office twice": (twice("area_offices"), "office", "code", "twice"),
    "a code with blanks": (put("schools", 1, "code", value="NPT1 02"), "school", "code", "pattern"),
    "a code that means something else": (
        put("schools", 1, "code", value="NPT1"),
        "school",
        "code",
        "office",
    ),
    "the code of the country": (put("schools", 1, "code", value="TH"), "school", "code", "country"),
    "an unknown role": (put("schools", 1, "role", value="boss"), "school", "role", "partner"),
    "an office nobody has": (
        put("schools", 1, "area_office", value="NPT9"),
        "school",
        "area_office",
        "NPT9",
    ),
    "a day that is not": (
        put("programmes", 0, "starts", value="2023-02-30"),
        "programme",
        "starts",
        "date",
    ),
    "a day as a number": (put("programmes", 0, "starts", value=5), "programme", "starts", "date"),
    "a year taken for the other calendar": (
        put("programmes", 0, "starts", value="2563-10-01"),
        "programme",
        "starts",
        "Common Era",
    ),
    "two calendars that differ": (
        put("programmes", 0, "starts", "be", value="01/10/2564"),
        "programme",
        "starts",
        "different days",
    ),
    "an end before the start": (
        put("programmes", 0, "ends", value="2019-09-30"),
        "programme",
        "",
        "ends before",
    ),
    "an owner nobody knows": (
        put("programmes", 0, "owner", value="NASA"),
        "programme",
        "owner",
        "NASA",
    ),
    "a purpose nobody has": (
        put("programmes", 0, "purposes", value=["fun"]),
        "programme",
        "purposes.0",
        "mentoring",
    ),
    "a network of no programme": (
        put("networks", 0, "programme", value="QUIN"),
        "network",
        "programme",
        "QUIN",
    ),
    "a lead nobody knows": (put("networks", 0, "lead", value="X-1"), "network", "lead", "X-1"),
    "a partner nobody knows": (
        put("networks", 0, "partners", 0, value="X-1"),
        "network",
        "partners",
        "X-1",
    ),
    "a member twice": (
        put("networks", 0, "partners", 0, value="NPT1-01"),
        "network",
        "",
        "a school twice",
    ),
    "a school that says another network": (
        put("schools", 1, "network", value="QIN-NPT1-B"),
        "network",
        "partners",
        "says it belongs to QIN-NPT1-B",
    ),
    "a partner that says it leads": (
        put("schools", 1, "role", value="lead"),
        "network",
        "lead",
        "NPT1-02",
    ),
    "a network that forgets its school": (
        drop("networks", 0, "partners", 0),
        "school",
        "network",
        "does not name",
    ),
    "a party nobody knows": (
        put("agreements", 0, "parties", 0, value="X-1"),
        "agreement",
        "parties",
        "X-1",
    ),
    "a clause number twice": (
        put("agreements", 0, "clauses", 0, "no", value="3.2"),
        "agreement",
        "",
        "clause number twice",
    ),
    "fewer than no networks": (
        put("statistics", 0, "networks", value=-1),
        "statistic",
        "networks",
        "greater",
    ),
    "a statistic without a source": (
        put("statistics", 0, "source", value=[]),
        "statistic",
        "source",
        "at least",
    ),
}


@pytest.mark.parametrize(("breaks", "kind", "field", "why"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_leaves_the_database_as_it_was(
    breaks: Callable[[dict[str, Any]], None], kind: str, field: str, why: str, sqlite_url: str
) -> None:
    document = copy.deepcopy(SEED)
    breaks(document)
    engine = make_engine(sqlite_url)
    try:
        before = everything(engine)
        refused = refusals(try_in(engine, [document]))
        assert [(r.kind, r.field or "") for r in refused if why in (r.why or "")] == [(kind, field)]
        assert everything(engine) == before
    finally:
        engine.dispose()


@pytest.mark.parametrize("document", [None, [], "text", 5, {"offices": 3}, {"offices": [[]]}])
def test_what_is_no_roster_at_all_is_refused(document: Any, engine: Engine) -> None:
    before = everything(engine)
    assert refusals(try_in(engine, [document]))
    assert everything(engine) == before


SANDBOX_BROKEN: dict[str, tuple[Callable[[dict[str, Any]], None], str, str]] = {
    "a renewal of nothing": (
        put("renewals", 0, "programme", value="QUIN"),
        "programme",
        "QUIN",
    ),
    "a renewal for a network of another programme": (
        put("renewals", 0, "networks", value=["COLLAB-2564"]),
        "networks",
        "COLLAB-2564",
    ),
    "a renewal that overlaps": (
        put("renewals", 0, "starts", value="2023-01-01"),
        "starts",
        "overlaps",
    ),
    "a renewal before there was anything": (
        put("renewals", 0, "starts", value="2019-01-01"),
        "starts",
        "no period before",
    ),
    "an enrolment of nobody": (drop("enrolments", 0, "office"), "", "needs an office"),
    "an enrolment of an unknown office": (
        put("enrolments", 0, "office", value="STN9"),
        "office",
        "STN9",
    ),
    "an office in an unknown programme": (
        put("area_offices", 0, "programmes", value=["QUIN"]),
        "programme",
        "QUIN",
    ),
}


@pytest.mark.parametrize(
    ("breaks", "field", "why"), SANDBOX_BROKEN.values(), ids=SANDBOX_BROKEN.keys()
)
def test_a_broken_renewal_or_enrolment_is_refused(
    breaks: Callable[[dict[str, Any]], None], field: str, why: str, stocked: Engine
) -> None:
    document = copy.deepcopy(SANDBOX)
    breaks(document)
    before = everything(stocked)
    refused = refusals(try_in(stocked, [document]))
    assert [(r.field or "") for r in refused if why in (r.why or "")] == [field]
    assert everything(stocked) == before


NATIONAL_BROKEN: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "a name that is not of its province": (put("offices", 2, "provinces", value=["ตรัง"]), "name"),
    "no province": (put("offices", 2, "provinces", value=[]), "provinces"),
    "a central office": (put("offices", 2, "kind", value="central"), "name"),
    "a group without a number": (put("special", 0, "name", value="สศศ."), "name"),
    "a lead that is not there": (put("networks", 0, "lead", value="N999-0"), "lead"),
    "a host that is not there": (put("networks", 0, "host", value="S999"), "area_office"),
}


@pytest.mark.parametrize(("breaks", "field"), NATIONAL_BROKEN.values(), ids=NATIONAL_BROKEN.keys())
def test_a_broken_national_roster_is_refused(
    breaks: Callable[[dict[str, Any]], None], field: str, stocked: Engine
) -> None:
    document = copy.deepcopy(NATIONAL)
    breaks(document)
    before = everything(stocked)
    refused = refusals(try_in(stocked, [document]))
    assert field in {r.field for r in refused}
    assert everything(stocked) == before


def test_a_national_roster_without_its_programme_is_refused(engine: Engine) -> None:
    refused = refusals(try_in(engine, [NATIONAL]))
    assert {r.field for r in refused} == {"programme"}
    assert "QIN" in str(refused[0].why)


def test_all_refused_rows_are_told_at_once(engine: Engine) -> None:
    document = copy.deepcopy(SEED)
    drop("schools", 1, "name_th")(document)
    put("area_offices", 2, "kind", value="royal")(document)
    refused = refusals(try_in(engine, [document]))
    assert {(r.kind, r.code, r.field) for r in refused} >= {
        ("school", "NPT1-02", "name_th"),
        ("office", "NBI1", "kind"),
    }


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"a": }', b"\xff\xfe\x00", b"[" * 100_000], ids=range(5)
)
def test_a_file_that_is_no_json_is_refused(content: bytes, tmp_path: Path, engine: Engine) -> None:
    file = tmp_path / "roster.json"
    file.write_bytes(content)
    with transaction(engine) as session:
        (result,) = import_files(session, [file])
    assert (result.kind, result.code, result.outcome) == ("file", "roster.json", Outcome.REFUSED)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, engine: Engine) -> None:
    with transaction(engine) as session:
        (result,) = import_files(session, [tmp_path / "none.json"])
    assert result.outcome is Outcome.REFUSED


def test_a_lead_is_not_replaced_behind_its_back(stocked: Engine) -> None:
    document = copy.deepcopy(SEED)
    del document["schools"][0]
    document["networks"][0]["lead"] = "NPT1-02"
    document["networks"][0]["partners"] = ["NPT1-03", "NPT1-04"]
    document["schools"][0]["role"] = "lead"
    document["agreements"] = []
    refused = refusals(try_in(stocked, [document]))
    assert [(r.kind, r.field) for r in refused] == [("network", "lead")]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(data=st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_damage_to_a_roster_raises(data: st.DataObject, sqlite_url: str) -> None:
    document = copy.deepcopy(data.draw(st.sampled_from([SEED, SANDBOX])))
    section = data.draw(st.sampled_from(sorted(set(document) - {"meta"})))
    row = data.draw(st.sampled_from(document[section]))
    row[data.draw(st.sampled_from(sorted(row)))] = data.draw(json_values)
    engine = make_engine(sqlite_url)
    try:
        with Session(engine) as session:  # never committed
            assert import_roster(session, [SEED, document])
    finally:
        engine.dispose()
