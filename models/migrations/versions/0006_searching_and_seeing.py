"""what searching and the rest of asking, seeing and deciding need"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


# --- what is searched in each record --------------------------------------------------------------


def _search_up() -> None:
    made = op.create_table(
        "search_texts",
        sa.Column(
            "kind",
            _words("searchedkind", "visit", "exchange", "report", "document"),
            nullable=False,
        ),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "record_id", name=op.f("pk_search_texts")),
    )
    for batch in _batches(_search_rows(op.get_bind())):
        op.bulk_insert(made, batch)
    # What a school may see is asked of both ends of a visit.
    op.create_index(
        op.f("ix_mentoring_visits_mentor_school_id"), "mentoring_visits", ["mentor_school_id"]
    )


def _search_down() -> None:
    op.drop_index(op.f("ix_mentoring_visits_mentor_school_id"), "mentoring_visits")
    op.drop_table("search_texts")


# How models/search_texts.py did it when this version was written.
_SEARCH_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_SEARCH_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\d)(?:\+66|0)(?:[ -]?\d){8,9}(?!\d)", re.ASCII
)
_SEARCH_ANSWERS = {
    *("title", "what", "for_whom", "years", "findings", "goals", "evidence", "suggestion"),
    *("problem", "name", "order", "advice", "maturity", "suggestions", "reason"),
}
_SEARCH_PLACES = {
    "visit": "SELECT v.id, mentee.name_th, network.name_th, mentor.name_th, office.short_th"
    " FROM mentoring_visits v JOIN schools mentee ON mentee.id = v.mentee_school_id"
    " LEFT JOIN networks network ON network.id = v.network_id"
    " LEFT JOIN schools mentor ON mentor.id = v.mentor_school_id"
    " LEFT JOIN offices office ON office.id = v.mentor_office_id",
    "exchange": "SELECT e.exchange_id, n.name_th FROM exchange_networks e"
    " JOIN networks n ON n.id = e.network_id"
    " UNION ALL SELECT e.exchange_id, s.name_th FROM exchange_schools e"
    " JOIN schools s ON s.id = e.school_id"
    " UNION ALL SELECT e.id, o.short_th FROM exchange_activities e"
    " JOIN offices o ON o.id = e.office_id",
    "report": "SELECT r.id, n.name_th, s.name_th, about.name_th, o.short_th FROM reports r"
    " LEFT JOIN networks n ON n.id = r.network_id LEFT JOIN schools s ON s.id = r.school_id"
    " LEFT JOIN schools about ON about.id = r.about_school_id"
    " LEFT JOIN offices o ON o.id = r.office_id",
}
_SEARCH_TEXTS = {
    "visit": ("mentoring_visits", "topic strengths improvements advice agreed_actions"),
    "exchange": ("exchange_activities", "title place innovation result lesson"),
    "report": ("reports", "title answers"),
    "document": ("documents", "title_th publisher parts"),
}


def _search_rows(bind: sa.Connection) -> Iterator[dict[str, Any]]:
    for kind, (name, columns) in _SEARCH_TEXTS.items():
        places: dict[int, list[str]] = {}
        if kind in _SEARCH_PLACES:
            for record_id, *names in bind.execute(sa.text(_SEARCH_PLACES[kind])):
                places.setdefault(record_id, []).extend(filter(None, names))
        table = sa.table(
            name,
            sa.column("id"),
            *(
                sa.column(each, sa.JSON() if each in ("answers", "parts") else sa.Text())
                for each in columns.split()
            ),
        )
        rows = bind.execute(sa.select(table).order_by(table.c.id)).all()
        for record_id, *values in rows:
            texts = [text for value in values for text in _search_said(value)]
            folded = map(_search_folded, (*texts, *places.get(record_id, ())))
            lines = dict.fromkeys(filter(None, folded))
            yield {"kind": kind, "record_id": record_id, "folded": "\n".join(lines)}


def _search_said(value: Any) -> Iterable[str]:
    match value:
        case dict():
            return [
                said
                for slot, said in value.items()
                if said and (slot in _SEARCH_ANSWERS or slot.startswith("note_"))
            ]
        case list():
            return [str(each) for each in value]
        case _:
            return [value] if value else []


def _search_folded(text: str) -> str:
    plain = _SEARCH_CONTACT.sub(" ", text.translate(_SEARCH_DIGITS))
    return "".join(plain.casefold().split())


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == 1000:
            yield batch
            batch = []
    if batch:
        yield batch


# --- LINE groups, and what each is tied to ---------------------------------------------------------


def _groups_up() -> None:
    op.create_table(
        "linked_groups",
        sa.Column("id", _ID, nullable=False),
        sa.Column("line_group_id", sa.String(length=64), nullable=False),
        sa.Column("network_id", _ID, nullable=True),
        sa.Column("office_id", _ID, nullable=True),
        sa.Column("tied_by_person_id", _ID, nullable=True),
        sa.Column("tied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bot_joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bot_left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("members_joined", sa.Integer(), nullable=False),
        sa.Column("members_left", sa.Integer(), nullable=False),
        sa.Column("window_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_turns", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN network_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN office_id IS NULL THEN 0 ELSE 1 END <= 1",
            name=op.f("ck_linked_groups_at_most_one"),
        ),
        sa.CheckConstraint(
            "(tied_at IS NULL) = (tied_by_person_id IS NULL)"
            " AND (tied_at IS NULL) = (network_id IS NULL AND office_id IS NULL)",
            name=op.f("ck_linked_groups_tied"),
        ),
        sa.CheckConstraint(
            "members_joined >= 0 AND members_left >= 0", name=op.f("ck_linked_groups_counts")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_linked_groups_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_linked_groups_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["tied_by_person_id"],
            ["people.id"],
            name=op.f("fk_linked_groups_tied_by_person_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linked_groups")),
        sa.UniqueConstraint("line_group_id", name=op.f("uq_linked_groups_line_group_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_linked_groups_tied_by_person_id"), "linked_groups", ["tied_by_person_id"]
    )


def _groups_down() -> None:
    op.drop_table("linked_groups")


# --- codes for many, requests to be let in, several posts ----------------------------------------

_ROLES = (
    "teacher",
    "school_administrator",
    "expert",
    "supervisor",
    "area_coordinator",
    "national_coordinator",
    "operator",
)


def _people_up() -> None:
    numbered = {"sqlite_autoincrement": True}
    with op.batch_alter_table("appointments", table_kwargs=numbered) as table:
        table.add_column(sa.Column("deputy_for_person_id", _ID, nullable=True))
        table.create_foreign_key(
            op.f("fk_appointments_deputy_for_person_id"), "people", ["deputy_for_person_id"], ["id"]
        )
        table.create_index(
            op.f("ix_appointments_deputy_for_person_id"), ["deputy_for_person_id"]
        )
    with op.batch_alter_table("line_accounts") as table:
        table.add_column(sa.Column("acting_appointment_id", _ID, nullable=True))
        table.create_foreign_key(
            op.f("fk_line_accounts_acting_appointment_id"),
            "appointments",
            ["acting_appointment_id"],
            ["id"],
        )
    with op.batch_alter_table("invitations", table_kwargs=numbered) as table:
        one, none = sa.text("1"), sa.text("0")
        table.add_column(sa.Column("uses_allowed", sa.Integer(), nullable=False, server_default=one))
        table.add_column(sa.Column("uses", sa.Integer(), nullable=False, server_default=none))
        table.add_column(sa.Column("for_person_id", _ID, nullable=True))
        table.create_check_constraint(
            op.f("ck_invitations_uses"), "uses >= 0 AND uses <= uses_allowed"
        )
        table.create_foreign_key(
            op.f("fk_invitations_for_person_id"), "people", ["for_person_id"], ["id"]
        )
        table.create_index(op.f("ix_invitations_for_person_id"), ["for_person_id"])
    op.execute("UPDATE invitations SET uses = 1 WHERE used_at IS NOT NULL")
    op.create_table(
        "code_sheets",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("locked", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_code_sheets_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_sheets")),
        sqlite_autoincrement=True,
    )
    for column in ("person_id", "made_at"):
        op.create_index(op.f(f"ix_code_sheets_{column}"), "code_sheets", [column])
    _claims_up()


def _claims_up() -> None:
    op.create_table(
        "join_claims",
        sa.Column("id", _ID, nullable=False),
        sa.Column("draft_id", sa.String(length=48), nullable=False),
        sa.Column("line_user_id", sa.String(length=64), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("role", _words("role", *_ROLES), nullable=False),
        sa.Column("school_id", _ID, nullable=False),
        sa.Column(
            "state",
            _words("claimstate", "waiting", "approved", "refused", "withdrawn", "undone"),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_person_id", _ID, nullable=True),
        sa.Column("reason", sa.String(length=500), server_default=sa.text("''"), nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("appointment_id", _ID, nullable=True),
        sa.Column("tied", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "(state IN ('waiting', 'withdrawn')) = (decided_at IS NULL)",
            name=op.f("ck_join_claims_decided"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_join_claims_{column}"))
            for column, to in (
                ("school_id", "schools.id"),
                ("decided_by_person_id", "people.id"),
                ("person_id", "people.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_claims")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_join_claims_draft_id")),
        sqlite_autoincrement=True,
    )
    for column in ("line_user_id", "person_id", "school_id"):
        op.create_index(op.f(f"ix_join_claims_{column}"), "join_claims", [column])
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "uq_join_claims_waiting",
        "join_claims",
        ["line_user_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _people_down() -> None:
    op.drop_table("join_claims")
    op.drop_table("code_sheets")
    # A code for several, or of a person, is not known to the version before.
    op.execute("DELETE FROM invitations WHERE used_at IS NULL AND uses_allowed > 1")
    op.execute("DELETE FROM invitations WHERE for_person_id IS NOT NULL")
    numbered = {"sqlite_autoincrement": True}
    with op.batch_alter_table("invitations", table_kwargs=numbered) as table:
        table.drop_index(op.f("ix_invitations_for_person_id"))
        table.drop_constraint(op.f("fk_invitations_for_person_id"), type_="foreignkey")
        table.drop_constraint(op.f("ck_invitations_uses"), type_="check")
        for column in ("for_person_id", "uses", "uses_allowed"):
            table.drop_column(column)
    with op.batch_alter_table("line_accounts") as table:
        table.drop_constraint(op.f("fk_line_accounts_acting_appointment_id"), type_="foreignkey")
        table.drop_column("acting_appointment_id")
    op.execute("DELETE FROM appointments WHERE deputy_for_person_id IS NOT NULL")
    with op.batch_alter_table("appointments", table_kwargs=numbered) as table:
        table.drop_index(op.f("ix_appointments_deputy_for_person_id"))
        table.drop_constraint(op.f("fk_appointments_deputy_for_person_id"), type_="foreignkey")
        table.drop_column("deputy_for_person_id")


# --- links from the chat that opened the overview ---------------------------------------------------


def _overview_up() -> None:
    op.create_table(
        "spent_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_spent_links")),
    )


def _overview_down() -> None:
    op.drop_table("spent_links")


# --- privacy: the audit's ways, seals and triggers, the basis of the notice, consents ----------------

# Table, name, event, when, and what is said: one trigger, in the words of each database.
_AUDIT_RULES = (
    ("audit_entries", "changed", "UPDATE", "", "audit entries are never changed"),
    (
        "audit_entries",
        "kept",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM audit_seals WHERE purged_at IS NOT NULL"
        " AND OLD.id BETWEEN first_id AND last_id)",
        "audit entries are kept until their seal says that their time is over",
    ),
    (
        "audit_seals",
        "changed",
        "UPDATE OF id, day, first_id, last_id, entries, hash, sealed_at",
        "",
        "seals are never changed",
    ),
    ("audit_seals", "purged", "UPDATE OF purged_at", "OLD.purged_at IS NOT NULL", "purged already"),
    ("audit_seals", "kept", "DELETE", "", "seals are kept for good"),
)


def _privacy_up() -> None:
    ways = "'chat', 'page', 'command', 'scheduler'"
    op.execute(
        "ALTER TABLE audit_entries ADD COLUMN way VARCHAR(32) DEFAULT 'chat' NOT NULL"
        f" CONSTRAINT ck_audit_entries_auditway CHECK (way IN ({ways}))"
    )
    op.execute(
        "UPDATE audit_entries SET way = CASE"
        " WHEN person_id IS NULL AND action = 'person.forgotten' THEN 'scheduler'"
        " WHEN person_id IS NULL THEN 'command'"
        " WHEN action = 'my_data.fetched' OR action LIKE '%.exported' THEN 'page' ELSE 'chat' END"
    )
    op.create_table(
        "audit_seals",
        sa.Column("id", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_id >= first_id - 1", name=op.f("ck_audit_seals_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("day", name=op.f("uq_audit_seals_day")),
        sqlite_autoincrement=True,
    )
    _audit_rules()
    op.execute(
        "ALTER TABLE line_accounts ADD COLUMN notice_basis VARCHAR(32)"
        " CONSTRAINT ck_line_accounts_legalbasis CHECK (notice_basis IN ('public_task'))"
    )
    op.execute(
        "UPDATE line_accounts SET notice_basis = 'public_task' WHERE notice_version IS NOT NULL"
    )
    op.create_table(
        "consents",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("what", _words("consentto", "photos_of_people", "outside_hours"), nullable=False),
        sa.Column("notice_version", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consents_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_consents_person_id"), "consents", ["person_id"])
    in_force = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_consents_in_force",
        "consents",
        ["person_id", "what"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )


def _audit_rules() -> None:
    """What makes the audit append-only in the database itself. On SQLite a later version that
    makes these tables anew (batch mode) has to make the triggers anew, too."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, name, event, only, why in _AUDIT_RULES:
        if sqlite:
            when = f" WHEN {only}" if only else ""
            op.execute(
                f"CREATE TRIGGER tr_{table}_{name} BEFORE {event} ON {table}"
                f"{when} BEGIN SELECT RAISE(ABORT, '{why}'); END"
            )
            continue
        body = f"RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation';"
        if only:
            body = f"IF {only} THEN {body} END IF;"
        passes = "OLD" if event == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION tr_{table}_{name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {body} RETURN {passes}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER tr_{table}_{name} BEFORE {event} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION tr_{table}_{name}()"
        )


