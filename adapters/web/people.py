"""Who is at the page: as whom a request or a socket acts, and what they see."""

from typing import Annotated, Protocol

from fastapi import Depends, Request
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from adapters.person_at_page import LOCAL, WORKSPACE
from bot.store.snippets import Viewer


class People(Protocol):
    """Tells people apart."""

    async def at(self, connection: HTTPConnection) -> Viewer | None:
        """Return who is at the other end; None: nobody who is signed in."""


class Alone:
    """One person, who need not sign in: only this machine reaches the page."""

    async def at(self, connection: HTTPConnection) -> Viewer:
        return Viewer(LOCAL, WORKSPACE)


async def _person(request: Request) -> Viewer:
    people: People = request.app.state.people
    person = await people.at(request)
    if not person:
        raise HTTPException(401, "Nobody is signed in here.")
    return person


Person = Annotated[Viewer, Depends(_person)]
"""Who sent a request."""
