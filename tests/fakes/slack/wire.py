"""How a call says who makes it, and what an answer looks like: done, refused, throttled, or failed as ordered."""

import base64

from aiohttp import web

from tests.fakes.slack.auth import SCOPES
from tests.fakes.slack.calls import Call, Fault
from tests.fakes.slack.nouns import Json, Refused


def token(request: web.Request, args: Json) -> str:
    """Return the token of a call, which may be an argument too."""
    bearer = request.headers.get("Authorization", "")
    given = args.pop("token", "")
    return bearer.removeprefix("Bearer ") if bearer.startswith("Bearer ") else str(given or "")


def credentials(request: web.Request) -> Json:
    """Return the id and the secret of an app that shows them instead of a token, as the SDK does when it installs."""
    shown = request.headers.get("Authorization", "")
    if not shown.startswith("Basic "):
        return {}
    id, _, secret = base64.b64decode(shown.removeprefix("Basic ")).decode().partition(":")
    return {"client_id": id, "client_secret": secret}


def accept(answer: Json) -> web.Response:
    return web.json_response({"ok": True, **answer}, headers={"x-oauth-scopes": SCOPES})


def refuse(refused: Refused) -> web.Response:
    body: Json = {"ok": False, "error": refused.code}
    if refused.messages:
        body["response_metadata"] = {"messages": list(refused.messages)}
    return web.json_response(body)


def throttle(seconds: float) -> web.Response:
    # Slack speaks of whole seconds; where a minute is shorter here, so is a second.
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": f"{seconds:g}"})


def fail(fault: Fault, call: Call, request: web.Request) -> web.Response:
    call.error = "ratelimited" if fault.what == 429 else str(fault.what)
    if fault.what == 429:
        return throttle(fault.retry_after)
    if fault.what == "cut":
        if request.transport:
            request.transport.abort()
        return web.Response()
    if isinstance(fault.what, int):
        return web.Response(status=fault.what, text="upstream request failed", content_type="text/html")
    return refuse(Refused(fault.what))
