"""REST over HTTP: a call is noted, may fail as ordered, is charged, and done; the gateway; and the attachments."""

import asyncio
from functools import partial

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.fakes.discord import account, messages, reactions, registry, responses, threads, webhooks
from tests.fakes.discord.answers import accept, fail, label, limited, refuse, throttle
from tests.fakes.discord.ask import Ask, Method
from tests.fakes.discord.calls import Call, Fault
from tests.fakes.discord.cdn import download
from tests.fakes.discord.errors import Refused, Strange
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.ground import Ground
from tests.fakes.discord.reading import Routes, is_authorised, read

METHODS: dict[str, Method] = {
    **account.METHODS,
    **messages.METHODS,
    **reactions.METHODS,
    **registry.METHODS,
    **responses.METHODS,
    **threads.METHODS,
    **webhooks.METHODS,
}
_ROUTES = Routes(METHODS)


class Web:
    """Answers requests for a server."""

    def __init__(self, discord: Ground) -> None:
        self._discord = discord
        self.app = web.Application(client_max_size=50_000_000, middlewares=[self._keep_errors])
        self.app.add_routes(
            [
                web.route("*", "/api/v10/{path:.*}", self.call),
                web.get("/gateway", Gateway(discord).serve),
                web.get("/attachments/{channel}/{file}/{name}", partial(download, discord)),
            ]
        )

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Answer a call of REST."""
        path = request.rel_url.raw_path.removeprefix("/api/v10")
        found = _ROUTES.find(request.method, path)
        if found is None:
            self._discord.note(request.method, path, path, {}).status = 404
            raise Strange(f"the fake Discord has no {request.method} {path}")
        template, params = found
        call = self._discord.note(request.method, template, path, params)
        answer = await self._answer(call, request)
        if answer is None:
            if request.transport:
                request.transport.abort()
            return web.Response()
        call.status = answer.status
        if self._discord.latency:
            await asyncio.sleep(self._discord.latency)
        call.ended = asyncio.get_running_loop().time()
        return answer

    async def _answer(self, call: Call, request: web.Request) -> web.Response | None:
        """Return the answer; None: the connection is to be cut."""
        discord = self._discord
        try:
            ask = await read(request, call.params)
            call.body = ask.items or ask.body
            fault = discord.fault(call)
            if fault and not fault.done:
                return _fail(fault, call)
            if not is_authorised(request, call.route):
                raise Refused(401)
            answer = self._charge(call, ask)
            return _fail(fault, call) if fault else answer
        except Refused as refused:
            call.code = refused.code
            return refuse(refused)

    def _charge(self, call: Call, ask: Ask) -> web.Response:
        discord = self._discord
        if not discord.limits:
            return self._run(call, ask)
        charge = discord.buckets.charge(call.method, call.route, call.params)
        call.is_limited = charge.is_refused
        answer = throttle(charge) if charge.is_refused else self._run(call, ask)
        if discord.headers:
            label(answer, charge)
        return answer

    def _run(self, call: Call, ask: Ask) -> web.Response:
        try:
            return accept(METHODS[f"{call.method} {call.route}"](self._discord, ask))
        except Refused as refused:
            call.code = refused.code
            return limited(1.0, code=refused.code) if refused.status == 429 else refuse(refused)

    @web.middleware
    async def _keep_errors(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except Strange as error:
            self._discord.broken.append(error)
            return refuse(Refused(404))
        except (web.HTTPException, ConnectionError):
            raise
        except Exception as error:
            self._discord.broken.append(error)
            raise


def _fail(fault: Fault, call: Call) -> web.Response | None:
    call.code = fault.what if isinstance(fault.what, int) and fault.what > 999 else 0
    return None if fault.what == "cut" else fail(fault)
