"""Repair: an answer that does not follow a lesson, by its check, is asked for once more, and shown below the first."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import prompts
from bot.briefing import Briefing
from bot.errors import ModelError
from bot.learning import checks
from bot.learning.learning import Learning
from bot.learning.nouns import Lesson
from bot.live import LiveMessage
from bot.models import Model, Models
from bot.nouns import Exchange, Usage
from bot.text import estimate, tame

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mended:
    """What came of one more turn."""

    answer: str = ""
    """The better answer; empty: the first one stands."""
    usage: Usage | None = None


class Repair:
    """Ask once more, where the operator allows it."""

    def __init__(self, learning: Learning, models: Models) -> None:
        self._learning = learning
        self._models = models

    async def mend(
        self,
        exchange: Exchange,
        lessons: Sequence[Lesson],
        passed: Mapping[int, bool],
        asked: tuple[Model, Briefing],
        live: LiveMessage,
    ) -> Mended:
        """Ask for an answer that follows those ``lessons`` whose checks the one on ``live`` failed, once.

        What goes wrong leaves the first answer as it is. Raises ``StoreError``.
        """
        failed = [one for one in lessons if passed.get(one.number) is False]
        first = live.text
        model, briefing = asked
        if not failed or not _has_room(model, briefing, first):
            return Mended()
        turns = [*briefing.turns, {"role": "assistant", "content": tame(first)}, _ask(failed)]
        live.lead(f"*Mended for {_name(failed)}:*")
        usage = None
        try:
            async with self._models.complete(model, turns) as completion:
                try:
                    async for delta in completion:
                        live.write(delta)
                finally:
                    usage = completion.taken(briefing.tokens + estimate(first), live.text[len(first) :])
        except ModelError as error:
            _log.warning("exchange %d was not mended: %s", exchange.id, error)
            live.note(f"⚠️ {error} The answer above stands.")
            return Mended(usage=usage)
        second = live.text[len(first) :]
        if not second.strip() or completion.finish == "length":
            return Mended(usage=usage)
        again = await self._learning.judge(exchange, second, mended=True)
        still = [one for one in failed if not again.get(one.number)]
        if still:
            live.note(f"*This still does not follow {_name(still)}.*")
        return Mended(second if _failures(again) < _failures(passed) else "", usage)


def _ask(failed: Sequence[Lesson]) -> dict[str, str]:
    wants = [{"rule": tame(one.rule.text), "proof": checks.explain(one.rule.check)} for one in failed]
    return {"role": "user", "content": prompts.text("mend", wants=wants)}


def _has_room(model: Model, briefing: Briefing, first: str) -> bool:
    """Tell whether the first answer, and another one as long, fit beside what was sent."""
    return briefing.tokens + 2 * estimate(first) + 500 < model.context


def _name(lessons: Sequence[Lesson]) -> str:
    numbers = ", ".join(f"#{one.number}" for one in lessons)
    return f"lesson {numbers}" if len(lessons) == 1 else f"lessons {numbers}"


def _failures(passed: Mapping[int, bool]) -> int:
    return sum(not verdict for verdict in passed.values())
