"""Snippets: files, tags, notes, versions, links; what is about to be imported, and tokens of the API."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for column in _added():
        op.add_column("snippet", column)
    op.execute("UPDATE snippet SET updated = at")
    op.create_table(
        "snippet_version",
        _of_snippet(primary_key=True),
        sa.Column("version", _ID, primary_key=True, autoincrement=False),
        *map(_words, ["name", "language", "code"]),
        *_content(),
        _moment(),
    )
    op.create_table(
        "snippet_link",
        sa.Column("digest", sa.Text, primary_key=True),
        _of_snippet(nullable=False),
        sa.Column("until", sa.Double),
        _moment(),
    )
    op.create_index("ix_snippet_link_snippet", "snippet_link", ["snippet"])
    op.create_table(
        "parcel",
        _words("key", primary_key=True),
        *map(_words, ["platform", "workspace", "author_id", "name"]),
        sa.Column("data", sa.LargeBinary, nullable=False),
        _moment(),
    )
    op.create_table(
        "receipt",
        *(_words(name, primary_key=True) for name in ("platform", "workspace", "author_id", "key")),
        *map(_words, ["digest", "snippet"]),
        _moment(),
    )
    for table in ("parcel", "receipt"):
        op.create_index(f"ix_{table}_at", table, ["at"])
    op.create_table(
        "token",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        _words("digest", unique=True),
        *map(_words, ["platform", "workspace", "author_id", "author_name", "label", "scopes"]),
        sa.Column("used", sa.Double),
        _moment(),
        sqlite_autoincrement=True,
    )


def _added() -> list[sa.Column[Any]]:
    return [
        *_content(),
        _words("source", server_default=""),
        sa.Column("pinned", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("open", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("version", _ID, nullable=False, server_default="1"),
        sa.Column("updated", sa.Double, nullable=False, server_default="0"),
    ]


def _content() -> list[sa.Column[Any]]:
    return [
        sa.Column("files", sa.JSON, nullable=False, server_default="[]"),
        *(_words(name, server_default="") for name in ("tags", "note", "editor")),
    ]


def _words(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, **options)


def _moment() -> sa.Column[float]:
    return sa.Column("at", sa.Double, nullable=False)


def _of_snippet(**options: Any) -> sa.Column[int]:
    return sa.Column("snippet", _ID, sa.ForeignKey("snippet.id"), **options)
