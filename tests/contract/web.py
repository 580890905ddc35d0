"""The contract's driver for the web: a tab for each conversation, on the real server and socket."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, ClassVar

import httpx2

from bot.nouns import Attachment
from tests.adapters.web.house import Heard, House, Viewer, headers_of, housing
from tests.contract.driver import AT_ONCE, Driver, Said, Seen
from tests.fakes.openai_server import ModelServer
from tests.until import until


class WebDriver(Driver):
    """Says and hears frames as the page does."""

    lacks: ClassVar[Mapping[str, str]] = {
        "long messages cut": "an answer in the browser is one text of any length",
        "other bots": "nobody but the person speaks on their page",
        "a rate limit": "a browser refuses nothing",
        "calls that fail": "an answer is drawn into memory, and viewers resume",
    }

    def __init__(self, house: House, stack: AsyncExitStack, listeners: asyncio.TaskGroup) -> None:
        self._house = house
        self._stack = stack
        self._listeners = listeners
        self._tabs: dict[str, Viewer] = {}
        self._heard: dict[str, dict[str, Heard]] = {}

    async def says(self, text: str, *, conversation: str = "first", by_bot: bool = False) -> Said:
        return await self._ask(conversation, text)

    async def complains(self, words: str, *, conversation: str = "first") -> Said:
        return await self._ask(conversation, words, mode="feedback")

    async def ended(self, said: Said) -> None:
        await until(lambda: self._heard[said.conversation][said.ref].ended)

    async def shown(self, conversation: str = "first") -> list[str]:
        return [heard.text for heard in self._heard.get(conversation, {}).values() if heard.text]

    async def awaits(self, conversation: str) -> str:
        frames = [frame for heard in self._heard[conversation].values() for frame in heard.frames]
        return f"{frames[-1]['ahead']} ahead of you" if frames and frames[-1].get("state") == "queued" else ""

    async def redelivers(self, said: Said) -> None:
        before = self._heard[said.conversation].pop(said.ref)
        await (await self._tab(said.conversation)).asks(said.text, client_id=said.ref)
        await until(lambda: said.ref in self._heard[said.conversation])
        if before.ended:
            await self.ended(said)

    async def commands(self, line: str, *, file: Attachment | None = None) -> Seen:
        if file:
            return self._see(await self._post("/file", params={"command": line, "name": file.name}, content=file.text))
        tab = await self._tab(next(iter(self._tabs), "first"))
        return self._see(await self._post("", json={"command": f"/{line}", "conversation": tab.conversation}))

    async def edits(self, key: str, code: str) -> Seen:
        form = (await self._post("", json={"command": f"/snippets edit {key}"}))["form"]
        return self._see(await self._post("", json={"command": f"{form['command']}\n{code}"}))

    async def presses(self, seen: Seen, label: str) -> Seen:
        return self._see(await self._post("", json={"command": seen.buttons[label]}))

    async def _post(self, path: str, **body: Any) -> dict[str, Any]:
        async with httpx2.AsyncClient(trust_env=False, headers=headers_of(self._house)) as client:
            said = await client.post(f"{self._house.url}/api/commands{path}", **body)
        told: dict[str, Any] = said.json()
        return told

    def _see(self, told: dict[str, Any]) -> Seen:
        buttons = {button["label"]: button["command"] for button in told.get("buttons", [])}
        file = told.get("file")
        text = told.get("text") or told.get("detail", "")
        return Seen(text, buttons, Attachment(file["name"], b64decode(file["data"]).decode()) if file else None)

    async def stops(self, conversation: str = "first") -> None:
        tab = await self._tab(conversation)
        await tab.says("stop", conversation=tab.conversation)

    async def shuts_down(self) -> None:
        await self._house.core.engine.close(grace=3)

    async def _ask(self, conversation: str, text: str, **fields: object) -> Said:
        run = await (await self._tab(conversation)).asks(text, **fields)
        await until(lambda: run in self._heard[conversation])
        return Said(run, conversation, text)

    async def _tab(self, conversation: str) -> Viewer:
        if conversation not in self._tabs:
            self._tabs[conversation] = tab = await self._stack.enter_async_context(self._house.viewer())
            self._heard[conversation] = {}
            self._listeners.create_task(self._listen(tab, self._heard[conversation]))
        return self._tabs[conversation]

    async def _listen(self, tab: Viewer, heard: dict[str, Heard]) -> None:
        async for frame in tab.frames():
            heard.setdefault(frame["run"], Heard()).add(frame)


@asynccontextmanager
async def driver(folder: Path, server: ModelServer) -> AsyncIterator[WebDriver]:
    async with (
        housing(folder, server, model_concurrency=AT_ONCE) as house,
        asyncio.TaskGroup() as listeners,
        AsyncExitStack() as stack,
    ):
        yield WebDriver(house, stack, listeners)
