"""Signing in: a link that a chat gave leads here; it is looked at first, and spent once its person says so."""

from collections.abc import Awaitable, Callable, Collection
from typing import Annotated, Any

from fastapi import APIRouter, Request
from msgspec import Meta, Struct
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from adapters.web.attempts import Attempts
from adapters.web.bodies import read_body
from adapters.web.page import read_html
from adapters.web.signed_in import SignedIn
from bot.store import Store
from bot.store.snippets import Viewer

_SPENT = "This link is not good any more: it works once, for five minutes, and only the newest one. Get another one."
_WAYS = {
    "slack": "In Slack, type <code>/code web</code>.",
    "discord": "In Discord, type <code>/web</code> on a server.",
}
Names = Callable[[Viewer], Awaitable[str]]
"""Returns what people call the workspace of a person."""


class _Link(Struct):
    """The secret part of a link."""

    token: Annotated[str, Meta(max_length=200)]


def offer_sign_in(people: SignedIn, store: Store, name_team: Names, platforms: Collection[str]) -> APIRouter:
    """Routes by which somebody becomes known. ``platforms``: where one can get a link."""
    routes, attempts = APIRouter(), Attempts()
    ways = " ".join(way for platform, way in _WAYS.items() if platform in platforms)
    page = read_html("login.html").replace("<!-- ways -->", ways)

    @routes.get("/login", response_class=HTMLResponse)
    async def show() -> HTMLResponse:
        """The same for all: what stands behind the # of a link is not sent."""
        return HTMLResponse(page, headers={"cache-control": "no-cache"})

    @routes.post("/login/look")
    async def look(request: Request) -> dict[str, Any]:
        """Whom a link would sign in. It stays good: whoever was sent somebody else's sees that here."""
        attempts.admit(request)
        link = await read_body(request, _Link)
        person = await store.sign_ins.look(link.token)
        if not person:
            raise HTTPException(410, _SPENT)
        author = person.author
        return {"name": author.name, "platform": author.platform, "team": await name_team(person)}

    @routes.post("/login", status_code=204)
    async def sign_in(request: Request) -> Response:
        attempts.admit(request)
        link = await read_body(request, _Link)
        begun = await store.sessions.begin(link.token, request.headers.get("user-agent", ""))
        if not begun:
            raise HTTPException(410, _SPENT)
        # Whoever was signed in at this browser is so no longer.
        if earlier := await people.session(request):
            await store.sessions.end(earlier.person, earlier.id)
        response = Response(status_code=204)
        people.give(response, begun[1])
        return response

    @routes.post("/api/sign-out", status_code=204)
    async def sign_out(request: Request) -> Response:
        if session := await people.session(request):
            await store.sessions.end(session.person, session.id)
        response = Response(status_code=204)
        people.take(response)
        return response

    return routes


def offer_no_sign_in() -> APIRouter:
    """Routes where nobody need sign in."""
    routes = APIRouter()

    @routes.get("/login")
    async def go_on() -> Response:
        return RedirectResponse("/", 303)

    return routes
