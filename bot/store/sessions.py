"""Sessions: browsers that are signed in, each as one person, known by the digest of what their cookie holds."""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from bot.nouns import Author
from bot.store.database import Database
from bot.store.dialect import now
from bot.store.page_tables import session
from bot.store.sign_ins import columns_of, spend
from bot.store.snippets import Viewer
from bot.store.tokens import digest

IDLE, LONGEST = 12 * 60 * 60.0, 30 * 24 * 60 * 60.0
"""Seconds after which a session ends: unused, and in any case."""
_NOTED_EVERY = 60.0
"""Seconds: that a session was used is written down no more often."""
_LONGEST_AGENT = 300
_ENDED = or_(session.c.seen <= now() - IDLE, session.c.at <= now() - LONGEST)
_LIVES = (session.c.seen > now() - IDLE, session.c.at > now() - LONGEST)
_THIS = select(session, session.c.seen < now() - _NOTED_EVERY).where(session.c.digest == bindparam("this"), *_LIVES)
_NOTE = update(session).where(session.c.id == bindparam("this")).values(seen=now())
_THEIRS = (
    session.c.platform == bindparam("p"),
    session.c.workspace == bindparam("w"),
    session.c.author_id == bindparam("who"),
)
_ALL = select(session).where(*_THEIRS, *_LIVES).order_by(session.c.seen.desc(), session.c.id.desc())
_END = delete(session).where(*_THEIRS, session.c.id == bindparam("this"))
_END_ALL = delete(session).where(*_THEIRS, session.c.id != bindparam("but"))


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in."""

    id: int
    person: Viewer
    agent: str
    """What the browser calls itself."""
    at: float
    """When it was signed in, in seconds since 1970."""
    seen: float
    """When it was used last, give or take a minute."""


class Sessions:
    """All sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, link: str, agent: str = "") -> tuple[Session, str] | None:
        """Sign somebody in by the secret of a link; return the secret of the session too. None: the link is no good."""
        secret = secrets.token_urlsafe(32)
        begun = await self._database.write(_begin, digest(link), digest(secret), agent[:_LONGEST_AGENT])
        return (begun, secret) if begun else None

    async def find(self, secret: str, *, idle: bool = False) -> Session | None:
        """Return the session of that secret, and note that it is used unless it is ``idle``.

        None where it has ended or never was.
        """
        found, is_stale = await self._database.read(_find, digest(secret))
        if found and is_stale and not idle:
            await self._database.write(_note, found.id)
        return found

    async def of(self, person: Viewer) -> list[Session]:
        """Return a person's sessions, the one used last first."""
        return await self._database.read(_of, person)

    async def end(self, person: Viewer, id: int) -> bool:
        """End one of a person's sessions; False where they have none of that number."""
        return await self._database.write(_end, person, id)

    async def end_all(self, person: Viewer, *, but: int = 0) -> int:
        """End all sessions of a person, ``but`` for one; return how many that were."""
        return await self._database.write(_end_all, person, but)


def _begin(tx: Connection, link: str, digested: str, agent: str) -> Session | None:
    person = spend(tx, link)
    if not person:
        return None
    tx.execute(delete(session).where(_ENDED))
    values = {"digest": digested, "agent": agent, "seen": now(), "at": now(), **columns_of(person)}
    return _read(tx.execute(insert(session).values(values).returning(session)).one())


def _find(tx: Connection, digested: str) -> tuple[Session | None, bool]:
    row = tx.execute(_THIS, {"this": digested}).one_or_none()
    return (_read(row), bool(row[-1])) if row else (None, False)


def _note(tx: Connection, id: int) -> None:
    tx.execute(_NOTE, {"this": id})


def _of(tx: Connection, person: Viewer) -> list[Session]:
    return [_read(row) for row in tx.execute(_ALL, _theirs(person))]


def _end(tx: Connection, person: Viewer, id: int) -> bool:
    return tx.execute(_END, {**_theirs(person), "this": id}).rowcount > 0


def _end_all(tx: Connection, person: Viewer, but: int) -> int:
    return tx.execute(_END_ALL, {**_theirs(person), "but": but}).rowcount


def _theirs(person: Viewer) -> dict[str, str]:
    return {"p": person.author.platform, "w": person.workspace, "who": person.author.id}


def _read(row: Any) -> Session:
    author = Author(row.platform, row.author_id, row.author_name)
    return Session(row.id, Viewer(author, row.workspace), row.agent, row.at, row.seen)
