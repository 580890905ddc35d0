"""What was deleted: an answer that is still being written to it is stopped, so that it costs no more."""

import logging
from collections.abc import Sequence

import discord

from adapters.discord.parts import Parts
from adapters.discord.place import PLATFORM, Place, name_message

_log = logging.getLogger(__name__)


async def heed_deletion(parts: Parts, channel: int, messages: Sequence[int]) -> None:
    """Stop the answers whose question, or one of whose messages, is gone."""
    for message in messages:
        ref, exchanges = name_message(channel, message), parts.store.exchanges
        for exchange in (await exchanges.by_ref(PLATFORM, ref), await exchanges.by_message(PLATFORM, ref)):
            if exchange and exchange.state.is_open:
                _log.info("exchange %d is stopped: message %s was deleted", exchange.id, ref)
                await parts.engine.stop_answer(exchange.id)


async def heed_closing(parts: Parts, guild: int, channel: int) -> None:
    """Stop what is written in a thread or channel that is gone."""
    place = Place(str(guild), str(channel))
    for exchange in await parts.store.exchanges.conversation(place.conversation):
        if exchange.state.is_open:
            _log.info("exchange %d is stopped: its thread was deleted", exchange.id)
            await parts.engine.stop_answer(exchange.id)


def heed_removal(guild: discord.Guild) -> None:
    """Note that the bot is no longer on a server: what it writes there ends with its next call."""
    _log.info("taken off the server %d", guild.id)
