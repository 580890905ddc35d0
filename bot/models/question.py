"""What a provider is sent for one answer: the messages, and how they are to be answered."""

from typing import Any

from bot.models.model import Model
from bot.models.provider import Provider

Messages = list[dict[str, Any]]


def put(
    provider: Provider,
    model: Model,
    messages: Messages,
    max_tokens: int | None,
    temperature: float | None,
    schema: dict[str, Any] | None,
) -> dict[str, Any]:
    """Return the body of a question; where nothing is wished for, what is known of the model holds."""
    # OpenAI's newer models refuse the old name of the limit; smaller servers may not know the new one.
    limit = "max_completion_tokens" if provider.is_openai else "max_tokens"
    wishes = {
        limit: _least(max_tokens, model.max_output),
        "temperature": model.temperature if temperature is None else temperature,
        "reasoning_effort": model.reasoning or None,
        "response_format": _shape(schema),
    }
    return {
        "model": model.name,
        "messages": messages,
        "stream": True,
        "stream_options": {"include_usage": True},
        **{name: wish for name, wish in wishes.items() if wish is not None},
    }


def _least(wished: int | None, allowed: int) -> int | None:
    return min(wished or allowed, allowed) if allowed else wished


def _shape(schema: dict[str, Any] | None) -> dict[str, Any] | None:
    if schema is None:
        return None
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}
