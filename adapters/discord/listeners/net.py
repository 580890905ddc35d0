"""The net under all that comes in: taken once, done in a task of its own; what goes wrong is logged and told.

Discord wants a sign within three seconds, and tells every process that has the token.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from functools import partial
from typing import Any

import discord

from adapters.attempt import Doing, attempt, giving_back
from adapters.discord.origin import Origin, of_interaction
from adapters.discord.parts import Parts
from adapters.discord.telling import acknowledge, tell
from bot.errors import SaidBefore, StoreError, UsageError

_log = logging.getLogger(__name__)
_SOON = 2.0
"""Seconds for the store to say whose this is: Discord waits for three."""
HEARD = "heard"
"""Under this name an interaction notes when it was taken, by the clock of the event loop."""
_WORDS = 2
"""Words of a button's value that are ours: the name of a command and its verb; then come those of people."""
Act = Callable[[Origin], Awaitable[None]]


async def attend(parts: Parts, origin: Origin, about: str, work: Doing) -> None:
    """Do ``work``, which is ``about`` something; tell the person where it goes wrong. Never raises.

    What they were told a moment ago is not said again where others read along.
    """

    async def tried() -> None:
        try:
            await work()
        except SaidBefore as refusal:
            if origin.interaction:
                raise
            _log.info("%s: %s", about, refusal)

    if sentence := await attempt(about, tried):
        await attempt(f"telling of {about}", partial(tell, parts, origin, sentence))


def take(
    parts: Parts,
    interaction: discord.Interaction[Any],
    act: Act,
    *,
    alone: bool = True,
    waits: bool = True,
    free: bool = False,
    words: str = "",
) -> None:
    """Let ``act`` deal with what a person pressed, typed or sent, unless another process has it.

    ``alone``: the answer is for them only. ``waits``: Discord is told first that one comes; what opens a form must be
    the first word itself. ``free``: those who may not ask here may do it, or ``act`` sees to that. ``words``: what the
    person wrote, which is given back where it goes wrong.
    """
    if not interaction.user:  # the SDK leaves it out where it could not read who it was
        _log.error("nobody did %s, so nobody can be answered", interaction.id)
        return
    origin, about = of_interaction(interaction), _describe(interaction)

    interaction.extras[HEARD] = asyncio.get_running_loop().time()

    async def work() -> None:
        with giving_back(words) if words else nullcontext():
            if not await _claim(parts, interaction):
                return
            if not free:
                parts.access.check(origin.spot)
            if waits:
                await acknowledge(parts, interaction, alone=alone)
            await act(origin)

    parts.work.start(attend(parts, origin, about, work), about)


async def _claim(parts: Parts, interaction: discord.Interaction[Any]) -> bool:
    """True for one of the processes that are told of this. Raises ``UsageError`` where nobody can know."""
    try:
        async with asyncio.timeout(_SOON):
            return await parts.store.events.first(f"discord:interaction:{interaction.id}")
    except (StoreError, TimeoutError) as error:
        _log.error("the store does not answer: %s", error)
        raise UsageError("Our own database did not answer just now, so nothing was done. Try it once more.") from error


def _describe(interaction: discord.Interaction[Any]) -> str:
    """Return what a log calls it, without the words of people; the value of a button names the exchange."""
    data: dict[str, Any] = dict(interaction.data or {})
    name = str(data.get("custom_id") or data.get("name") or "something")
    name = " ".join(name.split()[:_WORDS])
    return f"{interaction.type.name} {name} of {interaction.user.id} in {interaction.channel_id}"
