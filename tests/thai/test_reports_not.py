"""What is no report of something done: it gets no card, whatever school or day it names."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reports import AROUND, TODAY

from handlers.thai.report_sheet import lay_out
from handlers.thai.report_types import Setting
from handlers.thai.reports import Understood, read_report, report_in

GREETINGS = ["สวัสดีค่ะ", "สวัสดีตอนเช้าวันจันทร์ค่ะ", "รับทราบค่ะ", "ขอบคุณครับ", "555", "👍", "", "ครับ"]
QUESTIONS = [
    "นิเทศเมื่อไหร่คะ",
    "เมื่อวานนิเทศ รร.บ้านลำพยา หรือยังคะ",
    "นิเทศ รร.บ้านลำพยา เมื่อวานบันทึกยังไงคะ",
    "วันนี้นิเทศโรงเรียนไหนครับ",
    "ใครนิเทศ รร.บ้านลำพยา เมื่อวาน",
    "ต้องนิเทศกี่ครั้งต่อปีคะ",
    "ถ้านิเทศ รร.บ้านลำพยา เมื่อวาน ต้องส่งรูปด้วยไหมคะ",
    "เมื่อวานนิเทศ รร.บ้านลำพยา ครู 5 คน ใช่ไหมคะ",
    "นิเทศบ้านลำพยา 20 พ.ย. เรื่องอะไรคะ",
]
PLANS = [
    "พรุ่งนี้จะไปนิเทศ รร.บ้านลำพยา",
    "วันศุกร์นี้จะลงพื้นที่นิเทศบ้านทุ่งน้อย ครู 8 คน ค่ะ",
    "นิเทศ รร.บ้านลำพยา พรุ่งนี้ เรื่อง SAR",
    "นิเทศ รร.บ้านลำพยา 15 ธ.ค. 66 เวลา 9.00 น.",
    "นัดนิเทศ รร.บ้านลำพยา 24 พ.ย. 66",
    "วันนี้เตรียมไปนิเทศ รร.บ้านลำพยา",
    "กำหนดการนิเทศ รร.บ้านลำพยา วันที่ 20 พ.ย. 66",
    "แผนนิเทศ รร.บ้านลำพยา ปี 2566",
    "วันนี้กำลังไปนิเทศ รร.บ้านลำพยา",
]
CALLED_OFF = [
    "ขอยกเลิกการนิเทศ รร.บ้านลำพยา วันที่ 20 พ.ย.",
    "เมื่อวานไม่ได้นิเทศ รร.บ้านทุ่งน้อย เพราะฝนตกหนัก",
    "เลื่อนนิเทศ รร.บ้านลำพยา จากเมื่อวาน",
    "งดนิเทศ รร.บ้านลำพยา วันนี้",
    "ยังไม่ได้ไปนิเทศ รร.บ้านลำพยา เลยค่ะ",
    "เมื่อวานไปนิเทศ รร.บ้านลำพยา ไม่ได้ ติดประชุม",
]
WISHES = [
    "ช่วยส่งแบบฟอร์มนิเทศ รร.บ้านลำพยา ให้หน่อยค่ะ",
    "ขอดูรายงานนิเทศ รร.บ้านลำพยา เมื่อวาน",
    "ขอเชิญร่วมแลกเปลี่ยนเรียนรู้ วันนี้ ที่ รร.บ้านลำพยา",
    "กรุณาส่งภาพนิเทศวันที่ 20 พ.ย. ให้ด้วยค่ะ",
    "อยากให้ศน.นิเทศ รร.บ้านลำพยา เมื่อวานไม่สะดวก",
]
COMMANDS = [
    "บันทึกนิเทศ",
    "สถานะ บ้านลำพยา",
    "ลบรายงานนิเทศ รร.บ้านลำพยา เมื่อวาน",
    "แก้ไขวันที่นิเทศ รร.บ้านลำพยา เป็น 20 พ.ย. 66",
    "เตือน บ้านลำพยา",
    "ประวัติการนิเทศ รร.บ้านลำพยา 20 พ.ย. 66",
]
OTHERS = [
    "เมื่อวานบ้านลำพยามานิเทศเรา",
    "เมื่อวาน ศน. มานิเทศบ้านลำพยา",
    "ครูบ้านลำพยานิเทศเมื่อวานที่โรงเรียนเรา เรื่องการอ่าน",
    "ศน.วิชัยบอกว่าเมื่อวานนิเทศ รร.บ้านลำพยา",
    "เห็นรายงานนิเทศ รร.บ้านลำพยา เมื่อวานแล้วค่ะ",
    "รายงานของ รร.บ้านลำพยา เมื่อวานดีมาก",
    "เมื่อวานศน.มานิเทศโรงเรียนเรา",
    "โรงเรียนบ้านลำพยาได้รับการนิเทศเมื่อวาน",
    "ส่งรายงานนิเทศ รร.บ้านลำพยา แล้วเมื่อวาน",
    "ขอบคุณท่าน ศน. ที่มานิเทศ รร.บ้านลำพยา เมื่อวาน",
    "ปฐมนิเทศนักเรียน รร.บ้านลำพยา เมื่อวาน",
    "ศึกษานิเทศก์ รร.บ้านลำพยา เมื่อวานป่วย",
    "ประชุมกลุ่มนิเทศ 20 พ.ย. 66",
    "เมื่อวานบันทึกนิเทศ รร.บ้านลำพยา ไม่ได้ ระบบล่ม",
    "รร.บ้านลำพยา 20 พ.ย. 66 ครู 5 คน",
]


@pytest.mark.parametrize(
    "said", [*GREETINGS, *QUESTIONS, *PLANS, *CALLED_OFF, *WISHES, *COMMANDS, *OTHERS]
)
def test_it_is_no_report(said: str) -> None:
    assert read_report(said, TODAY, AROUND) == Understood(None)
    assert report_in(said, TODAY, AROUND) is None


@pytest.mark.parametrize(
    "said",
    [
        "ขออนุญาตรายงานค่ะ เมื่อวานนิเทศ รร.บ้านลำพยา",
        "ขอรายงานการนิเทศ รร.บ้านลำพยา 20 พ.ย. 66",
        "ช่วยบันทึกนิเทศ รร.บ้านลำพยา เมื่อวาน ครู 5 คน",
        "เมื่อวานนิเทศ รร.บ้านลำพยา เรื่องการยกเลิกใบประกาศ",
        "เมื่อวานนิเทศ รร.บ้านลำพยา แนะนำให้เลื่อนการสอบไปเดือนหน้า",
        "เมื่อวานนิเทศ รร.บ้านลำพยา เรื่องทำอย่างไรให้เด็กอ่านออก ครู 5 คน",
        "เมื่อวานไปนิเทศ รร.บ้านลำพยามาแล้วค่ะ ขอบคุณค่ะ",
        "เมื่อวานนิเทศ รร.บ้านลำพยา พบว่ายังไม่ได้ทำแผน",
        "เมื่อวานนิเทศ รร.บ้านลำพยา ไม่มีปัญหาอะไร",
        "เมื่อวานนิเทศ รร.บ้านลำพยา จะกลับไปติดตามอีกครั้ง 15 ธ.ค. 66",
    ],
)
def test_words_of_wishes_and_plans_in_their_place_hide_no_report(said: str) -> None:
    understood = report_in(said, TODAY, AROUND)
    assert understood is not None
    assert understood.form == "visit"
    assert understood.slots["school"] == "NPT1-02"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "บ้านลำพยา เมื่อวาน ออนไลน์",
            {"school": "NPT1-02", "date": "2023-11-20", "mode": "online"},
        ),
        ("ทางโทรศัพท์ ครู 5 คน", {"mode": "phone", "headcount": 5}),
        ("20 พ.ย. 66 ให้คำแนะนำ", {"date": "2023-11-20", "purposes": ("advice",)}),
        ("พรุ่งนี้จะไปบ้านลำพยา", {}),
        ("นิเทศบ้านลำพยาวันไหนดีคะ", {}),
        ("สวัสดีค่ะ", {}),
    ],
)
def test_within_a_form_short_answers_need_no_verb(said: str, expected: dict[str, object]) -> None:
    assert read_report(said, TODAY, AROUND, within="visit").slots == expected


_WORDS = [
    "เมื่อวาน",
    "นิเทศ",
    "ไป",
    " ",
    "รร.",
    "บ้านลำพยา",
    "โรงเรียน",
    "ครู ",
    "5",
    "๒๐",
    "-",
    "คน",
    "เรื่อง",
    "ข้อเสนอแนะ",
    ":",
    "\n",
    "นัดติดตาม",
    "15 ธ.ค.",
    "ออนไลน์",
    "plc",
    "แลกเปลี่ยนเรียนรู้",
    "มาตรฐาน",
    "ที่ ",
    "1,2",
    "ทั้งหมด",
    "และ",
    "แนะนำให้",
    "20 พ.ย. 66",
    "ประเมิน",
    "ภายในเครือข่าย",
    "\u200b",
    "🙏",
    "ํา",
]


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(_WORDS), max_size=80).map("".join)))
def test_no_text_makes_it_fail(text: str) -> None:
    understood = read_report(text, TODAY, AROUND)
    assert understood.form in ("visit", "exchange", None)
    if understood.form is None:
        assert understood == Understood(None)
    assert not set(understood.slots) & set(understood.asks)
    assert set(understood.asks) <= set(understood.must_ask)
    read_report(text, TODAY, AROUND, within="exchange")


@given(st.sampled_from([date.min, date.max, TODAY]), st.sampled_from(_WORDS))
def test_the_ends_of_the_calendar_are_no_trouble(today: date, word: str) -> None:
    read_report(f"เมื่อวานนิเทศ {word} พรุ่งนี้ นัดติดตามอีก 30 วัน", today, AROUND)


@given(st.one_of(st.text(), st.lists(st.sampled_from(_WORDS), max_size=40).map("".join)))
def test_every_place_in_the_folded_text_leads_back_to_the_typed_one(text: str) -> None:
    sheet = lay_out(text, Setting(TODAY, AROUND))
    assert len(sheet.origin) == len(sheet.text) + 1
    assert list(sheet.origin) == sorted(sheet.origin)
    assert sheet.as_typed(0, len(sheet.text)).strip() == sheet.typed
