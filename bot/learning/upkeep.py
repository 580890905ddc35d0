"""The upkeep of lessons: the unconfirmed expire, those liked less rest, and those of another embedder are redone."""

import asyncio
import logging

from bot.errors import BotError
from bot.learning.embedder import Embedder
from bot.learning.meaning import middle, texts
from bot.learning.minilm import MiniLM
from bot.learning.nouns import KEEPER, Lesson, Standing
from bot.learning.shares import TOO_FEW, Z_90, Share, wilson
from bot.store import Store

_log = logging.getLogger(__name__)
_DAY = 24 * 60 * 60
AGES = {Standing.NEW: 30 * _DAY, Standing.CONFIRMED: 180 * _DAY}
"""Seconds after which a lesson expires: a new one without anybody confirming it, a confirmed one without that or any
use. GitHub's Copilot forgets after 28 days without use. A pinned one never expires."""
MARGIN = 0.05
"""How far below what is usual in its workspace the like rate of a lesson has to be, surely, before it rests."""
EVERY = 60 * 60.0
"""Seconds from one look to the next."""
BATCH = 16
"""Texts embedded at a time: 0.2 s of one core here, one request elsewhere."""


class Upkeep:
    """Look after the lessons of all workspaces. Any number of processes may do so at once."""

    def __init__(self, store: Store, embedder: Embedder | None) -> None:
        self._lessons = store.lessons
        self._keeping = store.keeping
        self._exemplars = store.exemplars
        self._embedder = embedder

    async def keep(self) -> None:
        """Look after them until cancelled, now and then every hour; what fails is tried again then."""
        while True:
            for work in (self._warm, self.expire, self.rest, self.embed):
                try:
                    await work()
                except BotError as error:
                    _log.warning("the upkeep of lessons waits: %s", error)
            await asyncio.sleep(EVERY)

    async def expire(self) -> None:
        """Let lessons expire that nobody confirmed for long. Raises ``StoreError``."""
        if expired := await self._keeping.expire(KEEPER, AGES):
            _log.info("%d lessons expired", expired)

    async def rest(self) -> None:
        """Let lessons rest whose answers are liked less than is usual in their workspace. Raises ``StoreError``."""
        for score in await self._keeping.scores(TOO_FEW):
            baseline = Share(*await self._keeping.baseline(score.place))
            if drags(Share(score.liked, score.rated), baseline):
                _log.info("lesson #%d of %s rests: %d of %d", score.number, score.place, score.liked, score.rated)
                await self._lessons.change(
                    score.place, score.number, KEEPER, "paused", at_version=score.version, standing=Standing.PAUSED
                )

    async def embed(self) -> None:
        """Embed what another embedder embedded, or none. Raises ``StoreError`` and ``ModelError``."""
        if not self._embedder:
            return
        model = self._embedder.model
        while lessons := await self._keeping.stale(model, BATCH):
            vectors = [await self._place(one) for one in lessons]
            await self._keeping.embed(lessons, vectors, model)
        while questions := await self._exemplars.unknown(model, BATCH):
            vectors = await self._embedder.embed([text for _, text in questions])
            for (exchange, _), vector in zip(questions, vectors, strict=True):
                await self._exemplars.embed(exchange, vector, model)

    async def _place(self, lesson: Lesson) -> bytes:
        assert self._embedder is not None
        question = await self._lessons.question((lesson.author.platform, lesson.workspace), lesson.number)
        return middle(await self._embedder.embed(texts(lesson.rule, question)))

    async def _warm(self) -> None:
        """Load a model that is run here, so that the first question need not wait; without lessons none will."""
        if isinstance(self._embedder, MiniLM) and await self._keeping.any():
            await self._embedder.warm()


def drags(liked: Share, baseline: Share) -> bool:
    """Tell whether answers with a lesson are surely liked less than all are: by Wilson's upper bound, 90 of 100."""
    if liked.is_too_few or baseline.is_too_few:
        return False
    return wilson(liked.hits, liked.n, Z_90).high < baseline.hits / baseline.n - MARGIN
