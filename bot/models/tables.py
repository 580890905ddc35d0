"""The tables of ``code-supporter.toml``, with what each setting may be."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from bot.models.catalogue import Policy
from bot.models.provider import CONNECT_SECONDS

Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Dollars = Annotated[float, Meta(ge=0, le=1_000_000)]
"""For a million tokens; with a larger one, or with "inf", the cost of an answer would fit into no database."""
Seconds = Annotated[float, Meta(gt=0)]


class PriceTable(Struct, forbid_unknown_fields=True):
    """Dollars for a million tokens."""

    input: Dollars
    output: Dollars
    cached: Dollars | None = None


class ProviderTable(Struct, forbid_unknown_fields=True):
    """``[providers.NAME]``"""

    base_url: str
    key_env: str = ""
    connect: Seconds = CONNECT_SECONDS
    silence: Seconds = 60.0
    headers: dict[str, str] = {}
    concurrency: Count = 0
    context: Count = 0
    vision: bool | None = None
    price: PriceTable | None = None


class ModelTable(Struct, forbid_unknown_fields=True):
    """``[[models]]``"""

    name: str
    provider: str
    context: Count = 0
    max_output: Count = 0
    temperature: Annotated[float, Meta(ge=0, le=2)] | None = None
    vision: bool | None = None
    reasoning: Literal["", "none", "minimal", "low", "medium", "high", "xhigh"] = ""
    aliases: list[str] = []
    default: bool = False
    users: list[str] = []
    channels: list[str] = []
    workspaces: list[str] = []
    price: PriceTable | None = None


class UrlsTable(Struct, forbid_unknown_fields=True):
    """``[urls]``: the addresses that people may bring."""

    policy: Policy = "listed"
    allowed: list[str] = []
