"""The whole story in Slack: install, ask, watch, complain, see it mended, keep the code, find and delete it again.

Once in a workspace with native streams (the strict fake, and an install by OAuth), once in the third-party server
local-slack, which has none; in both over sockets and over HTTP. The program is the one that people start.
"""

import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

import aiohttp
import pytest

from tests.e2e.program import running
from tests.fakes.local_slack import LocalSlack
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import Ephemeral, FakeMessage, SlackServer
from tests.local_slack import run_local_slack
from tests.until import until

PYTHON = "Use this:\n\n```python\nnumbers.sort()\n```"
CPP = "In C++:\n\n```cpp\nstd::ranges::sort(numbers);\n```"
KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


Told = Ephemeral | FakeMessage


class Town(Protocol):
    """A workspace, as Ana sees it."""

    async def commands(self, command: str, text: str = "", channel: str = "C1", user: str = "UANA") -> object: ...

    async def reacts(self, channel: str, ts: str, name: str, user: str = "UANA") -> None: ...

    async def presses(self, channel: str, ts: str, action_id: str, user: str = "UANA", value: str = "") -> object: ...

    def messages(self, channel: str, thread_ts: str = "") -> list[FakeMessage]: ...


class Ana:
    """A person in a town, and what she alone sees."""

    def __init__(self, town: LocalSlack | SlackServer) -> None:
        self.town: Town = town
        self._where = town

    @property
    def root(self) -> FakeMessage:
        return next(message for message in self.town.messages("C1") if not self._is_reply(message))

    async def sees(self, words: str) -> FakeMessage:
        """Wait until the bot's messages in the thread show these words; return the one that does."""
        found: list[FakeMessage] = []

        def is_there() -> bool:
            roots = [message for message in self.town.messages("C1") if not self._is_reply(message)]
            replies = self.town.messages("C1", roots[0].ts) if roots else []
            found[:] = [reply for reply in replies if words in reply.markdown and reply.ts != roots[0].ts]
            return bool(found)

        await until(is_there, seconds=30)
        return found[-1]

    async def is_told(self, words: str) -> Told:
        """Wait until she alone is told something with these words in it; return that."""
        await until(lambda: any(words in (one.markdown or one.text) for one in self._told()), seconds=30)
        return next(one for one in reversed(self._told()) if words in (one.markdown or one.text))

    async def presses_private(self, told: Told, command: str) -> None:
        """Press the button, of what she alone sees, that runs a command which begins so."""
        elements = [element for block in told.blocks for element in block.get("elements", [])]
        button = next(one for one in elements if str(one.get("value")).startswith(command))
        await self.town.presses("C1", told.ts, button["action_id"], value=button["value"])

    async def fills_in(self, **values: object) -> None:
        """Fill in the form that opens, and send it."""
        where = self._where
        if isinstance(where, LocalSlack):
            await until(lambda: bool(where.views), seconds=30)
            await where.submits(values)
        else:
            await until(lambda: any(view["open"] for view in where.views.values()), seconds=30)
            await where.submits(next(id for id, view in where.views.items() if view["open"]), values)

    def _told(self) -> Sequence[Told]:
        where = self._where
        return where.ephemerals("C1") if isinstance(where, LocalSlack) else where.ephemerals

    def _is_reply(self, message: FakeMessage) -> bool:
        return bool(message.thread_ts) and message.thread_ts != message.ts


@pytest.mark.parametrize("transport", ["socket", "http"])
@pytest.mark.parametrize("town", ["streams", "local-slack"])
async def test_the_whole_story(town: str, transport: str, tmp_path: Path, model_server: ModelServer) -> None:
    opened = with_streams if town == "streams" else without_streams
    async with opened(transport, tmp_path, model_server) as ana:
        model_server.says(PYTHON)
        model_server.hold(after=3)
        await ana.town.commands("/code", "Sort a list of numbers")
        await ana.sees("Use")  # the answer is under way, and can be read
        model_server.release()
        answer = await ana.sees("numbers.sort()")
        assert "Sort a list of numbers" in (ana.root.markdown or ana.root.text)
        await until(lambda: "feedback_buttons" in str(ana.town.messages("C1", ana.root.ts)[-1].blocks))

        model_server.says("Write the answer in C++.", CPP)
        await ana.town.presses("C1", answer.ts, "rate", value="down")
        await ana.fills_in(chips=["language"], words="no, in C++")
        better = await ana.sees("std::ranges::sort")
        assert "**Correction:** Write the answer in C++." in (await ana.sees("Correction")).markdown
        assert answer.markdown == PYTHON  # what was said before still stands

        await ana.town.reacts("C1", better.ts, "pushpin")
        await ana.is_told("s-")
        await ana.town.commands("/snippets", "list")
        await ana.presses_private(await ana.is_told("**Snippets** (1)"), "snippets show")
        await ana.presses_private(await ana.is_told("```cpp"), "snippets delete")
        await ana.is_told("Deleted")


@asynccontextmanager
async def with_streams(transport: str, folder: Path, model: ModelServer) -> AsyncIterator[Ana]:
    """The strict fake; the app is installed in the browser."""
    port = free_port()
    own = {
        "SLACK_CLIENT_ID": SlackServer.client_id,
        "SLACK_CLIENT_SECRET": SlackServer.client_secret,
        "ENCRYPTION_KEY": KEY,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        **keys_for(transport),
    }
    async with SlackServer(transport=transport) as slack:
        settings = {"OPENAI_BASE_URL": model.url, "SLACK_API_URL": slack.api_url, "WEB_PORT": str(port), **own}
        async with running(folder, patience=30, **settings) as program:
            await install(slack, program.url)
            if transport == "http":
                slack.to_http(f"{program.url}/slack/events")
            else:
                await slack.connected()
            yield Ana(slack)
        assert slack.made("chat.startStream")
        assert not slack.refused


@asynccontextmanager
async def without_streams(transport: str, folder: Path, model: ModelServer) -> AsyncIterator[Ana]:
    """The third-party server; one workspace, whose token is a setting."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with run_local_slack(f"{url}/slack/events" if transport == "http" else "") as slack:
        own = {"SLACK_BOT_TOKEN": "xoxb-one", "PUBLIC_URL": url, "WEB_PORT": str(port), **keys_for(transport)}
        async with running(
            folder, patience=30, OPENAI_BASE_URL=model.url, SLACK_API_URL=slack.api_url, **own
        ) as program:
            await until(lambda: is_ready(program.url))
            yield Ana(slack)


async def install(slack: SlackServer, url: str) -> None:
    """Install the app in T1, as a person does in the browser."""
    async with aiohttp.ClientSession() as browser:
        async with browser.get(f"{url}/slack/install", allow_redirects=False) as response:
            state = response.headers["Location"].rpartition("state=")[2].partition("&")[0]
            cookie = response.headers["Set-Cookie"].partition(";")[0]
        query = {"code": slack.approves("T1"), "state": state}
        async with browser.get(f"{url}/slack/oauth_redirect", params=query, headers={"Cookie": cookie}) as response:
            assert response.status == 200, await response.text()


async def is_ready(url: str) -> bool:
    async with aiohttp.ClientSession() as operator, operator.get(f"{url}/readyz") as answer:
        return answer.status == 200


def keys_for(transport: str) -> Mapping[str, str]:
    return {"SLACK_APP_TOKEN": "xapp-1"} if transport == "socket" else {"SLACK_SIGNING_SECRET": "secret"}


def free_port() -> int:
    """Return a port that nobody listens on now: the server must know the program's address before it starts."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
