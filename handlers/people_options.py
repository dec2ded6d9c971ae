"""People as answers: the full name on the button, and what colleagues call them in typing."""

from collections import Counter
from collections.abc import Sequence

from handlers.dialog.world import Option
from handlers.texts import t


def people_options(people: Sequence[tuple[int, str]]) -> tuple[Option, ...]:
    """(person's id, full name) as options. A given name, with or without its title, names a person
    too, where nobody else among them is called so."""
    called = {person_id: _called(name) for person_id, name in people}
    counted = Counter(word for words in called.values() for word in words)
    return tuple(
        Option(
            str(person_id), name, tuple(word for word in called[person_id] if counted[word] == 1)
        )
        for person_id, name in people
    )


def _called(full_name: str) -> tuple[str, ...]:
    """What somebody of this name is called: "ครูกานดา มาใหม่" is ครูกานดา, กานดา, กานดา มาใหม่."""
    bare = full_name.strip()
    for title in t("words.titles").split(" | "):
        if bare.startswith(title) and bare != title:
            bare = bare.removeprefix(title).strip()
            break
    given = full_name.split(" ")[0]
    return tuple(dict.fromkeys(word for word in (given, bare.split(" ")[0], bare) if word))
