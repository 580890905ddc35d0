"""What follows an answer's last word: its checks, another try where it fails them, what its complaint teaches."""

import asyncio
import logging

from bot.briefing import Briefing
from bot.ending import Ending
from bot.errors import ModelError, StoreError
from bot.learning.footer import say_taught, say_used
from bot.learning.learning import Learning
from bot.learning.recall import Recalled
from bot.learning.repair import Repair
from bot.live import LiveMessage
from bot.models import Model, Models
from bot.nouns import Exchange, State

_log = logging.getLogger(__name__)
_PATIENCE = 60.0
"""Seconds in which a complaint must be distilled; a small model on two cores takes up to half a minute."""


class Afterwards:
    """See to all that an answer, written to its end, still calls for."""

    def __init__(self, models: Models, learning: Learning) -> None:
        self._learning = learning
        self._repair = Repair(learning, models)

    async def judge(
        self, exchange: Exchange, recalled: Recalled, asked: tuple[Model, Briefing], live: LiveMessage, ending: Ending
    ) -> None:
        """Check whether an answer follows its lessons, mend it where the operator allows that, and name them below."""
        passed = await self._learning.judge(exchange, live.text)
        if self._learning.repairs and ending.state is State.DONE and not ending.problem:
            ending.stands = live.text  # until the other one is there, whole, and better
            mended = await self._repair.mend(exchange, recalled.lessons, passed, asked, live)
            ending.stands = mended.answer or ending.stands
            ending.count(mended.usage, asked[0])
        if recalled.lessons:
            note, button = say_used(exchange.id, recalled.lessons)
            live.note(note)
            ending.offers.append(button)

    async def learn(self, live: LiveMessage, ending: Ending) -> None:
        """Keep what a complaint teaches. Its answer is whole already, whatever comes of this."""
        if not ending.complaint:
            return
        complaint, about, correction, model = ending.complaint
        try:
            async with asyncio.timeout(_PATIENCE):
                taught = await self._learning.teach.from_complaint(complaint, about, correction, model)
        except (ModelError, StoreError, TimeoutError) as error:
            _log.warning("exchange %d taught nothing: %s", complaint.id, error or "it took too long")
            return
        ending.count(taught.usage, model)
        note, buttons = say_taught(taught)
        if note:
            live.note(note)
        ending.offers.extend(buttons)
