"""Addresses of models that people bring: checked, tried, kept, and asked with their keys, never with ours."""

import re
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import SecretStr

from bot.errors import Missing, ModelError, NotTheirs, UsageError
from bot.models import Asker, Catalogue, Models, Provider
from bot.models.addresses import Addresses, as_address, is_url, origin
from bot.models.models import Bring
from bot.models.trial import try_model
from bot.nouns import Author
from bot.store.endpoints import Endpoint, EndpointRows

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,30}")
_HOST = re.compile(r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d+)?(/.*)?")
"""Other letters in a host could turn into an address on the way: such a name is written as xn--…."""
_LONGEST_URL, _LONGEST_KEY = 500, 500
_SILENCE = 120.0
"""Seconds without a word of an answer. A laptop reads a long prompt for a minute."""
_HERE = ("web", "terminal")
_TRIES, _MINUTE, _PEOPLE = 6, 60.0, 1_000
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
BAD_NAME = "Call it something short in small letters, such as laptop: letters, digits, dots, dashes, at most 31."
BAD_KEY = "This key holds a character that no key has: copy it once more."
ADMINS_ONLY = "Only an admin can share an address with all of the workspace, or take a shared one away."
SERVES_NOTHING = "{} lists no models, so there is nothing to choose from."
TOO_OFTEN = "You tried addresses {} times within a minute. Wait {:.0f} s."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of trying an address."""

    models: tuple[str, ...] = ()
    problem: str = ""
    first_token: float = 0.0
    """Seconds until a model said something."""


Kept = tuple[Endpoint, Outcome]
"""An address, and what came of trying it."""


class Endpoints:
    """The addresses that people keep."""

    def __init__(self, rows: EndpointRows, models: Models, is_admin: Callable[[Author], bool]) -> None:
        self._rows = rows
        self._models = models
        self._is_admin = is_admin
        self._tries: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    async def list(self, asker: Asker) -> Sequence[Endpoint]:
        """Return those that a person may ask, their own first."""
        return await self._rows.of(asker.author, asker.workspace)

    async def survey(self, asker: Asker) -> dict[int, Outcome]:
        """Return what those serve now, by their numbers, as far as they say."""
        catalogue = self._models.catalogue
        outcomes = {each.id: Outcome(problem=_forbid(each, asker, catalogue)) for each in await self.list(asker)}
        served = dict[int, list[str]]()
        for offer in await self._models.survey(asker):
            if offer.model.is_brought:
                id = int(offer.model.provider.rpartition("#")[2])
                outcomes[id] = Outcome(problem=offer.problem)
                served.setdefault(id, []).extend([offer.model.name] if not offer.problem else [])
        return {id: Outcome(tuple(served.get(id, ())), outcome.problem) for id, outcome in outcomes.items()}

    async def add(self, asker: Asker, name: str, url: str, key: str = "", *, shared: bool = False) -> Kept:
        """Try an address, and keep it. Raises ``UsageError`` with what is wrong with it."""
        name, url, key = name.strip().lower(), url.strip().rstrip("/"), key.strip()
        if shared and not self._is_admin(asker.author):
            raise NotTheirs(ADMINS_ONLY)
        self._check(asker, name, url, key)
        outcome = await self._try(asker, Endpoint(0, name, url, key, "", 0.0))
        if outcome.problem:
            raise UsageError(outcome.problem)
        return await self._rows.add(asker.author, asker.workspace, name, url, key, shared), outcome

    async def remove(self, asker: Asker, named: int | str) -> Endpoint:
        """Forget an address, by its number or name. Raises ``UsageError``."""
        endpoint = await self._find(asker, named)
        if endpoint.is_shared and not self._is_admin(asker.author):
            raise NotTheirs(ADMINS_ONLY)
        await self._rows.remove(endpoint.id)
        return endpoint

    async def test(self, asker: Asker, named: int | str) -> Outcome:
        """Try an address that is kept. Raises ``UsageError``."""
        return await self._try(asker, await self._find(asker, named))

    def _check(self, asker: Asker, name: str, url: str, key: str) -> None:
        if not _NAME.fullmatch(name):
            raise UsageError(BAD_NAME)
        if any(name == provider.name for provider in self._models.catalogue.providers):
            raise UsageError(f"There is a provider named {name} already: choose another name.")
        if len(key) > _LONGEST_KEY or not (key.isascii() and key.isprintable()):
            raise UsageError(BAD_KEY)
        find_allowed(url, asker, self._models.catalogue)

    async def _find(self, asker: Asker, named: int | str) -> Endpoint:
        for endpoint in await self.list(asker):
            if named in (endpoint.id, endpoint.name):
                return endpoint
        raise Missing(f"You keep no address {named}.")

    async def _try(self, asker: Asker, endpoint: Endpoint) -> Outcome:
        self._admit(asker.author)
        try:
            provider = provide(endpoint, asker, self._models.catalogue)
        except UsageError as error:
            return Outcome(problem=str(error))
        async with Models([provider]) as models:
            try:
                served = await models.list()
                names = tuple(model.name for model in served)
                tried = await try_model(models, await models.choose())
            except ModelError as error:
                return Outcome(problem=str(error))
        return Outcome(names, tried.problem, tried.first_token)

    def _admit(self, author: Author) -> None:
        """Let somebody try one more address: each sends a request wherever they like. Raises ``UsageError``."""
        now = time.monotonic()
        tries = self._tries.setdefault((author.platform, author.id), deque(maxlen=_TRIES))
        self._tries.move_to_end((author.platform, author.id))
        if len(self._tries) > _PEOPLE:
            self._tries.popitem(last=False)
        if len(tries) == _TRIES and (left := tries[0] + _MINUTE - now) > 0:
            raise UsageError(TOO_OFTEN.format(_TRIES, left))
        tries.append(now)


def bring_from(rows: EndpointRows) -> Bring:
    """Return what finds the providers that people brought and that may be asked."""

    async def bring(asker: Asker, catalogue: Catalogue) -> list[Provider]:
        if catalogue.urls == "off":
            return []
        kept = await rows.of(asker.author, asker.workspace)
        return [provide(each, asker, catalogue) for each in kept if not _forbid(each, asker, catalogue)]

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


def _forbid(endpoint: Endpoint, asker: Asker, catalogue: Catalogue) -> str:
    """Return why an endpoint may not be asked any more; empty: it may."""
    try:
        find_allowed(endpoint.base_url, asker, catalogue)
    except UsageError as error:
        return str(error)
    return ""
