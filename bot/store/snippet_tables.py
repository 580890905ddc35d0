"""The tables of kept code: snippets, what they were, links to them; what is about to be imported; tokens of the API."""

from typing import Any

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, LargeBinary, Table, UniqueConstraint, false, text

from bot.store.columns import Files, Tags
from bot.store.dialect import Id, now
from bot.store.tables import exchange, metadata, moment, words


def _content() -> list[Column[Any]]:
    """Return the columns of what a person may edit."""
    return [
        words("name"),
        words("language"),
        words("code"),
        Column("files", Files, nullable=False, server_default="[]"),
        Column("tags", Tags, nullable=False, server_default=""),
        words("note", server_default=""),
        words("editor", server_default=""),
    ]


snippet = Table(
    "snippet",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    words("platform"),
    words("workspace"),
    words("channel", index=True),
    words("key"),
    *_content(),
    words("digest"),
    words("author_id"),
    words("author_name"),
    Column("exchange", ForeignKey(exchange.c.id), index=True),
    Column("shared", ForeignKey(exchange.c.id)),
    moment(),
    Column("deleted", Double),
    words("source", server_default=""),
    Column("pinned", Boolean, nullable=False, default=False, server_default=false()),
    Column("open", Boolean, nullable=False, default=False, server_default=false()),
    Column("version", Id, nullable=False, default=1, server_default="1"),
    Column("updated", Double, nullable=False, default=now(), server_default="0"),
    UniqueConstraint("platform", "workspace", "key", name="uq_snippet_key"),
    UniqueConstraint("platform", "workspace", "author_id", "digest", name="uq_snippet_digest"),
    sqlite_autoincrement=True,
)

_REACH, _ORDER = (snippet.c.platform, snippet.c.workspace), (snippet.c.pinned, snippet.c.updated, snippet.c.id)
_LIVING, _BINNED = text("deleted IS NULL"), text("deleted IS NOT NULL")
_SEEN = (snippet.c.author_id, snippet.c.channel, snippet.c.open)
Index("ix_snippet_all", *_REACH, *_ORDER, *_SEEN, sqlite_where=_LIVING, postgresql_where=_LIVING)
for _name, _whose, _where in (
    ("own", snippet.c.author_id, _LIVING),
    ("here", snippet.c.channel, _LIVING),
    ("open", snippet.c.open, _LIVING),
    ("bin", snippet.c.author_id, _BINNED),
):
    # Each gives the list of what is seen for one reason, in its order.
    Index(f"ix_snippet_{_name}", *_REACH, _whose, *_ORDER, sqlite_where=_where, postgresql_where=_where)

snippet_version = Table(
    "snippet_version",
    metadata,
    Column("snippet", ForeignKey(snippet.c.id), primary_key=True),
    Column("version", Id, primary_key=True, autoincrement=False),
    *_content(),
    moment(),
)
"""What snippets were before they were edited; what they are now stands in ``snippet`` alone."""

snippet_link = Table(
    "snippet_link",
    metadata,
    words("digest", primary_key=True),
    Column("snippet", ForeignKey(snippet.c.id), nullable=False, index=True),
    Column("until", Double),
    moment(),
)

parcel = Table(
    "parcel",
    metadata,
    words("key", primary_key=True),
    words("platform"),
    words("workspace"),
    words("author_id"),
    words("name"),
    Column("data", LargeBinary, nullable=False),
    moment(index=True),
)
"""Files that people are about to import, for an hour."""

receipt = Table(
    "receipt",
    metadata,
    words("platform", primary_key=True),
    words("workspace", primary_key=True),
    words("author_id", primary_key=True),
    words("key", primary_key=True),
    words("digest"),
    words("snippet"),
    moment(index=True),
)
"""What a request to the API made, by the key that its sender gave it, for a day."""

token = Table(
    "token",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    words("digest", unique=True),
    words("platform"),
    words("workspace"),
    words("author_id"),
    words("author_name"),
    words("label"),
    words("scopes"),
    Column("used", Double),
    moment(),
    sqlite_autoincrement=True,
)
