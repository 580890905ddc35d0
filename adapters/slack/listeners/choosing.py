"""Which models a person can choose from, as far as the providers say so soon."""

import asyncio
from collections.abc import Sequence

from adapters.slack.parts import Parts
from bot.errors import BotError
from bot.models import Asker
from bot.models.offers import Offer

_SOON = 1.0
"""Seconds: Slack lets a form be opened within 3 s of what a person did."""


async def survey(slack: Parts, asker: Asker) -> Sequence[Offer]:
    """Return the models that are offered to somebody; none where nobody says soon."""
    try:
        async with asyncio.timeout(_SOON):
            return await slack.models.survey(asker)
    except (BotError, TimeoutError):
        return []


async def describe_default(slack: Parts, asker: Asker) -> str:
    """Say in a sentence which model answers where none was chosen."""
    try:
        async with asyncio.timeout(_SOON):
            return f"The default model is {(await slack.models.choose('', asker)).called}."
    except TimeoutError:
        return "Which model is the default one is not known yet: its provider is slow to say. Open this page again."
    except BotError:
        return "No model can be reached at the moment."
