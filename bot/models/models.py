"""Every model that can be asked, whoever serves it: list them, choose one, let it complete a conversation."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import Any, Self

from bot.errors import ModelError, Refused, Unreachable
from bot.models.asker import Asker
from bot.models.catalogue import Catalogue
from bot.models.completion import Completion
from bot.models.lines import Line, Lines
from bot.models.meaning import meant, refuse, without
from bot.models.model import Model
from bot.models.offers import Offer, join_names, offers_of, pick_default
from bot.models.patience import PATIENCE, Patience
from bot.models.provider import Provider
from bot.models.question import Messages, put
from bot.models.queue import NOBODY, Waiter
from bot.models.scale import Scales

Served = list[Model]
Bring = Callable[[Asker, Catalogue], Awaitable[Sequence[Provider]]]
"""Returns the providers that somebody brought, or that were brought for all of their workspace."""


class Models:
    """The models of some providers. The first that has a default decides what is asked where nothing else is named."""

    def __init__(self, offered: Catalogue | Sequence[Provider], bring: Bring | None = None) -> None:
        """Raises ``StartError`` for a URL or key that can't be right; connects to nobody yet."""
        self.catalogue = offered if isinstance(offered, Catalogue) else Catalogue(tuple(offered))
        self._bring = bring
        self._lines = Lines()
        self.scales = Scales()
        for provider in self.catalogue.providers:
            self._lines.add(provider)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._lines.close()

    async def take_up(self, catalogue: Catalogue) -> None:
        """Offer from now on what another catalogue says; running answers go on. Raises ``StartError``."""
        for provider in catalogue.providers:
            await self._lines.open(provider)
        self.catalogue = catalogue
        await self._lines.keep({provider.name for provider in catalogue.providers})

    @asynccontextmanager
    async def complete(
        self,
        model: Model,
        messages: Messages,
        *,
        max_tokens: int | None = None,
        temperature: float | None = None,
        schema: dict[str, Any] | None = None,
        waiter: Waiter = NOBODY,
        patience: float = PATIENCE,
    ) -> AsyncIterator[Completion]:
        """Let ``model`` write what comes next; leaving closes the connection, so that the server stops writing.

        ``schema``: a JSON schema that the answer will fit. ``waiter``: who waits where the model has no place for
        another answer; ``patience``: for how many seconds a refused question is asked again.
        Raises ``ModelError``, mostly while the completion is read.
        """
        line = self._lines.get(model.provider)
        provider = line.provider
        if provider.ready:
            await provider.ready()
        question = put(provider, model, messages, max_tokens, temperature, schema)
        async with line.used(), line.queue.place(waiter, provider.address):
            tries = Patience(patience)
            async with aclosing(Completion(line.client, provider, question, line.breaker, tries)) as completion:
                yield completion

    def problem(self, model: Model) -> str:
        """Return why a model is not asked at the moment, as half a sentence; empty: it is."""
        return self._lines.get(model.provider).breaker.problem

    def outage(self) -> str:
        """Return why no model of whoever runs the program can be asked at the moment; empty: some can."""
        lines = [self._lines.get(provider.name) for provider in self.catalogue.providers]
        problems = [f"{line.provider.address} {line.breaker.problem}" for line in lines if line.breaker.problem]
        return "; ".join(problems) if len(problems) == len(lines) else ""

    async def choose(self, name: str = "", asker: Asker | None = None) -> Model:
        """Return the model of that name, "provider/model" where two serve the same; empty: the default.

        Who asks decides what there is; None: whoever runs the program, who may use all but what others brought.
        Raises ``UsageError`` for a name that nobody serves, or not for them, and ``ModelError`` where there is
        nothing to choose from.
        """
        return await (self._find(name, asker) if name else self._choose_default(asker))

    async def survey(self, asker: Asker | None = None, *, wait: bool = False) -> Sequence[Offer]:
        """Return what all providers offer to somebody, with why what can't be asked now. Their own come last."""
        return await self._ask(await self._open(asker), asker, wait=wait)

    async def list(self, asker: Asker | None = None) -> Served:
        """Return what can be asked. Raises ``ModelError`` where nothing can."""
        offers = await self.survey(asker)
        models = [offer.model for offer in offers if not offer.error]
        for offer in offers:
            if offer.error and not models:
                raise offer.error.with_traceback(None)
        return models

    async def _choose_default(self, asker: Asker | None) -> Model:
        providers = self.catalogue.providers
        if not providers:
            raise Refused("No model is set that could be asked.")
        owner, _, wanted = self.catalogue.default.partition("/")
        first = next((each for each in providers if each.name == owner or (each.default and not owner)), providers[0])
        for provider in (first, *(each for each in providers if each is not first)):
            listed = await self._lines.get(provider.name).listing.read(wait=True)
            offers = offers_of(provider, listed, self.catalogue, asker)
            if model := pick_default(offers, provider, wanted if provider is first else ""):
                return model
            if isinstance(listed, ModelError):
                raise listed.with_traceback(None)
        raise Refused(f"{first.address} serves no model that could be asked.")

    async def _find(self, name: str, asker: Asker | None) -> Model:
        lines = meant(name, await self._open(asker))
        offers = await self._ask(lines, asker, wait=True)
        for offer in offers:
            if name in offer.names:
                return offer.model
        if provider := await self._find_unlisted(name, lines):
            return provider.offer(without(provider, name))
        raise refuse(name, self.catalogue, join_names(await self.survey(asker)))

    async def _find_unlisted(self, name: str, lines: Sequence[Line]) -> Provider | None:
        """Return who may serve a name without saying so."""
        for line in lines:
            if self.catalogue.named(line.provider.name):
                continue
            if name == line.provider.default or isinstance(await line.listing.read(), ModelError):
                return line.provider
        return None

    async def _open(self, asker: Asker | None) -> Sequence[Line]:
        brought = await self._bring(asker, self.catalogue) if asker and self._bring else ()
        lines = [self._lines.get(provider.name) for provider in self.catalogue.providers]
        return [*lines, *[await self._lines.open(provider) for provider in brought]]

    async def _ask(self, lines: Sequence[Line], asker: Asker | None, *, wait: bool) -> Sequence[Offer]:
        async with asyncio.TaskGroup() as group:
            tasks = [(line, group.create_task(line.listing.read(wait=wait))) for line in lines]
        return [
            _heed(line, offer)
            for line, task in tasks
            for offer in offers_of(line.provider, task.result(), self.catalogue, asker)
        ]


def _heed(line: Line, offer: Offer) -> Offer:
    """Return an offer with what is known of its provider's failures."""
    problem = line.breaker.problem
    if offer.error or not problem:
        return offer
    return replace(offer, error=Unreachable(f"{line.provider.address} {problem}."))
