"""A raw complaint made into one formal correction, by few-shot prompting."""

from bot.briefing import brief_refinement
from bot.models import Model, Models
from bot.nouns import Usage

_LONGEST = 300
_MOST_TOKENS = 2000
"""A line needs 30; what a reasoning model thinks before it counts as well."""
_NONE = ("", "none", "no change", "n/a")


async def refine(complaint: str, model: Model, models: Models) -> tuple[str, Usage | None]:
    """Return the correction that ``complaint`` asks for, empty where it asks for none, and what it took.

    Raises ``ModelError``.
    """
    turns = brief_refinement(complaint)
    async with models.complete(model, turns, max_tokens=_MOST_TOKENS, temperature=0) as completion:
        said = "".join([delta async for delta in completion])
    line = next((line for line in said.splitlines() if line.strip()), "").strip(" \t`*\"'")
    return ("" if line.lower().rstrip(".!") in _NONE else line[:_LONGEST]), completion.usage
