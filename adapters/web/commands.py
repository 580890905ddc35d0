"""Commands on the page: typed where questions are, pressed below a reply, or given a file; all are the core's."""

import base64
import difflib
import re
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Request
from msgspec import Meta, Struct
from starlette.responses import JSONResponse

from adapters.web.answers import name_conversation
from adapters.web.frames import Id
from adapters.web.people import Person
from adapters.web.remarks import show_reply
from adapters.web.v1.bodies import LARGEST_SNIPPET
from adapters.web.v1.carrying import read_file
from adapters.web.whose import check_conversation
from bot.commands import Call, Commands, Reply, parse_code
from bot.commands.parse import unknown
from bot.errors import UsageError
from bot.nouns import Attachment
from bot.store import Store
from bot.store.snippets import Viewer

_COMMAND = re.compile(r"(?P<slash>/?)(?P<name>[a-z]+)(?:\s+(?P<rest>.*))?", re.IGNORECASE | re.DOTALL)
_PICKED = "import"
_PICKER = {"label": "Choose a file", "command": f"snippets {_PICKED}"}
_WHICH = (
    "Which file? What was exported here as JSON or ZIP, snippets of VS Code, a gist, or a ZIP of code. "
    "First you see what it would do; then you decide."
)


class _Wish(Struct):
    """What was typed, as "/snippets list", or what a button runs, as "snippets list"."""

    command: Annotated[str, Meta(max_length=LARGEST_SNIPPET)]
    conversation: Id | None = None


_decoder: msgspec.json.Decoder[_Wish] = msgspec.json.Decoder(_Wish)


def offer_commands(commands: Commands, store: Store) -> APIRouter:
    """Routes for the commands."""
    routes = APIRouter(prefix="/api/commands")

    @routes.post("")
    async def run_command(request: Request, person: Person) -> JSONResponse:
        """Run a command, and tell what it answers; or say, as ``ask``, which question it is instead."""
        wish = _decode(await request.body())
        slash, name, rest = _parse(wish.command)
        question = _question(commands, wish.command, name, rest) if slash else None
        if question is not None:
            return JSONResponse({"ask": question})
        if f"{name} {rest}".strip() == _PICKER["command"]:
            return JSONResponse({**show_reply(Reply(_WHICH)), "picker": _PICKER})
        return _tell(await _run(person, name, rest, wish.conversation))

    @routes.post("/file")
    async def run_with_file(request: Request, person: Person, command: str, name: str = "") -> JSONResponse:
        """Run a command with a file, which is the body."""
        _, verb, rest = _parse(command)
        return _tell(await _run(person, verb, rest, None, read_file(name[:200], await request.body())))

    async def _run(person: Viewer, name: str, rest: str, conversation: str | None, *files: Attachment) -> Reply:
        text = (parse_code(rest) or rest) if name == "code" else rest
        thread = name_conversation(conversation) if conversation else ""
        if thread:
            await check_conversation(store, thread, person)
        return await commands.run(Call(name, text, person.author, person.workspace, conversation=thread, files=files))

    return routes


def _parse(command: str) -> tuple[bool, str, str]:
    """Return whether it was typed, its name, and what follows that."""
    parts = _COMMAND.fullmatch(command.strip())
    if not parts:
        raise UsageError("A command is a word, as `/snippets`, and what follows it.")
    return bool(parts["slash"]), parts["name"].lower(), parts["rest"] or ""


def _question(commands: Commands, typed: str, name: str, rest: str) -> str | None:
    """Return the question that was typed; None where it is a command. Raises ``UsageError`` for a slip of the pen."""
    known = commands.names()
    if name == "code":
        return rest if rest and parse_code(rest) is None else None
    if name in known:
        return None
    if difflib.get_close_matches(name, known, n=1):
        raise unknown(name, known)
    return typed


def _tell(reply: Reply) -> JSONResponse:
    """Return a reply as JSON, with its file and its form."""
    told: dict[str, Any] = show_reply(reply)
    if reply.form:
        told["form"] = msgspec.to_builtins(reply.form)
    if reply.file:
        content = reply.file.data or reply.file.text.encode(errors="replace")
        told["file"] = {"name": reply.file.name, "data": base64.b64encode(content).decode()}
    return JSONResponse(told)


def _decode(body: bytes) -> _Wish:
    try:
        return _decoder.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise UsageError('Send JSON such as {"command": "/snippets list"}.') from error
