"""The contract's drivers for Slack: over sockets and over HTTP, with native streams and without."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import ClassVar

from adapters.core import Core
from adapters.slack.place import name_message
from adapters.slack.surface import MAX_CHARS
from bot.nouns import Attachment
from tests.adapters.slack.program import opened_slack
from tests.contract.driver import AT_ONCE, Driver, Said, Seen
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import Ephemeral, SlackServer
from tests.until import until

MINUTE, STREAMED = 2.0, 4.0
"""Seconds that Slack's minute lasts, so that the suite is thirty times as fast; twice as long where answers are
streamed: a stream is left after four minutes, and pages are to end where they are full.
"""


class SlackDriver(Driver):
    """Ana in #general: she mentions the bot once, and goes on in the thread."""

    max_chars = MAX_CHARS

    def __init__(self, core: Core, slack: SlackServer) -> None:
        self._core = core
        self._slack = slack
        self._threads: dict[str, str] = {}
        self._deliveries: dict[str, range] = {}
        self._by_bots: set[str] = set()

    async def says(self, text: str, *, conversation: str = "first", by_bot: bool = False) -> Said:
        before, thread = len(self._slack.deliveries), self._threads.get(conversation, "")
        user = "UOTHER" if by_bot else "UANA"
        ts = await self._slack.says("C1", text if thread else f"<@UBOT1> {text}", user, thread)
        self._threads.setdefault(conversation, ts)
        said = Said(name_message("T1", "C1", ts), conversation, text)
        self._deliveries[said.ref] = range(before, len(self._slack.deliveries))
        if by_bot:
            self._by_bots.add(said.ref)
        return said

    async def complains(self, words: str, *, conversation: str = "first") -> Said:
        thread = self._threads[conversation]
        answer = [post for post in self._slack.messages("C1", thread) if post.user == "UBOT1"][-1]
        await self._slack.reacts("C1", answer.ts, "-1")
        await until(lambda: any("What should I change?" in one.markdown for one in self._slack.ephemerals))
        return await self.says(words, conversation=conversation)

    async def ended(self, said: Said) -> None:
        if said.ref in self._by_bots:
            told = len(self._slack.ephemerals)
            await self._slack.commands("/code", "help")  # by the time that this is answered, all before it was heard
            await until(lambda: len(self._slack.ephemerals) > told)
            return
        await until(lambda: self._is_answered(said), seconds=60)

    async def shown(self, conversation: str = "first") -> list[str]:
        thread = self._threads.get(conversation)
        posts = self._slack.messages("C1", thread) if thread else []
        return [post.markdown for post in posts if post.user == "UBOT1" and not post.deleted]

    async def awaits(self, conversation: str) -> str:
        return self._slack.statuses.get(("C1", self._threads[conversation]), "")

    async def redelivers(self, said: Said) -> None:
        for number in self._deliveries[said.ref]:
            await self._slack.redelivers(number)

    async def commands(self, line: str, *, file: Attachment | None = None) -> Seen:
        before, files = len(self._seen), len(self._slack.files)
        name, _, rest = line.partition(" ")
        await self._slack.commands(f"/{name}", rest)
        if file:
            sent = self._slack.file(file.name, file.data or file.text)
            await self._slack.submits(await self._form("send_file"), {"file": [sent]})
            files += 1
        await until(lambda: len(self._seen) > before)
        return await self._tell(self._seen[before], files)

    async def edits(self, key: str, code: str) -> Seen:
        before = len(self._seen)
        await self._slack.commands("/snippets", f"edit {key}")
        await self._slack.submits(await self._form("write"), {"text": code})
        await until(lambda: len(self._seen) > before)
        return await self._tell(self._seen[before], len(self._slack.files))

    async def presses(self, seen: Seen, label: str) -> Seen:
        ts, _, action = seen.buttons[label].partition(" ")
        (shown,) = [one for one in self._seen if one.ts == ts]
        before = shown.markdown
        await self._slack.presses("C1", ts, action)
        await until(lambda: shown.markdown != before)
        return await self._tell(shown, len(self._slack.files))

    async def stops(self, conversation: str = "first") -> None:
        await self._slack.says("C1", "stop", thread_ts=self._threads[conversation])

    async def shuts_down(self) -> None:
        await self._core.engine.close(grace=3)

    def refuses(self) -> None:
        for method in ("chat.startStream", "chat.postMessage", "chat.appendStream", "chat.update", "chat.stopStream"):
            self._slack.fails(method, "internal_error")
        self._slack.fails("chat.appendStream", 429)
        self._slack.fails("chat.update", 429)
        self._slack.fails("chat.stopStream", 503)

    def overdrawn(self) -> int:
        return len(self._slack.refused)

    @property
    def _seen(self) -> list[Ephemeral]:
        """What Ana alone has seen, in order."""
        return self._slack.teams["T1"].ephemerals

    async def _form(self, callback: str) -> str:
        """Wait until a form is open; return its id."""

        def opened() -> list[str]:
            views = self._slack.views.items()
            return [id for id, view in views if view["open"] and view["callback_id"] == callback]

        await until(lambda: bool(opened()))
        return opened()[-1]

    async def _tell(self, shown: Ephemeral, files: int) -> Seen:
        """Return what is shown, and the file that it speaks of; ``files``: how many there were before."""
        elements = [element for block in shown.blocks for element in block.get("elements", [])]
        buttons = {each["text"]["text"]: f"{shown.ts} {each['action_id']}" for each in elements}
        if "I send you the file" not in shown.markdown:
            return Seen(shown.markdown, buttons)
        await until(lambda: len(self._slack.files) > files and self._slack.files[-1].channel == "D1")
        sent = self._slack.files[-1]
        by_bytes = sent.name.endswith(".zip")
        file = Attachment(sent.name, data=sent.content) if by_bytes else Attachment(sent.name, sent.text)
        return Seen(shown.markdown, buttons, file)

    async def _is_answered(self, said: Said) -> bool:
        exchange = await self._core.store.exchanges.by_message("slack", said.ref)
        return exchange is not None and not exchange.state.is_open


class PlainSlackDriver(SlackDriver):
    """Ana in a workspace that has neither streams nor status lines."""

    lacks: ClassVar[Mapping[str, str]] = {"a queue": "without a status line nothing is there before the answer"}


def driver(
    *, transport: str, streaming: bool
) -> Callable[[Path, ModelServer], AbstractAsyncContextManager[SlackDriver]]:
    """Return the driver for one transport, in a workspace that has native streams or has none."""

    @asynccontextmanager
    async def enter(folder: Path, server: ModelServer) -> AsyncIterator[SlackDriver]:
        async with (
            SlackServer(transport=transport, streaming=streaming, minute=STREAMED if streaming else MINUTE) as slack,
            opened_slack(folder, server, slack, model_concurrency=AT_ONCE) as core,
        ):
            yield SlackDriver(core, slack) if streaming else PlainSlackDriver(core, slack)

    return enter
