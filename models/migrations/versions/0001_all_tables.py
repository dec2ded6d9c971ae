"""all tables"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("line_user_id", sa.String(length=64), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=True),
        sa.Column("parked", sa.JSON(), nullable=False),
        sa.Column("window_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_turns", sa.Integer(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("line_user_id", name=op.f("pk_conversations")),
    )
    op.create_table(
        "demo_clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "offset_seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_demo_clock_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_clock")),
    )
    op.create_table(
        "effects",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lane", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reply",
                "push",
                "fetch_content",
                "fetch_profile",
                "delete_media",
                name="effectkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("line_user_id", sa.String(length=64), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "unshown",
                "rejected",
                "merged",
                name="effectstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("turn_key", sa.String(length=80), nullable=True),
        sa.Column("reply_token", sa.String(length=200), nullable=True),
        sa.Column("token_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_key", sa.String(length=36), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("sent_message_ids", sa.JSON(), nullable=True),
        sa.Column("event_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_effects_attempts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effects")),
        sa.UniqueConstraint("lane", "turn_key", name=op.f("uq_effects_lane_turn_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_effects_unshown",
        "effects",
        ["line_user_id"],
        unique=False,
        sqlite_where=sa.text("state = 'unshown'"),
        postgresql_where=sa.text("state = 'unshown'"),
    )
    op.create_index(
        "ix_effects_waiting_lane",
        "effects",
        ["lane", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_effects_waiting_not_before",
        "effects",
        ["not_before"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "inbound_events",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("line_user_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_events")),
    )
    op.create_index(
        op.f("ix_inbound_events_line_user_id_received_at"),
        "inbound_events",
        ["line_user_id", "received_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inbound_events_received_at"), "inbound_events", ["received_at"], unique=False
    )
    op.create_table(
        "offices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "central",
                "primary",
                "secondary",
                "special",
                name="officekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("province", sa.String(length=100), nullable=True),
        sa.Column("zone", sa.Integer(), nullable=True),
        sa.Column("other_provinces", sa.JSON(), nullable=False),
        sa.Column("name_th", sa.String(length=300), nullable=False),
        sa.Column("short_th", sa.String(length=200), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'central') = (province IS NULL)", name=op.f("ck_offices_province")
        ),
        sa.CheckConstraint(
            "kind <> 'central' OR zone IS NULL", name=op.f("ck_offices_central_has_no_zone")
        ),
        sa.CheckConstraint(
            "kind <> 'special' OR zone IS NOT NULL", name=op.f("ck_offices_special_has_a_number")
        ),
        sa.CheckConstraint("zone BETWEEN 1 AND 99", name=op.f("ck_offices_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offices")),
        sa.UniqueConstraint("code", name=op.f("uq_offices_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_offices_kind_province_without_zone",
        "offices",
        ["kind", "province"],
        unique=True,
        sqlite_where=sa.text("zone IS NULL"),
        postgresql_where=sa.text("zone IS NULL"),
    )
    op.create_index(
        "uq_offices_kind_province_zone",
        "offices",
        ["kind", "province", "zone"],
        unique=True,
        sqlite_where=sa.text("zone IS NOT NULL"),
        postgresql_where=sa.text("zone IS NOT NULL"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "programmes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_th", sa.String(length=300), nullable=False),
        sa.Column("owner_code", sa.String(length=64), nullable=True),
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
            nullable=False,
        ),
        sa.Column(
            "mentor_kind",
            sa.Enum(
                "lead",
                "area_office",
                "expert_team",
                name="mentorkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "mentee_role",
            sa.Enum(
                "lead",
                "partner",
                "pilot",
                name="memberrole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("purposes", sa.JSON(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint("code", name=op.f("uq_programmes_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "agreements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on",
            name=op.f("ck_agreements_first_and_last_day"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_agreements_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("code", name=op.f("uq_agreements_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_agreements_programme_id"), "agreements", ["programme_id"], unique=False
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject_kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_audit_entries_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_entries_at"), "audit_entries", ["at"], unique=False)
    op.create_index(
        op.f("ix_audit_entries_person_id"), "audit_entries", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_audit_entries_subject_kind_subject_id"),
        "audit_entries",
        ["subject_kind", "subject_id"],
        unique=False,
    )
    op.create_table(
        "line_accounts",
        sa.Column("line_user_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("display_name", sa.String(length=200), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_version", sa.String(length=32), nullable=True),
        sa.Column("notice_shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("joining_locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("wrong_codes >= 0", name=op.f("ck_line_accounts_wrong_codes")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_line_accounts_person_id")
        ),
        sa.PrimaryKeyConstraint("line_user_id", name=op.f("pk_line_accounts")),
    )
    op.create_index(
        op.f("ix_line_accounts_person_id"), "line_accounts", ["person_id"], unique=False
    )
    op.create_table(
        "networks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name_th", sa.String(length=300), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_networks_office_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_networks_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_networks")),
        sa.UniqueConstraint("code", name=op.f("uq_networks_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_networks_office_id"), "networks", ["office_id"], unique=False)
    op.create_index(op.f("ix_networks_programme_id"), "networks", ["programme_id"], unique=False)
    op.create_table(
        "office_aliases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("alias", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_office_aliases_office_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_aliases")),
        sa.UniqueConstraint("office_id", "alias", name=op.f("uq_office_aliases_office_id_alias")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "office_codes",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column(
            "office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_office_codes_office_id")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_office_codes")),
    )
    op.create_index(op.f("ix_office_codes_office_id"), "office_codes", ["office_id"], unique=False)
    op.create_table(
        "programme_periods",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("years_be", sa.JSON(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "starts_on <= ends_on", name=op.f("ck_programme_periods_first_and_last_day")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_periods_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_periods")),
        sa.UniqueConstraint(
            "programme_id", "starts_on", name=op.f("uq_programme_periods_programme_id_starts_on")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "programme_statistics",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("networks", sa.Integer(), nullable=False),
        sa.Column("lead_schools", sa.Integer(), nullable=False),
        sa.Column("partner_schools", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "networks >= 0 AND lead_schools >= 0 AND partner_schools >= 0",
            name=op.f("ck_programme_statistics_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_statistics_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_statistics")),
        sa.UniqueConstraint(
            "programme_id", "as_of", name=op.f("uq_programme_statistics_programme_id_as_of")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "schools",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_th", sa.String(length=300), nullable=False),
        sa.Column("name_in_source", sa.String(length=300), nullable=True),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_schools_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schools")),
        sa.UniqueConstraint("code", name=op.f("uq_schools_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_schools_office_id"), "schools", ["office_id"], unique=False)
    op.create_table(
        "agreement_clauses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("text_th", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("cadence", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_clauses_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_clauses")),
        sa.UniqueConstraint(
            "agreement_id", "number", name=op.f("uq_agreement_clauses_agreement_id_number")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "agreement_parties",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "role",
            sa.Enum(
                "lead",
                "partner",
                "area_office",
                "agency",
                "witness",
                name="partyrole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "network_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("agency_code", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "CASE WHEN school_id IS NULL THEN 0 ELSE 1 END + CASE WHEN office_id IS NULL THEN 0 ELSE 1 END + CASE WHEN network_id IS NULL THEN 0 ELSE 1 END + CASE WHEN agency_code IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_agreement_parties_exactly_one"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_parties_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_agreement_parties_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_agreement_parties_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_agreement_parties_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_parties")),
        sa.UniqueConstraint(
            "agreement_id",
            "role",
            "agency_code",
            name=op.f("uq_agreement_parties_agreement_id_role_agency_code"),
        ),
        sa.UniqueConstraint(
            "agreement_id",
            "role",
            "network_id",
            name=op.f("uq_agreement_parties_agreement_id_role_network_id"),
        ),
        sa.UniqueConstraint(
            "agreement_id",
            "role",
            "office_id",
            name=op.f("uq_agreement_parties_agreement_id_role_office_id"),
        ),
        sa.UniqueConstraint(
            "agreement_id",
            "role",
            "school_id",
            name=op.f("uq_agreement_parties_agreement_id_role_school_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "role",
            sa.Enum(
                "teacher",
                "school_administrator",
                "expert",
                "supervisor",
                "area_coordinator",
                "national_coordinator",
                "operator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "scope_kind",
            sa.Enum(
                "school",
                "network",
                "office",
                "programme",
                "country",
                name="scopekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "network_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "(scope_kind = 'school' AND school_id IS NOT NULL AND network_id IS NULL AND office_id IS NULL AND programme_id IS NULL) OR (scope_kind = 'network' AND school_id IS NULL AND network_id IS NOT NULL AND office_id IS NULL AND programme_id IS NULL) OR (scope_kind = 'office' AND school_id IS NULL AND network_id IS NULL AND office_id IS NOT NULL AND programme_id IS NULL) OR (scope_kind = 'programme' AND school_id IS NULL AND network_id IS NULL AND office_id IS NULL AND programme_id IS NOT NULL) OR (scope_kind = 'country' AND school_id IS NULL AND network_id IS NULL AND office_id IS NULL AND programme_id IS NULL)",
            name=op.f("ck_appointments_scope"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on <= ends_on",
            name=op.f("ck_appointments_first_and_last_day"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_appointments_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_appointments_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_appointments_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_appointments_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_appointments_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_appointments_network_id"), "appointments", ["network_id"], unique=False
    )
    op.create_index(op.f("ix_appointments_office_id"), "appointments", ["office_id"], unique=False)
    op.create_index(op.f("ix_appointments_person_id"), "appointments", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_appointments_programme_id"), "appointments", ["programme_id"], unique=False
    )
    op.create_index(op.f("ix_appointments_school_id"), "appointments", ["school_id"], unique=False)
    op.create_table(
        "enrolments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN office_id IS NULL THEN 0 ELSE 1 END + CASE WHEN school_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_enrolments_exactly_one"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on <= ends_on", name=op.f("ck_enrolments_first_and_last_day")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_enrolments_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_enrolments_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_enrolments_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint(
            "programme_id",
            "office_id",
            "starts_on",
            name=op.f("uq_enrolments_programme_id_office_id_starts_on"),
        ),
        sa.UniqueConstraint(
            "programme_id",
            "school_id",
            "starts_on",
            name=op.f("uq_enrolments_programme_id_school_id_starts_on"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_enrolments_office_id"), "enrolments", ["office_id"], unique=False)
    op.create_index(op.f("ix_enrolments_school_id"), "enrolments", ["school_id"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "teacher",
                "school_administrator",
                "expert",
                "supervisor",
                "area_coordinator",
                "national_coordinator",
                "operator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_by_person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "used_by_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "scope_kind",
            sa.Enum(
                "school",
                "network",
                "office",
                "programme",
                "country",
                name="scopekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "network_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "(scope_kind = 'school' AND school_id IS NOT NULL AND network_id IS NULL AND office_id IS NULL AND programme_id IS NULL) OR (scope_kind = 'network' AND school_id IS NULL AND network_id IS NOT NULL AND office_id IS NULL AND programme_id IS NULL) OR (scope_kind = 'office' AND school_id IS NULL AND network_id IS NULL AND office_id IS NOT NULL AND programme_id IS NULL) OR (scope_kind = 'programme' AND school_id IS NULL AND network_id IS NULL AND office_id IS NULL AND programme_id IS NOT NULL) OR (scope_kind = 'country' AND school_id IS NULL AND network_id IS NULL AND office_id IS NULL AND programme_id IS NULL)",
            name=op.f("ck_invitations_scope"),
        ),
        sa.CheckConstraint(
            "used_by_person_id IS NULL OR used_at IS NOT NULL", name=op.f("ck_invitations_used")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_person_id"],
            ["people.id"],
            name=op.f("fk_invitations_created_by_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_invitations_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_invitations_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_invitations_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_invitations_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["used_by_person_id"], ["people.id"], name=op.f("fk_invitations_used_by_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitations_code_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_invitations_network_id"), "invitations", ["network_id"], unique=False)
    op.create_index(op.f("ix_invitations_office_id"), "invitations", ["office_id"], unique=False)
    op.create_index(
        op.f("ix_invitations_programme_id"), "invitations", ["programme_id"], unique=False
    )
    op.create_index(op.f("ix_invitations_school_id"), "invitations", ["school_id"], unique=False)
    op.create_table(
        "mentoring_visits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "mentoring",
                "supervision",
                name="visitkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "network_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "mentor_school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "mentor_office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "mentee_school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("visited_on", sa.Date(), nullable=False),
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
        sa.Column("purposes", sa.JSON(), nullable=False),
        sa.Column("iqa_standards", sa.JSON(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("improvements", sa.Text(), nullable=False),
        sa.Column("agreed_actions", sa.Text(), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column(
            "reporter_person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "participants BETWEEN 0 AND 9999", name=op.f("ck_mentoring_visits_participants")
        ),
        sa.ForeignKeyConstraint(
            ["mentee_school_id"], ["schools.id"], name=op.f("fk_mentoring_visits_mentee_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["mentor_office_id"], ["offices.id"], name=op.f("fk_mentoring_visits_mentor_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["mentor_school_id"], ["schools.id"], name=op.f("fk_mentoring_visits_mentor_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_mentoring_visits_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_mentoring_visits_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_person_id"],
            ["people.id"],
            name=op.f("fk_mentoring_visits_reporter_person_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_visits")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_mentoring_visits_draft_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_mentoring_visits_mentee_school_id_visited_on"),
        "mentoring_visits",
        ["mentee_school_id", "visited_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_mentoring_visits_network_id_visited_on"),
        "mentoring_visits",
        ["network_id", "visited_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_mentoring_visits_programme_id_visited_on"),
        "mentoring_visits",
        ["programme_id", "visited_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_mentoring_visits_reporter_person_id_id"),
        "mentoring_visits",
        ["reporter_person_id", "id"],
        unique=False,
    )
    op.create_table(
        "network_memberships",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "network_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "role",
            sa.Enum(
                "lead",
                "partner",
                "pilot",
                name="memberrole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on <= ends_on",
            name=op.f("ck_network_memberships_first_and_last_day"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_network_memberships_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_network_memberships_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_memberships")),
        sa.UniqueConstraint(
            "network_id",
            "school_id",
            "starts_on",
            name=op.f("uq_network_memberships_network_id_school_id_starts_on"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_network_memberships_school_id"), "network_memberships", ["school_id"], unique=False
    )
    op.create_index(
        "uq_network_memberships_one_lead",
        "network_memberships",
        ["network_id", "starts_on"],
        unique=True,
        sqlite_where=sa.text("role = 'lead'"),
        postgresql_where=sa.text("role = 'lead'"),
    )
    op.create_table(
        "school_aliases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("alias", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_school_aliases_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_aliases")),
        sa.UniqueConstraint("school_id", "alias", name=op.f("uq_school_aliases_school_id_alias")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "photos",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_message_id", sa.String(length=64), nullable=False),
        sa.Column("line_user_id", sa.String(length=64), nullable=False),
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "stored",
                "refused",
                "gone",
                "withdrawn",
                name="photostate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=100), nullable=True),
        sa.Column("media_key", sa.String(length=200), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'stored' OR (media_key IS NOT NULL AND sha256 IS NOT NULL AND size_bytes IS NOT NULL AND width IS NOT NULL AND height IS NOT NULL)",
            name=op.f("ck_photos_stored_is_described"),
        ),
        sa.CheckConstraint(
            "size_bytes >= 0 AND width >= 1 AND height >= 1", name=op.f("ck_photos_measures")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["mentoring_visits.id"], name=op.f("fk_photos_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("line_message_id", name=op.f("uq_photos_line_message_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_photos_draft_id"), "photos", ["draft_id"], unique=False)
    op.create_index(op.f("ix_photos_line_user_id"), "photos", ["line_user_id"], unique=False)
    op.create_index(op.f("ix_photos_visit_id"), "photos", ["visit_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_photos_visit_id"), table_name="photos")
    op.drop_index(op.f("ix_photos_line_user_id"), table_name="photos")
    op.drop_index(op.f("ix_photos_draft_id"), table_name="photos")
    op.drop_table("photos")
    op.drop_table("school_aliases")
    op.drop_index(
        "uq_network_memberships_one_lead",
        table_name="network_memberships",
        sqlite_where=sa.text("role = 'lead'"),
        postgresql_where=sa.text("role = 'lead'"),
    )
    op.drop_index(op.f("ix_network_memberships_school_id"), table_name="network_memberships")
    op.drop_table("network_memberships")
    op.drop_index(op.f("ix_mentoring_visits_reporter_person_id_id"), table_name="mentoring_visits")
    op.drop_index(
        op.f("ix_mentoring_visits_programme_id_visited_on"), table_name="mentoring_visits"
    )
    op.drop_index(op.f("ix_mentoring_visits_network_id_visited_on"), table_name="mentoring_visits")
    op.drop_index(
        op.f("ix_mentoring_visits_mentee_school_id_visited_on"), table_name="mentoring_visits"
    )
    op.drop_table("mentoring_visits")
    op.drop_index(op.f("ix_invitations_school_id"), table_name="invitations")
    op.drop_index(op.f("ix_invitations_programme_id"), table_name="invitations")
    op.drop_index(op.f("ix_invitations_office_id"), table_name="invitations")
    op.drop_index(op.f("ix_invitations_network_id"), table_name="invitations")
    op.drop_table("invitations")
    op.drop_index(op.f("ix_enrolments_school_id"), table_name="enrolments")
    op.drop_index(op.f("ix_enrolments_office_id"), table_name="enrolments")
    op.drop_table("enrolments")
    op.drop_index(op.f("ix_appointments_school_id"), table_name="appointments")
    op.drop_index(op.f("ix_appointments_programme_id"), table_name="appointments")
    op.drop_index(op.f("ix_appointments_person_id"), table_name="appointments")
    op.drop_index(op.f("ix_appointments_office_id"), table_name="appointments")
    op.drop_index(op.f("ix_appointments_network_id"), table_name="appointments")
    op.drop_table("appointments")
    op.drop_table("agreement_parties")
    op.drop_table("agreement_clauses")
    op.drop_index(op.f("ix_schools_office_id"), table_name="schools")
    op.drop_table("schools")
    op.drop_table("programme_statistics")
    op.drop_table("programme_periods")
    op.drop_index(op.f("ix_office_codes_office_id"), table_name="office_codes")
    op.drop_table("office_codes")
    op.drop_table("office_aliases")
    op.drop_index(op.f("ix_networks_programme_id"), table_name="networks")
    op.drop_index(op.f("ix_networks_office_id"), table_name="networks")
    op.drop_table("networks")
    op.drop_index(op.f("ix_line_accounts_person_id"), table_name="line_accounts")
    op.drop_table("line_accounts")
    op.drop_index(op.f("ix_audit_entries_subject_kind_subject_id"), table_name="audit_entries")
    op.drop_index(op.f("ix_audit_entries_person_id"), table_name="audit_entries")
    op.drop_index(op.f("ix_audit_entries_at"), table_name="audit_entries")
    op.drop_table("audit_entries")
    op.drop_index(op.f("ix_agreements_programme_id"), table_name="agreements")
    op.drop_table("agreements")
    op.drop_table("programmes")
    op.drop_table("people")
    op.drop_index(
        "uq_offices_kind_province_zone",
        table_name="offices",
        sqlite_where=sa.text("zone IS NOT NULL"),
        postgresql_where=sa.text("zone IS NOT NULL"),
    )
    op.drop_index(
        "uq_offices_kind_province_without_zone",
        table_name="offices",
        sqlite_where=sa.text("zone IS NULL"),
        postgresql_where=sa.text("zone IS NULL"),
    )
    op.drop_table("offices")
    op.drop_index(op.f("ix_inbound_events_received_at"), table_name="inbound_events")
    op.drop_index(op.f("ix_inbound_events_line_user_id_received_at"), table_name="inbound_events")
    op.drop_table("inbound_events")
    op.drop_index(
        "ix_effects_waiting_not_before",
        table_name="effects",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index(
        "ix_effects_waiting_lane",
        table_name="effects",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index(
        "ix_effects_unshown",
        table_name="effects",
        sqlite_where=sa.text("state = 'unshown'"),
        postgresql_where=sa.text("state = 'unshown'"),
    )
    op.drop_table("effects")
    op.drop_table("demo_clock")
    op.drop_table("conversations")
