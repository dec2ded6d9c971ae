"""Many options, ten to a page. Their numbers count on over the pages."""

from handlers.dialog.world import Option
from handlers.texts import t
from handlers.thai.fold import bare

#: Options on one page. More make a bubble that nobody reads to its end.
PAGE = 10


def on_page(page: int, options: tuple[Option, ...]) -> list[tuple[int, Option]]:
    """The options of that page with their numbers, from 1 on over all pages."""
    first = page_of(str(page), options) * PAGE
    return list(enumerate(options, start=1))[first : first + PAGE]


def other_pages(page: int, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Buttons to the page before and the next one, as far as there are such: value is the page."""
    last = (len(options) - 1) // PAGE
    here = page_of(str(page), options)
    return tuple(
        Option(str(to), _label(to, len(options)), _words(to - here))
        for to in (here + 1, here - 1)
        if 0 <= to <= last
    )


def pick_page(typed: str, page: int, options: tuple[Option, ...]) -> Option | None:
    """The other page that `typed` asks for, by the words of its button or "ดูเพิ่ม"."""
    others = other_pages(page, options)
    wanted = bare(typed) if others else ""
    for option in others:
        if wanted in {bare(option.label), *(bare(word) for word in option.words)}:
            return option
    return None


def page_of(value: str, options: tuple[Option, ...]) -> int:
    """The page that a button of any age names; the last one, where the options have grown few."""
    last = max(0, (len(options) - 1) // PAGE)
    return min(int(value), last) if value.isdecimal() and len(value) <= 4 else 0


def _label(page: int, count: int) -> str:
    first, last = page * PAGE + 1, min(count, (page + 1) * PAGE)
    return t("dialog.page", first=first, last=last, count=count)


def _words(step: int) -> tuple[str, ...]:
    return tuple(t("dialog.next_page_words").split("|")) if step > 0 else ()
