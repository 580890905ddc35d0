"""The web application: everything that a browser or an operator can reach, put together."""

from collections.abc import Iterable, Sequence
from typing import Protocol
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute

from adapters.web.answers import Answers
from adapters.web.api import Readiness, offer_operations, tell_http, tell_invalid, tell_problem
from adapters.web.conversations import Link, offer_conversations
from adapters.web.guards import Guards, own_hosts
from adapters.web.live import Tab
from adapters.web.page import add_page
from adapters.web.people import Alone, People
from adapters.web.surface import WebAdapter
from adapters.web.v1.api import PATH, Api
from adapters.web.v1.bodies import LARGEST_IMPORT, BodyLimits
from adapters.web.verdicts import offer_verdicts
from bot.access import Access
from bot.engine import Engine
from bot.errors import BotError
from bot.models import Models
from bot.store import Store


class WebSettings(Protocol):
    """Of the settings, those that the page needs."""

    @property
    def public_url(self) -> str:
        """Where people open the page, if not at the address that it listens on."""

    @property
    def web_host(self) -> str: ...

    @property
    def web_port(self) -> int: ...

    @property
    def max_question(self) -> int:
        """Longest question, in characters."""

    @property
    def web_questions_per_minute(self) -> int:
        """Questions of one person that are answered within a minute."""


class Neighbour(Protocol):
    """Another platform, which is reached through this application."""

    @property
    def routes(self) -> APIRouter:
        """Routes whose callers send no Origin, since they sign what they send."""

    def address(self, conversation: str) -> str:
        """Return the address of a conversation on that platform; empty for one of another."""

    async def problems(self) -> list[str]:
        """Return the reasons why that platform can't be reached now; none: it can."""


def create_app(
    engine: Engine,
    store: Store,
    models: Models,
    settings: WebSettings,
    readiness: Readiness,
    adapter: WebAdapter,
    neighbours: Sequence[Neighbour] = (),
    panels: Sequence[APIRouter] = (),
    api: Api | None = None,
    people: People | None = None,
) -> FastAPI:
    """Return the application; ``adapter`` is the one through which ``engine`` takes up answers after a restart.

    ``neighbours`` add their routes, and their reasons not to be ready; ``panels`` are what the page has beside the
    conversation, such as its lessons; ``api`` is what programs call; ``people`` tells who is at the page, where
    that is not one person alone.

    Whoever serves it sets uvicorn's ``ws_max_size`` to ``frames.WS_MAX_SIZE``, and closes the engine before the
    server: answers still being written when the server ends are cut, and taken up by the next start.
    """
    answers = Answers(engine, store, adapter.runs, Access(a_minute=settings.web_questions_per_minute))
    # FastAPI's pages on its own interface load scripts from elsewhere, which the rules of this page forbid.
    app = FastAPI(title="Code Supporter", lifespan=lambda _: answers.open(), openapi_url=None)
    app.state.people = people or Alone()
    app.add_exception_handler(BotError, tell_problem)
    app.add_exception_handler(HTTPException, tell_http)
    app.add_exception_handler(RequestValidationError, tell_invalid)
    signed = [route for neighbour in neighbours for route in neighbour.routes.routes]
    _guard(app, settings, signed)
    for neighbour in neighbours:
        app.include_router(neighbour.routes)
    app.include_router(offer_conversations(store, engine, _links(neighbours)))
    app.include_router(offer_verdicts(store, engine))
    for panel in panels:
        app.include_router(panel)
    if api:
        api.add_to(app, engine, answers)
    app.include_router(offer_operations(_of_all(readiness, neighbours)))
    add_page(app, settings.max_question)
    _offer_live(app, answers)
    return app


def _offer_live(app: FastAPI, answers: Answers) -> None:
    @app.websocket("/api/live")
    async def look_on(socket: WebSocket) -> None:
        await Tab(socket, answers).watch()


def _guard(app: FastAPI, settings: WebSettings, signed: Iterable[BaseRoute]) -> None:
    """Let in what comes from a page of ours and to the routes ``signed``, and of that no more than can be held."""
    app.add_middleware(BodyLimits, more=dict.fromkeys((f"{PATH}/import", "/api/commands/file"), LARGEST_IMPORT))
    app.add_middleware(
        Guards,
        hosts=own_hosts(settings.public_url, settings.web_host),
        public=urlsplit(settings.public_url).netloc.lower(),
        signed={route.path for route in signed if isinstance(route, APIRoute)},
    )


def _links(neighbours: Sequence[Neighbour]) -> Link:
    return lambda conversation: next(filter(None, (each.address(conversation) for each in neighbours)), "")


def _of_all(readiness: Readiness, neighbours: Sequence[Neighbour]) -> Readiness:
    async def find_reasons() -> list[str]:
        theirs = [await neighbour.problems() for neighbour in neighbours]
        return [*await readiness(), *(problem for problems in theirs for problem in problems)]

    return find_reasons
