"""A relay between the program and its model: it makes answers repeatable, and sees what each was briefed with."""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
from aiohttp import web

from bot.text import tame

SEED = 7
ANSWER_TOKENS = 350
_REQUEST, _ABOUT = "\nRequest:\n", "\n\nLessons of this team about that:\n"
"""What stands between lessons and a request, and behind that before the rest of them."""
_HOP = ("content-length", "transfer-encoding", "connection", "host", "date", "server")
_LARGEST = 8 << 20


@dataclass(slots=True, eq=False)
class Seen:
    """One request for a completion, as the model got it."""

    turns: list[dict[str, Any]]
    tokens: int = 0
    """Those of the answer, as the server counted them."""
    prompt_tokens: int = 0

    @property
    def prompt(self) -> str:
        """All turns as one text."""
        return "\n".join(str(turn["content"]) for turn in self.turns)

    @property
    def lessons(self) -> tuple[str, ...]:
        """The lessons that stand around the request, word for word."""
        asked, about = self._asked
        told, found, _ = asked.partition(_REQUEST)
        lines = [*told.splitlines(), *about.splitlines()] if found else []
        return tuple(line[2:] for line in lines if line.startswith("- "))

    def asks(self, text: str) -> bool:
        """Tell whether it asks for an answer to a person's words."""
        return self._asked[0].rstrip().endswith(tame(text).strip())

    @property
    def _asked(self) -> tuple[str, str]:
        """The last turn up to the end of the request, and what stands behind that."""
        content = str(self.turns[-1]["content"])
        asked, found, about = content.rpartition(_ABOUT)
        return (asked, about) if found else (content, "")


@dataclass
class Recorder:
    """Serves what the server at ``upstream`` serves (an address up to and with /v1), on loopback."""

    upstream: str
    answer_tokens: int = ANSWER_TOKENS
    """The most that an answer may have; what is asked with a limit of its own keeps the lower one."""
    seen: list[Seen] = field(default_factory=list)
    """What was asked, until ``take`` takes it."""

    async def __aenter__(self) -> Self:
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_get("/v1/models", self._list)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
        await self._client.close()

    @property
    def url(self) -> str:
        """The address that the program is given."""
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"

    def take(self, text: str) -> Seen:
        """Return the last request for an answer to a person's words. Raises ``LookupError`` where there was none."""
        asked = [seen for seen in self.seen if seen.asks(text)]
        if not asked:
            raise LookupError(f"the model was never asked {text!r}")
        self.seen = [seen for seen in self.seen if seen not in asked]
        return asked[-1]

    async def _list(self, request: web.Request) -> web.Response:
        async with self._client.get(f"{self.upstream}/models", headers=_pass_on(request.headers)) as answer:
            return web.Response(status=answer.status, body=await answer.read(), content_type=answer.content_type)

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        asked |= {"temperature": 0, "seed": SEED}
        asked["max_tokens"] = min(asked.get("max_tokens") or self.answer_tokens, self.answer_tokens)
        seen = Seen(asked["messages"])
        self.seen.append(seen)
        where, headers = f"{self.upstream}/chat/completions", _pass_on(request.headers)
        async with self._client.post(where, json=asked, headers=headers) as answer:
            response = web.StreamResponse(status=answer.status, headers=_pass_on(answer.headers))
            await response.prepare(request)
            # Who leaves before the end has heard enough, as our client after the last word.
            with suppress(ConnectionResetError):
                # Lines, not chunks: the count of tokens is one line of the stream.
                async for line in answer.content:
                    _count(line, seen)
                    await response.write(line)
                await response.write_eof()
            return response


def _count(line: bytes, seen: Seen) -> None:
    if b'"usage"' not in line:
        return
    said = json.loads(line.removeprefix(b"data:"))
    if usage := said.get("usage"):
        seen.tokens, seen.prompt_tokens = usage.get("completion_tokens", 0), usage.get("prompt_tokens", 0)


def _pass_on(headers: Any) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in _HOP}
