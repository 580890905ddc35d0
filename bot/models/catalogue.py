"""All that whoever runs the program says of providers and models: what there is to ask, and who may."""

from dataclasses import dataclass, field, replace
from typing import Literal

from bot.day_limits import DayLimits
from bot.models.asker import Asker
from bot.models.model import Model, Price
from bot.models.provider import Provider

Policy = Literal["off", "listed", "any"]


@dataclass(frozen=True, slots=True)
class Named:
    """A model as whoever runs the program describes it."""

    name: str
    provider: str
    context: int = 0
    """0: what the server says."""
    sees: bool | None = None
    """None: what the server says, else what the name tells."""
    max_output: int = 0
    temperature: float | None = None
    reasoning: str = ""
    aliases: tuple[str, ...] = ()
    price: Price | None = None
    users: frozenset[str] = frozenset()
    """Who may use it anywhere, as "slack:U123"; where this and the next two are empty, everybody may."""
    channels: frozenset[str] = frozenset()
    """Where everybody may use it, as "slack:C123"."""
    workspaces: frozenset[str] = frozenset()
    """Where everybody may use it, as "slack:T123"."""

    @property
    def is_for_all(self) -> bool:
        return not (self.users or self.channels or self.workspaces)

    def lets(self, asker: Asker) -> bool:
        """Tell whether somebody may use it; who has the terminal has the keys anyway."""
        platform = asker.author.platform
        return (
            platform == "terminal"
            or self.is_for_all
            or f"{platform}:{asker.author.id}" in self.users
            or f"{platform}:{asker.channel}" in self.channels
            or f"{platform}:{asker.workspace}" in self.workspaces
        )

    def describe(self, provider: Provider, served: Model | None) -> Model:
        """Return the model: what is said here goes before what the server says, where that serves it at all."""
        model = served or provider.offer(self.name)
        return replace(
            model,
            context=self.context or model.context,
            sees=model.sees if self.sees is None else self.sees,
            max_output=self.max_output,
            temperature=self.temperature,
            reasoning=self.reasoning,
            aliases=self.aliases,
            price=self.price or model.price,
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Providers in the order in which they are asked for a default, and what is known of their models."""

    providers: tuple[Provider, ...] = ()
    models: tuple[Named, ...] = ()
    """A provider of which some are named offers only these, another one all that it serves."""
    default: str = ""
    """The model that answers where nothing else is chosen, as "provider/name"; empty: the first provider's."""
    fallbacks: tuple[str, ...] = ()
    """Names of models, each tried where those before it failed."""
    urls: Policy = "listed"
    """Which addresses people may bring: none, those of ``allowed``, or any that leads to nowhere inside."""
    budgets: DayLimits = field(default_factory=dict)
    """What people, channels and workspaces may take in a day."""
    allowed: frozenset[str] = frozenset()
    """Origins, such as "https://llm.example.com:443", also inside the network."""

    def named(self, provider: str) -> tuple[Named, ...]:
        """Return the models of a provider that are named."""
        return tuple(model for model in self.models if model.provider == provider)
