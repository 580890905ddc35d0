"""The tables. What is in the database is made by ``migrations``; a test holds the two together."""

from typing import Any

from sqlalchemy import Boolean, Column, Double, ForeignKey, Integer, MetaData, Table, UniqueConstraint

from bot.store.columns import Files, Words
from bot.store.dialect import Id, now

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s"})


def _words(name: str, **options: Any) -> Column[str]:
    return Column(name, Words, nullable=False, **options)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _moment(name: str = "at", **options: Any) -> Column[float]:
    return Column(name, Double, nullable=False, default=now(), **options)


conversation = Table(
    "conversation",
    metadata,
    _words("id", primary_key=True),
    _words("platform"),
    _words("workspace"),
    _words("channel"),
    _moment(),
)

message = Table(
    "message",
    metadata,
    Column("id", Id, primary_key=True),
    _words("platform"),
    _words("ref"),
    Column("conversation", ForeignKey(conversation.c.id), nullable=False, index=True),
    _words("author_id"),
    _words("author_name"),
    Column("author_is_bot", Boolean, nullable=False),
    _words("text"),
    _words("mode"),
    _words("model"),
    Column("attachments", Files, nullable=False),
    Column("about", Integer, nullable=False, server_default="0"),
    UniqueConstraint("platform", "ref", name="uq_message_ref"),
)

picture = Table(
    "picture",
    metadata,
    Column("message_id", ForeignKey(message.c.id), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    _words("image"),
)

exchange = Table(
    "exchange",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("message_id", ForeignKey(message.c.id), nullable=False, index=True),
    _words("holder"),
    _words("state", index=True),
    _words("answer", default=""),
    _words("problem", default=""),
    _words("correction", default=""),
    _words("model", default=""),
    _moment(),
    Column("ended", Double),
    sqlite_autoincrement=True,
)

draft = Table(
    "draft",
    metadata,
    _words("platform", primary_key=True),
    _words("ref", primary_key=True),
    Column("exchange", ForeignKey(exchange.c.id), nullable=False, index=True),
    _whole("position"),
)

turn = Table(
    "turn",
    metadata,
    _words("conversation", primary_key=True),
    _words("holder", index=True),
    Column("stop", Boolean, nullable=False, default=False),
)

holder = Table("holder", metadata, _words("id", primary_key=True), _moment("until"))

event = Table("event", metadata, _words("key", primary_key=True), _moment(index=True))

usage = Table(
    "usage",
    metadata,
    Column("exchange", ForeignKey(exchange.c.id), primary_key=True),
    _words("platform"),
    _words("workspace"),
    _words("channel"),
    _words("author_id"),
    _words("model"),
    _whole("prompt"),
    _whole("completion"),
    _whole("cached"),
    Column("estimated", Boolean, nullable=False),
    _moment(index=True),
)

feedback = Table(
    "feedback",
    metadata,
    Column("exchange", ForeignKey(exchange.c.id), primary_key=True),
    _words("platform", primary_key=True),
    _words("author_id", primary_key=True),
    _words("author_name"),
    _whole("verdict"),
    _words("words"),
    _moment(),
)

snippet = Table(
    "snippet",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    _words("platform"),
    _words("workspace"),
    _words("channel", index=True),
    _words("key"),
    _words("name"),
    _words("language"),
    _words("code"),
    _words("digest"),
    _words("author_id"),
    _words("author_name"),
    Column("exchange", ForeignKey(exchange.c.id), index=True),
    Column("shared", ForeignKey(exchange.c.id)),
    _moment(),
    Column("deleted", Double),
    UniqueConstraint("platform", "workspace", "key", name="uq_snippet_key"),
    UniqueConstraint("platform", "workspace", "author_id", "digest", name="uq_snippet_digest"),
    sqlite_autoincrement=True,
)

preference = Table(
    "preference",
    metadata,
    _words("platform", primary_key=True),
    _words("workspace", primary_key=True),
    _words("scope", primary_key=True),
    _words("subject", primary_key=True),
    _words("name", primary_key=True),
    _words("value"),
)
