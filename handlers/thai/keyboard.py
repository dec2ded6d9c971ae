"""Text typed with the keyboard in the other layout: "l;ylfu" was meant to be สวัสดี.

The Thai layout is Kedmanee, the English one US. A conversion is offered only where it surely reads
as words of ours; nearly every string converts to something.
"""

import re

from handlers.thai.fold import fold, tidy

# Row by row from the top left, first unshifted and then shifted.
_ENGLISH = (
    "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"
    '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
)
_THAI = '_ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ%+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'
_TO_THAI = str.maketrans(_ENGLISH, _THAI)
_TO_ENGLISH = str.maketrans(_THAI, _ENGLISH)

_CONSONANT = "ก-ฮ"
_MARK = "ัิ-ฺ็-๎"
# What no Thai word has: a mark or a following vowel on nothing, a leading vowel before nothing.
_ILL_FORMED = re.compile(
    f"(?<![{_CONSONANT}{_MARK}])[{_MARK}]|(?<![{_CONSONANT}{_MARK}ๅา])[ะาำๅ]"
    f"|[เแโใไ](?![{_CONSONANT}])|[ัิ-ฺ็][ัิ-ฺ็]|[ัิ-ู็ำ]ำ|[ก-๎][0-9a-z{{}}\\[\\]|\\\\]+[ก-๎]"
)
_LETTERS = re.compile("[ก-๎]")
# Words that messages to this bot are made of; a conversion must consist of them for the most part.
_OURS = re.compile(
    "สวัสดี|เมนู|ช่วยเหลือ|ช่วยด้วย|วิธีใช้|บันทึก|การนิเทศ|นิเทศ|แลกเปลี่ยน|เรียนรู้|สถานะ|เครือข่าย|เขตพื้นที่|เขต"
    "|ค้างส่ง|ค้าง|กำหนดส่ง|กำหนด|รายงาน|ส่งออก|เตือน|เอกสาร|ประวัติ|ของฉัน|ข้อมูล|ลบ|ยกเลิก|ย้อนกลับ|กลับ"
    "|แก้ไข|แก้|ข้าม|พัก|ทำต่อ|ต่อ|เลื่อน|ส่งแล้ว|ส่ง|เสนอ|ยืนยัน|ถูกต้อง|ใช่|ไม่ใช่|ไม่|ตกลง|เริ่ม|ลงทะเบียน"
    "|โรงเรียน|บ้าน|วัด|อนุบาล|ชุมชน|หนอง|ห้วย|ประชา|วิทยา|ราษฎร์|สามัคคี|ครูใหญ่|ครู|ผู้บริหาร|ผู้อำนวยการ|นักเรียน"
    "|วันนี้|เมื่อวานซืน|เมื่อวาน|พรุ่งนี้|มะรืน|วันที่|วัน|สัปดาห์|เดือน|ที่แล้ว|จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์"
    "|อาทิตย์|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน"
    "|ธันวาคม|ม\\.ค\\.|ก\\.พ\\.|มี\\.ค\\.|เม\\.ย\\.|พ\\.ค\\.|มิ\\.ย\\.|ก\\.ค\\.|ส\\.ค\\.|ก\\.ย\\.|ต\\.ค\\.|พ\\.ย\\.|ธ\\.ค\\."
    "|ออนไลน์|โทรศัพท์|ประชุม|แผน|พัฒนา|คุณภาพ|การศึกษา|ประเมิน|ติดตาม|ให้คำปรึกษา|เรื่อง|คน|ที่|และ|ครับ|ค่ะ|คะ"
    "|ขอบคุณ|ขอ|ดู|ทดสอบ|รหัส|ไป|มา|ได้|แล้ว|ของ|เปิด|ปิด|นครปฐม|กรุงเทพ"
)
_ENGLISH_OF_OURS = re.compile(
    "menu|help|status|cancel|back|edit|skip|pause|resume|report|export|start|stop|hello|hi|ok|yes|no"
    "|online|onsite|zoom|google|meet|line|plc|iqa|test"
)
_SCHOOL = re.compile("(?:โรงเรียน|ร\\.?ร\\.|บ้าน|วัด|อนุบาล|ชุมชน)[ก-๎]{3,}")
_WORD = re.compile(r"(?<!\S)(?![0-9/.:-]+(?:\s|$))\S+")
_SURE = 0.6
_FEWEST_LETTERS = 3


def other_layout(text: str) -> str | None:
    """What was meant by a text typed in the wrong layout, or None where that is not sure.

    Takes the text as typed: its capitals are other keys.
    """
    typed = tidy(text)
    if _LETTERS.search(typed):
        # Right Thai is never converted, however English its keys spell.
        return in_english(typed) if _ILL_FORMED.search(typed) and _is_our_english(typed) else None
    meant = in_thai(typed)
    score = plausibility(meant)
    return meant if score >= _SURE or (score and _SCHOOL.match(meant)) else None


def in_thai(text: str) -> str:
    """The characters that the same keys give in the Thai layout; numbers stay, as on a keypad."""
    return tidy(_WORD.sub(lambda word: word[0].translate(_TO_THAI), text))


def in_english(text: str) -> str:
    """The characters that the same keys give in the English layout."""
    return text.translate(_TO_ENGLISH)


def plausibility(text: str) -> float:
    """How much of the text's Thai letters are words of ours, 0.0 to 1.0.

    0.0 also where it cannot be Thai at all (a vowel on nothing) or has fewer than three letters.
    A school's name may lie lower: look it up in the gazetteer before trusting it.
    """
    folded = fold(text)
    letters = len(_LETTERS.findall(folded))
    if letters < _FEWEST_LETTERS or _ILL_FORMED.search(folded):
        return 0.0
    covered = sum(len(_LETTERS.findall(word)) for word in _OURS.findall(folded))
    return covered / letters


def _is_our_english(typed: str) -> bool:
    words = in_english(typed).lower().split()
    return all(_ENGLISH_OF_OURS.fullmatch(word) for word in words)
