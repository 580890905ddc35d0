"""People in a strict Slack, who ask, complain and type commands; all that they do reaches the program as events."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable

from adapters.core import Core
from adapters.slack.place import PLATFORM, Place, name_message, ts_of
from bot.learning.nouns import Lesson
from bot.nouns import Exchange, State
from tests.fakes.slack import SlackServer
from tests.fakes.slack.people import Channel, User

TEAM_CHANNEL = "C1"
"""Where lessons are taught."""
OTHER_CHANNEL = "C5"
"""Where nobody teaches."""
_SHORTEST, _LONGEST = 0.02, 0.25
"""Seconds between two looks, of which each is longer than the one before: a model is to have the processor."""
_PATIENCE = 1800.0


class Unanswered(Exception):
    """A question got no whole answer; the message says why."""


class People:
    """Whoever is named is there, in both channels of one workspace, with the bot."""

    def __init__(self, core: Core, slack: SlackServer, team: str) -> None:
        self.team = team
        self._core = core
        self._slack = slack
        self._world = slack.teams[team]
        self._world.channels[OTHER_CHANNEL] = Channel(OTHER_CHANNEL, "quiet", {self._world.bot_user})

    async def ask(self, who: str, text: str, channel: str = TEAM_CHANNEL) -> Exchange:
        """Mention the bot in a channel, which opens a new thread; return once it is answered."""
        self._invite(who)
        ts = await self._slack.says(channel, f"<@{self._world.bot_user}> {text}", who, team=self.team)
        return await self._answered(channel, ts)

    async def complain(self, who: str, about: Exchange, words: str) -> Exchange:
        """Give an answer a thumb down, and say below it what is wrong, once asked; return once it is mended."""
        place, told = Place.of(about.message.conversation), self._told(who)
        await self._slack.reacts(place.channel, ts_of(about.refs[-1]), "-1", who, team=self.team)
        await _until(lambda: self._told(who) > told, "nobody asked what to change")
        ts = await self._slack.says(place.channel, words, who, place.thread, team=self.team)
        return await self._answered(place.channel, ts)

    async def lessons(self, who: str, text: str, channel: str = TEAM_CHANNEL) -> str:
        """Type `/lessons` and ``text``; return what the bot says to that."""
        self._invite(who)
        told = self._told(who)
        await self._slack.commands("/lessons", text, channel, who, team=self.team)
        await _until(lambda: self._told(who) > told, f"nothing was said to /lessons {text}")
        return [one.markdown or one.text for one in self._world.ephemerals if one.user == who][-1]

    async def taught(self) -> list[Lesson]:
        """Return all lessons of the workspace, deleted ones too."""
        return (await self._core.store.lessons.all(PLATFORM, self.team))[1]

    def _invite(self, who: str) -> None:
        self._world.users.setdefault(who, User(who, who.removeprefix("U").capitalize()))
        for channel in (TEAM_CHANNEL, OTHER_CHANNEL):
            self._world.channels[channel].members.add(who)

    def _told(self, who: str) -> int:
        """Count what the bot has said to one person alone."""
        return sum(one.user == who for one in self._world.ephemerals)

    async def _answered(self, channel: str, ts: str) -> Exchange:
        ref = name_message(self.team, channel, ts)

        async def is_over() -> bool:
            exchange = await self._core.store.exchanges.by_message(PLATFORM, ref)
            return exchange is not None and not exchange.state.is_open

        await _until(is_over, "an answer never came to its end")
        exchange = await self._core.store.exchanges.by_message(PLATFORM, ref)
        assert exchange
        if exchange.state is not State.DONE:
            raise Unanswered(exchange.problem or f"an answer was {exchange.state}")
        return exchange


async def _until(condition: Callable[[], bool | Awaitable[bool]], otherwise: str) -> None:
    """Wait until something holds. Raises ``Unanswered``, which says ``otherwise``, after half an hour."""
    wait = _SHORTEST
    try:
        async with asyncio.timeout(_PATIENCE):
            while True:
                held = condition()
                if await held if inspect.isawaitable(held) else held:
                    return
                await asyncio.sleep(wait)
                wait = min(1.3 * wait, _LONGEST)
    except TimeoutError as error:
        raise Unanswered(otherwise) from error
