"""Exemplars: where liked questions lie in meaning, and who has which; what complaints met, and what was mended."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "exemplar_vector",
        _of_exchange(primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.Column("embedder", sa.Text, nullable=False),
    )
    op.create_table(
        "exemplar_choice",
        sa.Column("conversation", sa.Text, sa.ForeignKey("conversation.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        _of_exchange(nullable=False),
    )
    op.create_index("ix_exemplar_choice_exchange", "exemplar_choice", ["exchange"])
    op.create_table(
        "lesson_echo",
        _of_exchange(primary_key=True),
        sa.Column("lesson", _ID, sa.ForeignKey("lesson.id"), nullable=False),
        sa.Column("fate", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("ix_lesson_echo_lesson", "lesson_echo", ["lesson"])
    op.create_index("ix_lesson_echo_at", "lesson_echo", ["at"])
    op.add_column("lesson_use", sa.Column("mended", sa.Boolean))


def _of_exchange(**options: Any) -> sa.Column[int]:
    return sa.Column("exchange", _ID, sa.ForeignKey("exchange.id"), **options)
