"""A raw complaint made into one formal correction, by few-shot prompting."""

from bot.briefing import brief_refinement
from bot.models import Model, Models
from bot.nouns import Exchange

_LONGEST = 300
_NONE = ("none", "no change", "n/a")


async def refine(complaint: str, last: Exchange, model: Model, models: Models) -> str:
    """Return the correction that ``complaint`` asks of the answer of ``last``; empty where it asks for none.

    Raises ``ModelError``.
    """
    turns = brief_refinement(complaint, last)
    async with models.complete(model, turns, max_tokens=80, temperature=0) as completion:
        said = "".join([delta async for delta in completion])
    line = next((line for line in said.splitlines() if line.strip()), "").strip(" \t`*\"'")
    if line.lower().startswith(_NONE):
        return ""
    return line[:_LONGEST]
