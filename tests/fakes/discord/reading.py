"""Reading requests: the route, the token, the body as JSON or as a form with files."""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from tests.fakes.discord import cast
from tests.fakes.discord.ask import Ask
from tests.fakes.discord.errors import Refused, Strange
from tests.fakes.discord.nouns import FakeFile

_FILE = re.compile(r"files\[(\d+)\]")
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "json": "application/json", "html": "text/html; charset=utf-8"}


class Routes:
    """Finds the template of a path; what is literal goes before what is variable."""

    def __init__(self, templates: Iterable[str]) -> None:
        ordered = sorted(templates, key=lambda one: one.count("{"))
        self._patterns = [(one, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", one))) for one in ordered]

    def find(self, method: str, path: str) -> tuple[str, dict[str, str]] | None:
        """Return the template and the variables of a path that is still quoted."""
        for template, pattern in self._patterns:
            if match := pattern.fullmatch(f"{method} {path}"):
                return template.partition(" ")[2], {name: unquote(value) for name, value in match.groupdict().items()}
        return None


def is_authorised(request: web.Request, template: str) -> bool:
    """Interactions carry their own tokens, everything else needs the bot's."""
    return template.startswith(("/interactions/", "/webhooks/")) or (
        request.headers.get("Authorization") == f"Bot {cast.TOKEN}"
    )


async def read(request: web.Request, params: dict[str, str]) -> Ask:
    """Return what was asked."""
    ask = Ask(params, dict(request.query))
    if request.content_type == "multipart/form-data":
        await _read_form(request, ask)
    elif request.can_read_body:
        if request.content_type != "application/json":
            raise Strange(f"a body of {request.content_type}")
        _take(ask, await request.text())
    return ask


def _take(ask: Ask, text: str) -> None:
    try:
        body: Any = json.loads(text)
    except ValueError:
        raise Refused(400) from None
    if isinstance(body, list):
        ask.items = body
    else:
        ask.body = body


async def _read_form(request: web.Request, ask: Ask) -> None:
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read())
        if part.name == "payload_json":
            _take(ask, data.decode())
        elif match := _FILE.fullmatch(part.name or ""):
            name = part.filename or "file"
            ask.files[int(match[1])] = FakeFile(name, data, content_type=guess_type(name))
        else:
            raise Strange(f"a form has no field {part.name!r}")


def guess_type(name: str) -> str:
    """Return the type that Discord shows for a file's name; code is text to it."""
    return _TYPES.get(name.rpartition(".")[2].lower(), "text/plain; charset=utf-8")
