"""Each sort of answer: what it offers, reads, checks and shows."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk import FAR, LAMPHAYA, TODAY, Talk

from handlers.dialog.form import Form, Slot
from handlers.dialog.inputs import Control, bare_words
from handlers.dialog.kind_contact import Link, Phone
from handlers.dialog.kind_date import ThaiDate
from handlers.dialog.kind_file import LinkOrFile, file_number
from handlers.dialog.kind_lists import Lines, People, people_in
from handlers.dialog.kind_places import NetworkName, PlaceName, SomeSchools
from handlers.dialog.kind_school import SchoolName
from handlers.dialog.kind_span import DaySpan
from handlers.dialog.kinds import Count, CountRange, OneOf, Photos, SomeOf, Words
from handlers.dialog.reading import Kind, Missed, Took, Unsure, pick, quote
from handlers.dialog.world import Option, World
from handlers.forms import invite, visit
from handlers.routes import ROUTES
from handlers.thai.fold import bare
from handlers.thai.gazetteer import Around, Gazetteer, Named
from models.vocabulary import PhotoState

WORLD = Talk().world_of(Talk().draft)
COLOURS = (Option("r", "แดง"), Option("g", "เขียว", ("เขียวขจี",)), Option("b", "น้ำเงิน"))
KINDS: tuple[Kind, ...] = (
    Words(),
    OneOf(COLOURS),
    SomeOf(COLOURS),
    ThaiDate(),
    ThaiDate(future=True),
    DaySpan(),
    SchoolName(),
    SomeSchools(),
    NetworkName(),
    PlaceName(),
    Count(),
    CountRange(),
    Phone(),
    Link(),
    LinkOrFile(),
    Lines(),
    People(),
    Photos(),
)
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)


@each_kind
@given(typed=st.text(max_size=200))
def test_no_kind_raises_and_what_it_takes_it_can_check_and_show(kind: Kind, typed: str) -> None:
    reading = kind.read(typed, "school", WORLD)
    if isinstance(reading, Took):
        assert kind.check(reading.value, "school", WORLD) == reading
        assert kind.show(reading.value, "school", WORLD)
    if isinstance(reading, Unsure):
        assert 1 <= len(reading.options) <= 10
    if isinstance(reading, Missed):
        assert reading.why


@each_kind
@given(value=st.text(max_size=300))
def test_no_kind_raises_for_any_value_of_a_button(kind: Kind, value: str) -> None:
    kind.check(value, "school", WORLD)


@each_kind
def test_what_is_offered_is_taken(kind: Kind) -> None:
    for number, option in enumerate(kind.options("school", WORLD), start=1):
        assert kind.check(option.value, "school", WORLD) == Took(option.value)
        for words in (option.label, str(number), f"ข้อ {number}", *option.words):
            assert kind.read(words, "school", WORLD) == Took(option.value), words


@pytest.mark.parametrize("typed", ["2", "๒", "ข้อ 2", "ข้อ๒ค่ะ", "เขียว", " เขียว ครับ", "เขียวขจี"])
def test_an_option_is_named_by_number_label_or_synonym(typed: str) -> None:
    assert pick(typed, COLOURS) == COLOURS[1]


@pytest.mark.parametrize("typed", ["0", "4", "-1", "²", "9" * 5000, "", "ข้อ", "เขี", "สีเขียวแดง"])
def test_what_names_no_option_is_not_guessed(typed: str) -> None:
    assert pick(typed, COLOURS) is None


def test_words_are_quoted_in_one_short_line() -> None:
    assert quote("ก\nข  ค") == "ก ข ค"
    assert len(quote("ก" * 5000)) == 41


def test_words_keep_line_breaks_and_lose_what_cannot_be_seen() -> None:
    assert Words().read(" ข้อแรก\r\nข้อสอง\u200b ", "topic", WORLD) == Took("ข้อแรก\nข้อสอง")
    assert isinstance(Words().read(" \u200b ", "topic", WORLD), Missed)


def test_several_are_kept_in_the_order_of_the_choices() -> None:
    assert SomeOf(COLOURS).read("3,1", "x", WORLD) == Took("r,b")
    assert SomeOf(COLOURS).check("b,r", "x", WORLD) == Took("r,b")
    assert SomeOf(COLOURS).show("r,b", "x", WORLD) == "แดง · น้ำเงิน"


@pytest.mark.parametrize("value", ["", "r,x", "x"])
def test_several_are_refused_where_one_is_unknown(value: str) -> None:
    assert isinstance(SomeOf(COLOURS).check(value, "x", WORLD), Missed)


def test_a_near_school_is_taken_and_a_far_one_asked_about() -> None:
    assert SchoolName().read("ลำพยา บ้าน", "school", WORLD) != Took(FAR.code)
    assert SchoolName().read("บ้านลำพยา", "school", WORLD) == Took(LAMPHAYA.code)
    reading = SchoolName().read("หาดทรายทอง", "school", WORLD)
    assert isinstance(reading, Unsure)
    assert [option.value for option in reading.options] == [FAR.code]


@pytest.mark.parametrize(
    ("days", "taken"),
    [(0, True), (-1, True), (-30, True), (1, False), (-1098, True), (-1099, False)],
)
def test_a_day_that_was_lies_between_three_years_ago_and_today(days: int, taken: bool) -> None:
    day = (TODAY + timedelta(days=days)).isoformat()
    assert isinstance(ThaiDate().check(day, "date", WORLD), Took) is taken


@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, True), (1098, True), (1099, False)])
def test_a_day_to_come_lies_between_today_and_three_years_on(days: int, taken: bool) -> None:
    day = (TODAY + timedelta(days=days)).isoformat()
    assert isinstance(ThaiDate(future=True).check(day, "follow_up", WORLD), Took) is taken


def test_a_day_more_than_a_month_back_is_doubted() -> None:
    assert ThaiDate().doubt((TODAY - timedelta(days=30)).isoformat(), WORLD) is None
    assert ThaiDate().doubt((TODAY - timedelta(days=31)).isoformat(), WORLD) is not None


@pytest.mark.parametrize(
    ("typed", "count"), [("๒๕", "25"), ("ยี่สิบห้าคน", "25"), ("0", "0"), ("9999", "9999")]
)
def test_counts_are_read_in_words_and_digits(typed: str, count: str) -> None:
    assert Count().read(typed, "participants", WORLD) == Took(count)


@pytest.mark.parametrize("typed", ["10000", "-3", "10-12", "หลายคน", "9" * 5000])
def test_what_is_no_count_is_asked_again(typed: str) -> None:
    assert isinstance(Count().read(typed, "participants", WORLD), Missed)
    assert isinstance(Count().check(typed, "participants", WORLD), Missed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("20-25 คน", "20-25"), ("๒๐ ถึง ๒๕", "20-25"), ("20", "20"), ("ยี่สิบห้าคน", "25")],
)
def test_a_count_may_be_a_range(typed: str, kept: str) -> None:
    assert CountRange().read(typed, "people", WORLD) == Took(kept)


@pytest.mark.parametrize("typed", ["25-20", "หลายคน", "1-99999", "1-2-3"])
def test_what_is_no_range_is_asked_again(typed: str) -> None:
    assert isinstance(CountRange().read(typed, "people", WORLD), Missed)


@pytest.mark.parametrize(
    ("typed", "digits", "shown"),
    [
        ("081-234-5678", "0812345678", "081-234-5678"),
        ("๐๒ ๑๒๓ ๔๕๖๗", "021234567", "02-123-4567"),
        ("โทร 034-251234 ต่อ 12 ค่ะ", "034251234 ต่อ 12", "034-251234 ต่อ 12"),
        ("02-123-4567 ext. 5", "021234567 ต่อ 5", "02-123-4567 ต่อ 5"),
    ],
)
def test_a_phone_number_is_kept_in_digits(typed: str, digits: str, shown: str) -> None:
    assert Phone().read(typed, "phone", WORLD) == Took(digits)
    assert Phone().check(digits, "phone", WORLD) == Took(digits)
    assert Phone().show(digits, "phone", WORLD) == shown
    assert Phone().read(shown, "phone", WORLD) == Took(digits)


@pytest.mark.parametrize("typed", ["12", "081-234", "ไม่สะดวก", "081-234-5678 หรือ 089-999-9999"])
def test_what_is_no_phone_number_is_said_with_an_example(typed: str) -> None:
    reading = Phone().read(typed, "phone", WORLD)
    assert isinstance(reading, Missed)
    assert "081-234-5678" in reading.why


def test_a_link_is_kept_with_its_scheme() -> None:
    assert Link().read("ดูที่ drive.google.com/x ค่ะ", "link", WORLD) == Took(
        "https://drive.google.com/x"
    )
    assert isinstance(Link().read("อยู่ในไดรฟ์", "link", WORLD), Missed)


def test_a_list_is_typed_line_by_line_with_or_without_numbers() -> None:
    kept = Took("อ่านออกเขียนได้\nคิดเลขเป็น")
    assert Lines().read("1. อ่านออกเขียนได้\n\n๒) คิดเลขเป็น", "goals", WORLD) == kept
    assert Lines().read("- อ่านออกเขียนได้\n• คิดเลขเป็น", "goals", WORLD) == kept
    assert Lines().show(kept.value, "goals", WORLD) == "1. อ่านออกเขียนได้\n2. คิดเลขเป็น"
    assert Lines().read("1.5 ล้านบาท", "goals", WORLD) == Took("1.5 ล้านบาท")


def test_more_lines_than_fit_are_declined_with_their_number() -> None:
    reading = Lines(most=3).read("ก\nข\nค\nง", "goals", WORLD)
    assert isinstance(reading, Missed)
    assert "4" in reading.why


def test_people_are_typed_line_by_line_with_post_and_contact() -> None:
    typed = "1. มะลิ ใจดี / ครู / 081-234-5678\nวิชัย, ผอ.\nสมศรี | 034-251234\nปราณี"
    reading = People().read(typed, "people", WORLD)
    assert isinstance(reading, Took)
    assert people_in(reading.value) == [
        ("มะลิ ใจดี", "ครู", "081-234-5678"),
        ("วิชัย", "ผอ.", ""),
        ("สมศรี", "", "034-251234"),
        ("ปราณี", "", ""),
    ]
    assert "2. วิชัย · ผอ." in People().show(reading.value, "people", WORLD)


@pytest.mark.parametrize("typed", ["12345", "/ ครู", "มะลิ\n/ ครู", "ก" * 200, "", "ก\n" * 16])
def test_people_without_a_name_or_too_many_are_asked_again(typed: str) -> None:
    assert isinstance(People().read(typed, "people", WORLD), Missed)


def test_several_schools_can_be_typed_and_one_in_doubt_is_asked_beside_the_others() -> None:
    assert SomeSchools().read("บ้านลำพยา, วัดบางแขม", "school", WORLD) == Took("NPT1-02,NPT1-03")
    reading = SomeSchools().read("บ้านลำพยา\nหาดทรายทอง", "school", WORLD)
    assert isinstance(reading, Unsure)
    assert reading.beside == (LAMPHAYA.code,)
    assert [option.value for option in reading.options] == [FAR.code]
    assert isinstance(SomeSchools().read("บ้านลำพยา, ไม่มีที่ไหน", "school", WORLD), Missed)


def test_schools_beside_a_doubt_are_kept_when_it_is_answered() -> None:
    talk = Talk(Form("exchange", 1, (Slot("schools", SomeSchools()), Slot("title", Words()))))
    talk.say("บ้านลำพยา, หาดทรายทอง", "1")
    assert talk.answers["schools"] == f"{LAMPHAYA.code},{FAR.code}"


def test_a_network_is_found_by_its_name() -> None:
    near = Named("N-1", "เครือข่ายลำพยาพัฒนา")
    world = replace(WORLD, networks=Around(Gazetteer([near]), own=frozenset({"N-1"})))
    assert NetworkName().read("เครือข่ายลำพยาพัฒนา", "network", world) == Took("N-1")
    assert NetworkName().show("N-1", "network", world) == near.name
    assert isinstance(NetworkName().read("ไม่มีเครือข่ายนี้", "network", world), Missed)
    assert isinstance(NetworkName().check("N-2", "network", world), Missed)


def test_photos_that_could_not_be_kept_are_told() -> None:
    world = World(TODAY, photos={"p1": PhotoState.STORED, "p2": PhotoState.REFUSED})
    assert Photos().show("p1,p2,p3", "photos", world).startswith("2 รูป")
    assert "1 รูปรับไม่ได้" in Photos().show("p1,p2,p3", "photos", world)


@pytest.mark.parametrize("form", [visit.FORM, invite.FORM], ids=lambda form: form.name)
def test_no_choice_is_called_like_a_control_word_or_a_command(form: object) -> None:
    taken = {word for control in Control for word in bare_words(f"controls.{control.value}")}
    taken |= {word for route in ROUTES for word in bare_words(f"commands.{route.name}")}
    world = Talk().world_of(Talk().draft)
    for slot in form.slots:  # type: ignore[attr-defined]
        for option in slot.kind.options(slot.name, world):
            assert not taken & {bare(option.label), *(bare(word) for word in option.words)}


def test_a_world_is_facts_alone() -> None:
    assert {field.name for field in fields(World)} == {
        "today", "options", "schools", "networks", "names", "photos", "files", "known", "prompts",
        "likely", "changing", "preview",
    }  # fmt: skip


def test_a_day_typed_with_the_english_layout_on_is_asked_about() -> None:
    reading = ThaiDate().read("g,njv;ko", "date", World(TODAY))
    assert isinstance(reading, Unsure)
    assert [option.value for option in reading.options] == ["2026-11-19"]


# --- a link, or a file ---------------------------------------------------------------------------


def test_a_file_is_an_answer_as_long_as_it_can_be_kept_and_can_not_be_typed() -> None:
    kind, world = LinkOrFile(), replace(WORLD, files={"file:7": "ไฟล์ แผน.pdf"})
    assert kind.check("file:7", "link", world) == Took("file:7")
    assert kind.show("file:7", "link", world) == "ไฟล์ แผน.pdf"
    assert isinstance(kind.check("file:8", "link", world), Missed)
    assert isinstance(kind.read("file:7", "link", world), Missed)
    assert isinstance(kind.read("http://example.org/a", "link", world), Missed)
    assert (file_number("file:7"), file_number("https://example.org/a")) == (7, None)
