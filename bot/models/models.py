"""Every model that can be asked, whoever serves it: list them, choose one, let it complete a conversation."""

import asyncio
import difflib
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Any, Self

from bot.errors import ModelError, Refused, UsageError
from bot.models.completion import Completion
from bot.models.listing import Listed, Listing
from bot.models.provider import Model, Provider, connect
from bot.models.pulse import Pulse

Messages = list[dict[str, Any]]
Served = list[Model]
_GOOD_DEFAULTS = ("gpt-5-mini", "gpt-4.1-mini", "gpt-4o-mini")
"""Where nobody named a model, the first of these that is served goes before others: able, and cheap."""
_SHOWN = 5
_LONGEST_NAME = 80


class Models:
    """The models of some providers. The first that has a default decides what is asked where nothing else is named."""

    def __init__(self, providers: Sequence[Provider]) -> None:
        """Raises ``StartError`` for a URL or key that can't be right; connects to nobody yet."""
        pulse = Pulse()
        self._providers = {provider.name: provider for provider in providers}
        self._clients = {provider.name: connect(provider, pulse) for provider in providers}
        self._listings = {name: Listing(self._providers[name], client) for name, client in self._clients.items()}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        for client in self._clients.values():
            await client.close()

    @asynccontextmanager
    async def complete(
        self,
        model: Model,
        messages: Messages,
        *,
        max_tokens: int | None = None,
        temperature: float | None = None,
        schema: dict[str, Any] | None = None,
    ) -> AsyncIterator[Completion]:
        """Let ``model`` write what comes next; leaving closes the connection, so that the server stops writing.

        ``schema``: a JSON schema that the answer will fit. Raises ``ModelError``, mostly while the completion is read.
        """
        provider = self._providers[model.provider]
        if provider.ready:
            await provider.ready()
        # OpenAI's newer models refuse the old name of the limit; smaller servers may not know the new one.
        limit = "max_completion_tokens" if provider.is_openai else "max_tokens"
        wishes = {limit: max_tokens, "temperature": temperature, "response_format": _shape(schema)}
        question: dict[str, Any] = {
            "model": model.name,
            "messages": messages,
            "stream": True,
            "stream_options": {"include_usage": True},
            **{name: wish for name, wish in wishes.items() if wish is not None},
        }
        async with aclosing(Completion(self._clients[provider.name], provider, question)) as completion:
            yield completion

    async def choose(self, name: str = "") -> Model:
        """Return the model of that name, "provider/model" where two serve the same; empty: the default.

        Raises ``UsageError`` for a name that nobody serves, and ``ModelError`` where there is nothing to choose from.
        """
        return await (self._find(name) if name else self._choose_default())

    async def _choose_default(self) -> Model:
        provider = next(
            (each for each in self._providers.values() if each.default), next(iter(self._providers.values()))
        )
        listed = await self._listings[provider.name].read(wait=True)
        models = {} if isinstance(listed, ModelError) else {model.name: model for model in listed}
        if provider.default:
            return models.get(provider.default) or provider.offer(provider.default)
        if isinstance(listed, ModelError):
            raise listed.with_traceback(None)
        if not models:
            raise Refused(f"{provider.address} serves no model that could be asked.")
        return next((models[good] for good in _GOOD_DEFAULTS if good in models), listed[0])

    async def _find(self, name: str) -> Model:
        outcomes = await self._read_all(wait=True)
        models = _join(outcomes.values())
        for model in models:
            if name in (model.name, f"{model.provider}/{model.name}"):
                return model
        for provider in self._providers.values():
            if name == provider.default or isinstance(outcomes[provider.name], ModelError):
                return provider.offer(name)
        raise UsageError(_suggest(name, [model.name for model in models]))

    async def _read_all(self, *, wait: bool) -> dict[str, Listed]:
        async with asyncio.TaskGroup() as group:
            tasks = {name: group.create_task(listing.read(wait=wait)) for name, listing in self._listings.items()}
        return {name: task.result() for name, task in tasks.items()}

    async def list(self) -> Served:
        """Return what all providers serve, without those that don't say. Raises ``ModelError`` where none does."""
        outcomes = (await self._read_all(wait=False)).values()
        models = _join(outcomes)
        for problem in outcomes:
            if isinstance(problem, ModelError) and not models:
                raise problem.with_traceback(None)
        return models


def _shape(schema: dict[str, Any] | None) -> dict[str, Any] | None:
    if schema is None:
        return None
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}


def _join(outcomes: Iterable[Listed]) -> list[Model]:
    return [model for listed in outcomes if not isinstance(listed, ModelError) for model in listed]


def _suggest(name: str, served: list[str]) -> str:
    near = difflib.get_close_matches(name, served, n=_SHOWN, cutoff=0.5) or served[:_SHOWN]
    choice = f" Choose {' or '.join(near)}." if near else ""
    return f"There is no model named {name[:_LONGEST_NAME]!r}.{choice}"
