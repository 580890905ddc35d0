"""What Discord offers while somebody types the option of a command: names of models, of snippets."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from discord.app_commands import Choice

from adapters.discord.origin import Interaction, of_interaction
from adapters.discord.parts import Parts
from bot.errors import BotError, UsageError
from bot.nouns import Snippet
from bot.store.snippets import Viewer

Complete = Callable[[Interaction, str], Coroutine[Any, Any, list[Choice[str]]]]
_log = logging.getLogger(__name__)
_MOST = 25
LONGEST = 100
"""Characters in what is offered."""
_SOON = 2.0
"""Seconds; Discord waits for three, and can't be asked for more."""


def completing(parts: Parts, complete: Callable[[Parts, Interaction, str], Awaitable[list[Choice[str]]]]) -> Complete:
    """Return ``complete`` as the SDK calls it; to those who may not ask nothing is offered."""

    async def offer(interaction: Interaction, typed: str) -> list[Choice[str]]:
        try:
            parts.access.check(of_interaction(interaction).spot)
        except UsageError:
            return []
        return await complete(parts, interaction, typed)

    return offer


async def complete_models(parts: Parts, interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Return the models whose names hold what was typed; nothing where nobody says soon."""

    async def find() -> list[Choice[str]]:
        names = dict.fromkeys(["default", *(model.name for model in await parts.models.list())])
        return [
            Choice(name=name, value=name) for name in names if typed.lower() in name.lower() and len(name) <= LONGEST
        ]

    return await soon(find())


async def complete_snippets(parts: Parts, interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Return the snippets that the person sees here and that hold what was typed."""
    found = parts.store.snippets.search(_viewer(interaction), typed[:LONGEST], limit=_MOST)
    return await _offer(found)


async def complete_own(parts: Parts, interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Return the person's own snippets that hold what was typed: nobody else's can be changed."""
    return await _offer(parts.store.snippets.own(_viewer(interaction), typed[:LONGEST], limit=_MOST))


async def complete_deleted(parts: Parts, interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Return the snippets that the person deleted and that hold what was typed."""
    return await _offer(parts.store.snippets.own(_viewer(interaction), typed[:LONGEST], deleted=True, limit=_MOST))


def _viewer(interaction: Interaction) -> Viewer:
    origin = of_interaction(interaction)
    return Viewer(origin.author, origin.guild, origin.scope)


async def _offer(finding: Coroutine[Any, Any, tuple[list[Snippet], int]]) -> list[Choice[str]]:
    async def find() -> list[Choice[str]]:
        found, _ = await finding
        shown = [
            (" · ".join(part for part in (each.key, each.name, each.language) if part), each.key) for each in found
        ]
        return [Choice(name=name[:LONGEST], value=key) for name, key in shown]

    return await soon(find())


async def soon(find: Any) -> list[Choice[str]]:
    """Return as many of what ``find`` finds as Discord shows; nothing where that takes too long, or fails."""
    try:
        async with asyncio.timeout(_SOON):
            return list(await find)[:_MOST]
    except (BotError, TimeoutError) as problem:
        _log.info("nothing is offered to complete: %s", problem)
        return []
