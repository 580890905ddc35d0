"""The tables of learning: lessons, who is for and against them, what they were used for; and exemplars."""

from sqlalchemy import JSON, Boolean, Column, Double, ForeignKey, Integer, LargeBinary, Table, UniqueConstraint

from bot.store.columns import Words
from bot.store.dialect import Id
from bot.store.tables import conversation, exchange, metadata, moment, whole, words

lesson_book = Table(
    "lesson_book",
    metadata,
    words("platform", primary_key=True),
    words("workspace", primary_key=True),
    whole("revision"),
    whole("taught"),
)

lesson = Table(
    "lesson",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    *map(words, ["platform", "workspace"]),
    whole("number"),
    *map(words, ["scope", "place", "standing", "text", "facet"]),
    Column("topical", Boolean, nullable=False),
    Column("avoid", Boolean, nullable=False),
    Column("languages", JSON, nullable=False),
    *map(words, ["applies", "check_name", "author_id", "author_name"]),
    whole("replaces"),
    whole("version"),
    Column("vector", LargeBinary, nullable=False, default=b""),
    words("embedder", default=""),
    moment(),
    moment("confirmed"),
    Column("used", Double, nullable=False, default=0.0),
    UniqueConstraint("platform", "workspace", "number", name="uq_lesson_number"),
    sqlite_autoincrement=True,
)

lesson_vote = Table(
    "lesson_vote",
    metadata,
    Column("lesson", ForeignKey(lesson.c.id), primary_key=True),
    words("author_id", primary_key=True),
    words("author_name"),
    whole("vote"),
    Column("exchange", ForeignKey(exchange.c.id), index=True),
    words("quote"),
    Column("channel", Words),
    moment(),
)

lesson_change = Table(
    "lesson_change",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("lesson", ForeignKey(lesson.c.id), nullable=False, index=True),
    whole("version"),
    *map(words, ["author_id", "author_name", "deed"]),
    Column("before", JSON, nullable=False),
    moment(),
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
    moment(),
)

lesson_echo = Table(
    "lesson_echo",
    metadata,
    Column("exchange", ForeignKey(exchange.c.id), primary_key=True),
    Column("lesson", ForeignKey(lesson.c.id), nullable=False, index=True),
    words("fate"),
    moment(index=True),
)

exemplar_vector = Table(
    "exemplar_vector",
    metadata,
    Column("exchange", ForeignKey(exchange.c.id), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
    words("embedder"),
)

exemplar_choice = Table(
    "exemplar_choice",
    metadata,
    Column("conversation", ForeignKey(conversation.c.id), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("exchange", ForeignKey(exchange.c.id), nullable=False, index=True),
)
