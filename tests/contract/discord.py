"""The contract's drivers for Discord: conversations in threads of their own, and all of them in one channel."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from discord.http import Route

from adapters.core import Core
from adapters.discord.place import PLATFORM, name_message
from adapters.discord.surface import MAX_CHARS
from bot.nouns import Attachment
from bot.pages import paginate
from tests.adapters.discord.acts import answer_to
from tests.adapters.discord.program import opened_discord
from tests.contract.driver import AT_ONCE, Driver, Said, Seen
from tests.fakes.discord import ANA, BOT, G1, GENERAL, OTHER, DiscordServer, FakeMessage
from tests.fakes.openai_server import ModelServer
from tests.until import until

SECOND = 0.1
"""Seconds that Discord's second lasts, so that the suite is ten times as fast."""
POST, EDIT = "/channels/{channel}/messages", "/channels/{channel}/messages/{message}"


class DiscordDriver(Driver):
    """Ana in #general: she mentions the bot once, and goes on in the thread."""

    max_chars = MAX_CHARS

    def __init__(self, core: Core, discord: DiscordServer) -> None:
        self._core = core
        self._discord = discord
        self._roots: dict[str, str] = {}
        self._deliveries: dict[str, int] = {}
        self._by_bots: set[str] = set()
        self._seen: dict[str, FakeMessage] = {}

    async def says(self, text: str, *, conversation: str = "first", by_bot: bool = False) -> Said:
        number = len(self._discord.deliveries)
        id, channel = await self._say(text, conversation, OTHER if by_bot else ANA)
        said = Said(name_message(channel, id), conversation, text)
        self._deliveries[said.ref] = number
        if by_bot:
            self._by_bots.add(said.ref)
        return said

    async def complains(self, words: str, *, conversation: str = "first") -> Said:
        answer = self._posts(conversation)[-1]
        exchange = await self._core.store.exchanges.by_ref(PLATFORM, name_message(answer.channel, answer.id))
        assert exchange
        await self._discord.presses(answer, "👎")

        async def is_rated() -> bool:
            return bool(await self._core.store.feedback.on(exchange.id))

        await until(is_rated)
        return await self.says(words, conversation=conversation)

    async def ended(self, said: Said) -> None:
        if said.ref in self._by_bots:
            await self._discord.settle()
            await self._discord.commands("/model")  # by the time that this is answered, all before it was dealt with
            return
        await until(lambda: self._is_answered(said), seconds=60)

    async def shown(self, conversation: str = "first") -> list[str]:
        return [post.content for post in self._posts(conversation)]

    async def awaits(self, conversation: str) -> str:
        return "".join(await self.shown(conversation))

    async def redelivers(self, said: Said) -> None:
        await self._discord.redelivers(self._deliveries[said.ref])
        await self._discord.settle()

    async def commands(self, line: str, *, file: Attachment | None = None) -> Seen:
        self._point_the_sdk()
        verb, _, rest = line.removeprefix("snippets ").partition(" ")
        option = {
            "list": "query",
            "search": "words",
            "show": "name",
            "diff": "name",
            "delete": "name",
            "export": "format",
        }
        options: dict[str, object] = {option[verb]: rest} if rest else {}
        if file:
            options = {"file": self._discord.file(file.name, file.text)}
        # The answer stands in a thread of its own.
        where = self._roots.get("first", GENERAL) if verb == "save" else GENERAL
        return self._see(await answer_to(await self._discord.commands(f"/snippets {verb}", options, ANA, where)))

    async def edits(self, key: str, code: str) -> Seen:
        self._point_the_sdk()
        form = await self._discord.commands("/snippets edit", {"name": key}, ANA, GENERAL)
        return self._see(await answer_to(await self._discord.submits(form, {"text": code})))

    async def presses(self, seen: Seen, label: str) -> Seen:
        self._point_the_sdk()
        message = self._seen[seen.buttons[label]]
        done = await self._discord.presses(message, label, ANA)
        assert done.acknowledged == "update"
        return self._see(message)

    def _see(self, message: FakeMessage) -> Seen:
        self._seen[message.id] = message
        labels = [button["label"] for row in message.components for button in row["components"]]
        files = [Attachment(sent.name, sent.content.decode()) for sent in message.attachments]
        return Seen(message.content, dict.fromkeys(labels, message.id), files[0] if files else None)

    async def stops(self, conversation: str = "first") -> None:
        await self._say("stop", conversation, ANA)

    async def shuts_down(self) -> None:
        await self._core.engine.close(grace=3)

    def refuses(self) -> None:
        self._discord.fails("POST", POST, "cut", done=True)
        for method, route in (("POST", POST), ("PATCH", EDIT)):
            self._discord.fails(method, route, 500)
            self._discord.fails(method, route, 429, retry_after=2 * SECOND)

    def overdrawn(self) -> int:
        return len(self._discord.refused)

    def pages(self, text: str) -> list[str]:
        return [page.strip() for page in paginate(text, MAX_CHARS, utf16=True)]

    def _point_the_sdk(self) -> None:
        """Let the SDK reach this Discord: it knows one address for the whole process, and a test may have two."""
        Route.BASE = self._discord.api_url

    async def _say(self, text: str, conversation: str, user: str) -> tuple[str, str]:
        """Say something; return the message, and where it is."""
        self._point_the_sdk()
        if root := self._roots.get(conversation):
            await until(lambda: root in self._discord.world.channels)
            return await self._discord.says(root, text, user), root  # a thread has the id of its message
        self._roots[conversation] = id = await self._discord.says(GENERAL, f"<@{BOT}> {text}", user)
        return id, GENERAL

    def _posts(self, conversation: str) -> list[FakeMessage]:
        posts = self._discord.messages(self._roots[conversation]) if conversation in self._roots else []
        return [post for post in posts if post.author == BOT]

    async def _is_answered(self, said: Said) -> bool:
        exchange = await self._core.store.exchanges.by_message(PLATFORM, said.ref)
        return exchange is not None and not exchange.state.is_open


