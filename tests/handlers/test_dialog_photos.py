"""Photos come when they come: early, late, several, too many."""

from talk import Talk, at_summary, at_topic, skipping_to

from handlers.dialog.press import Do
from handlers.texts import t


def at_photos() -> Talk:
    talk = at_topic()
    talk.say("แผนพัฒนา")
    return skipping_to(talk, "photos")


def test_photos_are_counted_as_they_come_and_the_question_stays() -> None:
    talk = at_photos()
    talk.photos("p1", "p2", "p3")
    assert talk.at == "photos"
    assert t("dialog.photo_taken", count=3) in talk.card.note
    talk.touch("พอแล้ว (3 รูป)")
    assert (talk.at, talk.answers["photos"]) == ("confirming", "p1,p2,p3")


def test_a_photo_that_comes_early_is_kept_and_the_question_in_hand_stays() -> None:
    talk = at_topic()
    talk.photos("p1")
    assert talk.at == "topic"
    talk.say("แผนพัฒนา", "ข้ามไปหน้าสรุป")
    assert talk.answers["photos"] == "p1"


def test_a_photo_that_comes_late_is_added_to_the_summary() -> None:
    talk = at_summary()
    talk.photos("p1")
    assert talk.at == "confirming"
    assert "1 รูป" in [row.value for row in talk.card.rows]


def test_a_photo_in_a_side_question_is_kept_too() -> None:
    for words in ("ยกเลิก", "แก้ไข"):
        talk = at_topic()
        talk.say(words)
        stage = talk.at
        talk.photos("p1")
        assert (talk.at, talk.answers["photos"]) == (stage, "p1")


def test_a_photo_does_not_untick_what_was_ticked() -> None:
    talk = Talk()
    talk.say("1", "1", "1")
    talk.touch("ประเมินผล")
    talk.photos("p1")
    talk.touch("ต่อไป")
    assert talk.answers["purposes"] == "evaluation"


def test_an_eleventh_photo_is_declined_and_the_ten_stay() -> None:
    talk = at_photos()
    talk.photos(*(f"p{n}" for n in range(11)))
    assert len(talk.answers["photos"].split(",")) == 10
    assert t("dialog.photos_full", most=10) in talk.card.note


def test_the_same_photo_twice_counts_once() -> None:
    talk = at_photos()
    talk.photos("p1", "p1")
    assert talk.answers["photos"] == "p1"


def test_skipping_the_photos_keeps_those_that_came() -> None:
    talk = at_photos()
    talk.photos("p1")
    talk.say("ข้าม")
    assert (talk.at, talk.answers["photos"]) == ("confirming", "p1")


def test_words_at_the_photo_question_are_declined_kindly() -> None:
    talk = at_photos()
    talk.say("ไม่มีเวลา")
    assert t("dialog.miss.photos") in talk.card.note


def test_enough_without_any_photo_goes_on() -> None:
    talk = at_photos()
    talk.tap(Do.DONE, "photos")
    assert (talk.at, talk.answers["photos"]) == ("confirming", "")
