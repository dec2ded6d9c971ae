"""“ไฟล์ทะเบียน 12”: the register of one deadline as a file, behind a page that hands it over."""

from handlers.call import Call
from handlers.cards.card import Button, Card, OpenPage, Row
from handlers.effects import Effect
from handlers.export_register import REGISTER
from handlers.export_wanted import command_again
from handlers.say import go, number_of, say
from handlers.texts import t
from handlers.thai.dates import short_date
from handlers.thai.periods import ALL
from models.export_queries import exporting
from models.exports import Export, ask_export
from models.obligations import Rule
from models.register_queries import Entry, register_of
from models.scopes import Scope
from models.vocabulary import ExportKind

#: Records in the preview.
SHOWN = 3


def show(call: Call) -> list[Effect]:
    """The button to the file; where one looks after several places that have to do with the
    deadline, one for each."""
    number = number_of(call.argument)
    found = _found(call, number) if number else []
    if not found:
        text = t("register.not_found", number=number or "")
        return say(Card(text=text, buttons=(go("register"), go("menu"))))
    rule = found[0][2][0].judged.rule
    if len(found) > 1:
        return say(_several(rule, found))
    [(export, scope, entries)] = found
    assert rule.due_on is not None
    due = t("register.due", number=rule.id, day=short_date(rule.due_on))
    what, shown = t("export.what.register"), entries[:SHOWN]
    time = f"{rule.title}\n{due}"
    return say(
        Card(
            title=t("export.ready.title", what=what, count=f"{len(entries):,}"),
            text=t("export.ready.where", place=scope.label, period=time, shown=len(shown)),
            rows=tuple(Row(*REGISTER.brief(entry)) for entry in shown),
            hint=t("export.ready.hint", command=command_again(export)),
            buttons=(
                Button(t("export.ready.open"), _page(export), primary=True),
                go("register", t("register.open"), str(rule.id)),
                go("menu"),
            ),
        )
    )


def _found(call: Call, number: int) -> list[tuple[Export, Scope, list[Entry]]]:
    """The places of one's posts in which somebody was asked, and who; each as a file to have."""
    found = []
    scopes = dict.fromkeys(post.scope for post in exporting(call.actor))
    for scope in scopes:
        entries = register_of(call.session, [scope], number, call.now)
        if entries and call.actor.person_id is not None:
            export = ask_export(
                call.session,
                call.actor.person_id,
                ExportKind.REGISTER,
                scope,
                ALL,
                call.now,
                deadline_id=number,
            )
            found.append((export, scope, entries))
    return found


def _several(rule: Rule, found: list[tuple[Export, Scope, list[Entry]]]) -> Card:
    rows = [
        Row(
            scope.label,
            t("export.page.row.rows", count=f"{len(entries):,}"),
            Button(t("register.export"), _page(export)),
        )
        for export, scope, entries in found
    ]
    text = t("register.file_of", deadline=rule.title)
    return Card(text=text, rows=tuple(rows), buttons=(go("register"), go("menu")))


def _page(export: Export) -> OpenPage:
    return OpenPage("export", str(export.id))
