"""A server of Discord's with the program in it, and what people see there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.core import Core
from adapters.discord.adapter import DiscordAdapter
from adapters.discord.place import Place
from bot.nouns import Author, Exchange, State
from bot.store.snippets import Viewer
from tests.adapters.discord.program import opened_discord
from tests.fakes.discord import ANA, BOT, G1, GENERAL, DiscordServer, FakeMessage, Interaction
from tests.fakes.openai_server import ModelServer
from tests.until import until

AUTHOR = Author("discord", ANA, "Ana")
CODE = "Use this:\n\n```python\nprint(1)\n```\n"
COUNT = "one two three four five six"
ENDED = ("Regenerate", "Try again")
TO_POST = "POST", "/channels/{channel}/messages"
TO_OPEN_A_THREAD = "POST", "/channels/{channel}/messages/{message}/threads"
TO_ACKNOWLEDGE = "POST", "/interactions/{interaction}/{token}/callback"


@dataclass
class Room:
    """Ana, Ben and the bot, in Discord."""

    discord: DiscordServer
    model: ModelServer
    core: Core
    adapter: DiscordAdapter

    async def answers(self, channel: str, count: int = 1) -> list[FakeMessage]:
        """Wait until so many finished answers stand in a thread or channel, and are stored; return them."""
        await until(lambda: len(self.finished(channel)) >= count)

        async def stored() -> bool:
            by_ref = self.core.store.exchanges.by_ref
            exchanges = [await by_ref("discord", f"{channel}:{post.id}") for post in self.finished(channel)]
            return not any(exchange and exchange.state.is_open for exchange in exchanges)

        await until(stored)
        return self.finished(channel)

    def finished(self, channel: str) -> list[FakeMessage]:
        """The bot's answers in a thread or channel that have their buttons."""
        return [post for post in self.mine(channel) if any(self.discord.has(post, label) for label in ENDED)]

    def mine(self, channel: str) -> list[FakeMessage]:
        """All that the bot posted in a thread or channel."""
        return [post for post in self.discord.messages(channel) if post.author == BOT]

    async def posted(self, text: str, channel: str = GENERAL) -> FakeMessage:
        """Wait until the bot posts a message with ``text`` in it; return that."""
        await until(lambda: any(text in post.content for post in self.mine(channel)))
        return [post for post in self.mine(channel) if text in post.content][-1]

    async def asks(self, text: str = f"<@{BOT}> print one", channel: str = GENERAL) -> tuple[str, FakeMessage]:
        """Let Ana mention the bot in a channel; return the thread and the answer in it."""
        thread = await self.discord.says(channel, text)
        return thread, (await self.answers(thread))[0]

    async def codes(self, prompt: str, channel: str = GENERAL, user: str = ANA, **options: object) -> FakeMessage:
        """Let somebody type ``/code``; return the message that shows the question, whose id its thread has."""
        done = await self.discord.commands("/code", {"prompt": prompt, **options}, user, channel)
        assert done.acknowledged == "deferred"
        assert done.original
        await until(lambda: not done.original.is_loading if done.original else False)
        return done.original

    async def told(self, text: str, user: str = ANA) -> FakeMessage:
        """Wait until a person alone sees something with ``text`` in it; return that."""
        await until(lambda: bool(self.seen(text, user)))
        return self.seen(text, user)[-1]

    async def told_in_reply(self, text: str, channel: str) -> FakeMessage:
        """Wait until the bot says something with ``text`` in it in a thread, which is no answer; return that."""
        post = await self.posted(text, channel)
        assert post not in self.finished(channel)
        return post

    def seen(self, text: str = "", user: str = ANA) -> list[FakeMessage]:
        """What a person alone has seen with ``text`` in it."""
        return [
            seen
            for seen in self.discord.ephemerals
            if seen.interaction and seen.interaction["user"]["id"] == user and text in seen.content
        ]

    async def last(self, thread: str, guild: str = G1) -> Exchange:
        """Return the last exchange of a thread."""
        exchange = await self.core.store.exchanges.latest(Place(guild, thread).conversation)
        assert exchange
        return exchange

    async def writes(self, channel: str = GENERAL, text: str = f"<@{BOT}> count") -> str:
        """Let an answer begin and wait in the middle; return the question."""
        self.model.says(COUNT)
        self.model.hold(after=2)
        asked = await self.discord.says(channel, text)

        async def begun() -> bool:
            exchange = await self.core.store.exchanges.by_message("discord", f"{channel}:{asked}")
            return bool(exchange and exchange.refs)

        await until(begun)
        return asked

    async def ends(self, conversation: Place, *states: State) -> Exchange:
        """Wait until the last answer of a conversation has come to one of these ends; return its exchange."""

        async def ended() -> bool:
            exchange = await self.core.store.exchanges.latest(conversation.conversation)
            return exchange is not None and exchange.state in states

        await until(ended)
        exchange = await self.core.store.exchanges.latest(conversation.conversation)
        assert exchange
        return exchange

    async def verdicts(self, thread: str) -> list[tuple[int, str]]:
        """The verdicts on the last answer of a thread."""
        given = await self.core.store.feedback.on((await self.last(thread)).id)
        return [(each.verdict, each.words) for each in given]

    async def rated(self, thread: str, *expected: tuple[int, str]) -> None:
        """Wait until exactly these verdicts are on the last answer of a thread."""

        async def stand() -> bool:
            return await self.verdicts(thread) == list(expected)

        await until(stand)

    async def kept(self, viewer: Viewer | None = None) -> list[str]:
        """The code that somebody sees among the snippets; Ana, in the channel, where nobody is named."""
        found = await self.core.commands.snippets.search(viewer or Viewer(AUTHOR, G1, GENERAL))
        return [snippet.code for snippet in found.snippets]

    async def heard(self, channel: str = GENERAL) -> None:
        """Wait until the bot has acted on all that it was told before: by a mention that it answers with a sentence."""
        before = len(self.mine(channel))
        await self.discord.says(channel, f"<@{BOT}> stop", ANA)
        await until(lambda: len(self.mine(channel)) > before)

    @property
    def said(self) -> list[str]:
        """What the model was asked, with all that came before."""
        return ["\n".join(str(turn["content"]) for turn in asked.messages) for asked in self.model.asked]


def answered_alone(done: Interaction, text: str) -> bool:
    """Tell whether an interaction was answered with ``text`` for its person alone."""
    return any(message.is_ephemeral and text in message.content for message in done.messages)


@asynccontextmanager
async def in_room(folder: Path, model: ModelServer, *, reads_all: bool = True, **more: Any) -> AsyncIterator[Room]:
    """Open the program, with ``more`` settings; ``reads_all``: the intent for the content of messages is on."""
    async with DiscordServer(second=0.1) as discord:
        discord.message_content = reads_all
        async with opened_discord(folder, model, discord, **more) as (core, adapter):
            yield Room(discord, model, core, adapter)
