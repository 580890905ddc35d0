"""What a provider offers to somebody: what is named of it, or else all that it serves."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.errors import ModelError, Refused
from bot.models.asker import Asker
from bot.models.catalogue import Catalogue
from bot.models.listing import Listed
from bot.models.model import Model
from bot.models.provider import Provider

_GOOD_DEFAULTS = ("gpt-5-mini", "gpt-4.1-mini", "gpt-4o-mini")
"""Where nobody named a model, the first of these that is served goes before others: able, and cheap."""

_NOT_THERE = "not served"


@dataclass(frozen=True, slots=True)
class Offer:
    """A model, and whether it can be asked."""

    model: Model
    error: ModelError | None = None
    """Why it can't be asked now; then its name may be empty, since nobody knows it."""

    @property
    def problem(self) -> str:
        """The sentence that says so; empty: it can."""
        return str(self.error or "")

    @property
    def names(self) -> tuple[str, ...]:
        """All that it can be called by."""
        model = self.model
        if model.is_brought:
            return (model.called,)
        return (model.name, f"{model.provider}/{model.name}", *model.aliases)


def offers_of(provider: Provider, listed: Listed, catalogue: Catalogue, asker: Asker | None) -> list[Offer]:
    """Return what a provider offers; ``asker`` None: to whoever runs the program."""
    named = catalogue.named(provider.name)
    error = listed if isinstance(listed, ModelError) else None
    served = {} if isinstance(listed, ModelError) else {model.name: model for model in listed}
    if not named:
        return [Offer(model) for model in served.values()] or [Offer(provider.offer(provider.default), error)] * bool(
            error
        )
    unserved = error or Refused(f"{provider.address} does not serve it.")
    return [
        Offer(each.describe(provider, served.get(each.name)), None if each.name in served else unserved)
        for each in named
        if asker is None or each.lets(asker)
    ]


def pick_default(offers: list[Offer], provider: Provider, wanted: str) -> Model | None:
    """Return which of a provider's models answers where none is chosen; ``wanted`` is what the catalogue says."""
    models = {offer.model.name: offer.model for offer in offers if offer.model.name}
    wanted = wanted or provider.default
    if wanted:
        return models.get(wanted) or provider.offer(wanted)
    able = [offer.model for offer in offers if not offer.error] or list(models.values())
    return next((models[good] for good in _GOOD_DEFAULTS if good in models), able[0] if able else None)


def call(model: Model, offers: Iterable[Offer]) -> str:
    """Return what a model is called: with its provider where another one serves the same name."""
    same = [offer for offer in offers if offer.model.called == model.called]
    return f"{model.provider}/{model.name}" if len(same) > 1 and not model.is_brought else model.called


def menu_of(offers: Iterable[Offer]) -> dict[str, str]:
    """Return how a menu shows each model, by what it is called: also why it can't be asked at the moment."""
    named = [offer for offer in offers if offer.model.name]
    names = [(call(offer.model, named), offer.error) for offer in named]
    return {name: f"{name} ({error.why or _NOT_THERE})" if error else name for name, error in names}


def join_names(offers: Iterable[Offer]) -> list[str]:
    """Return what people call the models that can be asked."""
    return [offer.model.called for offer in offers if not offer.error]
