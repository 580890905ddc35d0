"""The tables. What is in the database is made by ``migrations``; a test holds the two together."""

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)

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

lesson_book = Table(
    "lesson_book",
    metadata,
    _words("platform", primary_key=True),
    _words("workspace", primary_key=True),
    _whole("revision"),
    _whole("taught"),
)

lesson = Table(
    "lesson",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    *map(_words, ["platform", "workspace"]),
    _whole("number"),
    *map(_words, ["scope", "place", "standing", "text", "facet"]),
    Column("topical", Boolean, nullable=False),
    Column("avoid", Boolean, nullable=False),
    Column("languages", JSON, nullable=False),
    *map(_words, ["applies", "check_name", "author_id", "author_name"]),
    _whole("replaces"),
    _whole("version"),
    Column("vector", LargeBinary, nullable=False, default=b""),
    _words("embedder", default=""),
    _moment(),
    _moment("confirmed"),
    Column("used", Double, nullable=False, default=0.0),
    UniqueConstraint("platform", "workspace", "number", name="uq_lesson_number"),
    sqlite_autoincrement=True,
)

lesson_vote = Table(
    "lesson_vote",
    metadata,
    Column("lesson", ForeignKey(lesson.c.id), primary_key=True),
    _words("author_id", primary_key=True),
    _words("author_name"),
    _whole("vote"),
    Column("exchange", ForeignKey(exchange.c.id), index=True),
    _words("quote"),
    _moment(),
)

lesson_change = Table(
    "lesson_change",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("lesson", ForeignKey(lesson.c.id), nullable=False, index=True),
    _whole("version"),
    *map(_words, ["author_id", "author_name", "deed"]),
    Column("before", JSON, nullable=False),
    _moment(),
    sqlite_autoincrement=True,
)

lesson_use = Table(
    "lesson_use",
    metadata,
    Column("exchange", ForeignKey(exchange.c.id), primary_key=True),
    Column("lesson", ForeignKey(lesson.c.id), primary_key=True, index=True),
    Column("applied", Boolean, nullable=False),
    Column("score", Double, nullable=False),
    Column("passed", Boolean),
    Column("mended", Boolean),
    _moment(),
)

lesson_echo = Table(
    "lesson_echo",
    metadata,
    Column("exchange", ForeignKey(exchange.c.id), primary_key=True),
    Column("lesson", ForeignKey(lesson.c.id), nullable=False, index=True),
    _words("fate"),
    _moment(index=True),
)

exemplar_vector = Table(
    "exemplar_vector",
    metadata,
    Column("exchange", ForeignKey(exchange.c.id), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
    _words("embedder"),
)

exemplar_choice = Table(
    "exemplar_choice",
    metadata,
    Column("conversation", ForeignKey(conversation.c.id), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("exchange", ForeignKey(exchange.c.id), nullable=False, index=True),
)