def _privacy_down() -> None:
    op.drop_table("consents")
    with op.batch_alter_table("line_accounts") as table:
        table.drop_constraint(op.f("ck_line_accounts_legalbasis"), type_="check")
        table.drop_column("notice_basis")
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table_name, name, *_ in _AUDIT_RULES:
        rule = f"tr_{table_name}_{name}"
        if sqlite:
            op.execute(f"DROP TRIGGER {rule}")
        else:
            op.execute(f"DROP TRIGGER {rule} ON {table_name}")
            op.execute(f"DROP FUNCTION {rule}()")
    op.drop_table("audit_seals")
    numbered = {"sqlite_autoincrement": True}
    with op.batch_alter_table("audit_entries", table_kwargs=numbered) as table:
        table.drop_constraint(op.f("ck_audit_entries_auditway"), type_="check")
        table.drop_column("way")


# --- roster files that coordinators send -----------------------------------------------------------


def _roster_files_up() -> None:
    op.create_table(
        "roster_files",
        sa.Column("id", _ID, nullable=False),
        sa.Column("line_message_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            _words(
                "rosterfilestate",
                "waiting",
                "unread",
                "checked",
                "applying",
                "applied",
                "cancelled",
            ),
            nullable=False,
        ),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("first_refused", sa.JSON(), nullable=True),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("media_key", sa.String(length=100), nullable=True),
        sa.Column("result_key", sa.String(length=100), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "rows_done >= 0 AND rows_total >= 0", name=op.f("ck_roster_files_counts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_roster_files_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_files")),
        sa.UniqueConstraint("line_message_id", name=op.f("uq_roster_files_line_message_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_roster_files_person_id"), "roster_files", ["person_id"])
    op.add_column("agreements", sa.Column("file_url", sa.String(length=1000), nullable=True))


