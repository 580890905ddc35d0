"""Who is at the page: as whom a request or a socket acts, and what they see."""

from typing import Annotated, ClassVar, Literal, Protocol

from fastapi import Depends, Request
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from adapters.person_at_page import LOCAL, WORKSPACE
from bot.store.sessions import Session
from bot.store.snippets import Viewer

NOBODY = "Nobody is signed in here. Type /code web in Slack, or /web in Discord, and open the link that you get."


class People(Protocol):
    """Tells people apart."""

    @property
    def auth(self) -> Literal["local", "chat"]:
        """How; see the setting of that name."""

    @property
    def recheck(self) -> float:
        """Seconds after which a socket that stays open is looked at anew."""

    async def at(self, connection: HTTPConnection, *, idle: bool = False) -> Viewer | None:
        """Return who is at the other end; None: nobody who is signed in.

        ``idle``: they did nothing just now, so that it does not count as use of their session. Raises ``StoreError``.
        """

    async def session(self, connection: HTTPConnection) -> Session | None:
        """Return the session of a connection; None where there is none, or nobody need sign in. Raises as ``at``."""


class Alone:
    """One person, who need not sign in: only this machine reaches the page."""

    auth: ClassVar[Literal["local", "chat"]] = "local"
    recheck = 3600.0

    async def at(self, connection: HTTPConnection, *, idle: bool = False) -> Viewer:
        return Viewer(LOCAL, WORKSPACE)

    async def session(self, connection: HTTPConnection) -> None:
        return None


def people_of(connection: HTTPConnection) -> People:
    """Return who tells people apart in the application that a connection is for."""
    people: People = connection.app.state.people
    return people


async def _person(request: Request) -> Viewer:
    person = await people_of(request).at(request)
    if not person:
        raise HTTPException(401, NOBODY)
    return person


Person = Annotated[Viewer, Depends(_person)]
"""Who sent a request."""
