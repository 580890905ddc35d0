"""One briefing written out by a model, onto a live message: with the queue before it, and what it took after it."""

import logging
import time
from collections.abc import Callable

from bot import metrics
from bot.briefing import Briefing
from bot.ending import Ending
from bot.errors import TooLong
from bot.live import LiveMessage
from bot.models import Completion, Model, Models
from bot.models.queue import Waiter
from bot.nouns import Author, State

_log = logging.getLogger(__name__)
EMPTY = "The model gave an empty answer. Try again, or choose another model."
FILTERED = "The provider's content filter cut the answer here."
NO_ROOM = "The model reached the end of its room here. Say *go on* for the rest."


class Writing:
    """Ask a model, and write down what it says."""

    def __init__(self, models: Models) -> None:
        self._models = models

    async def write(
        self,
        model: Model,
        author: Author,
        briefing: Briefing,
        shorten: Callable[[], Briefing | None],
        live: LiveMessage,
        ending: Ending,
        patience: float,
    ) -> Briefing:
        """Write the answer to ``briefing`` and return it; once to the one that ``shorten`` returns,
        where the model finds it too long; None: there is none.

        Raises ``ModelError``.
        """
        try:
            await self._write(model, author, briefing, live, ending, patience)
        except TooLong as error:
            less = None if live.text else shorten()
            if not less:
                raise
            _log.info("%s is asked once more with less: %d tokens, not %d", model.name, less.tokens, briefing.tokens)
            briefing = less
            try:
                await self._write(model, author, briefing, live, ending, patience)
            except TooLong:
                raise error from None
        return briefing

    async def _write(
        self, model: Model, author: Author, briefing: Briefing, live: LiveMessage, ending: Ending, patience: float
    ) -> None:
        waiter = waits(author, live)
        async with self._models.complete(model, briefing.turns, waiter=waiter, patience=patience) as completion:
            try:
                await _pour(completion, model, live)
            finally:
                self._count(completion, model, briefing, live, ending)
        if not live.text.strip():
            ending.state, ending.problem = State.FAILED, EMPTY
        elif completion.finish == "length":
            ending.problem = NO_ROOM
        elif completion.finish == "content_filter":
            ending.problem = FILTERED

    def _count(
        self, completion: Completion, model: Model, briefing: Briefing, live: LiveMessage, ending: Ending
    ) -> None:
        scales = self._models.scales
        ending.count(completion.taken(round(briefing.tokens * scales.of(model)), live.text), model)
        if completion.usage and not briefing.has_pictures:
            scales.learn(model, briefing.tokens, completion.usage.prompt)


def waits(author: Author, live: LiveMessage) -> Waiter:
    """Return a person who waits for what is shown on ``live``."""
    return Waiter(f"{author.platform}:{author.id}", live.queued)


async def _pour(completion: Completion, model: Model, live: LiveMessage) -> None:
    asked = time.monotonic()
    async for delta in completion:
        metrics.FIRST_TOKEN.labels(model.name).observe(time.monotonic() - asked)
        live.write(delta)
        break
    async for delta in completion:
        live.write(delta)
    metrics.ANSWER.labels(model.name).observe(time.monotonic() - asked)
