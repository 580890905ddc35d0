"""The Web API over HTTP: a call is noted, may fail as ordered, is charged, and done; and the socket's address."""

import asyncio
import time
from email.utils import formatdate

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.fakes.slack import agents, auth, chat, conversations, doors, files, streams, views
from tests.fakes.slack.arguments import read_arguments
from tests.fakes.slack.calls import Call
from tests.fakes.slack.ground import Ground, Method
from tests.fakes.slack.nouns import Json, Refused
from tests.fakes.slack.sockets import Sockets
from tests.fakes.slack.tiers import TooMany
from tests.fakes.slack.wire import accept, credentials, fail, refuse, throttle, token
from tests.fakes.slack.world import Team

METHODS: dict[str, Method] = {
    **agents.METHODS,
    **auth.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **streams.METHODS,
    **views.METHODS,
}
WITHOUT_TEAM = {"apps.connections.open": auth.open_connection, "oauth.v2.access": auth.access}
_STREAMING = ("chat.startStream", "chat.appendStream", "chat.stopStream", "agents.", "assistant.")


class Web:
    """Answers requests for a server."""

    def __init__(self, slack: Ground) -> None:
        self._slack = slack
        self.latency = 0.0
        """Seconds before each answer of the Web API."""
        self.broken: list[Exception] = []
        """What went wrong in here, and not in the app."""
        self.app = web.Application(client_max_size=50_000_000, middlewares=[self._keep_errors])
        self.app.add_routes(
            [
                web.route("*", "/api/{method}", self.call),
                web.get("/socket", self.connect),
                *doors.routes(slack),
            ]
        )

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Answer a call of the Web API."""
        method = request.match_info["method"]
        try:
            args = await read_arguments(request)
        except Refused as refused:
            return refuse(refused)
        shown = token(request, args)
        team = next((team for team in self._slack.teams.values() if team.token == shown), None)
        args |= credentials(request)
        call = self._slack.note(method, args, team.id if team else "")
        answer = self._answer(call, team, shown, request)
        answer.headers["Date"] = formatdate(time.time() + (team.ahead if team else 0.0), usegmt=True)
        if self.latency:
            await asyncio.sleep(self.latency)
        return answer

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Take a socket of the app's."""
        transport = self._slack.courier.transport
        if not isinstance(transport, Sockets) or not self._slack.tickets.admit(request.query.get("ticket", "")):
            raise web.HTTPForbidden
        return await transport.serve(request)

    @web.middleware
    async def _keep_errors(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except (web.HTTPException, ConnectionError):
            raise
        except Exception as error:
            self.broken.append(error)
            raise

    def _answer(self, call: Call, team: Team | None, token: str, request: web.Request) -> web.Response:
        fault = self._slack.fault(call.method)
        try:
            if fault and not fault.done:
                return fail(fault, call, request)
            call.answer = self._run(call, team, token)
            return fail(fault, call, request) if fault else accept(call.answer)
        except Refused as refused:
            call.error = refused.code
            return refuse(refused)
        except TooMany as many:
            call.error = "ratelimited"
            return throttle(many.seconds)

    def _run(self, call: Call, team: Team | None, token: str) -> Json:
        slack, method = self._slack, call.method
        if method not in METHODS and method not in WITHOUT_TEAM:
            raise Refused("unknown_method")
        if method.startswith(_STREAMING) and not slack.streaming:
            raise Refused("unknown_method")
        if method == "oauth.v2.access":
            return auth.access(slack, call.args)
        if not token:
            raise Refused("not_authed")
        if method == "apps.connections.open":
            return self._open(call, token)
        if team is None:
            raise Refused("not_allowed_token_type" if token == slack.app_token else "invalid_auth")
        if team.gone:
            raise Refused(team.gone)
        if slack.limits:
            slack.tiers.charge(team.id, method, str(call.args.get("channel", "")))
        return METHODS[method](slack, team, call.args)

    def _open(self, call: Call, token: str) -> Json:
        if token != self._slack.app_token:
            raise Refused("not_allowed_token_type" if token.startswith("xoxb-") else "invalid_auth")
        if self._slack.limits:
            self._slack.tiers.charge("", call.method, "")
        return auth.open_connection(self._slack, call.args)
