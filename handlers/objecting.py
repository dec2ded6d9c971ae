"""“ขอแก้ข้อมูล”: the school that was visited says what is not right, and the reporter hears it."""

from handlers.acknowledging import give_answer, meant_by, note, question
from handlers.call import Call
from handlers.cards.card import Card
from handlers.conversing import Conversing, refusal, start_over
from handlers.dialog.form import Draft
from handlers.dialog.inputs import Input
from handlers.dialog.world import Option, World
from handlers.effects import Effect, Leave
from handlers.forms.objection import FORM
from handlers.say import go, number_of, receipt, say
from handlers.texts import t
from handlers.thai.dates import short_date
from models.person_names import accounts_of
from models.visit_queries import find_visit
from models.vocabulary import AckState


def object_to_visit(call: Call) -> list[Effect]:
    """ "ขอแก้ข้อมูล V-12": asks what is not right."""
    meant = meant_by(call)
    if isinstance(meant, Card):
        return say(meant)
    asked = question(call, *meant)
    if isinstance(asked, Card):
        return say(asked)
    return start_over(call, OBJECTING, visit=str(asked.visit_id))


def _world(call: Call, draft: Draft, given: Input | None) -> World:
    """Which visit it is about stays answered, whatever becomes of it: sending says what did."""
    visit_id = number_of(draft.answers.get("visit", ""))
    if visit_id is None:
        return World(today=call.today)
    record = find_visit(call.session, call.actor, visit_id)
    label = receipt(visit_id)
    if record is not None:
        day = short_date(record.visit.visited_on)
        label = t("history.row_label", receipt=label, day=day)
    return World(today=call.today, options={"visit": (Option(str(visit_id), label),)})


def _submit(call: Call, draft: Draft) -> list[Effect] | Card:
    visit_id, sentence = int(draft.answers["visit"]), draft.answers["sentence"]
    record = find_visit(call.session, call.actor, visit_id)
    asked = question(call, visit_id)
    if isinstance(asked, Card):
        return refusal(say(asked), sentence)
    if record is None or not give_answer(call, asked, AckState.OBJECTED, sentence):
        not_yours = Card(text=t("acknowledging.not_yours"), buttons=(go("menu"),))
        return refusal(say(not_yours), sentence)
    note(call, visit_id, "visit.objected")
    number = receipt(visit_id)
    card = Card(
        title=t("acknowledging.objection.title", school=record.school, number=number),
        text=t("acknowledging.objection.text", sentence=sentence),
        buttons=(
            go("change", t("changing.change", number=number), number, primary=True),
            go("report", t("acknowledging.button.open", number=number), number),
        ),
    )
    reporter = record.visit.reporter_person_id
    accounts = accounts_of(call.session, {reporter}).get(reporter, ())
    once = f"objection:{visit_id}:{call.now.isoformat()}"
    left = [Leave(account, card, once) for account in accounts]
    text = t("acknowledging.objected", number=number)
    return [*say(Card(text=text, buttons=(go("menu"),))), *left]


OBJECTING = Conversing(FORM, world=_world, submit=_submit)
