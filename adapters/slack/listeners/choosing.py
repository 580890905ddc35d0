"""Which models a person can choose from, as far as the providers say so soon."""

import asyncio

from adapters.slack.parts import Parts
from bot.errors import BotError
from bot.models import Asker, Model

_SOON = 1.0
"""Seconds: Slack lets a form be opened within 3 s of what a person did."""


async def list_models(slack: Parts, asker: Asker) -> list[Model]:
    """Return the models that somebody can choose; none where nobody says soon."""
    try:
        async with asyncio.timeout(_SOON):
            return await slack.models.list(asker)
    except (BotError, TimeoutError):
        return []


async def describe_default(slack: Parts) -> str:
    """Say in a sentence which model answers where none was chosen."""
    try:
        async with asyncio.timeout(_SOON):
            return f"The default model is {(await slack.models.choose()).called}."
    except TimeoutError:
        return "Which model is the default one is not known yet: its provider is slow to say. Open this page again."
    except BotError:
        return "No model can be reached at the moment."
