"""What is kept of people holds together: posts given and taken back, drafts that change phones,
days that are not in every year, and names that go."""

from datetime import date, timedelta

import pytest
from phones import KANDA, MALI, NOW, PRANEE, Desk
from sqlalchemy import select
from test_claiming import NEW, claim, claims, joined
from test_posts import post_of, roles

from handlers.dialog.form import Draft
from handlers.dialog.kind_file import file_answer
from handlers.roster_sheet import Line, Part
from handlers.roster_values import Wrong, words
from handlers.texts import t
from handlers.thai.dates import long_date
from models.actors import Post
from models.claim_queries import make_claim, waiting_claim
from models.documents import Document
from models.forgetting import forget_person
from models.inbox_queries import lock_conversation, save_conversation
from models.people import Person, load_actor, scope_by_code
from models.posts import any_own_post, appoint
from models.scopes import Scope
from models.sent_files import FileKind, SentFileState, add_sent_file
from models.visits import Photo
from models.vocabulary import PhotoState, Role

TODAY = NOW.date()


def scope(desk: Desk, code: str) -> Scope:
    found = scope_by_code(desk.session, code)
    assert found is not None
    return found


def scope_of_claim(desk: Desk) -> Scope:
    waiting = waiting_claim(desk.session, NEW)
    assert waiting is not None
    return waiting.school


def decided(desk: Desk, words: str) -> str:
    """What a coordinator says of the newest request."""
    return desk.phone(PRANEE).say(f"{words} {claims(desk)[-1].id}")


def test_photos_go_with_their_drafts_to_a_new_phone(desk: Desk) -> None:
    code = desk.phone(MALI).say("เปลี่ยนเครื่อง").split("รหัสเปลี่ยนเครื่อง: ")[1][:9]
    draft = Draft(form="visit", version=1, id="begun", touched_on=TODAY.isoformat())
    lock_conversation(desk.session, MALI, NOW)
    save_conversation(desk.session, MALI, draft=draft.to_json(), parked=[])
    photo = Photo(
        line_message_id="m1",
        line_user_id=MALI,
        draft_id="begun",
        state=PhotoState.WAITING,
        received_at=NOW,
    )
    desk.session.add(photo)
    desk.session.flush()
    desk.phone(NEW).say(code)
    desk.session.refresh(photo)
    assert photo.line_user_id == NEW


def test_a_file_goes_with_its_draft_to_a_new_phone_and_is_not_asked_for_again(desk: Desk) -> None:
    pranee, new = desk.phone(PRANEE), desk.phone(NEW)
    code = pranee.say("เปลี่ยนเครื่อง").split("รหัสเปลี่ยนเครื่อง: ")[1][:9]
    pranee.say("เพิ่มเอกสาร", "แนวทางนิเทศ 2570")
    assert pranee.draft is not None
    number = pranee.draft["id"]
    file = add_sent_file(
        desk.session, message_id="f1", line_user_id=PRANEE, name="1.pdf", draft_id=number, now=NOW
    )
    file.kind, file.media_key, file.sha256, file.size_bytes = FileKind.PDF, "1.pdf", "0", 5
    file.state = SentFileState.STORED
    begun = {**pranee.draft, "answers": {**pranee.answers, "link": file_answer(file.id)}}
    lock_conversation(desk.session, PRANEE, NOW)
    save_conversation(desk.session, PRANEE, draft=begun, parked=[])
    desk.session.flush()
    new.say(code, "ทำต่อ")
    new.tap("ไฟล์ 1.pdf")
    new.say("ส่ง")
    assert file.line_user_id == NEW
    [document] = desk.session.scalars(select(Document).where(Document.draft_id == number))
    assert document.file_id == file.id


def test_undoing_takes_nothing_of_a_post_that_was_held_for_some_years(desk: Desk) -> None:
    held = post_of(desk, MALI)
    held.ends_on = date(2027, 9, 30)
    post = Post(Role.TEACHER, scope(desk, "NPT1-01"))
    make_claim(desk.session, draft_id="d", line_user_id=MALI, full_name="มะลิ", post=post, now=NOW)
    for say in ("อนุมัติคำขอ", "เลิกการอนุมัติ"):
        decided(desk, say)
        assert post_of(desk, MALI).ends_on == date(2027, 9, 30)


def test_who_has_another_post_since_is_not_put_out_by_an_undoing(desk: Desk) -> None:
    claim(desk)
    decided(desk, "อนุมัติคำขอ")
    person = load_actor(desk.session, NEW, TODAY).person_id
    assert person is not None
    appoint(desk.session, person, Post(Role.SUPERVISOR, scope(desk, "NPT1")), TODAY)
    decided(desk, "เลิกการอนุมัติ")
    assert roles(desk, NEW) == [(Role.SUPERVISOR, "NPT1")]


def test_the_wrong_person_is_put_out_of_a_post_that_the_roster_knew(desk: Desk) -> None:
    claim(desk)
    known = Person(full_name="วีณา ใฝ่รู้", created_at=NOW - timedelta(days=9))
    desk.session.add(known)
    desk.session.flush()
    post = Post(Role.TEACHER, scope_of_claim(desk))
    appoint(desk.session, known.id, post, date(2026, 10, 1), date(2027, 9, 30))
    decided(desk, "อนุมัติคำขอ")
    assert joined(desk)
    decided(desk, "เลิกการอนุมัติ")
    assert not joined(desk)
    assert any_own_post(desk.session, known.id, date(2027, 9, 30))


def test_a_post_that_is_over_by_then_does_not_move(desk: Desk) -> None:
    held = post_of(desk, MALI)
    held.ends_on = date(2026, 12, 31)
    desk.session.flush()
    pranee = desk.phone(PRANEE)
    pranee.say(f"ย้ายสถานศึกษา {held.id}", "วัดปลักไม้ลาย", "1 มีนาคม 2570")
    refused = t("posts.saved.over_by_then", day=long_date(held.ends_on))
    assert refused in pranee.tap("บันทึกการย้าย")
    assert post_of(desk, MALI).ends_on == date(2026, 12, 31)


def test_a_programme_may_begin_on_the_29th_of_february(desk: Desk) -> None:
    kanda = desk.appoint(KANDA, Role.NATIONAL_COORDINATOR, "TH")
    kanda.say("ต่ออายุโครงการ", "QIN", "29 กุมภาพันธ์ 2571")
    assert kanda.at == "ends"
    assert any("28 ก.พ. 2572" in label for label in kanda.labels), kanda.labels


@pytest.mark.parametrize("number", [1e300, 1e22, float("inf"), -(10**30)])
def test_no_number_of_a_roster_is_longer_than_a_code(number: float) -> None:
    with pytest.raises(Wrong):
        words(Line(Part.SCHOOLS, 2, {"school": number}), "school")
    assert words(Line(Part.SCHOOLS, 2, {"school": 1073150001.0}), "school") == "1073150001"


def test_the_name_of_a_request_goes_with_the_person_whatever_their_phone(desk: Desk) -> None:
    claim(desk)
    decided(desk, "อนุมัติคำขอ")
    person = load_actor(desk.session, NEW, TODAY).person_id
    assert person is not None
    forget_person(desk.session, person, TODAY)
    assert claims(desk) == []
