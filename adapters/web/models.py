"""Models on the page: which there are for a person, and which one answers where."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from msgspec import Meta, Struct

from adapters.web.bodies import read_body
from adapters.web.people import Person
from adapters.web.whereabouts import read_id
from adapters.web.whose import check_conversation
from bot.choosing import decide
from bot.errors import ModelError, UsageError
from bot.models import Asker, Models, Price
from bot.models.offers import Offer, call
from bot.nouns import Author
from bot.store import Store
from bot.store.preferences import Level
from bot.store.snippets import Viewer

Readiness = Callable[[], Awaitable[list[str]]]
"""Returns the reasons why questions can't be answered now; none: they can."""

NOTHING = "No model is there that could be asked."


class _Choice(Struct):
    """Which model is to answer where; an empty name: none of that choice."""

    scope: Literal["conversation", "user", "workspace"]
    model: Annotated[str, Meta(max_length=200)]
    conversation: Annotated[str, Meta(max_length=500)] = ""


def offer_models(store: Store, models: Models, is_admin: Callable[[Author], bool], readiness: Readiness) -> APIRouter:
    """Routes for the models that a person can choose from."""
    routes = APIRouter(prefix="/api/models")

    @routes.get("")
    async def list_models(person: Person, conversation: str = "") -> dict[str, Any]:
        """The models to choose from and the default; ``problem`` is the sentence that says why there is none."""
        asker = ask_as(person, await _find(person, conversation))
        found = await models.survey(asker)
        offers = [offer for offer in found if offer.model.name]
        default = await _choose_default(asker)
        return {
            "models": [_show(offer, offers) for offer in offers],
            "default": default,
            "problem": "" if default and not all(offer.error for offer in offers) else await _explain(found),
            "chosen": await _chosen(asker, default),
        }

    @routes.put("/choice")
    async def choose_model(person: Person, request: Request) -> dict[str, Any]:
        """Decide it, for a conversation, for the person themselves, or, as an admin, for their workspace."""
        choice = await read_body(request, _Choice)
        asker = ask_as(person, await _find(person, choice.conversation))
        level = Level(choice.scope)
        await decide(store.preferences, models, asker, level, choice.model, is_admin=is_admin(person.author))
        return {"chosen": await _chosen(asker, await _choose_default(asker))}

    async def _find(person: Viewer, id: str) -> str:
        if not id:
            return ""
        conversation = read_id(id)
        await check_conversation(store, conversation, person)
        return conversation

    async def _explain(offers: Sequence[Offer]) -> str:
        reasons = [*await readiness(), *(offer.problem for offer in offers), NOTHING]
        return next(reason for reason in reasons if reason)

    async def _choose_default(asker: Asker) -> str:
        try:
            return (await models.choose("", asker)).called
        except (ModelError, UsageError):
            return ""

    async def _chosen(asker: Asker, default: str) -> dict[str, str]:
        choices = await store.preferences.models(asker.author, asker.workspace, asker.channel, asker.conversation)
        levels = (Level.CONVERSATION, Level.USER, Level.WORKSPACE)
        return {**{level.value: choices.get(level, "") for level in levels}, "default": default}

    return routes


def ask_as(person: Viewer, conversation: str = "") -> Asker:
    """Return who is at the page, as models know them."""
    return Asker(person.author, person.workspace, person.channel, conversation)


def _show(offer: Offer, offers: list[Offer]) -> dict[str, Any]:
    model = offer.model
    return {
        "name": call(model, offers),
        "provider": model.provider.partition("#")[0],
        "context": model.context,
        "sees": model.sees,
        "mine": model.is_brought and not model.shared,
        "problem": offer.problem,
        "price": _show_price(model.price),
    }


def _show_price(price: Price | None) -> list[float] | None:
    return [price.input, price.output] if price else None
