"""``code-supporter.toml``: what whoever runs the program says of providers and models, read strictly."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.day_limits import read_day_limits
from bot.errors import StartError
from bot.models.addresses import is_url, origin
from bot.models.agreeing import check_fallbacks, check_names, find_default
from bot.models.catalogue import Catalogue, Named, Policy
from bot.models.model import Price
from bot.models.provider import Provider, check
from bot.models.sentences import convert, suggest
from bot.models.tables import ModelTable, PriceTable, ProviderTable, UrlsTable

NAME = "code-supporter.toml"
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_PROVIDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_HEADER = re.compile(r"[A-Za-z0-9_.-]+")
_TABLES = ("providers", "models", "fallbacks", "urls", "budgets")
FindKey = Callable[[str], str]
"""Returns the value of an environment variable; empty: it is not set."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the file is read in."""

    providers: Sequence[Provider] = ()
    """Those that are set elsewhere, and go before its own."""
    find_key: FindKey = lambda name: ""
    is_local: bool = False
    """True where the page has one person, at this machine: only they may bring any address."""


def read_catalogue(path: Path, around: Around) -> Catalogue:
    """Return what the file says. Raises ``StartError``, one sentence that names the setting which is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StartError(f"{path}: this can't be read: {error}") from None
    try:
        return _read(data, around)
    except StartError as error:
        raise StartError(f"{path}: {error}") from None


def _read(data: Mapping[str, Any], around: Around) -> Catalogue:
    for table in data:
        if table not in _TABLES:
            raise StartError(f"there is no setting {table}{suggest(table, _TABLES)}")
    tables = convert(data.get("providers", {}), dict[str, dict[str, Any]], "[providers]")
    own = [_read_provider(name, table, around) for name, table in tables.items()]
    providers = (*around.providers, *own)
    entries = convert(data.get("models", []), list[dict[str, Any]], "[[models]]")
    read = [(convert(entry, ModelTable, _place(entry, number)), number) for number, entry in enumerate(entries, 1)]
    models = tuple(_name(table, f"[[models]] {table.name}", providers) for table, _ in read)
    check_names(models)
    fallbacks = tuple(convert(data.get("fallbacks", []), list[str], "fallbacks"))
    check_fallbacks(fallbacks, models, providers)
    budgets = read_day_limits(convert(data.get("budgets", {}), dict[str, Any], "[budgets]"))
    policy, allowed = _read_urls(data.get("urls", {}), around)
    return Catalogue(providers, models, find_default([table for table, _ in read]), fallbacks, policy, budgets, allowed)


def _read_provider(name: str, entry: dict[str, Any], around: Around) -> Provider:
    where = f"[providers.{name}]"
    table = convert(entry, ProviderTable, where)
    if not _PROVIDER.fullmatch(name):
        raise StartError(f"{where}: the name of a provider has letters, digits, dots and dashes only")
    if any(name == other.name for other in around.providers):
        raise StartError(f"{where}: the environment sets a provider of that name already (OPENAI_BASE_URL)")
    if not is_url(table.base_url):
        raise StartError(f"{where} base_url: this has to look like http://HOST:PORT/v1, without a name or a password")
    provider = Provider(
        name,
        table.base_url.rstrip("/"),
        _find_key(table.key_env, f"{where} key_env", around),
        context=table.context,
        silence=table.silence,
        sees=table.vision,
        connect=table.connect,
        headers=tuple(_read_headers(table.headers, where, around).items()),
        concurrency=table.concurrency,
        price=_price(table.price),
        key_named=table.key_env or f"key_env of {name} in {NAME}",
        url_named=f"base_url of {name}",
    )
    check(provider)
    return provider


def _find_key(variable: str, where: str, around: Around) -> SecretStr | None:
    if not variable:
        return None
    if not _VARIABLE.fullmatch(variable):
        raise StartError(f"{where}: this is the name of an environment variable, in capitals, not the key itself")
    key = around.find_key(variable)
    if not key:
        raise StartError(f"{where}: there is no environment variable {variable}")
    return SecretStr(key)


def _read_headers(headers: dict[str, str], where: str, around: Around) -> dict[str, str]:
    """Return headers with their values; one that begins with ``$`` is the name of an environment variable."""
    read = dict[str, str]()
    for name, value in headers.items():
        if name.lower() == "authorization":
            raise StartError(f"{where} headers: a key goes into the environment; name it with key_env")
        secret = _find_key(value[1:], f"{where} headers {name}", around) if value.startswith("$") else None
        read[name] = secret.get_secret_value() if secret else value
        line = name + read[name]
        if not (_HEADER.fullmatch(name) and line.isascii() and line.isprintable()):
            raise StartError(f"{where} headers: a header is one line of ASCII, and its name has no spaces")
    return read


def _place(entry: dict[str, Any], number: int) -> str:
    name = entry.get("name")
    return f"[[models]] {name}" if isinstance(name, str) else f"[[models]] number {number}"


def _name(table: ModelTable, where: str, providers: Sequence[Provider]) -> Named:
    known = [provider.name for provider in providers]
    if table.provider not in known:
        raise StartError(f"{where}: there is no provider {table.provider}{suggest(table.provider, known)}")
    for who in (*table.users, *table.channels, *table.workspaces):
        if ":" not in who:
            raise StartError(f"{where}: {who} needs its platform before it, as in slack:{who}")
    if not table.name or "#" in table.name:
        raise StartError(f"{where}: name is empty, or holds a #")
    return Named(
        table.name,
        table.provider,
        context=table.context,
        sees=table.vision,
        max_output=table.max_output,
        temperature=table.temperature,
        reasoning=table.reasoning,
        aliases=tuple(table.aliases),
        price=_price(table.price),
        users=frozenset(table.users),
        channels=frozenset(table.channels),
        workspaces=frozenset(table.workspaces),
    )


def _price(table: PriceTable | None) -> Price | None:
    return Price(table.input, table.output, table.cached) if table else None


def _read_urls(entry: Any, around: Around) -> tuple[Policy, frozenset[str]]:
    table = convert(entry, UrlsTable, "[urls]")
    if table.policy == "any" and not around.is_local:
        raise StartError('[urls] policy: "any" is for a page with one person (WEB_AUTH=local): list those you trust')
    for url in table.allowed:
        if not is_url(url) or url.count("/") > 3 or url.rstrip("/").count("/") > 2:
            raise StartError(f"[urls] allowed: {url} is no origin, as https://llm.example.com or http://10.0.0.5:8000")
    return table.policy, frozenset(origin(url) for url in table.allowed)
