"""What lessons do: answers with them against answers from which they were withheld, and corrections said again."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.learning.shares import Compared, Share
from bot.store import Store
from bot.store.lesson_echoes import Fate
from bot.store.lesson_rows import Place
from bot.store.lesson_uses import Effect

RECENT = 30 * 24 * 60 * 60
"""Seconds within which repeated corrections are counted."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What answers were like with a lesson and without it."""

    answers: int = 0
    """Answers that had it in their briefing."""
    likes: Compared = field(default_factory=Compared)
    """Thumbs up among all thumbs."""
    checks: Compared = field(default_factory=Compared)
    """Answers that followed it, by its check, among those that it could be about."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """Complaints that held a rule, by what they met in the book."""

    complaints: int = 0
    """All but those whose lesson was withheld by chance."""
    told: int = 0
    """Those whose lesson was in the briefing, and was not followed."""
    missed: int = 0
    """Those whose lesson was in force for the person, and was not found."""

    @property
    def share(self) -> Share:
        """The repeat-correction rate; it should fall."""
        return Share(self.told + self.missed, self.complaints)


@dataclass(frozen=True, slots=True)
class Report:
    """The effect of a workspace's lessons."""

    all: Measured = field(default_factory=Measured)
    """All lessons together: of thumbs, answers with all of their lessons against those that lacked one or more."""
    lessons: Mapping[int, Measured] = field(default_factory=dict)
    """Each lesson by its number; one that concerned no answer yet is not there."""
    repeats: Repeats = field(default_factory=Repeats)

    def of(self, number: int) -> Measured:
        """Return the effect of a lesson."""
        return self.lessons.get(number, Measured())


async def measure(store: Store, place: Place) -> Report:
    """Return the effect of the lessons of a workspace: a platform, and its name for it. Raises ``StoreError``."""
    effects = await store.uses.effects(place)
    pooled = await store.uses.pooled(place)
    lessons = {number: _measured(effects, number) for number in sorted({number for number, _ in effects})}
    checks = sum((one.checks for one in lessons.values()), Compared())
    likes = Compared(_liked(pooled[True]), _liked(pooled[False]))
    return Report(
        Measured(pooled[True].answers, likes, checks),
        lessons,
        count_repeats(await store.echoes.count(place, RECENT)),
    )


def count_repeats(fates: Counter[Fate]) -> Repeats:
    """Return how many corrections were said again; one whose lesson was withheld on purpose tells nothing."""
    complaints = fates.total() - fates[Fate.WITHHELD]
    return Repeats(complaints, fates[Fate.TOLD], fates[Fate.MISSED])


def _measured(effects: Mapping[tuple[int, bool], Effect], number: int) -> Measured:
    applied, withheld = (effects.get((number, is_applied), Effect()) for is_applied in (True, False))
    likes = Compared(_liked(applied), _liked(withheld))
    checks = Compared(Share(applied.passed, applied.checked), Share(withheld.passed, withheld.checked))
    return Measured(applied.answers, likes, checks)


def _liked(effect: Effect) -> Share:
    return Share(effect.liked, effect.rated)
