"""The tables of the page: marks on conversations, who is signed in, addresses of models that people brought."""

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, Table

from bot.store.dialect import Id
from bot.store.tables import conversation, metadata, moment, words

conversation_mark = Table(
    "conversation_mark",
    metadata,
    Column("conversation", ForeignKey(conversation.c.id), primary_key=True),
    words("platform", primary_key=True),
    words("author_id", primary_key=True),
    words("title", server_default=""),
    Column("pinned", Boolean, nullable=False),
    Column("deleted", Double),
)
"""What one person has done with a conversation in their list; one that was never touched has no row."""

sign_in = Table(
    "sign_in",
    metadata,
    words("digest", primary_key=True),
    words("platform"),
    words("workspace"),
    words("author_id"),
    words("author_name"),
    moment(index=True),
)
"""Links that sign somebody in, for some minutes and once, known by a digest alone."""

session = Table(
    "session",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    words("digest", unique=True),
    words("platform"),
    words("workspace"),
    words("author_id"),
    words("author_name"),
    words("agent"),
    moment("seen"),
    moment(),
    Index("ix_session_author", "platform", "workspace", "author_id"),
    sqlite_autoincrement=True,
)
"""Browsers that are signed in; ``agent`` is what a browser calls itself."""

endpoint = Table(
    "endpoint",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    words("platform"),
    words("workspace"),
    words("author_id"),
    words("name"),
    words("base_url"),
    words("key"),
    moment(),
    Index("ix_endpoint_place", "platform", "workspace", "name"),
    sqlite_autoincrement=True,
)
"""Addresses of models that people brought; without an ``author_id`` all of the workspace may ask there."""
