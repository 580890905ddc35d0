"""What may be taken in a day: tokens, or dollars."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.costs import DOLLAR
from bot.errors import StartError
from bot.nouns import Usage
from bot.store.usage import Spent

Whose = Literal["you", "channel", "workspace"]
_KEYS: dict[str, Whose] = {"person": "you", "channel": "channel", "workspace": "workspace"}
_SAID = re.compile(r"\$(?P<dollars>\d+(?:\.\d+)?)|(?P<tokens>\d[\d,_]*(?:\.\d+)?)\s*(?P<unit>[kKmM]?)\s*tokens")
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class DayLimit:
    """How much may be taken in a day: tokens, or millionths of a dollar."""

    most: int
    unit: Literal["tokens", "dollars"]

    def of(self, spent: Spent) -> int:
        """Return what counts of what was taken."""
        return spent.tokens if self.unit == "tokens" else spent.cost

    def adds(self, taken: Usage) -> int:
        """Return what an answer adds to that."""
        return taken.prompt + taken.completion if self.unit == "tokens" else taken.cost or 0


DayLimits = Mapping[Whose, DayLimit]
"""The budgets that there are; one that is missing has no end."""


def read_day_limits(table: Mapping[str, object]) -> DayLimits:
    """Read what stands under ``[budgets]``: ``person = "200k tokens"``, ``workspace = "$5"``.

    Raises ``StartError`` for what is no budget.
    """
    unknown = next((name for name in table if name not in _KEYS), "")
    if unknown:
        raise StartError(f"[budgets] has {unknown!r}, which is nothing that has one: there is {', '.join(_KEYS)}")
    return {whose: _read(name, table[name]) for name, whose in _KEYS.items() if name in table}


def _read(name: str, value: object) -> DayLimit:
    said = _SAID.fullmatch(value.strip()) if isinstance(value, str) else None
    most = 0
    if said and said["dollars"]:
        most = round(float(said["dollars"]) * DOLLAR)
    elif said:
        most = round(float(re.sub("[,_]", "", said["tokens"])) * _UNITS[said["unit"].lower()])
    if not said or not 0 < most <= _LARGEST:
        raise StartError(f'[budgets] {name} has to look like "200k tokens" or "$5" for a day; leave it out for no end')
    return DayLimit(most, "dollars" if said["dollars"] else "tokens")
