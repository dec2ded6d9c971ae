"""Whether a pupil is named in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.thai.pupils import names_a_pupil


@pytest.mark.parametrize(
    "text",
    [
        *("ด.ช.มานะ", "ด.ญ. มานี ใจดี", "ดช.มานะ", "เด็กชายมานะ รักเรียน", "ให้เด็กหญิง เพชรา อ่าน"),
        *("ช่วย ด. ช. มานะ", "(ด.ญ.ชูใจ)"),
    ],
)
def test_a_pupil_is_named(text: str) -> None:
    assert names_a_pupil(text)


@pytest.mark.parametrize(
    "text",
    [
        *("เด็กชายและเด็กหญิง", "เด็กหญิงชั้น ป.3", "ด.ช. 5 คน", "เด็กชายหญิงทุกคน", "ด.ช. และ ด.ญ."),
        *("นักเรียน 25 คน", "", "ครูมะลิ", "เด็กหญิงที่อ่านไม่คล่อง"),
    ],
)
def test_nobody_is_named(text: str) -> None:
    assert not names_a_pupil(text)


@given(st.text(max_size=200))
def test_no_text_is_a_fault(text: str) -> None:
    names_a_pupil(text)
