"""Where somebody is signed in, and how they end that."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request

from adapters.web.people import Person, people_of
from bot.errors import Missing
from bot.store.sessions import Session, Sessions


def offer_sessions(sessions: Sessions) -> APIRouter:
    """Routes for a person's own sessions."""
    routes = APIRouter(prefix="/api/sessions")

    @routes.get("")
    async def list_sessions(request: Request, person: Person) -> dict[str, Any]:
        here = await people_of(request).session(request)
        return {"sessions": [_show(each, here) for each in await sessions.of(person)]}

    @routes.delete("/{id}", status_code=204)
    async def end_session(id: Annotated[int, Path(ge=1)], person: Person) -> None:
        if not await sessions.end(person, id):
            raise Missing(f"You have no session {id}.")

    @routes.delete("", status_code=204)
    async def end_others(request: Request, person: Person) -> None:
        """End all but this one."""
        here = await people_of(request).session(request)
        await sessions.end_all(person, but=here.id if here else 0)

    return routes


def _show(session: Session, here: Session | None) -> dict[str, Any]:
    is_here = here is not None and here.id == session.id
    return {"id": session.id, "agent": session.agent, "at": session.at, "seen": session.seen, "here": is_here}
