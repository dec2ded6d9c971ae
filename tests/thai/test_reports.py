"""Reports in one message: what is surely stated is filled, and what is not is asked."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers.thai.gazetteer import Around, Gazetteer, Named
from handlers.thai.reports import read_report

ROOT = Path(__file__).parents[2]
TODAY = date(2023, 11, 21)  # a Tuesday


def _places() -> list[Named]:
    document = json.loads((ROOT / "models/data/seed_networks.json").read_text("utf-8"))
    return [
        Named(s["code"], s["name_th"], tuple(s["aliases"]), s["name_th"], s["area_office"] or "")
        for s in document["schools"]
    ]


PLACES = _places()
AROUND = Around(
    Gazetteer(PLACES),
    own=frozenset({"NPT1-01", "NPT1-02", "NPT1-03", "NPT1-04"}),
    offices=frozenset({"NPT1"}),
)


def slots(text: str) -> dict[str, Any]:
    return dict(read_report(text, TODAY, AROUND).slots)


def test_the_message_this_was_made_for_leaves_two_questions() -> None:
    said = "เมื่อวานนิเทศ รร.บ้านลำพยา ครู ๕ คน เรื่องแผนพัฒนาคุณภาพ นัดติดตาม 15 ธ.ค."
    understood = read_report(said, TODAY, AROUND)
    assert understood.form == "visit"
    assert understood.slots == {
        "school": "NPT1-02",
        "date": "2023-11-20",
        "headcount": 5,
        "topic": "แผนพัฒนาคุณภาพ",
        "follow_up_date": "2023-12-15",
    }
    assert understood.must_ask == ("mode", "purposes")


def test_a_report_on_labelled_lines_is_read_line_by_line() -> None:
    said = (
        "วันที่: 20 พ.ย. 66\nโรงเรียน: บ้านลำพยา\nเรื่อง: การนิเทศออนไลน์\n"
        "ข้อเสนอแนะ: ควรประเมินผลทุกเดือน\nผู้เข้าร่วม 12 คน"
    )
    understood = read_report(said, TODAY, AROUND)
    assert understood.form == "visit"
    assert understood.slots == {
        "school": "NPT1-02",
        "date": "2023-11-20",
        "headcount": 12,
        "topic": "การนิเทศออนไลน์",
        "advice": "ควรประเมินผลทุกเดือน",
    }


def test_a_list_below_its_label_belongs_to_it() -> None:
    said = (
        "บันทึกการนิเทศ\nโรงเรียน: บ้านลำพยา\nวันที่: 20/11/66\n"
        "ข้อเสนอแนะ:\n1. ปรับแผน\n2. ทำสื่อ 5 ชิ้น\nนัดติดตาม: 20 ธ.ค. 66"
    )
    assert slots(said) == {
        "school": "NPT1-02",
        "date": "2023-11-20",
        "advice": "1. ปรับแผน\n2. ทำสื่อ 5 ชิ้น",
        "follow_up_date": "2023-12-20",
    }


@pytest.mark.parametrize(
    ("said", "mode"),
    [
        ("นิเทศออนไลน์ รร.บ้านลำพยา เมื่อวาน", "online"),
        ("เมื่อวานนิเทศ รร.บ้านลำพยา ผ่าน Zoom", "online"),
        ("เมื่อวานนิเทศ รร.บ้านลำพยา ทาง Google Meet เรื่อง SAR", "online"),
        ("เมื่อวานนิเทศ รร.บ้านลำพยา เรื่อง SAR ผ่านวิดีโอคอล", "online"),
        ("เมื่อวานนิเทศ รร.บ้านลำพยา ออนไลน์", "online"),
        ("เมื่อวานนิเทศทางโทรศัพท์ รร.บ้านลำพยา", "phone"),
        ("เมื่อวานโทรติดตาม รร.บ้านลำพยา เรื่อง SAR", "phone"),
        ("เมื่อวานลงพื้นที่นิเทศ รร.บ้านลำพยา", "onsite"),
        ("เมื่อวานนิเทศที่โรงเรียนบ้านลำพยา", "onsite"),
        ("นิเทศ รร.บ้านลำพยา แบบ on-site 20 พ.ย. 66", "onsite"),
    ],
)
def test_how_it_was_done_is_read_where_it_is_said(said: str, mode: str) -> None:
    assert slots(said)["mode"] == mode


def test_two_ways_of_doing_it_are_a_question() -> None:
    understood = read_report("เมื่อวานลงพื้นที่นิเทศ รร.บ้านลำพยา และนิเทศออนไลน์", TODAY, AROUND)
    assert "mode" not in understood.slots
    assert set(understood.asks["mode"]) == {"onsite", "online"}


@pytest.mark.parametrize(
    ("said", "purposes"),
    [
        ("เมื่อวานนิเทศ กำกับ ติดตาม รร.บ้านลำพยา", ("monitoring",)),
        ("เมื่อวานเป็นพี่เลี้ยง รร.บ้านลำพยา", ("mentoring",)),
        ("เมื่อวานให้คำแนะนำ รร.บ้านลำพยา เรื่อง SAR", ("advice",)),
        ("เมื่อวานนิเทศและช่วยเหลือ รร.บ้านลำพยา", ("assistance",)),
        ("เมื่อวานไปประเมินผล รร.บ้านลำพยา เรื่อง SAR", ("evaluation",)),
    ],
)
def test_the_verbs_of_the_agreement_are_purposes(said: str, purposes: tuple[str, ...]) -> None:
    assert slots(said)["purposes"] == purposes


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("เมื่อวานนิเทศ รร.บ้านลำพยา เรื่องการประเมินผลออนไลน์", "การประเมินผลออนไลน์"),
        ("เมื่อวานนิเทศ รร.บ้านลำพยา เรื่องการติดตามเด็ก 20 คน", "การติดตามเด็ก 20 คน"),
        ("เมื่อวานนิเทศ รร.บ้านลำพยา เรื่องการให้คำแนะนำผู้ปกครอง", "การให้คำแนะนำผู้ปกครอง"),
        ("เมื่อวานนิเทศ รร.บ้านลำพยา เรื่องโทรทัศน์ครู", "โทรทัศน์ครู"),
        ("เมื่อวานนิเทศ รร.บ้านลำพยา เรื่องความร่วมมือระหว่างเครือข่าย", "ความร่วมมือระหว่างเครือข่าย"),
        ("เมื่อวานนิเทศ รร.บ้านลำพยา เรื่องวันพ่อ 5 ธันวาคม", "วันพ่อ 5 ธันวาคม"),
    ],
)
def test_words_inside_a_topic_fill_nothing_else(said: str, topic: str) -> None:
    assert slots(said) == {"school": "NPT1-02", "date": "2023-11-20", "topic": topic}


def test_a_topic_keeps_the_spelling_of_its_writer() -> None:
    said = "เมื่อวานนิเทศ รร.บ้านลำพยา เรื่อง  PLC และ  Active Learning ป.๔"
    assert slots(said)["topic"] == "PLC และ  Active Learning ป.๔"


def test_a_subject_without_a_marker_is_the_topic() -> None:
    assert slots("เมื่อวานนิเทศการจัดทำ SAR รร.บ้านลำพยา")["topic"] == "การจัดทำ SAR"


@pytest.mark.parametrize(
    ("said", "headcount"),
    [
        ("ครู ๕ คน", 5),
        ("ทั้งหมด 32 คน", 32),
        ("มีครูเข้าร่วม 9 คน", 9),
        ("ผู้เข้าร่วม 12 ท่าน", 12),
        ("ครูยี่สิบห้าคน", 25),
        ("ครู 5 คน นักเรียน 20 คน รวม 25 คน", 25),
    ],
)
def test_one_number_of_people_is_the_headcount(said: str, headcount: int) -> None:
    assert slots(f"เมื่อวานนิเทศ รร.บ้านลำพยา {said}")["headcount"] == headcount


@pytest.mark.parametrize(
    "said",
    [
        "ครู 5 คน นักเรียน 20 คน",
        "20-25 คน",
        "นักเรียน 20 คน",
        "ขาดครู 3 คน",
        "ครู 5 คนยังไม่ส่งแผน",
        "ไปกัน 3 คน",
    ],
)
def test_people_of_whom_it_is_not_said_that_they_took_part_are_asked_about(said: str) -> None:
    understood = read_report(f"เมื่อวานนิเทศ รร.บ้านลำพยา {said}", TODAY, AROUND)
    assert understood.form == "visit"
    assert "headcount" not in understood.slots
    assert "headcount" in understood.must_ask


def test_a_visit_of_two_schools_asks_which_and_offers_both() -> None:
    understood = read_report("เมื่อวานนิเทศ รร.บ้านลำพยา และ รร.บ้านทุ่งน้อย", TODAY, AROUND)
    assert "school" not in understood.slots
    assert understood.asks["school"] == ("NPT1-02", "NPT1-03")
    assert "school" in understood.must_ask


def test_a_school_that_nobody_knows_is_asked_for() -> None:
    understood = read_report("เมื่อวานนิเทศ รร.วัดเขาไม่มีจริงเลย ครู 5 คน", TODAY, AROUND)
    assert understood.form == "visit"
    assert "school" not in understood.slots
    assert "school" in understood.must_ask


def test_a_weekday_with_two_readings_is_asked_with_both() -> None:
    understood = read_report("วันจันทร์ที่แล้วนิเทศ รร.บ้านลำพยา", TODAY, AROUND)
    assert "date" not in understood.slots
    assert understood.asks["date"] == ("2023-11-20", "2023-11-13")


def test_an_appointment_without_a_day_is_asked_for() -> None:
    understood = read_report("เมื่อวานนิเทศ รร.บ้านลำพยา นัดติดตามภาคเรียนหน้า", TODAY, AROUND)
    assert "follow_up_date" not in understood.slots
    assert "follow_up_date" in understood.must_ask


def test_several_days_are_a_start_and_an_end() -> None:
    read = slots("นิเทศ รร.บ้านลำพยา 16-17 พ.ย. 66")
    assert (read["date"], read["end_date"]) == ("2023-11-16", "2023-11-17")


@pytest.mark.parametrize(
    ("said", "standards"),
    [
        ("มาตรฐานที่ 2", (2,)),
        ("มฐ. ๑ และ ๓", (1, 3)),
        ("มาตรฐาน 1-3", (1, 2, 3)),
        ("ทั้ง 3 มาตรฐาน", (1, 2, 3)),
    ],
)
def test_standards_are_read_by_their_numbers(said: str, standards: tuple[int, ...]) -> None:
    assert slots(f"เมื่อวานนิเทศ รร.บ้านลำพยา {said}")["iqa_standards"] == standards


@pytest.mark.parametrize("said", ["มาตรฐานที่ 4", "มาตรฐาน 8 ข้อ", "ตัวชี้วัด 2.4", "มาตรฐาน ค 1.1"])
def test_other_standards_are_none_of_the_three(said: str) -> None:
    assert "iqa_standards" not in slots(f"เมื่อวานนิเทศ รร.บ้านลำพยา {said}")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "เวทีแลกเปลี่ยนเรียนรู้ระหว่างเครือข่าย เรื่อง นวัตกรรมการสอนคิด 16 พย 66 ผ่านซูม 45 คน",
            {
                "level": "inter_network",
                "title": "นวัตกรรมการสอนคิด",
                "date": "2023-11-16",
                "mode": "online",
                "headcount": 45,
            },
        ),
        (
            "เมื่อวานจัด PLC ภายในเครือข่าย ครู 12 คน หัวข้อการอ่าน",
            {
                "level": "intra_network",
                "title": "การอ่าน",
                "date": "2023-11-20",
                "headcount": 12,
            },
        ),
        (
            "แลกเปลี่ยนเรียนรู้ รร.บ้านลำพยา กับ รร.บ้านทุ่งน้อย 16-17 พ.ย. 66 ระดับเขตพื้นที่",
            {
                "level": "area",
                "schools": ("NPT1-02", "NPT1-03"),
                "date": "2023-11-16",
                "end_date": "2023-11-17",
            },
        ),
    ],
)
def test_an_exchange_is_read_likewise(said: str, expected: Mapping[str, Any]) -> None:
    understood = read_report(said, TODAY, AROUND)
    assert understood.form == "exchange"
    assert understood.slots == expected


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("เมื่อวานนิเทศ รร.บ้านลำพยา เรื่อง PLC", "visit"),
        ("เมื่อวานนิเทศ รร.บ้านลำพยา และแลกเปลี่ยนเรียนรู้กับครู", "visit"),
        ("เมื่อวานจัด PLC เรื่องการนิเทศภายใน", "exchange"),
        ("เมื่อวานศึกษาดูงานที่ รร.บ้านลำพยา", "exchange"),
        ("เมื่อวานลงพื้นที่จัดเวทีแลกเปลี่ยนเรียนรู้ที่ รร.บ้านลำพยา", "exchange"),
    ],
)
def test_the_deed_that_is_told_first_decides_the_form(said: str, form: str) -> None:
    assert read_report(said, TODAY, AROUND).form == form


def test_what_no_slot_took_is_kept() -> None:
    said = "เมื่อวานนิเทศ รร.บ้านลำพยา บรรยากาศเป็นกันเอง"
    assert "บรรยากาศเป็นกันเอง" in read_report(said, TODAY, AROUND).rest


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        (
            "นิเทศบ้านลำพยา เมื่อวาน เรื่อง การอ่าน ผลคือดีมาก ครูเข้าใจ โทรกลับผอ.แล้ว",
            "ผลคือดีมาก ครูเข้าใจ โทรกลับผอ.แล้ว",
        ),
        ("นิเทศ รร.บ้านลำพยา เมื่อวาน นักเรียน 30 คน ครู 5 คน เรื่องการอ่าน", "นักเรียน 30 คน ครู 5 คน"),
        (
            "นิเทศบ้านลำพยาเมื่อวาน ออนไลน์ไม่ได้เพราะเน็ตล่ม เลยโทรคุย เรื่องแผน",
            "ออนไลน์ไม่ได้เพราะเน็ตล่ม เลยโทรคุย",
        ),
        ("เมื่อวานจัดเวทีแลกเปลี่ยนเรียนรู้ เรื่องการอ่าน แนะนำให้ทำสื่อ", "แนะนำให้ทำสื่อ"),
        ("โรงเรียน: บ้านลำพยา\nวันที่: เมื่อวาน\nเรื่อง: การอ่าน\nจุดเด่น: ครูสนใจ", "จุดเด่น: ครูสนใจ"),
        ("เมื่อวานลงพื้นที่นิเทศ รร.บ้านลำพยา ครู ๕ คน เรื่องการอ่าน นัดติดตาม 15 ธ.ค.", ""),
        ("เมื่อวานนิเทศ รร.บ้านลำพยา เรื่องการอ่าน โทร 081-234-5678", ""),
    ],
)
def test_what_fills_no_slot_of_the_form_is_the_rest_and_no_more(said: str, rest: str) -> None:
    assert read_report(said, TODAY, AROUND).rest == rest


def test_who_came_late_or_works_with_a_will_is_no_number_and_no_plan() -> None:
    read = read_report("เมื่อวานนิเทศ รร.บ้านลำพยา ครูมาสาย 2 คน ครูตั้งใจดีมาก", TODAY, AROUND)
    assert read.form == "visit"
    assert "headcount" not in read.slots


def test_the_way_of_the_next_appointment_is_not_that_of_the_visit() -> None:
    read = "วันนี้นิเทศ รร.บ้านลำพยา เรื่องแผนปฏิบัติการ นัดติดตาม 4 ธ.ค. ทางโทรศัพท์"
    assert "mode" not in slots(read)


def test_of_a_very_long_message_nothing_is_filled_with_half_a_sentence() -> None:
    said = "เมื่อวานนิเทศ รร.บ้านลำพยา เรื่อง" + "การอ่านการเขียน" * 200
    assert slots(said) == {"school": "NPT1-02", "date": "2023-11-20"}


def test_a_day_that_the_calendar_has_not_is_asked_for() -> None:
    understood = read_report("วันที่ 31 พ.ย. 66 นิเทศ รร.บ้านลำพยา", TODAY, AROUND)
    assert understood.slots == {"school": "NPT1-02"}
    assert "date" in understood.must_ask


LONG = "เมื่อวานนิเทศ รร.บ้านลำพยา ออนไลน์ ครู 5 คน\n" + "ครูสาธิตการสอนอ่าน วัดผลร่วมกัน " * 60
END = "จบที่การอ่านออกเสียง"


def test_of_a_message_that_is_too_long_nothing_is_lost() -> None:
    told = read_report(f"{LONG}{END}", TODAY, AROUND)
    assert told.slots["headcount"] == 5
    assert told.rest.count("ครูสาธิตการสอนอ่าน") == 60
    assert told.rest.endswith(END)


def test_no_word_is_cut_in_two_where_there_is_a_space() -> None:
    told = read_report(f"{LONG}{END}", TODAY, AROUND)
    words = set(told.rest.split())
    assert words <= {"ครูสาธิตการสอนอ่าน", "วัดผลร่วมกัน", END}


def test_facts_far_down_are_kept_as_words_and_phone_numbers_are_not_kept() -> None:
    told = read_report(f"{LONG}โทร 081-234-5678 นัดติดตาม 15 ธ.ค. {END}", TODAY, AROUND)
    assert "follow_up_date" not in told.slots
    assert "นัดติดตาม 15 ธ.ค." in told.rest
    assert "5678" not in told.rest


def test_all_of_the_longest_message_that_line_lets_through_is_kept() -> None:
    message = "เมื่อวานนิเทศ รร.บ้านลำพยา ออนไลน์ ครู 5 คน " + "ก" * 4950
    told = read_report(message, TODAY, AROUND)
    assert told.rest.count("ก") >= 4900
