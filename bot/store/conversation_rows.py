"""How the list of one person's conversations is read: which they are first, then what is said of the few shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, bindparam, exists, false, func, or_, select

from bot.store.columns import Words
from bot.store.page_tables import conversation_mark
from bot.store.reading import OPEN
from bot.store.snippet_scope import Viewer, row_by_row
from bot.store.tables import conversation, exchange, message

PAGE = 50
"""Conversations that are listed at once."""
MOST_PINNED = 200
MOST_WORDS = 8
"""Words that are searched for at most; further ones are left out."""
SEARCHED = 1000
"""Conversations of one person that words are searched in: the last ones."""
_BEGINNING = 400
"""Characters of a first question that are read."""

_WHO = and_(message.c.platform == bindparam("platform"), message.c.author_id == bindparam("author_id", type_=Words))
_WHERE = conversation.c.workspace == bindparam("workspace", type_=Words)
_HERE = message.c.conversation == bindparam("conversation", type_=Words)
_EACH = (
    select(
        message.c.conversation.label("id"),
        func.min(message.c.id).label("first"),
        func.max(exchange.c.at).label("updated"),
    )
    .select_from(message.join(exchange).join(conversation))
    .group_by(message.c.conversation)
)
_MINE = _EACH.where(_WHO, _WHERE)
# A person has more messages than a conversation has.
_FOUND = _EACH.where(row_by_row(_WHO), _WHERE, _HERE)
_MARK = conversation_mark
_THEIRS = and_(_MARK.c.platform == bindparam("platform"), _MARK.c.author_id == bindparam("author_id", type_=Words))
_PINNED = select(_MARK.c.conversation).where(_THEIRS, _MARK.c.pinned)
_IS_PINNED = func.coalesce(_MARK.c.pinned, false())


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in somebody's list."""

    id: str
    """As its platform names it."""
    platform: str
    title: str
    """What they called it; empty: nothing yet."""
    question: str
    """The beginning of the first that they asked there."""
    pinned: bool
    deleted: bool
    updated: float
    """When the last answer to them there began, in seconds since 1970."""
    running: bool
    """True where an answer to somebody is still to come."""


def list_page(tx: Connection, viewer: Viewer, words: str, before: Listed | None) -> list[Listed]:
    """See ``Conversations.list``."""
    who, searched = _describe(viewer), words.split()[:MOST_WORDS]
    pinned = [] if before else list(tx.scalars(_PINNED, who))
    first = _read(tx, _page(_MINE.where(message.c.conversation.in_(pinned)), searched), who) if pinned else []
    mine = _MINE.order_by(func.max(exchange.c.at).desc()).limit(SEARCHED) if searched else _MINE
    until = before.updated if before and not before.pinned else None
    return [*first, *_read(tx, _page(mine, searched, pinned=False, until=until, limit=PAGE + 1), who)]


def find_one(tx: Connection, viewer: Viewer, id: str) -> Listed | None:
    """See ``Conversations.find``."""
    found = _read(tx, _listing(_FOUND), {**_describe(viewer), "conversation": id})
    return found[0] if found else None


def _page(
    mine: Select[Any],
    words: Sequence[str],
    *,
    pinned: bool = True,
    until: float | None = None,
    limit: int = MOST_PINNED,
) -> Select[Any]:
    """Return what reads those of ``mine`` that are to be listed, the newest first."""
    found = mine.subquery("found")
    page = select(found).select_from(found.outerjoin(_MARK, _marks(found)))
    page = page.where(_IS_PINNED if pinned else ~_IS_PINNED, ~_is_deleted(found))
    page = page.where(*(_has(word, found.c.id) for word in words))
    if until is not None:
        page = page.where(found.c.updated < until)
    return _listing(page.order_by(found.c.updated.desc()).limit(limit))


def _listing(found: Select[Any]) -> Select[Any]:
    """Return what reads all that a list says of the conversations that ``found`` selects; it is asked of few."""
    mine, first = found.subquery("mine"), message.alias("first")
    still = exists().select_from(message.join(exchange)).where(message.c.conversation == mine.c.id)
    listing = select(
        mine.c.id,
        conversation.c.platform,
        func.coalesce(_MARK.c.title, "").label("title"),
        func.substr(first.c.text, 1, _BEGINNING).label("question"),
        _IS_PINNED.label("pinned"),
        _is_deleted(mine).label("deleted"),
        mine.c.updated,
        still.where(exchange.c.state.in_(OPEN)).label("running"),
    )
    source = mine.join(conversation, conversation.c.id == mine.c.id).join(first, first.c.id == mine.c.first)
    return listing.select_from(source.outerjoin(_MARK, _marks(mine))).order_by(mine.c.updated.desc())


def _marks(mine: Subquery) -> ColumnElement[bool]:
    return and_(_MARK.c.conversation == mine.c.id, _THEIRS)


def _is_deleted(mine: Subquery) -> ColumnElement[bool]:
    return func.coalesce(_MARK.c.deleted >= mine.c.updated, false())


def _has(word: str, id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return whether a conversation has a word in its title, a question or an answer, in small or capital letters."""
    said, answered = message.alias(), exchange.alias()
    found = or_(said.c.text.icontains(word, autoescape=True), answered.c.answer.icontains(word, autoescape=True))
    inside = exists().select_from(said.join(answered)).where(said.c.conversation == id, found)
    return or_(func.coalesce(_MARK.c.title.icontains(word, autoescape=True), false()), inside)


def _describe(viewer: Viewer) -> dict[str, str]:
    """Return what the statements are told of a person."""
    return {"platform": viewer.author.platform, "author_id": viewer.author.id, "workspace": viewer.workspace}


def _read(tx: Connection, listing: Select[Any], wanted: dict[str, str]) -> list[Listed]:
    return [
        Listed(row.id, row.platform, row.title, row.question, row.pinned, row.deleted, row.updated, row.running)
        for row in tx.execute(listing, wanted)
    ]
