"""reports, and what becomes of a record after it was sent"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_REVIEWED = ("mentoring_visits", "exchange_activities", "submissions")
_CHANGEABLE = ("mentoring_visits", "exchange_activities")
_CHAT_MADE = "(SELECT id FROM deadlines WHERE created_at IS NOT NULL)"
_SENT_FOR_THEM = f"(SELECT id FROM submissions WHERE deadline_id IN {_CHAT_MADE})"
_COUNTED = ["programme_id", "mentee_school_id", "visited_on", "kind"]


def upgrade() -> None:
    op.create_table(
        "roster_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_roster_state_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_state")),
    )
    op.create_table(
        "shown_records",
        sa.Column("line_message_id", sa.String(length=64), nullable=False),
        sa.Column("line_user_id", sa.String(length=64), nullable=False),
        sa.Column(
            "record_kind",
            sa.Enum(
                "visit",
                "exchange",
                "report",
                "submission",
                name="recordkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("line_message_id", name=op.f("pk_shown_records")),
    )
    op.create_table(
        "co_reporters",
        sa.Column(
            "record_kind",
            sa.Enum(
                "visit",
                "exchange",
                "report",
                "submission",
                name="recordkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "record_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "added_by_person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objection", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(objected_at IS NULL) = (objection IS NULL)", name=op.f("ck_co_reporters_objection")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_person_id"], ["people.id"], name=op.f("fk_co_reporters_added_by_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_co_reporters_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "record_kind", "record_id", "person_id", name=op.f("pk_co_reporters")
        ),
    )
    op.create_index(op.f("ix_co_reporters_person_id"), "co_reporters", ["person_id"], unique=False)
    op.create_table(
        "record_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "record_kind",
            sa.Enum(
                "visit",
                "exchange",
                "report",
                "submission",
                name="recordkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column(
            "changed_by_person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "edit",
                "withdraw",
                "restore",
                "unsend",
                name="changeway",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_person_id"],
            ["people.id"],
            name=op.f("fk_record_versions_changed_by_person_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_versions")),
        sa.UniqueConstraint(
            "record_kind",
            "record_id",
            "number",
            name=op.f("uq_record_versions_record_kind_record_id_number"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "learned_aliases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alias_key", sa.String(length=120), nullable=False),
        sa.Column("alias", sa.String(length=200), nullable=False),
        sa.Column(
            "school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_learned_aliases_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_learned_aliases_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_learned_aliases_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_aliases")),
        sa.UniqueConstraint(
            "alias_key",
            "school_id",
            "person_id",
            name=op.f("uq_learned_aliases_alias_key_school_id_person_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_learned_aliases_office_id_alias_key"),
        "learned_aliases",
        ["office_id", "alias_key"],
        unique=False,
    )
    op.create_index(
        op.f("ix_learned_aliases_person_id"), "learned_aliases", ["person_id"], unique=False
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "innovation",
                "network_plan",
                "context_analysis",
                "plan_progress",
                "evaluation",
                "suggestion",
                "working_group",
                "advice_session",
                "improvement_plan",
                "zero_report",
                name="reportkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "about_school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column(
            "reporter_person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column(
            "subject_kind",
            sa.Enum(
                "network",
                "school",
                "office",
                name="subjectkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "network_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "review_state",
            sa.Enum(
                "new",
                "passed",
                "returned",
                name="reviewstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            server_default=sa.text("'new'"),
            nullable=False,
        ),
        sa.Column(
            "reviewed_by_person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("raw_texts", sa.JSON(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'evaluation') = (about_school_id IS NOT NULL)", name=op.f("ck_reports_about")
        ),
        sa.CheckConstraint(
            "(kind = 'zero_report') = (ends_on IS NOT NULL)",
            name=op.f("ck_reports_zero_report_ends"),
        ),
        sa.CheckConstraint(
            "(review_state = 'new') = (reviewed_at IS NULL)", name=op.f("ck_reports_reviewed")
        ),
        sa.CheckConstraint(
            "(subject_kind = 'network' AND network_id IS NOT NULL AND school_id IS NULL AND office_id IS NULL) OR (subject_kind = 'school' AND network_id IS NULL AND school_id IS NOT NULL AND office_id IS NULL) OR (subject_kind = 'office' AND network_id IS NULL AND school_id IS NULL AND office_id IS NOT NULL)",
            name=op.f("ck_reports_subject"),
        ),
        sa.CheckConstraint("NOT public OR kind = 'innovation'", name=op.f("ck_reports_public")),
        sa.CheckConstraint(
            "ends_on IS NULL OR happened_on <= ends_on", name=op.f("ck_reports_first_and_last_day")
        ),
        sa.ForeignKeyConstraint(
            ["about_school_id"], ["schools.id"], name=op.f("fk_reports_about_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_reports_network_id")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_reports_office_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_reports_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_person_id"], ["people.id"], name=op.f("fk_reports_reporter_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_person_id"], ["people.id"], name=op.f("fk_reports_reviewed_by_person_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_reports_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_reports_draft_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_reports_about_school_id_kind_happened_on"),
        "reports",
        ["about_school_id", "kind", "happened_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reports_network_id_kind_happened_on"),
        "reports",
        ["network_id", "kind", "happened_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reports_office_id_kind_happened_on"),
        "reports",
        ["office_id", "kind", "happened_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reports_programme_id_kind_happened_on"),
        "reports",
        ["programme_id", "kind", "happened_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reports_reporter_person_id_id"),
        "reports",
        ["reporter_person_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reports_school_id_kind_happened_on"),
        "reports",
        ["school_id", "kind", "happened_on"],
        unique=False,
    )
    op.create_index(
        "ix_reports_ends_on",
        "reports",
        ["ends_on"],
        unique=False,
        sqlite_where=sa.text("ends_on IS NOT NULL"),
        postgresql_where=sa.text("ends_on IS NOT NULL"),
    )
    op.create_table(
        "acknowledgements",
        sa.Column(
            "visit_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "acknowledged",
                "objected",
                name="ackstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "by_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'asked') = (answered_at IS NULL)",
            name=op.f("ck_acknowledgements_answered_at"),
        ),
        sa.CheckConstraint(
            "(state = 'asked') = (by_person_id IS NULL)",
            name=op.f("ck_acknowledgements_answered_by"),
        ),
        sa.CheckConstraint(
            "state <> 'objected' OR sentence <> ''", name=op.f("ck_acknowledgements_objection")
        ),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["people.id"], name=op.f("fk_acknowledgements_by_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_acknowledgements_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["mentoring_visits.id"], name=op.f("fk_acknowledgements_visit_id")
        ),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_acknowledgements")),
    )
    op.create_index(
        "ix_acknowledgements_waiting",
        "acknowledgements",
        ["school_id"],
        unique=False,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_table(
        "working_group_members",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.CheckConstraint("place >= 1", name=op.f("ck_working_group_members_place")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_working_group_members_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_group_members")),
        sa.UniqueConstraint(
            "report_id", "place", name=op.f("uq_working_group_members_report_id_place")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reminder_pauses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "source",
            sa.Enum(
                "obligation",
                "deadline",
                name="rulesource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("rule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(source IS NULL) = (rule_id IS NULL)", name=op.f("ck_reminder_pauses_a_rule_or_all")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_reminder_pauses_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_pauses")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_reminder_pauses_in_force",
        "reminder_pauses",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "data_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "copy",
                "deletion",
                "correction",
                name="datarequestkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("line_user_id", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "asked",
                "waiting",
                "given",
                "done",
                "cancelled",
                name="dataanswer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer IN ('given', 'done', 'cancelled')) = (answered_at IS NOT NULL)",
            name=op.f("ck_data_requests_answered"),
        ),
        sa.CheckConstraint(
            "answer <> 'waiting' OR due_at IS NOT NULL", name=op.f("ck_data_requests_waiting")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_data_requests_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_data_requests_person_id"), "data_requests", ["person_id"])
    op.create_index(
        op.f("ix_data_requests_line_user_id_asked_at"),
        "data_requests",
        ["line_user_id", "asked_at"],
    )
    op.create_index(
        "ix_data_requests_waiting",
        "data_requests",
        ["due_at"],
        sqlite_where=sa.text("answer = 'waiting'"),
        postgresql_where=sa.text("answer = 'waiting'"),
    )
    op.create_table(
        "leaving_accounts",
        sa.Column("line_user_id", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["line_user_id"],
            ["line_accounts.line_user_id"],
            name=op.f("fk_leaving_accounts_line_user_id"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["data_requests.id"], name=op.f("fk_leaving_accounts_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_leaving_accounts_person_id")
        ),
        sa.PrimaryKeyConstraint("line_user_id", name=op.f("pk_leaving_accounts")),
    )
    op.create_index(op.f("ix_leaving_accounts_request_id"), "leaving_accounts", ["request_id"])
    op.create_index(op.f("ix_leaving_accounts_person_id"), "leaving_accounts", ["person_id"])
    _add("scheduler_state", "purged_on DATE")
    # ADD COLUMN, as others point at these tables and SQLite could not copy them; both read this.
    for table in _REVIEWED:
        _add(
            table,
            "review_state VARCHAR(32) DEFAULT 'new' NOT NULL"
            f" CONSTRAINT ck_{table}_reviewstate"
            " CHECK (review_state IN ('new', 'passed', 'returned'))",
        )
        _add_reference(table, "reviewed_by_person_id", "people")
        _add(
            table,
            f"reviewed_at {_moment()} CONSTRAINT ck_{table}_reviewed"
            " CHECK ((review_state = 'new') = (reviewed_at IS NULL))",
        )
        _add(table, "review_note TEXT DEFAULT '' NOT NULL")
    for table in _CHANGEABLE:
        _add(table, "raw_texts JSON DEFAULT '{}' NOT NULL")
        _add(table, f"changed_at {_moment()}")
        _add(table, f"withdrawn_at {_moment()}")
    _add(
        "reminders",
        "audience VARCHAR(32) DEFAULT 'contact' NOT NULL CONSTRAINT ck_reminders_audience"
        " CHECK (audience IN ('contact', 'supervisor', 'coordinator'))",
    )
    _add("reminders", "woken BOOLEAN DEFAULT false NOT NULL")
    op.execute("UPDATE reminders SET audience = 'supervisor' WHERE reason LIKE '%, supervisor%'")
    op.create_index(
        op.f("ix_reminders_recipient_person_id_planned_at"),
        "reminders",
        ["recipient_person_id", "planned_at"],
    )
    _end_ladders(before=[1], after=[1, 3, 7])
    _add("mentoring_visits", "advice TEXT DEFAULT '' NOT NULL")
    _add_reference("exchange_activities", "office_id", "offices")
    # What a roster that is read again would say (models/roster/programmes.py).
    op.execute(
        """UPDATE programmes SET exchange_levels = '["area", "national"]'"""
        " WHERE mentor_kind = 'area_office'"
    )
    op.create_index(
        op.f("ix_mentoring_visits_follow_up_on"),
        "mentoring_visits",
        ["follow_up_on"],
        sqlite_where=sa.text("follow_up_on IS NOT NULL"),
        postgresql_where=sa.text("follow_up_on IS NOT NULL"),
    )
    _add_reference("deadlines", "office_id", "offices")
    _add("deadlines", "subject_ids JSON")
    _add("deadlines", "repeats_yearly BOOLEAN DEFAULT false NOT NULL")
    _add("deadlines", f"cancelled_at {_moment()}")
    _add_reference("deadlines", "created_by_person_id", "people")
    _add(
        "deadlines",
        f"created_at {_moment()} CONSTRAINT ck_deadlines_made_by_somebody"
        " CHECK ((created_at IS NULL) = (created_by_person_id IS NULL))",
    )
    _add_reference("mentoring_visits", "previous_visit_id", "mentoring_visits")
    _add(
        "mentoring_visits",
        "previous_steps VARCHAR(32) CONSTRAINT ck_mentoring_visits_stepsstate"
        " CHECK (previous_steps IN ('done', 'partly', 'not_yet'))"
        " CONSTRAINT ck_mentoring_visits_previous_steps"
        " CHECK (previous_steps IS NULL OR previous_visit_id IS NOT NULL)",
    )
    op.drop_index("ix_mentoring_visits_counted", "mentoring_visits")
    op.create_index("ix_mentoring_visits_counted", "mentoring_visits", [*_COUNTED, "withdrawn_at"])
    with op.batch_alter_table("photos", table_kwargs={"sqlite_autoincrement": True}) as photos:
        photos.add_column(
            sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"))
        )
        photos.create_foreign_key(op.f("fk_photos_report_id"), "reports", ["report_id"], ["id"])
        photos.create_index(op.f("ix_photos_report_id"), ["report_id"])
        photos.drop_constraint(op.f("ck_photos_of_one_record"), type_="check")
        photos.create_check_constraint(
            op.f("ck_photos_at_most_one"),
            "CASE WHEN visit_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN exchange_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN submission_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN report_id IS NULL THEN 0 ELSE 1 END <= 1",
        )


def downgrade() -> None:
    # A photo of a report belongs to nothing that the version before knows.
    op.execute("DELETE FROM photos WHERE report_id IS NOT NULL")
    with op.batch_alter_table("photos", table_kwargs={"sqlite_autoincrement": True}) as photos:
        photos.drop_constraint(op.f("ck_photos_at_most_one"), type_="check")
        photos.drop_index(op.f("ix_photos_report_id"))
        photos.drop_constraint(op.f("fk_photos_report_id"), type_="foreignkey")
        photos.drop_column("report_id")
        photos.create_check_constraint(
            op.f("ck_photos_of_one_record"),
            "(visit_id IS NULL AND exchange_id IS NULL)"
            " OR (visit_id IS NULL AND submission_id IS NULL)"
            " OR (exchange_id IS NULL AND submission_id IS NULL)",
        )
    op.drop_index("ix_mentoring_visits_counted", "mentoring_visits")
    op.create_index("ix_mentoring_visits_counted", "mentoring_visits", _COUNTED)
    _end_ladders(before=[1, 3, 7], after=[1])
    op.drop_index(op.f("ix_reminders_recipient_person_id_planned_at"), "reminders")
    # Where a later version made the table anew, the CHECK is no longer the column's own.
    with op.batch_alter_table("reminders", table_kwargs={"sqlite_autoincrement": True}) as rows:
        rows.drop_constraint(op.f("ck_reminders_audience"), type_="check")
        rows.drop_column("woken")
        rows.drop_column("audience")
    # A CHECK goes with its column, so the column that bears it goes before those it speaks of.
    op.drop_index(op.f("ix_mentoring_visits_follow_up_on"), "mentoring_visits")
    _drop("mentoring_visits", "previous_steps", "previous_visit_id", "advice")
    op.execute("UPDATE programmes SET exchange_levels = '[]' WHERE mentor_kind = 'area_office'")
    _drop("exchange_activities", "office_id")
    # What was made in the chat, or cancelled, is nothing that the version before can judge.
    op.execute(f"UPDATE photos SET submission_id = NULL WHERE submission_id IN {_SENT_FOR_THEM}")
    op.execute(f"DELETE FROM submissions WHERE deadline_id IN {_CHAT_MADE}")
    op.execute(f"DELETE FROM deadlines WHERE id IN {_CHAT_MADE}")
    _drop("deadlines", "created_at", "created_by_person_id", "cancelled_at")
    _drop("deadlines", "repeats_yearly", "subject_ids", "office_id")
    for table in _CHANGEABLE:
        _drop(table, "withdrawn_at", "changed_at", "raw_texts")
    for table in _REVIEWED:
        _drop(table, "review_note", "reviewed_at", "reviewed_by_person_id", "review_state")
    _drop("scheduler_state", "purged_on")
    for table in (
        "leaving_accounts",
        "data_requests",
        "reminder_pauses",
        "working_group_members",
        "acknowledgements",
        "reports",
        "learned_aliases",
        "record_versions",
        "co_reporters",
        "shown_records",
        "roster_state",
    ):
        op.drop_table(table)


def _end_ladders(*, before: list[int], after: list[int]) -> None:
    """Every ladder whose overdue steps are `before` gets `after`, as a roster read again gives."""
    for name in ("obligations", "deadlines"):
        table = sa.table(name, sa.column("id", sa.BigInteger), sa.column("ladder", sa.JSON))
        for row in op.get_bind().execute(sa.select(table.c.id, table.c.ladder)).all():
            kept = [step for step in row.ladder if step <= 0]
            if row.ladder == [*kept, *before]:
                op.execute(
                    table.update().where(table.c.id == row.id).values(ladder=[*kept, *after])
                )


def _add(table: str, column: str) -> None:
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def _add_reference(table: str, column: str, other: str) -> None:
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    _add(table, f"{column} {number} CONSTRAINT fk_{table}_{column} REFERENCES {other} (id)")


def _drop(table: str, *columns: str) -> None:
    for column in columns:
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def _moment() -> str:
    sqlite = op.get_bind().dialect.name == "sqlite"
    return "DATETIME" if sqlite else "TIMESTAMP WITH TIME ZONE"
