"""The tables of answers and people; those of learning stand in ``lesson_tables``, those of code in ``snippet_tables``,
those of the page in ``page_tables``.

What is in the database is made by ``migrations``; a test holds the two together.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
)

from bot.store.columns import Files, Words
from bot.store.dialect import Id, now

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s"})


def words(name: str, **options: Any) -> Column[str]:
    """Return a column of text, which is never missing."""
    return Column(name, Words, nullable=False, **options)


def whole(name: str) -> Column[int]:
    """Return a column of whole numbers."""
    return Column(name, Integer, nullable=False)


def moment(name: str = "at", **options: Any) -> Column[float]:
    """Return a column of seconds since 1970 by the database's clock: when the row came, unless it is said."""
    return Column(name, Double, nullable=False, default=now(), **options)


conversation = Table(
    "conversation",
    metadata,
    words("id", primary_key=True),
    words("platform"),
    words("workspace"),
    words("channel"),
    moment(),
)

message = Table(
    "message",
    metadata,
    Column("id", Id, primary_key=True),
    words("platform"),
    words("ref"),
    Column("conversation", ForeignKey(conversation.c.id), nullable=False, index=True),
    words("author_id"),
    words("author_name"),
    Column("author_is_bot", Boolean, nullable=False),
    words("text"),
    words("mode"),
    words("model"),
    Column("attachments", Files, nullable=False),
    Column("about", Integer, nullable=False, server_default="0"),
    Column("follows", Integer),
    UniqueConstraint("platform", "ref", name="uq_message_ref"),
    Index("ix_message_author", "platform", "author_id"),
)
"""``follows``: the exchange that it was said after, 0: it began its conversation; NULL: what was said before it."""

picture = Table(
    "picture",
    metadata,
    Column("message_id", ForeignKey(message.c.id), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    words("image"),
)

exchange = Table(
    "exchange",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("message_id", ForeignKey(message.c.id), nullable=False, index=True),
    words("holder"),
    words("state", index=True),
    words("answer", default=""),
    words("problem", default=""),
    words("correction", default=""),
    words("model", default=""),
    moment(),
    Column("ended", Double),
    sqlite_autoincrement=True,
)

draft = Table(
    "draft",
    metadata,
    words("platform", primary_key=True),
    words("ref", primary_key=True),
    Column("exchange", ForeignKey(exchange.c.id), nullable=False, index=True),
    whole("position"),
)

turn = Table(
    "turn",
    metadata,
    words("conversation", primary_key=True),
    words("holder", index=True),
    Column("stop", Boolean, nullable=False, default=False),
)

holder = Table("holder", metadata, words("id", primary_key=True), moment("until"))

event = Table("event", metadata, words("key", primary_key=True), moment(index=True))

usage = Table(
    "usage",
    metadata,
    Column("exchange", ForeignKey(exchange.c.id), primary_key=True),
    words("platform"),
    words("workspace"),
    words("channel"),
    words("author_id"),
    words("model"),
    whole("prompt"),
    whole("completion"),
    whole("cached"),
    Column("estimated", Boolean, nullable=False),
    words("provider", server_default=""),
    Column("cost", BigInteger),
    moment(index=True),
)
"""``cost``: millionths of a dollar, at the price of that day; NULL: nobody said what the model costs."""

feedback = Table(
    "feedback",
    metadata,
    Column("exchange", ForeignKey(exchange.c.id), primary_key=True),
    words("platform", primary_key=True),
    words("author_id", primary_key=True),
    words("author_name"),
    whole("verdict"),
    words("words"),
    moment(),
)

preference = Table(
    "preference",
    metadata,
    words("platform", primary_key=True),
    words("workspace", primary_key=True),
    words("scope", primary_key=True),
    words("subject", primary_key=True),
    words("name", primary_key=True),
    words("value"),
)
