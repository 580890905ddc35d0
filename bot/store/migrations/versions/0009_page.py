"""The page: branches, marks on conversations, sessions, addresses of models; what answers cost."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WHO = ("platform", "workspace", "author_id", "author_name")


def upgrade() -> None:
    op.add_column("message", sa.Column("follows", sa.Integer))
    op.create_index("ix_message_author", "message", ["platform", "author_id"])
    op.add_column("usage", _words("provider", server_default=""))
    op.add_column("usage", sa.Column("cost", sa.BigInteger))
    op.create_table(
        "conversation_mark",
        sa.Column("conversation", sa.Text, sa.ForeignKey("conversation.id"), primary_key=True),
        _words("platform", primary_key=True),
        _words("author_id", primary_key=True),
        _words("title", server_default=""),
        sa.Column("pinned", sa.Boolean, nullable=False),
        sa.Column("deleted", sa.Double),
    )
    op.create_table("sign_in", _words("digest", primary_key=True), *map(_words, _WHO), _moment())
    op.create_index("ix_sign_in_at", "sign_in", ["at"])
    _create_numbered("session", _words("digest", unique=True), *map(_words, (*_WHO, "agent")), _moment("seen"))
    op.create_index("ix_session_author", "session", ["platform", "workspace", "author_id"])
    _create_numbered("endpoint", *map(_words, ("platform", "workspace", "author_id", "name", "base_url", "key")))
    op.create_index("ix_endpoint_place", "endpoint", ["platform", "workspace", "name"])


def _create_numbered(name: str, *columns: sa.Column[Any]) -> None:
    number = sa.Column("id", _ID, primary_key=True, autoincrement=True)
    op.create_table(name, number, *columns, _moment(), sqlite_autoincrement=True)


def _words(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, **options)


def _moment(name: str = "at") -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=False)
