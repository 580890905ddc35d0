"""How Slack reaches the app: over a socket that we open (Socket Mode), or over HTTP, signed."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager

from fastapi import APIRouter, Request
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from starlette.responses import PlainTextResponse, Response

from adapters.slack.client import make_client, wrong_address
from adapters.slack.errors import NotSlack
from adapters.slack.socket_client import PatientSocket
from bot.background import background
from bot.errors import Flaky, StartError, SurfaceError, Throttled

EVENTS = "/slack/events"
_log = logging.getLogger(__name__)
_LONGEST_LENGTH = 7
"""Digits of a body's length in bytes: strangers may send more, and it would all be in memory before it is checked."""
_STUMBLES = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What Bolt raises where a payload has not the shape of Slack's documentation."""


class SocketMode:
    """One connection, kept: opened anew when Slack says so, or when nothing comes any more."""

    def __init__(self, app: AsyncApp, token: str, api_url: str, *, ping_seconds: float = 5) -> None:
        """After four pings without an answer, ``ping_seconds`` apart, there is a new socket."""
        self._app = app
        self._ping_seconds = ping_seconds
        self._token = token
        self._api_url = api_url
        self._handler: _Socket | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Stay connected while inside. Raises ``StartError`` where Slack refuses the token, or is not there."""
        self._handler = _Socket(
            self._app, self._token, make_client(self._api_url, logger=self._app.logger), self._ping_seconds
        )
        try:
            await self._find_address(self._handler)
            connecting = self._handler.connect_async()  # type: ignore[no-untyped-call]
            async with background(connecting, self._renew(self._handler.client)):
                yield
        finally:
            await self._handler.close_async()  # type: ignore[no-untyped-call]

    async def is_connected(self) -> bool:
        return self._handler is not None and await self._handler.client.is_connected()

    async def _renew(self, client: SocketModeClient) -> None:
        """Forget an address that leads nowhere: the SDK would knock there for ever, and none is good for long."""
        while True:
            await asyncio.sleep(self._ping_seconds)
            if not await client.is_connected():
                client.wss_uri = None

    async def _find_address(self, handler: PatientSocket) -> None:
        """Ask where the socket is, once: left to itself, the SDK would for ever knock with a wrong token."""
        try:
            handler.client.wss_uri = await handler.client.find_address()
        except NotSlack as problem:
            raise wrong_address(self._api_url, problem) from None
        except (Flaky, Throttled) as problem:
            handler.client.note(problem)
        except SurfaceError as problem:
            raise StartError(
                f"SLACK_APP_TOKEN: Slack refuses it ({problem.code});"
                " make one under Basic Information, App-Level Tokens, with the scope connections:write"
            ) from None


class _Socket(PatientSocket):
    """Bolt's, which acknowledges what it stumbles over, too."""

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        with _passed_over():
            await super().handle(client, req)
            return
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))


def offer_events(routes: APIRouter, app: AsyncApp, signing_secret: str) -> None:
    """Add the route where Slack delivers everything: events, commands, buttons, modals."""
    verifier, bolt = SignatureVerifier(signing_secret), AsyncSlackRequestHandler(app)

    @routes.post(EVENTS)
    async def take(request: Request) -> Response:
        length = request.headers.get("content-length", "")
        if not (length.isdecimal() and len(length) <= _LONGEST_LENGTH):
            return PlainTextResponse("That is too long, or does not say how long it is.\n", 413)
        # Before Bolt, which reads the body first and looks at the signature then.
        if not _is_signed(verifier, await request.body(), request.headers):
            _log.warning("a request was refused: it is not signed with SLACK_SIGNING_SECRET, or is too old")
            return PlainTextResponse("This is not signed by Slack, or it is too old.\n", 401)
        with _passed_over():
            return await bolt.handle(request)
        return PlainTextResponse("")


def offer_install(routes: APIRouter, flow: AsyncOAuthFlow) -> None:
    """Add the routes of an install: out to Slack, and back."""

    @routes.get(flow.install_path)
    async def send_to_slack(request: Request) -> Response:
        return to_starlette_response(await flow.handle_installation(to_async_bolt_request(request, b"")))

    @routes.get(flow.redirect_uri_path)
    async def take_back(request: Request) -> Response:
        return to_starlette_response(await flow.handle_callback(to_async_bolt_request(request, b"")))


@contextmanager
def _passed_over() -> Iterator[None]:
    """Log what Bolt can't read inside, and go on; whoever calls acknowledges it, as the same would only come again."""
    try:
        yield
    except _STUMBLES as error:
        _log.error("Slack sent what can't be read, and it is passed over: %s: %s", type(error).__name__, error)
        _log.debug("what it failed at", exc_info=error)


def _is_signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """Tell whether Slack signed this in the last five minutes."""
    try:
        return verifier.is_valid_request(body, dict(headers))
    except (ValueError, TypeError):  # a timestamp that is no number, a signature or a body that is no text
        return False
