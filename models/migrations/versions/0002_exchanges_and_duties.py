"""exchanges and duties"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "scheduler_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("round_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_scheduler_state_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduler_state")),
    )
    op.create_table(
        "exchange_activities",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "level",
            sa.Enum(
                "intra_network",
                "inter_network",
                "area",
                "national",
                name="exchangelevel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "onsite",
                "online",
                "phone",
                "other",
                name="visitmode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("innovation", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column(
            "reporter_person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint("people BETWEEN 0 AND 9999", name=op.f("ck_exchange_activities_people")),
        sa.CheckConstraint(
            "starts_on <= ends_on", name=op.f("ck_exchange_activities_first_and_last_day")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_exchange_activities_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_person_id"],
            ["people.id"],
            name=op.f("fk_exchange_activities_reporter_person_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_activities")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_exchange_activities_draft_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_exchange_activities_programme_id_starts_on"),
        "exchange_activities",
        ["programme_id", "starts_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_exchange_activities_reporter_person_id_id"),
        "exchange_activities",
        ["reporter_person_id", "id"],
        unique=False,
    )
    op.create_table(
        "obligations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "exchange",
                "mentoring_visit",
                "network_plan",
                "evaluation",
                "report",
                "responsible_staff",
                "improvement_plan",
                name="obligationkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
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
            "member_role",
            sa.Enum(
                "lead",
                "partner",
                "pilot",
                name="memberrole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "cadence",
            sa.Enum(
                "yearly",
                "semester",
                "once",
                "date",
                "none",
                name="cadence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("min_count", sa.Integer(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column(
            "levels_rule",
            sa.Enum(
                "each",
                "any",
                name="levelsrule",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "year_basis",
            sa.Enum(
                "fiscal",
                "academic",
                "calendar",
                "anniversary",
                name="yearbasis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("min_people", sa.Integer(), nullable=True),
        sa.Column("max_people", sa.Integer(), nullable=True),
        sa.Column("clause", sa.String(length=100), nullable=True),
        sa.Column("title_th", sa.String(length=300), nullable=False),
        sa.Column("ladder", sa.JSON(), nullable=False),
        sa.Column("assumed", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(cadence = 'none') = (min_count = 0) AND min_count >= 0",
            name=op.f("ck_obligations_count"),
        ),
        sa.CheckConstraint(
            "(kind = 'responsible_staff') = (min_people IS NOT NULL AND max_people IS NOT NULL)",
            name=op.f("ck_obligations_people_of_staff"),
        ),
        sa.CheckConstraint("cadence <> 'date'", name=op.f("ck_obligations_a_date_is_a_deadline")),
        sa.CheckConstraint(
            "member_role IS NULL OR subject_kind = 'school'",
            name=op.f("ck_obligations_member_role"),
        ),
        sa.CheckConstraint(
            "min_people >= 1 AND min_people <= max_people", name=op.f("ck_obligations_people")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_obligations_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations")),
        sa.UniqueConstraint("code", name=op.f("uq_obligations_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_obligations_programme_id"), "obligations", ["programme_id"], unique=False
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
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
            nullable=False,
        ),
        sa.Column("rule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
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
            "subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column(
            "recipient_person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "sent",
                "dropped",
                name="reminderstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("effect_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_reminders_sent")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_person_id"], ["people.id"], name=op.f("fk_reminders_recipient_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint(
            "source",
            "rule_id",
            "subject_kind",
            "subject_id",
            "due_on",
            "stage",
            "recipient_person_id",
            name="uq_reminders_once",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_reminders_planned",
        "reminders",
        ["recipient_person_id"],
        unique=False,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_table(
        "responsible_staff",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "named_by_person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on <= ends_on",
            name=op.f("ck_responsible_staff_first_and_last_day"),
        ),
        sa.CheckConstraint("place BETWEEN 1 AND 3", name=op.f("ck_responsible_staff_place")),
        sa.ForeignKeyConstraint(
            ["named_by_person_id"],
            ["people.id"],
            name=op.f("fk_responsible_staff_named_by_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_responsible_staff_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_responsible_staff_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsible_staff")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_responsible_staff_draft_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_responsible_staff_office_id_programme_id"),
        "responsible_staff",
        ["office_id", "programme_id"],
        unique=False,
    )
    op.create_index(
        "uq_responsible_staff_in_force",
        "responsible_staff",
        ["programme_id", "office_id", "place"],
        unique=True,
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )
    op.create_table(
        "deadlines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("title_th", sa.String(length=300), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_time", sa.Time(), nullable=True),
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
            "member_role",
            sa.Enum(
                "lead",
                "partner",
                "pilot",
                name="memberrole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("submit_url", sa.String(length=1000), nullable=True),
        sa.Column("ladder", sa.JSON(), nullable=False),
        sa.Column("notice", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "member_role IS NULL OR subject_kind = 'school'", name=op.f("ck_deadlines_member_role")
        ),
        sa.CheckConstraint(
            "announced_on IS NULL OR announced_on <= due_on",
            name=op.f("ck_deadlines_announced_before"),
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_deadlines_obligation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_deadlines_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.UniqueConstraint("code", name=op.f("uq_deadlines_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_deadlines_programme_id"), "deadlines", ["programme_id"], unique=False)
    op.create_table(
        "exchange_networks",
        sa.Column(
            "exchange_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "network_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchange_activities.id"],
            name=op.f("fk_exchange_networks_exchange_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_exchange_networks_network_id")
        ),
        sa.PrimaryKeyConstraint("exchange_id", "network_id", name=op.f("pk_exchange_networks")),
    )
    op.create_index(
        op.f("ix_exchange_networks_network_id"), "exchange_networks", ["network_id"], unique=False
    )
    op.create_table(
        "exchange_schools",
        sa.Column(
            "exchange_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchange_activities.id"],
            name=op.f("fk_exchange_schools_exchange_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_exchange_schools_school_id")
        ),
        sa.PrimaryKeyConstraint("exchange_id", "school_id", name=op.f("pk_exchange_schools")),
    )
    op.create_index(
        op.f("ix_exchange_schools_school_id"), "exchange_schools", ["school_id"], unique=False
    )
    op.create_table(
        "responsible_contacts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "set_by_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
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
        sa.CheckConstraint(
            "(subject_kind = 'network' AND network_id IS NOT NULL AND school_id IS NULL AND office_id IS NULL) OR (subject_kind = 'school' AND network_id IS NULL AND school_id IS NOT NULL AND office_id IS NULL) OR (subject_kind = 'office' AND network_id IS NULL AND school_id IS NULL AND office_id IS NOT NULL)",
            name=op.f("ck_responsible_contacts_subject"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on <= ends_on",
            name=op.f("ck_responsible_contacts_first_and_last_day"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_responsible_contacts_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_responsible_contacts_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_responsible_contacts_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_responsible_contacts_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_person_id"],
            ["people.id"],
            name=op.f("fk_responsible_contacts_set_by_person_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsible_contacts")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_responsible_contacts_person_id"),
        "responsible_contacts",
        ["person_id"],
        unique=False,
    )
    op.create_index(
        "uq_responsible_contacts_network_id_in_force",
        "responsible_contacts",
        ["network_id"],
        unique=True,
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )
    op.create_index(
        "uq_responsible_contacts_office_id_in_force",
        "responsible_contacts",
        ["office_id"],
        unique=True,
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )
    op.create_index(
        "uq_responsible_contacts_school_id_in_force",
        "responsible_contacts",
        ["school_id"],
        unique=True,
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column(
            "deadline_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column(
            "by_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
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
        sa.CheckConstraint(
            "(subject_kind = 'network' AND network_id IS NOT NULL AND school_id IS NULL AND office_id IS NULL) OR (subject_kind = 'school' AND network_id IS NULL AND school_id IS NOT NULL AND office_id IS NULL) OR (subject_kind = 'office' AND network_id IS NULL AND school_id IS NULL AND office_id IS NOT NULL)",
            name=op.f("ck_submissions_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["people.id"], name=op.f("fk_submissions_by_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadlines.id"], name=op.f("fk_submissions_deadline_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_submissions_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_submissions_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_submissions_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint(
            "deadline_id", "network_id", name=op.f("uq_submissions_deadline_id_network_id")
        ),
        sa.UniqueConstraint(
            "deadline_id", "office_id", name=op.f("uq_submissions_deadline_id_office_id")
        ),
        sa.UniqueConstraint(
            "deadline_id", "school_id", name=op.f("uq_submissions_deadline_id_school_id")
        ),
        sa.UniqueConstraint("draft_id", name=op.f("uq_submissions_draft_id")),
        sqlite_autoincrement=True,
    )
    # ADD COLUMN, as all tables point at programmes and SQLite could not copy it; both read this.
    op.execute("ALTER TABLE programmes ADD COLUMN exchange_levels JSON DEFAULT '[]' NOT NULL")
    op.execute(
        "ALTER TABLE programmes ADD COLUMN levels_rule VARCHAR(32) DEFAULT 'each' NOT NULL"
        " CONSTRAINT ck_programmes_levelsrule CHECK (levels_rule IN ('each', 'any'))"
    )
    op.execute(
        "UPDATE programmes SET exchange_levels ="
        """ '["intra_network", "inter_network", "area", "national"]'"""
        " WHERE mentor_kind = 'lead'"
    )
    with op.batch_alter_table("photos", table_kwargs={"sqlite_autoincrement": True}) as photos:
        for column, table in (
            ("exchange_id", "exchange_activities"),
            ("submission_id", "submissions"),
        ):
            photos.add_column(
                sa.Column(column, sa.BigInteger().with_variant(sa.Integer(), "sqlite"))
            )
            photos.create_foreign_key(op.f(f"fk_photos_{column}"), table, [column], ["id"])
            photos.create_index(op.f(f"ix_photos_{column}"), [column])
        photos.create_check_constraint(
            op.f("ck_photos_of_one_record"),
            "(visit_id IS NULL AND exchange_id IS NULL)"
            " OR (visit_id IS NULL AND submission_id IS NULL)"
            " OR (exchange_id IS NULL AND submission_id IS NULL)",
        )
    op.create_index(
        "ix_mentoring_visits_counted",
        "mentoring_visits",
        ["programme_id", "mentee_school_id", "visited_on", "kind"],
    )
    op.drop_index(op.f("ix_mentoring_visits_programme_id_visited_on"), "mentoring_visits")


def downgrade() -> None:
    op.create_index(
        op.f("ix_mentoring_visits_programme_id_visited_on"),
        "mentoring_visits",
        ["programme_id", "visited_on"],
    )
    op.drop_index(
        "ix_mentoring_visits_counted",
        "mentoring_visits",
    )
    with op.batch_alter_table("photos", table_kwargs={"sqlite_autoincrement": True}) as photos:
        photos.drop_constraint(op.f("ck_photos_of_one_record"), type_="check")
        for column in ("exchange_id", "submission_id"):
            photos.drop_index(op.f(f"ix_photos_{column}"))
            photos.drop_constraint(op.f(f"fk_photos_{column}"), type_="foreignkey")
            photos.drop_column(column)
    op.execute("ALTER TABLE programmes DROP COLUMN levels_rule")
    op.execute("ALTER TABLE programmes DROP COLUMN exchange_levels")
    op.drop_table("submissions")
    op.drop_index(
        "uq_responsible_contacts_school_id_in_force",
        table_name="responsible_contacts",
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )
    op.drop_index(
        "uq_responsible_contacts_office_id_in_force",
        table_name="responsible_contacts",
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )
    op.drop_index(
        "uq_responsible_contacts_network_id_in_force",
        table_name="responsible_contacts",
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )
    op.drop_index(op.f("ix_responsible_contacts_person_id"), table_name="responsible_contacts")
    op.drop_table("responsible_contacts")
    op.drop_index(op.f("ix_exchange_schools_school_id"), table_name="exchange_schools")
    op.drop_table("exchange_schools")
    op.drop_index(op.f("ix_exchange_networks_network_id"), table_name="exchange_networks")
    op.drop_table("exchange_networks")
    op.drop_index(op.f("ix_deadlines_programme_id"), table_name="deadlines")
    op.drop_table("deadlines")
    op.drop_index(
        "uq_responsible_staff_in_force",
        table_name="responsible_staff",
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )
    op.drop_index(
        op.f("ix_responsible_staff_office_id_programme_id"), table_name="responsible_staff"
    )
    op.drop_table("responsible_staff")
    op.drop_index(
        "ix_reminders_planned",
        table_name="reminders",
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.drop_table("reminders")
    op.drop_index(op.f("ix_obligations_programme_id"), table_name="obligations")
    op.drop_table("obligations")
    op.drop_index(
        op.f("ix_exchange_activities_reporter_person_id_id"), table_name="exchange_activities"
    )
    op.drop_index(
        op.f("ix_exchange_activities_programme_id_starts_on"), table_name="exchange_activities"
    )
    op.drop_table("exchange_activities")
    op.drop_table("scheduler_state")
