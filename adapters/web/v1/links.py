"""Links to snippets: a text for whoever has one."""

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from adapters.web.v1.history import raw
from bot.errors import Missing
from bot.snippets.linking import Linking

_UNSEEN = {"cache-control": "no-store", "x-robots-tag": "noindex"}


def offer_links(linking: Linking) -> APIRouter:
    """The route that links lead to; it asks nobody who they are."""
    routes = APIRouter()

    @routes.get("/s/{secret}", response_class=PlainTextResponse, include_in_schema=False)
    async def follow_link(secret: str, file: int = 0) -> PlainTextResponse:
        """The code; 404 where there is no such link, 410 where it has expired or the snippet was deleted."""
        try:
            snippet, holds = await linking.open(secret)
            if not holds:
                return PlainTextResponse("This link has expired.\n", 410, _UNSEEN)
            response = raw(snippet, max(0, file), attached=False)
        except Missing as error:
            return PlainTextResponse(f"{error}\n", 404, _UNSEEN)
        response.headers.update(_UNSEEN)
        return response

    return routes
