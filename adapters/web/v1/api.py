"""The API put together: an application of its own below the page's, with errors and a description of its own."""

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.responses import JSONResponse

from adapters.web.answers import Answers
from adapters.web.v1.bodies import LARGEST_IMPORT, BodyLimits
from adapters.web.v1.callers import Callers
from adapters.web.v1.carrying import offer_carrying
from adapters.web.v1.description import describe
from adapters.web.v1.history import offer_history
from adapters.web.v1.links import offer_links
from adapters.web.v1.problems import problems, tell_problems
from adapters.web.v1.runs import Asking, offer_runs
from adapters.web.v1.sharing import offer_sharing
from adapters.web.v1.snippets import offer_snippets
from bot.engine import Engine
from bot.snippets import SnippetBook
from bot.snippets.linking import Linking
from bot.store import Store

PATH = "/api/v1"


class Api:
    """The API of a snippet book and of answers, to be added to the page."""

    def __init__(self, book: SnippetBook, store: Store, public_url: str = "") -> None:
        """``public_url``: where people find the page; empty: where a request finds it."""
        linking = Linking(book, store.links)
        self.api = FastAPI(
            title="Code Supporter",
            version="1",
            openapi_url=None,
            servers=[{"url": PATH}],
            responses=problems(400, 401, 403, 422, 503),
            redirect_slashes=False,
            generate_unique_id_function=_name,
        )
        self.api.state.callers = Callers(store.tokens)
        self.api.add_middleware(BodyLimits, more={f"{PATH}/import": LARGEST_IMPORT})
        tell_problems(self.api)
        # What is named by a word stands before what is named by a key.
        self.api.include_router(offer_carrying(book))
        self.api.include_router(offer_snippets(book, store))
        self.api.include_router(offer_history(book))
        self.api.include_router(offer_sharing(book, linking, public_url))
        self.api.include_router(offer_runs(store))
        self._links = offer_links(linking)

    def add_to(self, app: FastAPI, engine: Engine, answers: Answers) -> None:
        """Add the API, its description, and the links that it makes; ``answers`` are started and followed by it."""
        self.api.state.writing = Asking(engine, answers)
        self.api.state.people = app.state.people
        app.mount(PATH, self.api)
        app.include_router(self._links)
        described: dict[str, Any] = describe(self.api)
        routes = APIRouter()

        @routes.get("/api/openapi.json", include_in_schema=False)
        async def describe_api() -> JSONResponse:
            return JSONResponse(described)

        app.include_router(routes)


def _name(route: APIRoute) -> str:
    return route.name
