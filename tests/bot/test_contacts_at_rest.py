"""A phone number that somebody types is nowhere in the database in plain: not in the event, not in
the draft, not in the card that repeats it, not in the record."""

import re
from pathlib import Path

from sqlalchemy import inspect, text
from street import Street

from demo.people import cast as people
from models.tables import metadata

WHO = {member.key: member.line_user_id for member in people()}
#: As it was typed, in the two ways in which it may be written down.
DIGITS = ("0812345678", "0898765432", "074711111")


def everything(street: Street) -> str:
    """Every byte of the SQLite file and its log, or every value of every table as text."""
    engine = street.runtime.engine
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        found = [one.read_bytes() for one in file.parent.glob(f"{file.name}*")]
        return b"\n".join(found).decode("latin-1")
    with engine.connect() as connection:
        assert set(metadata.tables) <= set(inspect(engine).get_table_names())
        rows = [
            connection.execute(text(f"SELECT row_to_json(t)::text FROM {name} t")).scalars().all()
            for name in metadata.tables
        ]
    return "\n".join(row for its in rows for row in its)


def numbers_in(plain: str) -> list[str]:
    """Which of the numbers stand in it, however they are parted."""
    return [n for n in DIGITS if re.search("[-. ]?".join(n), plain)]


def test_a_number_that_was_typed_lies_nowhere_in_plain(street: Street) -> None:
    anan, mali = street.phone(WHO["anan"]), street.phone(WHO["mali"])
    anan.say("แต่งตั้งผู้รับผิดชอบ")
    anan.tap("เพิ่มผู้รับผิดชอบ")
    for words in ("สุดา ชายฝั่ง", "ศึกษานิเทศก์", "074-711111"):
        shown = anan.say(words)
    assert "074-711111" in shown.text or "074711111" in shown.text
    assert numbers_in(everything(street)) == []
    anan.tap("บันทึกรายชื่อ")

    mali.say("คณะทำงาน")
    mali.say("คณะทำงานระดับเครือข่าย")
    assert "081" in mali.say("มะลิ ใจดี / ประธาน / 081-234-5678").text
    mali.say("พัก")
    mali.say("089-876-5432 โทรมาได้เลย")
    mali.say("บันทึกนิเทศ")
    mali.say("089-876-5432")
    assert numbers_in(everything(street)) == []

    assert street.count("responsible_staff") == 1
    # It is the lock that hides it, not that nothing was kept.
    said = street.rows("SELECT payload FROM inbound_events WHERE payload IS NOT NULL")
    assert {n for (row,) in said for n in numbers_in(str(row))} == set(DIGITS)
    shown_to = str(street.rows("SELECT payload FROM effects WHERE kind = 'reply'"))
    assert len(numbers_in(shown_to)) >= 2
