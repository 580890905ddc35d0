"""Conversations on the page: somebody's list, and each of them whole; those of other platforms can be read."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Request
from msgspec import Meta, Struct
from starlette.responses import Response

from adapters.web.bodies import read_body
from adapters.web.exporting import export, name_file
from adapters.web.people import Person
from adapters.web.remarks import recall_remarks
from adapters.web.views import show_exchange
from adapters.web.whereabouts import NONE, name_id, read_id
from adapters.web.whose import is_held_here, whose, whose_message
from bot.engine import Engine
from bot.errors import Missing
from bot.nouns import Message
from bot.store import Store
from bot.store.conversations import PAGE, Listed
from bot.store.snippets import Viewer

LONGEST_TITLE = 80
"""Characters."""
_UNTITLED = "Without words"
Link = Callable[[str], str]
"""Returns the address of a conversation on its own platform; empty: nobody knows it."""


class _Change(Struct):
    """What is to be different; what is left out stays."""

    title: Annotated[str, Meta(max_length=LONGEST_TITLE)] | None = None
    pinned: bool | None = None


def offer_conversations(store: Store, engine: Engine, link: Link) -> APIRouter:
    """Routes for the conversations of whoever asks."""
    routes = APIRouter(prefix="/api/conversations")

    @routes.get("")
    async def list_conversations(person: Person, words: str = "", before: str = "") -> dict[str, Any]:
        """The pinned first, then the newest, 50 at once; ``before``: the id of the last one that was listed."""
        last = await _find(store, person, before) if before else None
        listed = await store.conversations.list(person, words[:200], before=last)
        newest = [one for one in listed if not one.pinned]
        shown = listed[:-1] if len(newest) > PAGE else listed
        return {"conversations": [show(one) for one in shown], "more": len(newest) > PAGE}

    @routes.get("/{id}")
    async def show_conversation(person: Person, id: str) -> dict[str, Any]:
        """All that was said in a conversation, in all its branches, oldest first; nothing in one not yet begun."""
        conversation = read_id(id)
        if is_held_here(conversation) and await store.exchanges.latest(conversation) is None:
            return {**_unbegun(id), "exchanges": []}
        found = await _seen(store, person, id)
        exchanges = await store.beside.all(conversation)
        remarks = await recall_remarks(store, exchanges)
        beside = await store.beside.of(conversation, person.author)
        shown = [
            {**show_exchange(one, remarks.get(one.id, ()), beside.get(one.id)), "by": _name_other(one.message, person)}
            for one in exchanges
        ]
        return {**show(found), "writable": is_held_here(conversation), "exchanges": shown}

    @routes.patch("/{id}")
    async def change_conversation(person: Person, id: str, request: Request) -> dict[str, Any]:
        """Give it a title, an empty one takes that away; or pin it."""
        change = await read_body(request, _Change)
        found = await _seen(store, person, id)
        title = None if change.title is None else " ".join(change.title.split())
        await store.conversations.mark(person, found.id, title=title, pinned=change.pinned)
        return show(await _find(store, person, id))

    @routes.delete("/{id}", status_code=204)
    async def delete_conversation(person: Person, id: str) -> None:
        """Take it from the list, and stop the answer that is being written in it, where it is one of the page."""
        found = await _seen(store, person, id)
        await store.conversations.mark(person, found.id, deleted=True)
        if is_held_here(found.id):
            await engine.stop(found.id)

    @routes.post("/{id}/restore", status_code=204)
    async def restore_conversation(person: Person, id: str) -> None:
        """Bring it back to the list."""
        found = await _find(store, person, id)
        await store.conversations.mark(person, found.id, deleted=False)

    @routes.get("/{id}/markdown")
    async def export_conversation(person: Person, id: str) -> Response:
        """The branch with the newest answer as Markdown, as a download."""
        found = await _seen(store, person, id)
        exchanges = await store.beside.all(found.id)
        text = export(_title(found), exchanges, await store.beside.of(found.id, person.author))
        headers = {
            "content-disposition": f'attachment; filename="{name_file(_title(found))}"',
            "cache-control": "no-store",
        }
        return Response(text.encode(errors="replace"), media_type="text/markdown", headers=headers)

    def show(listed: Listed) -> dict[str, Any]:
        return {
            "id": name_id(listed.id),
            "title": _title(listed),
            "platform": "web" if is_held_here(listed.id) else listed.platform,
            "pinned": listed.pinned,
            "updated": listed.updated,
            "running": listed.running,
            "link": "" if is_held_here(listed.id) else link(listed.id),
        }

    return routes


async def _find(store: Store, person: Viewer, id: str) -> Listed:
    """Return a conversation of a person's, also where they deleted it. Raises ``Missing``."""
    found = await store.conversations.find(person, read_id(id))
    if not found:
        raise Missing(NONE)
    return found


async def _seen(store: Store, person: Viewer, id: str) -> Listed:
    found = await _find(store, person, id)
    if found.deleted:
        raise Missing("This conversation was deleted.")
    return found


def _name_other(message: Message, person: Viewer) -> str:
    """Return who said a message; empty: the person themselves."""
    author = message.author
    return "" if whose_message(message) == whose(person) else author.name or author.id


def _title(listed: Listed) -> str:
    return listed.title or " ".join(listed.question.split())[:LONGEST_TITLE].rstrip() or _UNTITLED


def _unbegun(id: str) -> dict[str, Any]:
    marks = {"pinned": False, "updated": 0.0, "running": False, "link": "", "writable": True}
    return {"id": id, "title": "", "platform": "web", **marks}
