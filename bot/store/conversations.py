"""Conversations as one person lists them: those in which they asked, on whatever platform, with their marks."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, false, func, or_, select

from bot.store.columns import Words
from bot.store.database import Database
from bot.store.marks import change_marks
from bot.store.page_tables import conversation_mark
from bot.store.reading import OPEN
from bot.store.snippet_scope import Viewer
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
_SAID = message.join(exchange).join(conversation)
_MINE = (
    select(
        message.c.conversation.label("id"),
        func.min(message.c.id).label("first"),
        func.max(exchange.c.at).label("updated"),
    )
    .select_from(_SAID)
    .where(_WHO, _WHERE)
    .group_by(message.c.conversation)
)
_HERE = message.c.conversation == bindparam("conversation", type_=Words)
_ASKED = select(exists().select_from(message.join(conversation)).where(_WHO, _WHERE, _HERE))
_ANYONE = select(exists().where(_HERE))


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


class Conversations:
    """The lists of all people. A conversation in which somebody asked nothing is not in theirs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, viewer: Viewer, words: str = "", *, before: Listed | None = None) -> list[Listed]:
        """Return a page of them and, to tell that there are more, one beyond: the pinned first, then the newest.

        All pinned ones stand on the first page. ``words`` must all be in a title, a question or an answer; ``before``
        is the last that was listed.
        """
        return await self._database.read(_list, viewer, words, before)

    async def find(self, viewer: Viewer, id: str) -> Listed | None:
        """Return one of theirs, also where it is deleted; None where they asked nothing there."""
        return await self._database.read(_find, viewer, id)

    async def may_write(self, viewer: Viewer, id: str) -> bool:
        """Tell whether they asked there, or nobody did yet."""
        return await self._database.read(_may_write, viewer, id)

    async def mark(
        self,
        viewer: Viewer,
        id: str,
        *,
        title: str | None = None,
        pinned: bool | None = None,
        deleted: bool | None = None,
    ) -> None:
        """Change the marks that are given. Raises ``StoreError`` where there is no such conversation.

        One that was deleted comes back to the list when they ask there again.
        """
        await self._database.write(change_marks, viewer.author, id, title, pinned, deleted)


def _list(tx: Connection, viewer: Viewer, words: str, before: Listed | None) -> list[Listed]:
    mine = _MINE.order_by(func.max(exchange.c.at).desc()).limit(SEARCHED) if words.split() else _MINE
    listing, row = _listing(mine)
    shown = listing.where(~row.deleted, *(_has(word, row.id) for word in words.split()[:MOST_WORDS]))
    who = _describe(viewer)
    newest = shown.where(~row.pinned).order_by(row.updated.desc()).limit(PAGE + 1)
    if before and not before.pinned:
        newest = newest.where(row.updated < before.updated)
    pinned = [] if before else _read(tx, shown.where(row.pinned).order_by(row.updated.desc()).limit(MOST_PINNED), who)
    return [*pinned, *_read(tx, newest, who)]


def _find(tx: Connection, viewer: Viewer, id: str) -> Listed | None:
    listing, _ = _listing(_MINE.where(_HERE))
    found = _read(tx, listing, {**_describe(viewer), "conversation": id})
    return found[0] if found else None


def _may_write(tx: Connection, viewer: Viewer, id: str) -> bool:
    here = {**_describe(viewer), "conversation": id}
    return bool(tx.scalar(_ASKED, here)) or not tx.scalar(_ANYONE, {"conversation": id})


@dataclass(frozen=True, slots=True)
class _Row:
    id: ColumnElement[str]
    pinned: ColumnElement[bool]
    deleted: ColumnElement[bool]
    updated: ColumnElement[float]


def _listing(found: Select[Any]) -> tuple[Select[Any], _Row]:
    """Return what reads the conversations that ``found`` selects, and what of them can be asked for."""
    mine, mark, first = found.subquery("mine"), conversation_mark, message.alias("first")
    marked = and_(
        mark.c.conversation == mine.c.id,
        mark.c.platform == bindparam("platform"),
        mark.c.author_id == bindparam("author_id", type_=Words),
    )
    row = _Row(
        mine.c.id,
        func.coalesce(mark.c.pinned, false()),
        func.coalesce(mark.c.deleted >= mine.c.updated, false()),
        mine.c.updated,
    )
    still = exists().select_from(message.join(exchange)).where(message.c.conversation == mine.c.id)
    listing = select(
        mine.c.id,
        conversation.c.platform,
        func.coalesce(mark.c.title, "").label("title"),
        func.substr(first.c.text, 1, _BEGINNING).label("question"),
        row.pinned.label("pinned"),
        row.deleted.label("deleted"),
        mine.c.updated,
        still.where(exchange.c.state.in_(OPEN)).label("running"),
    )
    source = mine.join(conversation, conversation.c.id == mine.c.id).join(first, first.c.id == mine.c.first)
    return listing.select_from(source.outerjoin(mark, marked)), row


def _has(word: str, id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return whether a conversation has a word in its title, a question or an answer, in small or capital letters."""
    said, answered = message.alias(), exchange.alias()
    found = or_(said.c.text.icontains(word, autoescape=True), answered.c.answer.icontains(word, autoescape=True))
    inside = exists().select_from(said.join(answered)).where(said.c.conversation == id, found)
    return or_(func.coalesce(conversation_mark.c.title.icontains(word, autoescape=True), false()), inside)


def _describe(viewer: Viewer) -> dict[str, str]:
    return {"platform": viewer.author.platform, "author_id": viewer.author.id, "workspace": viewer.workspace}


def _read(tx: Connection, listing: Select[Any], wanted: dict[str, str]) -> list[Listed]:
    return [
        Listed(row.id, row.platform, row.title, row.question, row.pinned, row.deleted, row.updated, row.running)
        for row in tx.execute(listing, wanted)
    ]
