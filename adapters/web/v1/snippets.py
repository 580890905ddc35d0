"""The API's snippets: listed, kept, read, changed, thrown away and brought back."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from adapters.web.v1.callers import Reader, Writer
from adapters.web.v1.conditions import etag, is_known, version_read
from adapters.web.v1.keys import Key, by_key
from adapters.web.v1.problems import problems
from adapters.web.v1.views import Page, SnippetView, show, show_line
from adapters.web.v1.wishes import Changes, NewSnippet, Owner
from adapters.web.whereabouts import name_id
from adapters.web.whose import whose, whose_message
from bot.errors import HadAlready, Missing
from bot.nouns import Exchange, Snippet
from bot.snippets import SnippetBook
from bot.snippets.limits import check as check_limits
from bot.snippets.query import Query as Wanted
from bot.snippets.query import parse_query
from bot.store import Store
from bot.store.snippets import Viewer

_MOST_LISTED = 100


def offer_snippets(book: SnippetBook, store: Store) -> APIRouter:
    """Routes for single snippets, and for the list of them."""
    routes = APIRouter(prefix="/snippets", tags=["snippets"])
    find = by_key(book)
    editing = book.editing

    @routes.get("", responses=problems(404, 422))
    async def list_snippets(
        viewer: Reader,
        q: Annotated[str, Query(description='As `retry "two words" #http lang:py`.', max_length=200)] = "",
        language: Annotated[str, Query(max_length=30)] = "",
        tag: Annotated[list[str] | None, Query(description="All of these.", max_length=10)] = None,
        owner: Annotated[Owner, Query(description="me: only what the caller saved.")] = Owner.TEAM,
        pinned: bool = False,
        deleted: Annotated[bool, Query(description="What lies in the caller's bin instead.")] = False,
        limit: Annotated[int, Query(ge=1, le=_MOST_LISTED)] = 20,
        cursor: Annotated[str, Query(description="`next_cursor` of the page before.", max_length=500)] = "",
    ) -> Page:
        """List snippets, pinned ones first, then those that changed last."""
        said = parse_query(q)
        wanted = Wanted(
            said.words,
            tuple({*said.tags, *(each.strip().removeprefix("#").lower() for each in tag or ())}),
            tuple({*said.languages, *([language.lower()] if language else [])}),
            mine=said.mine or owner is Owner.ME,
            pinned=said.pinned or pinned,
            deleted=deleted,
        )
        shelf = await book.shelf(viewer, wanted, limit=limit, after=cursor)
        return Page(items=[show_line(each, viewer) for each in shelf.snippets], next_cursor=shelf.after or None)

    @routes.post(
        "",
        status_code=201,
        response_model=SnippetView,
        responses={
            200: {"description": "You keep just that code already: here it is, as it was."},
            **problems(404, 409, 413),
        },
    )
    async def keep_snippet(
        viewer: Writer,
        wish: NewSnippet,
        request: Request,
        response: Response,
        idempotency_key: Annotated[
            str | None,
            Header(description="Sent again within a day, the same request makes nothing twice.", max_length=200),
        ] = None,
    ) -> SnippetView:
        """Keep a snippet. It is private, until it is shared."""
        described = wish.describe(viewer, await _exchange(store, viewer, wish.exchange))
        check_limits(described)
        made = await _receive(idempotency_key, viewer, wish)
        if made:
            kept, had = await find(viewer, made), False
        else:
            kept, had = await book.keep_as(described)
        if idempotency_key:
            await store.receipts.note(viewer, idempotency_key, kept.key)
        response.status_code = 200 if had else 201
        response.headers["location"] = f"{request.scope.get('root_path', '')}/snippets/{kept.key}"
        return _tell(kept, viewer, response)

    async def _receive(key: str | None, viewer: Viewer, wish: NewSnippet) -> str:
        """Return what was made by a request of that key before; empty: nothing."""
        if not key:
            return ""
        digest = hashlib.sha256(wish.model_dump_json().encode()).hexdigest()
        standing, made = await store.receipts.claim(viewer, key, digest)
        if standing != digest:
            raise HadAlready("Another request had this Idempotency-Key, and another body: choose another key.")
        return made

    @routes.get("/{key:key}", responses={304: {"description": "It is as you have it."}, **problems(404)})
    async def read_snippet(
        viewer: Reader, key: Key, response: Response, if_none_match: Annotated[str | None, Header()] = None
    ) -> SnippetView:
        """Read all of a snippet."""
        snippet = await find(viewer, key)
        if is_known(snippet, if_none_match):
            return Response(status_code=304, headers={"etag": etag(snippet)})  # type: ignore[return-value]
        response.headers["etag"] = etag(snippet)
        return show(snippet, viewer, await _conversation(store, viewer, snippet.exchange))

    @routes.patch("/{key:key}", responses=problems(403, 404, 409, 412, 413, 428))
    async def edit_snippet(
        viewer: Writer,
        key: Key,
        changes: Changes,
        response: Response,
        if_match: Annotated[str | None, Header(description="The ETag of what you read, or `*`.")] = None,
    ) -> SnippetView:
        """Write a new version; what it was stays as a revision."""
        snippet = await find(viewer, key)
        at_version = version_read(snippet, if_match)
        _, edited = await editing.edit(viewer, key, changes.edit(), at_version)
        return _tell(edited, viewer, response)

    @routes.delete("/{key:key}", status_code=204, responses=problems(403, 404))
    async def delete_snippet(
        viewer: Writer,
        key: Key,
        purge: Annotated[bool, Query(description="For good, also from the bin. Else it can be restored.")] = False,
    ) -> Response:
        """Throw a snippet into its author's bin, where it lies for 30 days."""
        owner = viewer
        try:
            gone = await editing.delete(viewer, (await find(viewer, key)).key)
            owner = Viewer(gone.author, gone.workspace)
        except Missing:
            if not purge:
                raise
        if purge:
            await editing.remove(owner, key)
        return Response(status_code=204)

    @routes.post("/{key:key}/restore", responses=problems(403, 404))
    async def restore_snippet(viewer: Writer, key: Key, response: Response) -> SnippetView:
        """Bring back a deleted snippet; one that is not deleted stays as it is."""
        return _tell(await book.restore(viewer, key), viewer, response)

    @routes.put("/{key:key}/pin", responses=problems(403, 404))
    async def pin_snippet(viewer: Writer, key: Key, response: Response) -> SnippetView:
        """Let it stand before the others."""
        pinned = await editing.pin(viewer, (await find(viewer, key)).key, pinned=True)
        return _tell(pinned, viewer, response)

    @routes.delete("/{key:key}/pin", responses=problems(403, 404))
    async def unpin_snippet(viewer: Writer, key: Key, response: Response) -> SnippetView:
        """Let it stand among the others again."""
        unpinned = await editing.pin(viewer, (await find(viewer, key)).key, pinned=False)
        return _tell(unpinned, viewer, response)

    return routes


def _tell(snippet: Snippet, viewer: Viewer, response: Response) -> SnippetView:
    response.headers["etag"] = etag(snippet)
    return show(snippet, viewer)


async def _exchange(store: Store, viewer: Viewer, id: int | None) -> Exchange | None:
    """Return the answer of ours that code comes from. Raises ``Missing`` where it was not to the viewer."""
    if id is None:
        return None
    exchange = await store.exchanges.get(id)
    message = exchange.message if exchange else None
    here = (viewer.author.platform, viewer.author.id, viewer.workspace)
    if not message or (message.author.platform, message.author.id, message.workspace) != here:
        raise Missing(f"There is no answer {id} to you.")
    return exchange


async def _conversation(store: Store, viewer: Viewer, id: int) -> str:
    """Return what the page calls the conversation of an answer to the viewer; empty: of none, or to somebody else."""
    exchange = await store.exchanges.get(id) if id else None
    if not exchange or whose_message(exchange.message) != whose(viewer):
        return ""
    return name_id(exchange.message.conversation)
