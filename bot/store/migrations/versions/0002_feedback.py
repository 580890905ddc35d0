"""Pictures, feedback, snippets, and what people and channels prefer."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("message", sa.Column("about", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "picture",
        sa.Column("message_id", _ID, sa.ForeignKey("message.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        _words("image"),
    )
    op.create_table(
        "feedback",
        _exchange(primary_key=True),
        *(_words(name, key=True) for name in ("platform", "author_id")),
        _words("author_name"),
        sa.Column("verdict", sa.Integer, nullable=False),
        _words("words"),
        _moment(),
    )
    op.create_table(
        "snippet",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        *map(_words, ["platform", "workspace", "channel", "key", "name", "language", "code", "digest"]),
        *map(_words, ["author_id", "author_name"]),
        _exchange(),
        sa.Column("shared", _ID, sa.ForeignKey("exchange.id")),
        _moment(),
        sa.Column("deleted", sa.Double),
        sa.UniqueConstraint("platform", "workspace", "key", name="uq_snippet_key"),
        sa.UniqueConstraint("platform", "workspace", "author_id", "digest", name="uq_snippet_digest"),
        sqlite_autoincrement=True,
    )
    for column in ("channel", "exchange"):
        op.create_index(f"ix_snippet_{column}", "snippet", [column])
    op.create_table(
        "preference",
        *(_words(name, key=True) for name in ("platform", "workspace", "scope", "subject", "name")),
        _words("value"),
    )


def _words(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, primary_key=key)


def _moment() -> sa.Column[float]:
    return sa.Column("at", sa.Double, nullable=False)


def _exchange(**options: Any) -> sa.Column[int]:
    return sa.Column("exchange", _ID, sa.ForeignKey("exchange.id"), **options)
