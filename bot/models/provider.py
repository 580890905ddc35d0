"""Who answers: OpenAI-compatible endpoints with their keys."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx2
from openai import AsyncOpenAI
from pydantic import SecretStr

from bot.errors import StartError
from bot.models.addresses import Addresses, is_url
from bot.models.breaker import PAUSE
from bot.models.model import Model, Price
from bot.models.pulse import Pulse
from bot.models.sight import tell_by_name
from bot.models.transport import BODY_SECONDS, Transport

USUAL_CONTEXT = 16_000
"""Tokens that are taken for a model's context where nobody says."""
CONNECT_SECONDS = 5.0
"""Longest time that taking up a connection may need."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenAI-compatible endpoint."""

    name: str
    """Unique; of an endpoint that somebody brought it ends in ``#`` and its number."""
    base_url: str
    key: SecretStr | None = None
    context: int = 0
    """Tokens that its models take; 0: what the server says, else ``USUAL_CONTEXT``."""
    silence: float = 60.0
    """Seconds without a byte after which it counts as gone. A CPU may read a long prompt for most of a minute."""
    default: str = ""
    """The model that answers where none was asked for; empty: the first that is served."""
    sees: bool | None = None
    """Whether its models take pictures; None: what the server says, else what their names tell."""
    ready: Callable[[], Awaitable[None]] | None = None
    """Awaited before it is asked for an answer; for a server of our own that may still be starting."""
    connect: float = CONNECT_SECONDS
    """Seconds that taking up a connection may need."""
    pause: float = PAUSE
    """Seconds for which it is left alone once it failed several times in a row."""
    reading: float = BODY_SECONDS
    """Seconds for which a response that is no answer, such as a refusal, is read."""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Sent along with each request; a value may be a secret."""
    concurrency: int = 0
    """Answers that it writes at once; 0: as many as are asked for."""
    price: Price | None = None
    """What its models cost that have no price of their own; None: nobody said."""
    key_named: str = "OPENAI_API_KEY"
    """What to set for another key, as people read it in error sentences."""
    url_named: str = "OPENAI_BASE_URL"
    allowed: Addresses | None = None
    """Which addresses may be connected to; None: any. Set for what people brought, whose words are not repeated."""
    shared: bool = False
    """Whether it was brought for all of a workspace."""

    @property
    def is_brought(self) -> bool:
        """True where a person or a workspace brought it."""
        return "#" in self.name

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name.partition("#")[0]

    @property
    def measured(self) -> str:
        """What metrics call it: what people brought is one, since they bring any number, under names of their own."""
        return "brought" if self.is_brought else self.name

    @property
    def address(self) -> str:
        """Host and port, as people read them in error sentences."""
        return urlsplit(self.base_url).netloc

    @property
    def secret(self) -> str:
        """The key in the clear, for sending only; empty: there is none."""
        return self.key.get_secret_value().strip() if self.key else ""

    @property
    def is_openai(self) -> bool:
        return urlsplit(self.base_url).hostname == "api.openai.com"

    def offer(self, name: str, context: int = 0, sees: bool | None = None) -> Model:
        """Return its model of that name; ``context`` and ``sees`` are what the server says, if it says anything."""
        sight = next((known for known in (self.sees, sees) if known is not None), tell_by_name(name))
        tokens = self.context or context or USUAL_CONTEXT
        return Model(name, self.name, tokens, sight, price=self.price, shared=self.shared)


def connect(provider: Provider, pulse: Pulse) -> AsyncOpenAI:
    """Return a provider's client, which connects when it is used. Raises ``StartError`` for what can't be right."""
    check(provider)
    return AsyncOpenAI(
        base_url=provider.base_url,
        api_key=provider.secret or "none",  # the client wants one; servers without keys take any
        max_retries=0,  # ``patience`` asks again
        timeout=httpx2.Timeout(provider.silence, connect=provider.connect),
        default_headers=dict(provider.headers),
        http_client=httpx2.AsyncClient(
            transport=Transport(provider.base_url, pulse, provider.allowed, reading=provider.reading)
        ),
    )


def check(provider: Provider) -> None:
    """Raise ``StartError`` for a URL or a key that can't be right."""
    if not is_url(provider.base_url):
        raise StartError(f"the URL of provider {provider.name} has to look like http://HOST:PORT/v1")
    if not (provider.secret.isascii() and provider.secret.isprintable()):
        raise StartError(f"the key of provider {provider.name} holds a character that no key has: copy it once more")
