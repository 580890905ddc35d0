"""An answer that goes on after its process died, where that had posted a message and not yet written down which."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.core import Core
from adapters.discord.adapter import DiscordAdapter
from bot.nouns import Exchange
from tests.adapters.discord.program import opened_discord
from tests.fakes.discord import BOT, GENERAL, DiscordServer, FakeMessage
from tests.fakes.openai_server import ModelServer
from tests.until import until


class Half:
    """A half-written answer, in a thread or in the channel."""

    def __init__(self, core: Core, adapter: DiscordAdapter, discord: DiscordServer) -> None:
        self.core = core
        self.adapter = adapter
        self.discord = discord

    @property
    def posts(self) -> list[FakeMessage]:
        """The bot's messages in all threads."""
        threads = [thread.id for thread in self.discord.threads(GENERAL)]
        return [post for thread in threads for post in self.discord.messages(thread) if post.author == BOT]

    async def asked(self) -> Exchange:
        """Ask, and wait until something is written."""
        await self.discord.commands("/code", {"prompt": "Sort a list"})
        await until(self._is_noted)
        exchange = await self.core.store.exchanges.get(1)
        assert exchange
        return exchange

    async def forget(self, exchange: Exchange) -> Exchange:
        """Let it be as if the process had died before it wrote down what it posted."""
        await self.core.store.exchanges.dropped(exchange.id, exchange.refs[0])
        forgotten = await self.core.store.exchanges.get(exchange.id)
        assert forgotten
        return forgotten

    async def _is_noted(self) -> bool:
        exchange = await self.core.store.exchanges.get(1)
        return bool(exchange and exchange.refs)


@pytest.fixture
async def half(tmp_path: Path, model_server: ModelServer) -> AsyncIterator[Half]:
    model_server.says("Use this: numbers.sort()")
    model_server.hold(after=2)
    async with (
        DiscordServer(second=0.1) as discord,
        opened_discord(tmp_path, model_server, discord) as (core, adapter),
    ):
        yield Half(core, adapter, discord)
        model_server.release()


async def test_a_message_that_nobody_noted_is_written_on(half: Half) -> None:
    exchange = await half.asked()
    draft = await half.adapter.surface(await half.forget(exchange)).open("Use that")
    assert draft.ref == exchange.refs[0]
    assert [post.content for post in half.posts] == ["Use that"]


async def test_only_one_is_and_then_new_ones_are_posted(half: Half) -> None:
    exchange = await half.asked()
    surface = half.adapter.surface(await half.forget(exchange))
    drafts = [await surface.open("Page 1"), await surface.open("Page 2")]
    assert drafts[0].ref == exchange.refs[0]
    assert [post.content for post in half.posts] == ["Page 1", "Page 2"]


async def test_a_message_that_is_known_to_show_an_answer_is_left_alone(half: Half) -> None:
    exchange = await half.asked()
    draft = await half.adapter.surface(exchange).open("Use that")
    assert draft.ref not in exchange.refs
    assert len(half.posts) == 2


async def test_without_a_look_at_history_the_answer_is_posted_anew(half: Half) -> None:
    exchange = await half.asked()
    half.discord.fails("GET", "/channels/{channel}/messages", 50013)
    draft = await half.adapter.surface(await half.forget(exchange)).open("Use that")
    assert draft.ref not in exchange.refs
