"""Who answers: OpenAI-compatible endpoints with their keys, and the models that they serve."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2
from openai import AsyncOpenAI
from pydantic import SecretStr

from bot.errors import StartError
from bot.models.pulse import Pulse
from bot.models.sight import tell_by_name
from bot.models.transport import Transport

USUAL_CONTEXT = 16_000
"""Tokens that are taken for a model's context where nobody says."""
_URL = re.compile(r"https?://(\[[0-9a-fA-F:]+\]|[^/@?#:\[\]\s]+)(:\d{1,5})?(/[^@?#\s]*)?")
CONNECT_SECONDS = 5.0
"""Longest time that taking up a connection may need."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenAI-compatible endpoint."""

    name: str
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

    def offer(self, name: str, context: int = 0, sees: bool | None = None) -> "Model":
        """Return its model of that name; ``context`` and ``sees`` are what the server says, if it says anything."""
        sight = next((known for known in (self.sees, sees) if known is not None), tell_by_name(name))
        return Model(name, self.name, self.context or context or USUAL_CONTEXT, sight)


@dataclass(frozen=True, slots=True)
class Model:
    """A name that a provider serves."""

    name: str
    provider: str
    context: int
    """Tokens of prompt and answer together."""
    sees: bool = False
    """Whether it takes pictures."""


def connect(provider: Provider, pulse: Pulse) -> AsyncOpenAI:
    """Return a provider's client, which connects when it is used. Raises ``StartError`` for what can't be right."""
    if not _is_url(provider.base_url):
        raise StartError(f"the URL of provider {provider.name} has to look like http://HOST:PORT/v1")
    if not (provider.secret.isascii() and provider.secret.isprintable()):
        raise StartError(f"the key of provider {provider.name} holds a character that no key has: copy it once more")
    return AsyncOpenAI(
        base_url=provider.base_url,
        api_key=provider.secret or "none",  # the client wants one; servers without keys take any
        max_retries=2,
        timeout=httpx2.Timeout(provider.silence, connect=CONNECT_SECONDS),
        http_client=httpx2.AsyncClient(transport=Transport(provider.base_url, pulse)),
    )


def _is_url(text: str) -> bool:
    try:
        httpx2.URL(text)  # knows which hosts can't be, as 1.2.3.999
        return bool(_URL.fullmatch(text)) and urlsplit(text).port != 0
    except (httpx2.InvalidURL, ValueError):  # ValueError: the port is beyond 65535, or no address stands in brackets
        return False