def _roster_files_down() -> None:
    op.drop_column("agreements", "file_url")
    op.drop_table("roster_files")


# --- registers among the files one may ask for, and counting visits by day ------------------------


def _status_up() -> None:
    _file_kinds("visits", "exchanges", "reports", "status", "annual", "register")
    op.create_index(
        "ix_mentoring_visits_by_day",
        "mentoring_visits",
        ["programme_id", "visited_on", "kind", "withdrawn_at", "reporter_person_id"],
    )


def _status_down() -> None:
    op.drop_index("ix_mentoring_visits_by_day", "mentoring_visits")
    op.execute("DELETE FROM exports WHERE what = 'register'")
    _file_kinds("visits", "exchanges", "reports", "status", "annual")


def _file_kinds(*kinds: str) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("exports", table_kwargs={"sqlite_autoincrement": True}) as exports:
        exports.drop_constraint(op.f("ck_exports_exportkind"), type_="check")
        exports.create_check_constraint(op.f("ck_exports_exportkind"), f"what IN ({words})")


# --- what is looked up each minute, or each time a record is looked at ----------------------------

_TO_REVIEW = "review_state = 'new' AND withdrawn_at IS NULL"
_LOOKED_UP: tuple[tuple[str, str, list[str], str | None], ...] = (
    (
        "ix_effects_left_to_push",
        "effects",
        ["line_user_id", "turn_key"],
        "state || '' = 'unshown' AND substr(lane, 1, 5) = 'left:'"
        " AND substr(turn_key, 1, 7) <> 'digest:' AND substr(turn_key, 1, 10) <> 'reminders:'",
    ),
    ("ix_digest_states_push_on", "digest_states", ["push_on"], "push_on IS NOT NULL"),
    ("ix_photos_sha256", "photos", ["sha256"], None),
    ("ix_mentoring_visits_to_review", "mentoring_visits", ["mentee_school_id"], _TO_REVIEW),
    ("ix_exchange_activities_to_review", "exchange_activities", ["programme_id"], _TO_REVIEW),
    ("ix_reports_to_review", "reports", ["programme_id"], _TO_REVIEW),
)


def _looked_up_up() -> None:
    for name, table, columns, only in _LOOKED_UP:
        where = sa.text(only) if only else None
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _looked_up_down() -> None:
    for name, table, *_ in _LOOKED_UP:
        op.drop_index(name, table)


def upgrade() -> None:
    _status_up()
    _roster_files_up()
    _people_up()
    _search_up()
    _groups_up()
    _overview_up()
    _privacy_up()
    _looked_up_up()


def downgrade() -> None:
    _looked_up_down()
    _status_down()
    _roster_files_down()
    _privacy_down()
    _people_down()
    _groups_down()
    _search_down()
    _overview_down()
