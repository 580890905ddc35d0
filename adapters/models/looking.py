"""Which models there are, and how they answer one small question."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from adapters.local_model import local_model
from adapters.models.columns import align
from adapters.providers import around, first_catalogue
from bot.errors import ModelError
from bot.loading import load_settings
from bot.models import Model, Models
from bot.models.offers import Offer, call
from bot.models.trial import Tried, try_model

_MANY = 10
"""Models of one provider that are asked where none is named: to ask hundreds would cost."""
_LIST = ("model", "provider", "context", "price in/out", "pictures", "", "problem")
_TEST = ("model", "provider", "first token", "tokens/s", "streams", "JSON schema", "pictures", "problem")


async def look() -> str:
    """Return the models as a table."""
    async with _opened() as models:
        offers = await models.survey(wait=True)
        default = await _find_default(models)
        rows = [_list(offer, offers, is_default=_is(offer.model, default)) for offer in offers]
    return align(_LIST, rows) if rows else "There are no models: code-supporter models add openai|URL"


async def try_all(names: Sequence[str]) -> tuple[str, bool]:
    """Ask the models of these names, or all; return a table, and whether any answered."""
    async with _opened() as models:
        offers = await models.survey(wait=True)
        if names:
            chosen, left = [Offer(await models.choose(name)) for name in names], 0
        else:
            chosen, left = _choose(offers, models, await _find_default(models))
        tried = [await _try(models, offer) for offer in chosen]  # one after the other: together they would be slower
    rows = [_test(each, offers) for each in tried]
    more = f"\n{left} more are served; name those that are to be tried." if left else ""
    return (align(_TEST, rows) if rows else "There are no models to try.") + more, any(
        not each.problem for each in tried
    )


@asynccontextmanager
async def _opened() -> AsyncIterator[Models]:
    settings = load_settings(here=True)
    async with (
        local_model(settings, borrow=True) as own,
        Models(first_catalogue(settings, around(settings, own))) as models,
    ):
        yield models


async def _find_default(models: Models) -> Model | None:
    try:
        return await models.choose()
    except ModelError:
        return None


def _choose(offers: Sequence[Offer], models: Models, default: Model | None) -> tuple[list[Offer], int]:
    """Return what is tried where nothing is named, and how many are left out."""
    chosen = list[Offer]()
    for provider in models.catalogue.providers:
        served = [offer for offer in offers if offer.model.provider == provider.name]
        is_much = len(served) > _MANY and not models.catalogue.named(provider.name)
        chosen += [offer for offer in served if not is_much or _is(offer.model, default)] if is_much else served
    return chosen, len(offers) - len(chosen)


async def _try(models: Models, offer: Offer) -> Tried:
    return Tried(offer.model, offer.problem) if offer.error else await try_model(models, offer.model, deeply=True)


def _is(model: Model, other: Model | None) -> bool:
    return other is not None and (model.name, model.provider) == (other.name, other.provider)


def _list(offer: Offer, offers: Sequence[Offer], *, is_default: bool) -> tuple[str, ...]:
    model = offer.model
    price = f"${model.price.input:g} / ${model.price.output:g}" if model.price else ""
    name = _call(model, offers)
    default = "default" if is_default else ""
    return name, model.provider, f"{model.context:,}", price, "yes" if model.sees else "", default, offer.problem


def _test(tried: Tried, offers: Sequence[Offer]) -> tuple[str, ...]:
    name = _call(tried.model, offers)
    if tried.problem:
        return name, tried.model.provider, "", "", "", "", "", tried.problem
    figures = f"{tried.first_token:.2f} s", f"{tried.rate:.1f}"
    can = tuple(_say(able) for able in (tried.streams, tried.schema, tried.sees))
    return name, tried.model.provider, *figures, *can, ""


def _call(model: Model, offers: Sequence[Offer]) -> str:
    return call(model, offers) if model.name else "(unknown)"


def _say(able: bool | None) -> str:
    return "" if able is None else "yes" if able else "no"
