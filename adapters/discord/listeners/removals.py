"""What was deleted: an answer that is still being written to it is stopped, so that it costs no more."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

import discord

from adapters.discord.parts import Parts
from adapters.discord.place import PLATFORM, Place, name_message, said_in
from bot.nouns import Message

_log = logging.getLogger(__name__)
_OLD = timedelta(days=1)
"""No answer is being written for as long: who purges a channel deletes a hundred messages at once."""


async def heed_deletion(parts: Parts, channel: int, messages: Sequence[int]) -> None:
    """Stop the answers whose question, or one of whose messages, is gone."""
    gone = {name_message(channel, message) for message in messages}
    await _stop(parts, "the message that it explains was deleted", lambda said: said_in(said.ref) in gone)
    for message in filter(_is_young, messages):
        ref, exchanges = name_message(channel, message), parts.store.exchanges
        for exchange in (await exchanges.by_ref(PLATFORM, ref), await exchanges.by_message(PLATFORM, ref)):
            if exchange and exchange.state.is_open:
                _log.info("exchange %d is stopped: message %s was deleted", exchange.id, ref)
                await parts.engine.stop_answer(exchange.id)


def _is_young(message: int) -> bool:
    return discord.utils.utcnow() - discord.utils.snowflake_time(message) < _OLD


async def heed_closing(parts: Parts, channel: int) -> None:
    """Stop what is written in a thread or channel that is gone; of a channel's threads Discord does not speak."""
    id = str(channel)
    await _stop(parts, "its thread or channel was deleted", lambda said: id in (_channel(said), said.channel))


async def heed_removal(parts: Parts, guild: int) -> None:
    """Stop what is written on a server that the bot was taken off."""
    _log.info("taken off the server %d", guild)
    await _stop(parts, "the bot was taken off the server", lambda said: said.workspace == str(guild))


async def _stop(parts: Parts, why: str, concerns: Callable[[Message], bool]) -> None:
    """Stop what this process writes; every other one is told the same."""
    for id in sorted(parts.engine.writing):
        exchange = await parts.store.exchanges.get(id)
        if exchange and exchange.message.author.platform == PLATFORM and concerns(exchange.message):
            _log.info("exchange %d is stopped: %s", id, why)
            await parts.engine.stop_answer(id)


def _channel(said: Message) -> str:
    return Place.of(said.conversation).channel
