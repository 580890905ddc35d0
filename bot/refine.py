"""A raw complaint made into one formal correction, by few-shot prompting."""

import re
from typing import Any

from bot.briefing import brief_refinement
from bot.models import Model, Models
from bot.models.patience import PATIENCE
from bot.models.queue import NOBODY, Waiter
from bot.nouns import Usage
from bot.text import estimate

_LONGEST = 300
_MOST_TOKENS = 2000
"""A line needs 30; what a reasoning model thinks before it counts as well."""
_SWAP = re.compile(r"^Use (?P<one>\S.{0,60}?) instead of (?P<other>\S.{0,60}?)\.?$")
_ASKED = re.compile(r"[^.!?;]*\?+[?!]*")
_NONE = ("", "none", "no change", "n/a")


async def refine(
    complaint: str, model: Model, models: Models, waiter: Waiter = NOBODY, patience: float = PATIENCE
) -> tuple[str, Usage | None]:
    """Return the correction that ``complaint`` asks for, empty where it asks for none, and what it took.

    ``waiter`` and ``patience``: see ``Models.complete``; a person waits for the answer that follows it.
    Raises ``ModelError``.
    """
    turns = brief_refinement(complaint)
    wishes: dict[str, Any] = {"max_tokens": _MOST_TOKENS, "temperature": 0}
    async with models.complete(model, turns, **wishes, waiter=waiter, patience=patience) as completion:
        said = "".join([delta async for delta in completion])
    line = next((line for line in said.splitlines() if line.strip()), "").strip(" \t`*\"'")
    line = _turn_round(line, complaint)
    taken = completion.taken(sum(estimate(turn["content"]) for turn in turns), said)
    return ("" if line.lower().rstrip(".!") in _NONE else line[:_LONGEST]), taken


def _turn_round(correction: str, complaint: str) -> str:
    """Return a correction with both things the right way round: "X?! We use Y here" wants Y, as small models forget."""
    swapped = _SWAP.match(correction)
    if not swapped:
        return correction
    asked, told = " ".join(_ASKED.findall(complaint)).lower(), _ASKED.sub(" ", complaint).lower()
    one, other = swapped["one"].lower(), swapped["other"].lower()
    is_reversed = one in asked and one not in told and other in told and other not in asked
    return f"Use {swapped['other']} instead of {swapped['one']}." if is_reversed else correction
