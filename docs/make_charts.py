"""Draw docs/forms/<form>.md: a chart of each conversation, made from its Form.

    python -m docs.make_charts            write them
    python -m docs.make_charts --check    name those that are not as the forms are now; exit 1

GitHub draws the Mermaid in them. In a chart a dashed box may be skipped, and a diamond is a
question that is asked only sometimes.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from handlers.dialog.form import WHY, Form, Slot, always
from handlers.dialog.inputs import Control, words_of
from handlers.talks import CONVERSATIONS
from handlers.texts import t

FOLDER = Path(__file__).parent / "forms"


def pages() -> dict[str, str]:
    """What should stand in each file of docs/forms, by its name."""
    return {f"{name}.md": page(talk.what.form) for name, talk in CONVERSATIONS.items()}


def stale() -> list[str]:
    """The names of the files that are missing, not as the forms are now, or of no form."""
    wanted = pages()
    there = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.md")}
    return sorted(n for n in wanted.keys() | there.keys() if wanted.get(n) != there.get(n))


def write() -> None:
    """Bring docs/forms up to date."""
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    for name in stale():
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], "utf-8")
        else:
            (FOLDER / name).unlink()


def page(form: Form) -> str:
    """The page of one form: its chart, and its questions as a table."""
    parts = (f"# {t(f'{form.name}.title')}", *_chart(form), *_table(form), _side_ways())
    return "\n\n".join(parts) + "\n"


def _chart(form: Form) -> Iterator[str]:
    slots = [slot for slot in form.slots if slot.name != WHY.name]
    lines = ["```mermaid", "flowchart TD"]
    lines.append(f"  begin([{_words(t(f'{form.name}.title'))}]) --> {_node(slots[0])}")
    for slot, after in zip(slots, (*slots[1:], None), strict=True):
        lines += _question(form, slot, _node(after) if after else "summary")
    lines.append(f"  summary[[{_words(t(f'{form.name}.summary'))}]]")
    lines.append(f"  summary -->|{_words(t(f'{form.name}.send'))}| sent([✓])")
    lines.append(f"  summary -.->|{_words(words_of('controls.edit')[0])}| {_node(slots[0])}")
    optional = ",".join(_node(slot) for slot in slots if slot.optional)
    if optional:
        lines += ["  classDef optional stroke-dasharray: 4 3", f"  class {optional} optional"]
    yield "\n".join([*lines, "```"])


def _question(form: Form, slot: Slot, after: str) -> list[str]:
    asks, node = f"{_node(slot)}[{_words(form.question(slot))}] --> {after}", _node(slot)
    if slot.when is always:
        return [f"  {asks}"]
    asked = f"{node}_asked[{_words(form.question(slot))}]"
    return [
        f"  {node}{{{_words(_condition(slot))}}} -->|yes| {asked} --> {after}",
        f"  {node} -->|no| {after}",
    ]


def _table(form: Form) -> Iterator[str]:
    rows = [f"Form `{form.name}`, version {form.version}.", ""]
    rows += ["| | row | question | kind | |", "|---|---|---|---|---|"]
    for number, slot in enumerate(form.slots, start=1):
        kind = f"`{type(slot.kind).__name__}`"
        cells = (str(number), form.label(slot), form.question(slot), kind, _remarks(slot))
        rows.append(f"| {' | '.join(cells)} |")
    yield "\n".join(rows)


def _remarks(slot: Slot) -> str:
    remarks = ["may be skipped"] if slot.optional else []
    if slot.name == WHY.name:
        remarks.append("asked when a change of what was sent is saved")
    elif slot.when is not always:
        remarks.append(f"asked if: {_condition(slot)}")
    if slot.follows:
        remarks.append(f"asked anew after a change of {', '.join(slot.follows)}")
    return "; ".join(remarks)


def _side_ways() -> str:
    back, edit, pause, resume, cancel = (
        words_of(f"controls.{control.value}")[0]
        for control in (
            Control.BACK,
            Control.EDIT,
            Control.PAUSE,
            Control.RESUME,
            Control.CANCEL,
        )
    )
    return (
        f"From every question: {back} (one back), {edit} (another row, then on from here), "
        f"{pause} ({resume} takes it up again), {cancel} (keep or throw away?)."
    )


def _condition(slot: Slot) -> str:
    """The name of the condition, in words."""
    name = slot.when.__name__.strip("_").replace("_", " ")
    return "it applies" if "lambda" in name else name


def _node(slot: Slot) -> str:
    return f"q_{slot.name}"  # "end" alone would be a word of Mermaid's


def _words(text: str) -> str:
    return '"' + text.replace('"', "#quot;") + '"'


def main() -> int:
    """The command line; 1 if --check found a stale page."""
    parser = argparse.ArgumentParser(description="Draw the charts of the conversations.")
    parser.add_argument("--check", action="store_true", help="write nothing, name what is stale")
    if not parser.parse_args().check:
        write()
        return 0
    found = stale()
    for name in found:
        print(f"docs/forms/{name} is stale: python -m docs.make_charts")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
