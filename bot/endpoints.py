"""Addresses of models that people bring: tried, kept, listed, and taken away again."""

import re
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.brought import find_allowed, forbid, provide
from bot.errors import Missing, ModelError, NotTheirs, UsageError
from bot.models import Asker, Models
from bot.models.trial import try_model
from bot.nouns import Author
from bot.store.endpoints import Endpoint, EndpointRows

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,30}")
_LONGEST_KEY = 500
_TRIES, _MINUTE, _PEOPLE = 6, 60.0, 1_000
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
        outcomes = {each.id: Outcome(problem=forbid(each, asker, catalogue)) for each in await self.list(asker)}
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
