"""What every request must pass: a host that is ours, a page that is ours; and the rules sent with every response."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.v1.callers import bearer
from adapters.web.v1.problems import tell

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
PROBED = {"/healthz", "/readyz", "/metrics"}
"""Asked for by whatever address a probe or a scraper knows: that of a pod, say. They hold nothing private."""
API = "/api/v1/"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
RULES = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


class Guards:
    """ASGI middleware.

    A ``Host`` that is not ours gets 400, unless it is an operator's probe: that is how a foreign site would reach a
    loopback server by DNS rebinding.
    An ``Origin`` that is foreign or missing gets 403 where something could be changed, which includes the websocket:
    browsers let any site open one. Not so at the paths ``signed``: who sends something there proves who they are. Nor
    where the API is called with a token and no ``Origin``: a browser always sends one with what changes something.
    """

    def __init__(self, app: ASGIApp, *, hosts: set[str], public: str, signed: Collection[str] = ()) -> None:
        self._app = app
        self._hosts = hosts
        self._public = public
        self._signed = signed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = self._refuse(scope)
        await (refusal or self._app)(scope, receive, _with_rules(send))

    def _refuse(self, scope: Scope) -> Response | None:
        """Return what is said in place of an answer; None: let it in."""
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin", "")
        is_api = scope["path"].startswith(API)
        probed = scope["type"] == "http" and scope["path"] in PROBED
        if not probed and _hostname(host) not in self._hosts:
            return _say(
                400,
                f"{host[:100]!a} is no address of this page; open one of {', '.join(sorted(self._hosts))}. "
                "If people are to open it under this name, set PUBLIC_URL to the whole address "
                "(such as http://code.example:8000) and start the service again.",
                is_api=is_api,
            )
        changes = scope["type"] == "websocket" or not (scope["method"] in SAFE_METHODS or scope["path"] in self._signed)
        if is_api and "origin" not in headers and bearer(headers.get("authorization", "")) is not None:
            return None
        if changes and _netloc(origin) not in (host.lower(), self._public):
            return _say(
                403,
                f"This can be done from the page itself only, not from {origin[:100]!a}: "
                "send its address as the Origin header.",
                is_api=is_api,
            )
        return None


def own_hosts(public_url: str, web_host: str) -> set[str]:
    """Return the names under which the page may be opened."""
    ours = {"localhost", "127.0.0.1", "::1", web_host, urlsplit(public_url).hostname or ""}
    return ours - {"", "0.0.0.0", "::"}


def _say(status: int, sentence: str, *, is_api: bool) -> Response:
    return tell(status, sentence) if is_api else PlainTextResponse(f"{sentence}\n", status)


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _netloc(origin: str) -> str:
    """Return host and port of an origin; empty for none and for ``null``."""
    try:
        return urlsplit(origin).netloc.lower() or "-"
    except ValueError:
        return "-"


def _with_rules(send: Send) -> Send:
    async def send_with_rules(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            headers = MutableHeaders(scope=message)
            for name, value in RULES.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_rules
