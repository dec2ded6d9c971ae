"""what reminding without tiring and the menus need"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


# --- the month's messages, and what rounds decide ----------------------------------------------

_REASONS = ("deadline", "escalation", "digest", "nudge", "thanks", "broadcast", "other")


def _quota_up() -> None:
    op.create_table(
        "quota_readings",
        sa.Column("id", _ID, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("allowed", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("needed", sa.JSON(), nullable=False),
        sa.CheckConstraint("allowed >= 0 AND used >= 0", name=op.f("ck_quota_readings_counts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_readings")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_quota_readings_read_at"), "quota_readings", ["read_at"])
    words = ", ".join(f"'{word}'" for word in _REASONS)
    op.execute(
        "ALTER TABLE effects ADD COLUMN push_reason VARCHAR(32)"
        f" CONSTRAINT ck_effects_pushreason CHECK (push_reason IN ({words}))"
    )
    op.execute("ALTER TABLE effects ADD COLUMN push_cost INTEGER")
    op.execute("UPDATE effects SET push_reason = 'other', push_cost = 1 WHERE kind = 'push'")
    _reminder_states("planned", "sent", "dropped", "left")
    with op.batch_alter_table("effects", table_kwargs={"sqlite_autoincrement": True}) as effects:
        effects.create_check_constraint(
            op.f("ck_effects_push"), "(push_reason IS NULL) = (push_cost IS NULL)"
        )
    for name, which in (
        ("ix_effects_rejected", "state = 'rejected'"),
        ("ix_effects_pushed", "push_reason IS NOT NULL"),
    ):
        where = sa.text(which)
        op.create_index(name, "effects", ["done_at"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "reminder_decisions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "what", _words("undone", "held", "skipped", "resting", "unreachable"), nullable=False
        ),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("source", _words("rulesource", "obligation", "deadline"), nullable=False),
        sa.Column("rule_id", _ID, nullable=False),
        sa.Column(
            "subject_kind", _words("subjectkind", "network", "school", "office"), nullable=False
        ),
        sa.Column("subject_id", _ID, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_reminder_decisions_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_decisions")),
        sa.UniqueConstraint("person_id", "day", *_STEP, name="uq_reminder_decisions_once"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_reminder_decisions_nobody",
        "reminder_decisions",
        ["day", *_STEP],
        unique=True,
        sqlite_where=sa.text("person_id IS NULL"),
        postgresql_where=sa.text("person_id IS NULL"),
    )


def _quota_down() -> None:
    op.drop_table("reminder_decisions")
    op.drop_index("ix_effects_pushed", "effects")
    op.drop_index("ix_effects_rejected", "effects")
    with op.batch_alter_table("effects", table_kwargs={"sqlite_autoincrement": True}) as effects:
        effects.drop_constraint(op.f("ck_effects_push"), type_="check")
        effects.drop_constraint(op.f("ck_effects_pushreason"), type_="check")
        effects.drop_column("push_cost")
        effects.drop_column("push_reason")
    # What waits for a free reply is not known to the version before, and said no more.
    op.execute("UPDATE reminders SET state = 'dropped' WHERE state = 'left'")
    _reminder_states("planned", "sent", "dropped")
    op.drop_table("quota_readings")


_STEP = ("source", "rule_id", "subject_kind", "subject_id", "due_on", "stage", "what")


def _reminder_states(*states: str) -> None:
    name = op.f("ck_reminders_reminderstate")
    words = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("reminders", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"state IN ({words})")
        # SQLite copies the table, and would write this default another way.
        table.alter_column("woken", server_default=sa.text("false"))


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


# --- what is waived, days that are declared, and when schools have their breaks -------------------


def _calendar_up() -> None:
    op.create_table(
        "duty_waivers",
        sa.Column("id", _ID, nullable=False),
        sa.Column("draft_id", sa.String(length=48), nullable=False),
        sa.Column("source", _words("rulesource", "obligation", "deadline"), nullable=False),
        sa.Column("rule_id", _ID, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_by_person_id", _ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_person_id", _ID, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "subject_kind", _words("subjectkind", "network", "school", "office"), nullable=False
        ),
        sa.Column("network_id", _ID, nullable=True),
        sa.Column("school_id", _ID, nullable=True),
        sa.Column("office_id", _ID, nullable=True),
        sa.CheckConstraint(_ONE_SUBJECT, name=op.f("ck_duty_waivers_subject")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_person_id IS NULL)",
            name=op.f("ck_duty_waivers_ended_by_somebody"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_duty_waivers_{column}"))
            for column, to in (
                ("made_by_person_id", "people.id"),
                ("ended_by_person_id", "people.id"),
                ("network_id", "networks.id"),
                ("school_id", "schools.id"),
                ("office_id", "offices.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_waivers")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_duty_waivers_draft_id")),
        sqlite_autoincrement=True,
    )
    in_force = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_duty_waivers_in_force",
        "duty_waivers",
        ["source", "rule_id"],
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
    op.create_table(
        "declared_days",
        sa.Column("id", _ID, nullable=False),
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("added_by_person_id", _ID, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_person_id"],
            ["people.id"],
            name=op.f("fk_declared_days_added_by_person_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_days")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_declared_days_draft_id")),
        sqlite_autoincrement=True,
    )
    in_force = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_declared_days_in_force",
        "declared_days",
        ["day"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
    op.add_column("programmes", sa.Column("school_breaks", sa.JSON(), nullable=True))
    _report_kinds(*_REPORT_KINDS, "annual_report")


_REPORT_KINDS = (
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
)


def _report_kinds(*kinds: str) -> None:
    name = op.f("ck_reports_reportkind")
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("reports", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"kind IN ({words})")
        # SQLite copies the table, and would write this default another way.
        table.alter_column("review_note", server_default=sa.text("''"))


def _calendar_down() -> None:
    # The version before knows nothing of yearly reports; the wording is kept as a suggestion.
    op.execute("UPDATE reports SET kind = 'suggestion' WHERE kind = 'annual_report'")
    _report_kinds(*_REPORT_KINDS)
    op.drop_column("programmes", "school_breaks")
    op.drop_table("declared_days")
    op.drop_table("duty_waivers")


_ONE_SUBJECT = " OR ".join(
    f"(subject_kind = '{kind}' AND "
    + " AND ".join(
        f"{other}_id IS {'NOT ' if other == kind else ''}NULL"
        for other in ("network", "school", "office")
    )
    + ")"
    for kind in ("network", "school", "office")
)


# --- what goes to many at once ---------------------------------------------------------------------

_KINDS = ("reply", "push", "fetch_content", "fetch_profile", "delete_media")
_NEW_KINDS = (*_KINDS[:2], "multicast", "share", *_KINDS[2:], "link_menu")
_STATES = ("waiting", "sent", "unshown", "rejected", "merged")


def _announcing_up() -> None:
    _effect_words(_NEW_KINDS, (*_STATES, "carried"))
    op.create_table(
        "announcements",
        sa.Column("id", _ID, nullable=False),
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("by_person_id", _ID, nullable=False),
        sa.Column("sender_th", sa.String(length=300), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "audience",
            _words("announcedto", "everybody", "schools", "networks", "offices", "contacts"),
            nullable=False,
        ),
        sa.Column(
            "place_kind",
            _words("scopekind", "school", "network", "office", "programme", "country"),
            nullable=False,
        ),
        sa.Column("place_code", sa.String(length=64), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state", _words("announcementstate", "waiting", "sent", "cancelled"), nullable=False
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (done_at IS NULL)", name=op.f("ck_announcements_done")
        ),
        sa.CheckConstraint("people >= 0", name=op.f("ck_announcements_people")),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["people.id"], name=op.f("fk_announcements_by_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_announcements_draft_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_announcements_by_person_id_id"), "announcements", ["by_person_id", "id"]
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_announcements_waiting",
        "announcements",
        ["id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "announced_people",
        sa.Column("announcement_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("way", _words("announcedby", "multicast", "left", "none"), nullable=False),
        sa.Column("why", sa.String(length=80), nullable=False),
        sa.Column("effect_id", _ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.id"],
            name=op.f("fk_announced_people_announcement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_announced_people_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "announcement_id", "person_id", name=op.f("pk_announced_people")
        ),
    )
    op.create_index(op.f("ix_announced_people_person_id"), "announced_people", ["person_id"])


def _announcing_down() -> None:
    op.drop_table("announced_people")
    op.drop_table("announcements")
    # What nobody has seen yet is still shown; the rest is not known to the version before.
    op.execute("UPDATE effects SET kind = 'reply' WHERE kind = 'share' AND state = 'unshown'")
    op.execute("DELETE FROM effects WHERE kind IN ('multicast', 'share', 'link_menu')")
    _effect_words(_KINDS, _STATES)


def _effect_words(kinds: Sequence[str], states: Sequence[str]) -> None:
    with op.batch_alter_table("effects", table_kwargs={"sqlite_autoincrement": True}) as effects:
        for column, name, words in (
            ("kind", "ck_effects_effectkind", kinds),
            ("state", "ck_effects_effectstate", states),
        ):
            effects.drop_constraint(op.f(name), type_="check")
            listed = ", ".join(f"'{word}'" for word in words)
            effects.create_check_constraint(op.f(name), f"{column} IN ({listed})")


# --- menus -------------------------------------------------------------------------------------


def _menus_up() -> None:
    op.create_table(
        "rich_menus",
        sa.Column(
            "menu",
            _words(
                "menu",
                "newcomer",
                "teacher",
                "administrator",
                "supervisor",
                "area-coordinator",
                "national-coordinator",
                "operator",
            ),
            nullable=False,
        ),
        sa.Column("rich_menu_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("menu", name=op.f("pk_rich_menus")),
    )
    op.add_column("line_accounts", sa.Column("rich_menu_id", sa.String(length=64), nullable=True))


def _menus_down() -> None:
    with op.batch_alter_table("line_accounts") as accounts:
        accounts.drop_column("rich_menu_id")
    op.drop_table("rich_menus")


# --- what supervisors and coordinators were told last ---------------------------------------------


def _digests_up() -> None:
    op.create_table(
        "digest_states",
        sa.Column("person_id", _ID, autoincrement=False, nullable=False),
        sa.Column("told_as_of", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("pushed_on", sa.Date(), nullable=True),
        sa.Column("push_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_digest_states_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_digest_states")),
    )
    op.add_column("scheduler_state", sa.Column("digested_on", sa.Date(), nullable=True))


def _digests_down() -> None:
    op.drop_column("scheduler_state", "digested_on")
    op.drop_table("digest_states")


# --- the annual report among the files one may ask for -------------------------------------------


def _files_up() -> None:
    _file_kinds("visits", "exchanges", "reports", "status", "annual")


def _files_down() -> None:
    op.execute("DELETE FROM exports WHERE what = 'annual'")
    _file_kinds("visits", "exchanges", "reports", "status")


def _file_kinds(*kinds: str) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("exports", table_kwargs={"sqlite_autoincrement": True}) as exports:
        exports.drop_constraint(op.f("ck_exports_exportkind"), type_="check")
        exports.create_check_constraint(op.f("ck_exports_exportkind"), f"what IN ({words})")


def upgrade() -> None:
    _quota_up()
    _calendar_up()
    _announcing_up()
    _menus_up()
    _digests_up()
    _files_up()


def downgrade() -> None:
    _files_down()
    _digests_down()
    _menus_down()
    _announcing_down()
    _calendar_down()
    _quota_down()
