"""files kept as documents, and marks of who acted for whom"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


# Each part is a pair of functions; `upgrade` takes them in order, `downgrade` backwards.


def upgrade() -> None:
    _files_up()
    _taken_back_early_up()
    _marks_up()
    _shown_up()
    _registers_up()
    _moves_up()
    _counting_up()


def downgrade() -> None:
    _counting_down()
    _moves_down()
    _shown_down()
    _registers_down()
    _marks_down()
    _taken_back_early_down()
    _files_down()


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


# --- files that are sent for a form, and kept as documents ----------------------------------------


def _files_up() -> None:
    op.create_table(
        "sent_files",
        sa.Column("id", _ID, nullable=False),
        sa.Column("line_message_id", sa.String(64), nullable=False),
        sa.Column("line_user_id", sa.String(64), nullable=False),
        sa.Column("draft_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column(
            "state",
            _words("sentfilestate", "waiting", "stored", "refused", "gone", "withdrawn"),
            nullable=False,
        ),
        sa.Column("why", sa.String(32)),
        sa.Column("kind", _words("filekind", "pdf", "docx", "xlsx", "pptx", "jpg")),
        sa.Column("media_key", sa.String(200)),
        sa.Column("sha256", sa.String(64)),
        sa.Column("size_bytes", sa.Integer()),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'stored' OR (media_key IS NOT NULL AND sha256 IS NOT NULL"
            " AND size_bytes IS NOT NULL AND kind IS NOT NULL)",
            name=op.f("ck_sent_files_stored_is_described"),
        ),
        sa.CheckConstraint("size_bytes >= 0", name=op.f("ck_sent_files_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_files")),
        sa.UniqueConstraint("line_message_id", name=op.f("uq_sent_files_line_message_id")),
        sqlite_autoincrement=True,
    )
    for column in ("draft_id", "line_user_id", "sha256"):
        op.create_index(op.f(f"ix_sent_files_{column}"), "sent_files", [column])
    with op.batch_alter_table("documents", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("file_id", _ID))
        table.create_foreign_key(op.f("fk_documents_file_id"), "sent_files", ["file_id"], ["id"])
        table.create_unique_constraint(op.f("uq_documents_file_id"), ["file_id"])
    with op.batch_alter_table("agreements", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("file_id", _ID))
        table.add_column(sa.Column("draft_id", sa.String(36)))
        table.add_column(sa.Column("added_by_person_id", _ID))
        table.add_column(sa.Column("added_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True)))
        table.create_foreign_key(op.f("fk_agreements_file_id"), "sent_files", ["file_id"], ["id"])
        table.create_foreign_key(
            op.f("fk_agreements_added_by_person_id"), "people", ["added_by_person_id"], ["id"]
        )
        table.create_unique_constraint(op.f("uq_agreements_file_id"), ["file_id"])
        table.create_unique_constraint(op.f("uq_agreements_draft_id"), ["draft_id"])


def _files_down() -> None:
    # The version before takes every row for a roster's; what was withdrawn would be in force again.
    gone = "(SELECT id FROM agreements WHERE withdrawn_at IS NOT NULL)"
    op.execute(f"DELETE FROM agreement_clauses WHERE agreement_id IN {gone}")
    op.execute(f"DELETE FROM agreement_parties WHERE agreement_id IN {gone}")
    op.execute("DELETE FROM agreements WHERE withdrawn_at IS NOT NULL")
    with op.batch_alter_table("agreements", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f("uq_agreements_draft_id"), type_="unique")
        table.drop_constraint(op.f("uq_agreements_file_id"), type_="unique")
        table.drop_constraint(op.f("fk_agreements_added_by_person_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_agreements_file_id"), type_="foreignkey")
        for column in ("withdrawn_at", "added_at", "added_by_person_id", "draft_id", "file_id"):
            table.drop_column(column)
    with op.batch_alter_table("documents", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f("uq_documents_file_id"), type_="unique")
        table.drop_constraint(op.f("fk_documents_file_id"), type_="foreignkey")
        table.drop_column("file_id")
    op.drop_table("sent_files")


# --- messages that were taken back before they came -----------------------------------------------


def _taken_back_early_up() -> None:
    op.add_column("conversations", sa.Column("unsent", sa.JSON(), nullable=True))


def _taken_back_early_down() -> None:
    with op.batch_alter_table("conversations") as table:
        table.drop_column("unsent")


# --- what deputies did on another's behalf --------------------------------------------------------


def _marks_up() -> None:
    op.create_table(
        "deputy_marks",
        sa.Column("id", _ID, nullable=False),
        sa.Column("record_kind", sa.String(32), nullable=False),
        sa.Column("record_id", _ID, nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("for_person_id", _ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_deputy_marks_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["for_person_id"], ["people.id"], name=op.f("fk_deputy_marks_for_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy_marks")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_deputy_marks_record_kind_record_id"), "deputy_marks", ["record_kind", "record_id"]
    )
    for column in ("person_id", "for_person_id"):
        op.create_index(op.f(f"ix_deputy_marks_{column}"), "deputy_marks", [column])


def _marks_down() -> None:
    op.drop_table("deputy_marks")


# --- the register of one deadline as a file -------------------------------------------------------


def _registers_up() -> None:
    with op.batch_alter_table("exports", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("deadline_id", _ID))
        table.create_foreign_key(
            op.f("fk_exports_deadline_id"), "deadlines", ["deadline_id"], ["id"]
        )


def _registers_down() -> None:
    with op.batch_alter_table("exports", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f("fk_exports_deadline_id"), type_="foreignkey")
        table.drop_column("deadline_id")


# --- which record was shown last ------------------------------------------------------------------


def _shown_up() -> None:
    op.create_index(
        op.f("ix_shown_records_line_user_id_shown_at"),
        "shown_records",
        ["line_user_id", "shown_at"],
    )


def _shown_down() -> None:
    op.drop_index(op.f("ix_shown_records_line_user_id_shown_at"), "shown_records")


# --- posts that wait to be moved to another area --------------------------------------------------


def _moves_up() -> None:
    roles = (
        *("teacher", "school_administrator", "expert", "supervisor"),
        *("area_coordinator", "national_coordinator", "operator"),
    )
    states = ("waiting", "approved", "refused", "withdrawn", "undone")
    foreign = {
        **dict.fromkeys(("person_id", "asked_by_person_id", "decided_by_person_id"), "people"),
        **dict.fromkeys(("from_school_id", "to_school_id"), "schools"),
    }
    op.create_table(
        "post_moves",
        sa.Column("id", _ID, nullable=False),
        sa.Column("draft_id", sa.String(48), nullable=False),
        sa.Column("appointment_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("role", _words("role", *roles), nullable=False),
        sa.Column("from_school_id", _ID, nullable=False),
        sa.Column("to_school_id", _ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("state", _words("claimstate", *states), nullable=False),
        sa.Column("asked_by_person_id", _ID, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_person_id", _ID),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(state IN ('waiting', 'withdrawn')) = (decided_at IS NULL)",
            name=op.f("ck_post_moves_decided"),
        ),
        *(
            sa.ForeignKeyConstraint([own], [f"{table}.id"], name=op.f(f"fk_post_moves_{own}"))
            for own, table in foreign.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_moves")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_post_moves_draft_id")),
        sqlite_autoincrement=True,
    )
    for column in ("person_id", "to_school_id", "asked_by_person_id"):
        op.create_index(op.f(f"ix_post_moves_{column}"), "post_moves", [column])
    waits = sa.text("state = 'waiting'")
    op.create_index(
        "uq_post_moves_waiting",
        "post_moves",
        ["appointment_id"],
        unique=True,
        sqlite_where=waits,
        postgresql_where=waits,
    )


def _moves_down() -> None:
    op.drop_table("post_moves")


# --- counting what was reported, of very many -----------------------------------------------------

#: Of each kind of record its day.
_DAYS = {
    "mentoring_visits": "visited_on",
    "exchange_activities": "starts_on",
    "reports": "happened_on",
}
_SUBJECTS = ("network_id", "school_id", "office_id", "about_school_id")


def _counting_up() -> None:
    for table, day in _DAYS.items():
        columns = ["reporter_person_id", "programme_id", day, "withdrawn_at"]
        op.create_index(f"ix_{table}_told_by", table, columns)
    op.drop_index(op.f("ix_exchange_activities_programme_id_starts_on"), "exchange_activities")
    op.create_index(
        "ix_exchange_activities_counted",
        "exchange_activities",
        ["programme_id", "starts_on", "withdrawn_at", "level", "created_at"],
    )
    op.drop_index(op.f("ix_reports_programme_id_kind_happened_on"), "reports")
    columns = ["programme_id", "kind", "happened_on", "withdrawn_at", "created_at", *_SUBJECTS]
    op.create_index("ix_reports_counted", "reports", columns)


def _counting_down() -> None:
    op.drop_index("ix_reports_counted", "reports")
    op.create_index(
        op.f("ix_reports_programme_id_kind_happened_on"),
        "reports",
        ["programme_id", "kind", "happened_on"],
    )
    op.drop_index("ix_exchange_activities_counted", "exchange_activities")
    op.create_index(
        op.f("ix_exchange_activities_programme_id_starts_on"),
        "exchange_activities",
        ["programme_id", "starts_on"],
    )
    for table in _DAYS:
        op.drop_index(f"ix_{table}_told_by", table)
