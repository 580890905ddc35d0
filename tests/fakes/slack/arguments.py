"""The arguments of a call, however they came: JSON, a form or the query; and what is asked of them."""

import base64
import json

from aiohttp import web

from tests.fakes.slack.nouns import Json, Refused

_STRUCTURED = ("blocks", "attachments", "view", "chunks", "prompts", "files", "metadata", "loading_messages")


async def read_arguments(request: web.Request) -> Json:
    """Return the arguments. Raises ``Refused`` for a body that can't be read."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        args |= await _read_json(request)
    elif request.can_read_body:
        args |= dict(await request.post())
    scheme, _, proof = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Basic":  # how ``oauth.v2.access`` is called
        args["client_id"], _, args["client_secret"] = base64.b64decode(proof).decode().partition(":")
    return {name: _unfold(name, value) for name, value in args.items()}


async def _read_json(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(body, dict):
        raise Refused("json_not_object")
    return body


def _unfold(name: str, value: object) -> object:
    """Forms carry lists and objects as JSON."""
    if name not in _STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Refused("invalid_blocks_format" if name == "blocks" else "invalid_arguments") from None


def need(args: Json, *names: str) -> None:
    """Check that arguments are there."""
    for name in names:
        if args.get(name) in (None, ""):
            raise Refused("invalid_arguments", f"[ERROR] missing required field: {name}")


def is_true(value: object) -> bool:
    return str(value).lower() in ("1", "true")