class InPlaceDriver(DiscordDriver):
    """Ana in #general, where the bot opens no threads: she mentions it once, and goes on by replies to its answers."""

    def __init__(self, core: Core, discord: DiscordServer) -> None:
        super().__init__(core, discord)
        self._asked: dict[str, set[str]] = {}

    async def _say(self, text: str, conversation: str, user: str) -> tuple[str, str]:
        self._point_the_sdk()
        if asked := self._asked.get(conversation):
            await until(lambda: self._is_kept(conversation))
            answer = self._posts(conversation)[-1]
            id = await self._discord.says(GENERAL, text, user, reply_to=answer.id)
        else:
            asked = self._asked[conversation] = set()
            id = await self._discord.says(GENERAL, f"<@{BOT}> {text}", user)
        asked.add(id)
        return id, GENERAL

    def _posts(self, conversation: str) -> list[FakeMessage]:
        asked = self._asked.get(conversation, set())
        posts = [post for post in self._discord.messages(GENERAL) if post.author == BOT and post.reference]
        return [post for post in posts if (post.reference or {})["message_id"] in asked]

    async def _is_kept(self, conversation: str) -> bool:
        """Tell whether the bot knows the last message of a conversation for its own."""
        posts = self._posts(conversation)
        ref = name_message(GENERAL, posts[-1].id) if posts else ""
        return await self._core.store.exchanges.by_ref(PLATFORM, ref) is not None


def driver(*, threads: bool) -> Callable[[Path, ModelServer], AbstractAsyncContextManager[DiscordDriver]]:
    """Return the driver for a channel in which questions are answered in threads, or in place."""

    @asynccontextmanager
    async def enter(folder: Path, server: ModelServer) -> AsyncIterator[DiscordDriver]:
        async with (
            DiscordServer(second=SECOND) as discord,
            opened_discord(folder, server, discord, second=SECOND, model_concurrency=AT_ONCE) as (core, _),
        ):
            if not threads:
                await core.store.preferences.answer_in_place(PLATFORM, G1, GENERAL, True)
            yield DiscordDriver(core, discord) if threads else InPlaceDriver(core, discord)

    return enter
