"""The charts in docs/forms are those of the forms as they are now."""

from docs.make_charts import page, pages, stale
from handlers.dialog.form import WHY
from handlers.talks import CONVERSATIONS


def test_no_chart_is_stale() -> None:
    assert stale() == [], "python -m docs.make_charts"


def test_every_conversation_has_its_chart_with_every_question() -> None:
    assert len(pages()) == len(CONVERSATIONS)
    for talk in CONVERSATIONS.values():
        form = talk.what.form
        drawn = page(form)
        for slot in form.slots:
            assert slot.name == WHY.name or f"q_{slot.name}" in drawn
            assert form.question(slot) in drawn
