"""Commands as people type them, and the sentences that only look like some."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.routes import command_table
from handlers.thai.commands import Command, Table, Words, read_command
from handlers.thai.following import After, argument_in
from handlers.thai.keyboard import in_english

TABLE = command_table()


def read(text: str) -> tuple[str, str] | None:
    found = read_command(text, TABLE, inexact=True)
    return (found.name, found.arg) if found else None


# --- the words themselves ------------------------------------------------------------------------


def all_words() -> Iterator[tuple[str, str]]:
    for name, words in TABLE.commands.items():
        for word in words.alone:
            yield name, word


def test_every_word_is_its_command_also_with_polite_words_around() -> None:
    for name, word in all_words():
        assert read(word) == (name, "")
        if word[-1].isalnum():
            for text in (f"{word}ค่ะ", f"{word} ครับ", f"{word}นะคะ", f" {word}! "):
                assert read(text) == (name, ""), text


def test_no_word_stands_for_two_commands() -> None:
    seen: dict[str, str] = {}
    for name, word in all_words():
        assert seen.setdefault(word, name) == name, word


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ขอดูสถานะหน่อยค่ะ", "status"),
        ("สวัสดีค่ะ ขอเมนูหน่อยค่ะ", "menu"),
        ("อยากบันทึกการนิเทศค่ะ", "log_visit"),
        ("ใครยังไม่ส่งบ้างคะ", "outstanding"),
        ("ส่งเรียบร้อยแล้วนะคะ", "submitted"),
        ("ยกเลิกครับ", "cancel"),
        ("ขอข้าม", "skip"),
        ("?", "help"),
        ("บันทึก  นิเทศ", "log_visit"),
        ("บันทึกนิเทศ 😊", "log_visit"),
        ("บันทึกเเลกเปลี่ยน", "log_exchange"),
        ("เมนูๆ", "menu"),
        ("สถานะะะะ", "status"),
        ("MENU", "menu"),
    ],
)
def test_small_words_and_signs_do_not_count(text: str, name: str) -> None:
    assert read(text) == (name, "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("บันทึกนิเทด", "log_visit"),
        ("บันทืกนิเทศ", "log_visit"),
        ("บันทึกแลกเปลียนเรียนรู้", "log_exchange"),
        ("สถาณะ", "status"),
        ("สถานะเครื่อข่าย", "status_network"),
        ("ลบขอมูลของฉัน", "delete_my_data"),
        ("ขอ้มูลของฉัน", "my_data"),
        ("ส่งแร้ว", "submitted"),
        ("ยกเลก", "cancel"),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(text: str, name: str) -> None:
    assert read(text) == (name, "")
    assert read_command(text, TABLE, inexact=False) is None


@pytest.mark.parametrize("word", ["เมนู", "บันทึกนิเทศ", "สถานะเครือข่าย", "ยกเลิก"])
def test_what_was_typed_in_the_english_layout_is_read_in_the_thai_one(word: str) -> None:
    assert read(in_english(word)) == read(word)


@pytest.mark.parametrize("text", ["ยืนยันข้อมูล", "ยืนยันลบข้อมู", "ยืนยันการเตื่อน"])
def test_what_cannot_be_undone_is_never_done_by_a_slip(text: str) -> None:
    assert read(text) is None


# --- with more behind them -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "arg"),
    [
        ("สถานะ นครปฐม เขต 1", "status_area", "นครปฐม เขต 1"),
        ("สถานะ ปีก่อน", "status", "ปีก่อน"),
        ("สถานะ ปีงบ 2566 ค่ะ", "status", "ปีงบ 2566"),
        ("สถานะ เทอม ๑/๒๕๖๖", "status", "เทอม 1/2566"),
        ("สถานะ นครปฐม เขต 1 ปีงบ 2566", "status_area", "นครปฐม เขต 1 ปีงบ 2566"),
        ("สถานะ อนุบาลนครปฐม ปีก่อน", "status_network", "อนุบาลนครปฐม ปีก่อน"),
        ("ทะเบียน 12", "register", "12"),
        ("ทะเบียน ส่งรายชื่อผู้รับผิดชอบ", "register", "ส่งรายชื่อผู้รับผิดชอบ"),
        ("ไฟล์ทะเบียน ๑๒ ค่ะ", "register_file", "12"),
        ("รายละเอียดกำหนดส่ง 12", "see_deadline", "12"),
        ("สถานะเขต 2", "status_area", "เขต 2"),
        ("สถานะ สพป.นครปฐม เขต ๑ ค่ะ", "status_area", "สพป.นครปฐม เขต 1"),
        ("สถานะ กทม.", "status_area", "กทม."),
        ("สถานะ โคราช", "status_area", "โคราช"),
        ("สถาณะ นครปฐม เขต 1", "status_area", "นครปฐม เขต 1"),
        ("สถานะเครือข่ายอ้อกระทิง", "status_network", "อ้อกระทิง"),
        ("ขอดูสถานะเครือข่ายอนุบาลนครปฐมหน่อยค่ะ", "status_network", "อนุบาลนครปฐม"),
        ("สถานะ บ้านอ้อกระทิง", "status_network", "บ้านอ้อกระทิง"),
        ("สถานะโครงการ Collaborative Assessment", "status", "Collaborative Assessment"),
        ("ค้างส่ง เขต 2", "outstanding", "เขต 2"),
        ("เตือน บ้านอ้อกระทิง", "remind", "บ้านอ้อกระทิง"),
        ("ช่วยเตือน รร.บ้านลำพยา หน่อยครับ", "remind", "รร.บ้านลำพยา"),
        ("เตือน ทุกโรงเรียน", "remind", "ทุกโรงเรียน"),
        ("เลื่อน 3 วัน", "snooze", "3 วัน"),
        ("ขอเลื่อนไป ๑ สัปดาห์ค่ะ", "snooze", "1 สัปดาห์"),
        ("เลื่อนสามวัน", "snooze", "สามวัน"),
        ("เลื่อนไปวันจันทร์หน้า", "snooze", "วันจันทร์หน้า"),
        ("แก้ไข วันที่", "edit", "วันที่"),
        ("แก้โรงเรียน", "edit", "โรงเรียน"),
        ("แก้วันที่เป็น 26", "edit", "วันที่เป็น 26"),
        ("แก้ไข ข้อ 3", "edit", "ข้อ 3"),
        ("รายงาน V-12", "report", "V-12"),
        ("ดูรายงานเลขที่ ๑๒", "report", "12"),
        ("รายงาน ปี 2566", "report", "ปี 2566"),
        ("ส่งออก นิเทศ ปี 2566", "export", "นิเทศ ปี 2566"),
        ("ส่งออกข้อมูลนิเทศเป็น Excel", "export", "นิเทศเป็น Excel"),
        ("เพิ่มกำหนดส่ง แผนเครือข่าย 30 ก.ย.", "add_deadline", "แผนเครือข่าย 30 ก.ย."),
        ("ลงทะเบียน ABCD-2345", "join", "ABCD-2345"),
    ],
)
def test_more_may_stand_behind_a_command(text: str, name: str, arg: str) -> None:
    assert read(text) == (name, arg)


# But for TEXT, the words of an announcement, and SOUGHT, what a report says: they are a sentence.
_SENTENCES = {After.SLOT, After.TEXT, After.SOUGHT}


@pytest.mark.parametrize("after", sorted(set(After) - _SENTENCES, key=str))
def test_a_sentence_is_an_argument_of_no_kind(after: After) -> None:
    for rest in ("ประชุมผู้ปกครองแล้ว", "นักเรียนให้ส่งงานพรุ่งนี้", "เรื่องการเงินเป็นอย่างไร"):
        for apart in (True, False):
            assert argument_in(after, rest, apart=apart, labels=frozenset()) is None


# --- sentences -----------------------------------------------------------------------------------

SENTENCES = """
ขอยกเลิกประชุม | ประชุมเรื่องสถานะการเงิน | รายงานการประชุมผู้ปกครอง | สถานะการเงิน | สถานะ การเงินไม่ดี
เลื่อนประชุม | เลื่อนการประชุมไป 3 วัน | เลื่อนขั้นเงินเดือน | เตือนนักเรียนเรื่องการบ้าน | เตือน นักเรียนให้ส่งงาน
แก้ไขปัญหาการอ่าน | แก้ไข เรื่องการอ่าน | ข้ามถนนระวังรถ | พักเที่ยง | พักผ่อน | ส่งแล้วหรือยัง | ยังไม่ส่ง
ยังไม่ได้ส่งค่ะ | ส่งออกสินค้าไปจีน | เอกสารหาย | เมนูอาหารกลางวัน | ประวัติศาสตร์ | ประวัติโรงเรียน
ทำต่อจากเมื่อวาน | กลับบ้านแล้ว | ข้อมูลของนักเรียน | ลบข้อมูลนักเรียน | ช่วยเหลือนักเรียนยากจน
นิเทศแผนพัฒนาคุณภาพ | เมื่อวานไปนิเทศบ้านลำพยา | บันทึกการประชุม | บันทึกนิเทศแล้ว | สวัสดีค่ะ | ขอบคุณค่ะ | ครับ
กำหนดการประชุม | รายงานตัว | รายงานผล | รายงาน 5 บท | รายงาน ป.6 | หยุดเรียนวันจันทร์ | ไม่มีปัญหา | ไปนิเทศ
ศึกษานิเทศก์ | ยกเลิกการนิเทศวันนี้ | ประเมินวิทยฐานะ | ค้างคืน | สมัครงาน | เข้าร่วมประชุม | เชิญครูมาประชุม
ขอเลื่อนการนิเทศเป็นวันศุกร์ | เดี๋ยวส่งพรุ่งนี้ค่ะ | สถานะเครือข่ายอินเทอร์เน็ตล่ม | ใครยังไม่ส่งการบ้าน | 12 | 😊 | โอเค
"""


@pytest.mark.parametrize(
    "text", [text.strip() for line in SENTENCES.strip().splitlines() for text in line.split("|")]
)
def test_a_sentence_is_no_command(text: str) -> None:
    assert read(text) is None


# --- of any table, for any text ------------------------------------------------------------------

SMALL = Table(
    {
        "one": Words(("เปิดประตู",), after=After.NUMBER),
        "two": Words(("ปิดประตู",)),
        "three": Words(("ปิดประตูใหญ่",), before=("ประตู",), after=After.DURATION),
    }
)


def test_what_is_like_two_commands_is_neither() -> None:
    assert read_command("ฉิดประตู", SMALL, inexact=True) == Command("two")
    twins = Table({"left": Words(("ประตูซ้าย",)), "right": Words(("ประตูช้าย",))})
    assert read_command("ประตูฃ้าย", twins, inexact=True) is None


def test_words_that_want_more_behind_them_are_nothing_alone() -> None:
    assert read_command("ประตู", SMALL, inexact=False) is None
    assert read_command("ประตู 3 วัน", SMALL, inexact=False) == Command("three", "3 วัน")


THAI = st.text(st.characters(min_codepoint=0x0E00, max_codepoint=0x0E7F), max_size=80)
WORDS = st.sampled_from([word for _, word in all_words()])


@given(st.one_of(st.text(max_size=400), THAI, st.tuples(WORDS, st.text(max_size=40)).map("".join)))
def test_no_text_raises_and_what_is_found_is_in_the_table(text: str) -> None:
    found = read_command(text, TABLE, inexact=True)
    assert found is None or found.name in TABLE.commands


@pytest.mark.parametrize("text", ["สถานะเครื่อข่าย" * 400, "ขอ" * 2500, "นะคะ" * 1200, "ะ" * 5000])
def test_a_long_text_is_no_command(text: str) -> None:
    assert read(text) is None
