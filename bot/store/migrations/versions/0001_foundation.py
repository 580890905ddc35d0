"""The first tables: conversations, messages, exchanges, drafts, turns, holders, events, usage."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "conversation", _words("id", key=True), *map(_words, ["platform", "workspace", "channel"]), _moment()
    )
    op.create_table(
        "message",
        sa.Column("id", _ID, primary_key=True),
        *map(_words, ["platform", "ref"]),
        sa.Column("conversation", sa.Text, sa.ForeignKey("conversation.id"), nullable=False),
        *map(_words, ["author_id", "author_name"]),
        sa.Column("author_is_bot", sa.Boolean, nullable=False),
        *map(_words, ["text", "mode", "model"]),
        sa.Column("attachments", sa.JSON, nullable=False),
        sa.UniqueConstraint("platform", "ref", name="uq_message_ref"),
    )
    op.create_table(
        "exchange",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("message_id", _ID, sa.ForeignKey("message.id"), nullable=False),
        *map(_words, ["holder", "state", "answer", "problem", "correction", "model"]),
        _moment(),
        sa.Column("ended", sa.Double),
        sqlite_autoincrement=True,
    )
    op.create_table("draft", _words("platform", key=True), _words("ref", key=True), _exchange(), _whole("position"))
    op.create_table(
        "turn", _words("conversation", key=True), _words("holder"), sa.Column("stop", sa.Boolean, nullable=False)
    )
    op.create_table("holder", _words("id", key=True), _moment("until"))
    op.create_table("event", _words("key", key=True), _moment())
    op.create_table(
        "usage",
        _exchange(primary_key=True),
        *map(_words, ["platform", "workspace", "channel", "author_id", "model"]),
        *map(_whole, ["prompt", "completion", "cached"]),
        sa.Column("estimated", sa.Boolean, nullable=False),
        _moment(),
    )
    _make_indices()


def _make_indices() -> None:
    for table, column in (
        ("message", "conversation"),
        ("exchange", "message_id"),
        ("exchange", "state"),
        ("draft", "exchange"),
        ("turn", "holder"),
        ("event", "at"),
        ("usage", "at"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _words(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, primary_key=key)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _moment(name: str = "at") -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=False)


def _exchange(**options: Any) -> sa.Column[int]:
    return sa.Column("exchange", _ID, sa.ForeignKey("exchange.id"), nullable=False, **options)
