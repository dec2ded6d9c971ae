"""The main job, all the way over HTTP: join, report with photos, saved once, opened, exported."""

import json

from street import Phone, Street, picture

from bot.app import create_app


def test_a_teacher_joins_reports_a_visit_and_the_supervisor_opens_it(street: Street) -> None:
    # Every event comes three times, and the images of an album in any order.
    street.desk("POST", "/webhook", {"duplicate": 3, "shuffle": True})
    kanda = street.phone("kanda")
    assert "KNDA" not in kanda.follow().text
    assert "เข้าร่วมแล้ว" in kanda.say("ลงทะเบียน knda 2570").text

    assert "นิเทศที่ไหน" in kanda.say("บันทึกนิเทศ").text
    kanda.tap("โรงเรียนวัดปลักไม้ลาย")
    kanda.say("เมื่อวาน")
    kanda.tap("ออนไลน์")
    kanda.say("1, 3")
    kanda.say("การอ่านออกเขียนได้")
    summary = _to_summary_with_photos(kanda)
    assert "การอ่านออกเขียนได้" in summary.text
    assert "3 รูป" in summary.text

    saved = kanda.tap("ส่งรายงาน")
    assert "บันทึกแล้ว เลขที่ V-1" in saved.text
    assert "นิเทศที่นี่แล้ว 1 ครั้ง" in saved.text
    assert street.count("mentoring_visits") == 1
    assert street.count("photos") == 3

    wichai = street.phone("wichai")
    opened = wichai.say("รายงาน V-1")
    assert "โรงเรียนวัดปลักไม้ลาย" in opened.text
    page = street.get(opened.uris[0].removeprefix("http://127.0.0.1:8000"))
    assert page.status == 200
    assert "การอ่านออกเขียนได้" in page.data.decode()

    exported = _export(street)
    assert [row["receipt"] for row in exported] == ["V-1"]
    assert exported[0]["school_code"] == "NPT1-06"
    assert exported[0]["purposes"] == ["mentoring", "assistance"]
    assert exported[0]["mode"] == "online"


def _to_summary_with_photos(phone: Phone) -> object:
    album = phone.album(picture("navy"), picture("teal"), picture("olive"))
    assert "รวม 3 รูป" in album.text
    return phone.tap("ข้ามไปหน้าสรุป")


def _export(street: Street) -> list[dict[str, object]]:
    # The runner catches all that is printed meanwhile, the sender's log lines too.
    street.until("SELECT count(*) FROM effects WHERE state = 'waiting'", [(0,)])
    app = create_app(street.runtime.settings)
    result = app.test_cli_runner().invoke(args=["export", "visits", "--format", "json"])
    app.extensions["philiang"].engine.dispose()
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]
