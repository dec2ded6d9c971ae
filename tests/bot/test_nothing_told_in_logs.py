"""Logs, metrics and error reports carry ids alone, whatever is said and wherever it goes wrong."""

from urllib.parse import urlsplit

import pytest
from street import SECRET, TOKEN, Street, picture

from demo.people import cast
from handlers import history
from handlers.texts import t

NAMES = {member.key: member.name for member in cast()}
TOPIC, ADVICE = "แผนพัฒนาที่ไม่มีใครต้องรู้", "คำแนะนำที่เป็นความลับ"


def test_a_whole_conversation_leaves_nothing_of_itself(
    quick_street: Street, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mali, wichai = quick_street.phone("mali"), quick_street.phone("wichai")
    mali.say(f"เมื่อวานนิเทศ รร.บ้านลำพยา ครู ๕ คน เรื่อง{TOPIC}")
    mali.say(ADVICE)
    mali.album(picture("navy"))
    mali.say("พัก")
    page = urlsplit(mali.say("ข้อมูลของฉัน").uris[0]).path
    assert quick_street.get(page).status == 200
    wichai.say("โทร 081-234-5678")

    def broken(*_args: object, **_more: object) -> None:
        raise ValueError(f"{TOPIC} {NAMES['mali']}")

    monkeypatch.setattr(history, "past_of", broken)
    assert t("common.fault") in mali.say("ประวัติของฉัน").text
    metrics = quick_street.get("/metrics", Authorization="Bearer street-metrics").data.decode()

    told = capsys.readouterr()
    for channel in (told.out, told.err, metrics):
        for private in (
            *(TOPIC, ADVICE, "ลำพยา", "081-234-5678", "0812345678"),
            *(SECRET, TOKEN, page.rpartition("/")[2]),
            *NAMES.values(),
        ):
            assert private not in channel
    assert "event_failed" in told.out
    [alert] = quick_street.rows("SELECT error FROM inbound_events WHERE error IS NOT NULL")
    assert alert == ("ValueError",)
