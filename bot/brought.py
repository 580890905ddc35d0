"""Which addresses of models that people brought may be asked, and how: with their keys, never with ours."""

import re

from pydantic import SecretStr

from bot.errors import UsageError
from bot.models import Asker, Catalogue, Provider
from bot.models.addresses import Addresses, as_address, is_url, origin
from bot.models.models import Bring
from bot.store.endpoints import Endpoint, EndpointRows

_HOST = re.compile(r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d+)?(/.*)?")
"""Other letters in a host could turn into an address on the way: such a name is written as xn--…."""
_LONGEST_URL = 500
_SILENCE = 120.0
"""Seconds without a word of an answer. A laptop reads a long prompt for a minute."""
_HERE = ("web", "terminal")
OFF = "Addresses of your own are turned off here."
NOT_LISTED = "This address may not be asked from here. Those that may: {}."
NONE_LISTED = (
    "No address may be asked from here yet. Who runs this Code Supporter names those that may in code-supporter.toml:"
    ' [urls] allowed = ["https://HOST"].'
)
INSIDE = "{} is an address inside the network, or of this machine. An admin can allow it ([urls] allowed)."
NEVER = "{} is never asked from here, whatever is allowed: no model server has such an address."
NO_URL = "The URL of a model server looks like https://HOST:PORT/v1, without a question mark."
CREDENTIALS = "A URL holds no name and no password here: the key has a field of its own."


def bring_from(rows: EndpointRows) -> Bring:
    """Return what finds the providers that people brought and that may be asked."""

    async def bring(asker: Asker, catalogue: Catalogue) -> list[Provider]:
        if catalogue.urls == "off":
            return []
        kept = await rows.of(asker.author, asker.workspace)
        return [provide(each, asker, catalogue) for each in kept if not forbid(each, asker, catalogue)]

    return bring


def provide(endpoint: Endpoint, asker: Asker, catalogue: Catalogue) -> Provider:
    """Return an endpoint as it is asked. Raises ``UsageError`` where it may not be."""
    return Provider(
        f"{endpoint.name}#{endpoint.id}",
        endpoint.base_url,
        SecretStr(endpoint.key) if endpoint.key else None,
        silence=_SILENCE,
        key_named="its key on the page",
        url_named=endpoint.name,
        allowed=find_allowed(endpoint.base_url, asker, catalogue),
        shared=endpoint.is_shared,
    )


def find_allowed(url: str, asker: Asker, catalogue: Catalogue) -> Addresses:
    """Return which addresses a URL may lead to. Raises ``UsageError`` for one that may not be asked at all.

    Where any may be, that is for who is at this machine: people of a chat are held to those that are listed.
    """
    if catalogue.urls == "off":
        raise UsageError(OFF)
    if "@" in url:
        raise UsageError(CREDENTIALS)
    if len(url) > _LONGEST_URL or not (_HOST.fullmatch(url) and is_url(url)):
        raise UsageError(NO_URL)
    if origin(url) in catalogue.allowed:
        return Addresses(inside=True)
    if catalogue.urls == "listed" or asker.author.platform not in _HERE:
        listed = ", ".join(sorted(catalogue.allowed))
        raise UsageError(NOT_LISTED.format(listed) if listed else NONE_LISTED)
    allowed = Addresses(loopback=True)  # the one person at the page is at this machine
    host = origin(url).partition("://")[2].rpartition(":")[0]
    if (address := as_address(host)) and not allowed.let(address):
        raise UsageError((INSIDE if Addresses(inside=True).let(address) else NEVER).format(host))
    return allowed


def forbid(endpoint: Endpoint, asker: Asker, catalogue: Catalogue) -> str:
    """Return why an endpoint may not be asked any more; empty: it may."""
    try:
        find_allowed(endpoint.base_url, asker, catalogue)
    except UsageError as error:
        return str(error)
    return ""
