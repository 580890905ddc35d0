"""Lessons: what they say, who is for and against them, how they changed, and which answers they were used for."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lesson_book",
        *(_words(name, key=True) for name in ("platform", "workspace")),
        *map(_whole, ["revision", "taught"]),
    )
    op.create_table(
        "lesson",
        _number(),
        *map(_words, ["platform", "workspace"]),
        _whole("number"),
        *map(_words, ["scope", "place", "standing", "text", "facet"]),
        *map(_flag, ["topical", "avoid"]),
        sa.Column("languages", sa.JSON, nullable=False),
        *map(_words, ["applies", "check_name", "author_id", "author_name"]),
        *map(_whole, ["replaces", "version"]),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        _words("embedder"),
        *map(_moment, ["at", "confirmed", "used"]),
        sa.UniqueConstraint("platform", "workspace", "number", name="uq_lesson_number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "lesson_vote",
        _of_lesson(primary_key=True),
        _words("author_id", key=True),
        _words("author_name"),
        _whole("vote"),
        sa.Column("exchange", _ID, sa.ForeignKey("exchange.id")),
        _words("quote"),
        _moment("at"),
    )
    op.create_index("ix_lesson_vote_exchange", "lesson_vote", ["exchange"])
    op.create_table(
        "lesson_change",
        _number(),
        _of_lesson(nullable=False),
        _whole("version"),
        *map(_words, ["author_id", "author_name", "deed"]),
        sa.Column("before", sa.JSON, nullable=False),
        _moment("at"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lesson_change_lesson", "lesson_change", ["lesson"])
    op.create_table(
        "lesson_use",
        sa.Column("exchange", _ID, sa.ForeignKey("exchange.id"), primary_key=True),
        _of_lesson(primary_key=True),
        _flag("applied"),
        _moment("score"),
        sa.Column("passed", sa.Boolean),
        _moment("at"),
    )
    op.create_index("ix_lesson_use_lesson", "lesson_use", ["lesson"])


def _number() -> sa.Column[int]:
    return sa.Column("id", _ID, primary_key=True, autoincrement=True)


def _of_lesson(**options: Any) -> sa.Column[int]:
    return sa.Column("lesson", _ID, sa.ForeignKey("lesson.id"), **options)


def _words(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, primary_key=key)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _moment(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=False)
