"""One small question to a model, to see whether it answers, how fast, and what it can do."""

import json
import time
from dataclasses import dataclass

from bot.errors import ModelError
from bot.models.model import Model
from bot.models.models import Models
from bot.models.question import Messages

_QUESTION = "Write a Python function that returns the sum of a list of numbers. Only the code."
_MOST_TOKENS = 120
_SCHEMA = {
    "type": "object",
    "properties": {"language": {"type": "string"}, "year": {"type": "integer"}},
    "required": ["language", "year"],
    "additionalProperties": False,
}
_SCHEMA_QUESTION = "In which year did Python 3 appear? Answer with the language and the year."
_RED = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAKUlEQVR42u3NMQEAAAwCIPuX1hjbAwlIn4pAIBAIBAKBQCAQCAQCgeDJADm5"
    "QEHgL0X5AAAAAElFTkSuQmCC"
)
_CHARS = 4


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of asking a model."""

    model: Model
    problem: str = ""
    """Why it gave no answer; empty: it did, and only then the rest means something."""
    first_token: float = 0.0
    """Seconds until it said something."""
    rate: float = 0.0
    """Tokens a second from then on."""
    streams: bool = False
    """Whether it was written piece by piece."""
    schema: bool | None = None
    """Whether it keeps to a JSON schema; None: that was not asked."""
    sees: bool | None = None
    """Whether it takes a picture; None: that was not asked."""


async def try_model(models: Models, model: Model, *, deeply: bool = False) -> Tried:
    """Ask a model one small question; ``deeply``: also for JSON by a schema, and with a picture.

    What goes wrong with the model is in what is returned.
    """
    try:
        tried = await _ask(models, model)
    except ModelError as error:
        return Tried(model, str(error))
    if not deeply or tried.problem:
        return tried
    schema, sees = await _keeps_schema(models, model), await _takes_picture(models, model)
    return Tried(model, "", tried.first_token, tried.rate, tried.streams, schema, sees)


async def _ask(models: Models, model: Model) -> Tried:
    began, first, pieces, text = time.monotonic(), 0.0, 0, ""
    async with models.complete(model, _say(_QUESTION), max_tokens=_MOST_TOKENS) as completion:
        async for piece in completion:
            first = first or time.monotonic()
            pieces += 1
            text += piece
    if not text:
        return Tried(model, "It answered with nothing.")
    seconds = time.monotonic() - first
    tokens = (completion.usage.completion if completion.usage else 0) or len(text) / _CHARS
    return Tried(model, "", first - began, tokens / seconds if seconds else 0.0, pieces > 1)


async def _keeps_schema(models: Models, model: Model) -> bool:
    try:
        async with models.complete(
            model, _say(_SCHEMA_QUESTION), max_tokens=_MOST_TOKENS, schema=_SCHEMA
        ) as completion:
            said = json.loads("".join([piece async for piece in completion]))
    except (ModelError, ValueError):
        return False
    return isinstance(said, dict) and isinstance(said.get("year"), int) and isinstance(said.get("language"), str)


async def _takes_picture(models: Models, model: Model) -> bool:
    """Tell whether a picture is not refused; what a model makes of it is another matter."""
    parts = [{"type": "text", "text": "Which colour is this?"}, {"type": "image_url", "image_url": {"url": _RED}}]
    try:
        async with models.complete(model, [{"role": "user", "content": parts}], max_tokens=16) as completion:
            return any([piece async for piece in completion])
    except ModelError:
        return False


def _say(text: str) -> Messages:
    return [{"role": "user", "content": text}]
