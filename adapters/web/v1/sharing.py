"""The API's sharing: a snippet opened to the workspace, or to whoever has a link."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from adapters.web.v1.callers import Reader, Writer
from adapters.web.v1.keys import Key, by_key
from adapters.web.v1.problems import problems
from bot.nouns import Snippet
from bot.snippets import SnippetBook
from bot.snippets.linking import LONGEST, SHORTEST, Linking
from bot.store.snippet_links import Link
from bot.store.snippets import Viewer


class Sharing(BaseModel):
    """With whom: all of the workspace, or whoever has a link."""

    model_config = ConfigDict(extra="forbid")

    expires_in: int | None = Field(
        None,
        description="Seconds for which a new link holds; without it all of the workspace sees the snippet.",
        ge=SHORTEST,
        le=LONGEST,
    )


class LinkView(BaseModel):
    """A link that still holds."""

    id: str
    created: datetime
    expires: datetime


class Shared(BaseModel):
    """Who sees a snippet beside its author."""

    open: bool = Field(description="True where all of the workspace does.")
    links: list[LinkView]
    url: str | None = Field(None, description="The address of a link just made. It is told once.")


def offer_sharing(book: SnippetBook, linking: Linking, public_url: str) -> APIRouter:
    """Routes for sharing. Links stand under ``public_url``; where it is empty, where the request was sent."""
    routes = APIRouter(prefix="/snippets/{key:key}/share", tags=["sharing"])
    find = by_key(book)

    @routes.get("", responses=problems(403, 404))
    async def show_sharing(viewer: Reader, key: Key) -> Shared:
        """Tell who sees it, and which links lead to it."""
        return await _show(await find(viewer, key), viewer)

    @routes.post("", responses=problems(403, 404, 413))
    async def share_snippet(viewer: Writer, key: Key, request: Request, sharing: Sharing | None = None) -> Shared:
        """Let all of the workspace see it; or make a link, which lets anybody read it who has that."""
        snippet = await find(viewer, key)
        if sharing and sharing.expires_in:
            _, secret = await linking.make(viewer, key, sharing.expires_in)
            shown = await _show(snippet, viewer)
            place = public_url.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"
            return shown.model_copy(update={"url": f"{place}/s/{secret}"})
        _, snippet = await book.editing.share(viewer, key, "")
        return await _show(snippet, viewer)

    @routes.delete("", status_code=204, responses=problems(403, 404))
    async def unshare_snippet(viewer: Writer, key: Key) -> Response:
        """Let nobody see it but its author: neither the workspace, nor a channel, nor who has a link."""
        await find(viewer, key)
        await book.editing.unshare(viewer, key)
        return Response(status_code=204)

    @routes.delete("/{link}", status_code=204, responses=problems(403, 404))
    async def revoke_link(viewer: Writer, key: Key, link: str) -> Response:
        """Let one link lead nowhere any more."""
        await find(viewer, key)
        await linking.revoke(viewer, key, link)
        return Response(status_code=204)

    async def _show(snippet: Snippet, viewer: Viewer) -> Shared:
        links = await linking.of(viewer, snippet.key)
        return Shared(open=snippet.is_open, links=[_show_link(link) for link in links])

    return routes


def _show_link(link: Link) -> LinkView:
    created, expires = (datetime.fromtimestamp(at, UTC) for at in (link.at, link.until))
    return LinkView(id=link.id, created=created, expires=expires)
