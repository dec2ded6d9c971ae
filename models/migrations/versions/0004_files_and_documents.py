"""files that were asked for, and documents"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", _ID, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("draft_id", sa.String(length=36), nullable=True),
        sa.Column("title_th", sa.String(length=300), nullable=False),
        sa.Column("publisher", sa.String(length=300), nullable=True),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=True),
        sa.Column("office_id", _ID, nullable=True),
        sa.Column("added_by_person_id", _ID, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint("url LIKE 'https://%'", name=op.f("ck_documents_https")),
        sa.CheckConstraint(
            "(code IS NULL) = (draft_id IS NOT NULL)",
            name=op.f("ck_documents_from_a_roster_or_a_chat"),
        ),
        sa.ForeignKeyConstraint(
            ["added_by_person_id"], ["people.id"], name=op.f("fk_documents_added_by_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_documents_office_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("code", name=op.f("uq_documents_code")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_documents_draft_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_documents_office_id"), "documents", ["office_id"])
    op.create_table(
        "exports",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "visits",
                "exchanges",
                "reports",
                "status",
                name="exportkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
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
        sa.Column("scope_code", sa.String(length=64), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_exports_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_exports_person_id"), "exports", ["person_id"])


def downgrade() -> None:
    op.drop_table("exports")
    op.drop_table("documents")
