"""What Discord offers while somebody types the option of a command, such as the names of models."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from discord.app_commands import Choice

from adapters.discord.origin import Interaction, of_interaction
from adapters.discord.parts import Parts
from bot.errors import BotError, UsageError
from bot.models import Asker
from bot.models.offers import menu_of
from bot.text import shorten

Offer = Callable[[Parts, Interaction, str], Awaitable[list[Choice[Any]]]]
"""Finds what is offered for what was typed."""
Complete = Callable[[Interaction, Any], Coroutine[Any, Any, list[Choice[Any]]]]
_log = logging.getLogger(__name__)
MOST = 25
"""Choices that are shown."""
LONGEST = 100
"""Characters in what is offered."""
_SOON = 2.0
"""Seconds; Discord waits for three, and can't be asked for more."""


def completing(parts: Parts, complete: Offer) -> Complete:
    """Return ``complete`` as the SDK calls it; to those who may not ask nothing is offered."""

    async def offer(interaction: Interaction, typed: Any) -> list[Choice[Any]]:
        try:
            parts.access.check(of_interaction(interaction).spot)
        except UsageError:
            return []
        return await complete(parts, interaction, str(typed))

    return offer


async def complete_models(parts: Parts, interaction: Interaction, typed: str) -> list[Choice[Any]]:
    """Return the models whose names hold what was typed; nothing where nobody says soon."""

    async def find() -> list[Choice[str]]:
        origin = of_interaction(interaction)
        offers = await parts.models.survey(Asker(origin.author, origin.guild, origin.scope))
        shown = {"default": "default", **menu_of(offers)}
        return [
            Choice(name=shorten(label, LONGEST), value=name)
            for name, label in shown.items()
            if typed.lower() in name.lower() and len(name) <= LONGEST
        ]

    return await soon(find())


async def soon(find: Awaitable[list[Choice[Any]]]) -> list[Choice[Any]]:
    """Return as many of what ``find`` finds as Discord shows; nothing where that takes too long, or fails."""
    try:
        async with asyncio.timeout(_SOON):
            return (await find)[:MOST]
    except (BotError, TimeoutError) as problem:
        _log.info("nothing is offered to complete: %s", problem)
        return []
