"""`/code url`: addresses of models that a person brought; a key is given on the page, where nobody reads along."""

import re
from collections.abc import Awaitable, Callable

from bot.brought import OFF
from bot.commands.call import Call, Reply
from bot.commands.markdown import mark
from bot.commands.models import ask_as
from bot.commands.parse import URL, split, unknown
from bot.endpoints import Endpoints
from bot.errors import UsageError
from bot.models import Models
from bot.nouns import Button
from bot.store.endpoints import Endpoint

_SHARED = re.compile(r"\s*(?:--|—|–)shared\b")
_ADD = "Say what to call it, and where it is: `/code url add laptop http://HOST:PORT/v1`. A key is given on the page."
_NO_KEY = "Never write a key here, where others may see it. Add an address that wants one on the page."
_NONE = "You keep no address of your own. `/code url add NAME URL` keeps one."


class UrlCommand:
    """Lists, adds, removes and tries them."""

    def __init__(self, endpoints: Endpoints, models: Models) -> None:
        self._endpoints = endpoints
        self._models = models
        self._verbs: dict[str, Callable[[Call, str], Awaitable[Reply]]] = {
            "list": self._list,
            "add": self._add,
            "remove": self._remove,
            "test": self._test,
        }

    async def run(self, call: Call, rest: str) -> Reply:
        """Run what follows the command; nothing: list."""
        verb, what = split(rest)
        run = self._verbs.get(verb or "list")
        if not run:
            raise unknown(verb, URL, "code url")
        return await run(call, what)

    async def _list(self, call: Call, rest: str) -> Reply:
        asker = ask_as(call)
        if self._models.catalogue.urls == "off":
            raise UsageError(OFF)
        kept, outcomes = await self._endpoints.list(asker), await self._endpoints.survey(asker)
        lines = [f"- {_describe(one)}: {outcomes[one.id].problem or _count(outcomes[one.id].models)}" for one in kept]
        buttons = (Button(f"Remove {one.name}", f"code url remove {one.name}", danger=True) for one in kept)
        return Reply("\n".join(["**Your addresses**", *(lines or [_NONE])]), tuple(buttons))

    async def _add(self, call: Call, rest: str) -> Reply:
        shared = bool(_SHARED.search(rest))
        words = _SHARED.sub("", rest).split()
        if len(words) > 2:
            raise UsageError(_NO_KEY)
        if len(words) < 2:
            raise UsageError(_ADD)
        name, url = words[0].strip("`"), words[1].strip("`<>")
        kept, outcome = await self._endpoints.add(ask_as(call), name, url, shared=shared)
        first = f"{kept.name}/{outcome.models[0]}"
        whose = "All of this workspace" if shared else "You"
        return Reply(
            f"{whose} can choose {mark(first)}{_more(len(outcome.models) - 1)} now: it answers"
            f" {outcome.first_token:.1f} s after it was asked.",
            (
                Button(f"Let it answer me: {kept.name}", f"code model {first}"),
                Button("Undo", f"code url remove {kept.name}", danger=True),
            ),
        )

    async def _remove(self, call: Call, rest: str) -> Reply:
        gone = await self._endpoints.remove(ask_as(call), rest.strip("`"))
        if gone.key:
            return Reply(f"{mark(gone.name)} is gone, and its key with it.")
        return Reply(f"{mark(gone.name)} is gone. `/code url add {gone.name} {gone.base_url}` brings it back.")

    async def _test(self, call: Call, rest: str) -> Reply:
        if not rest:
            raise UsageError("Say which one: `/code url test NAME`.")
        outcome = await self._endpoints.test(ask_as(call), rest.strip("`"))
        if outcome.problem:
            return Reply(f"⚠️ {outcome.problem}")
        return Reply(f"It answers {outcome.first_token:.1f} s after it was asked. {_count(outcome.models)}.")


def _describe(endpoint: Endpoint) -> str:
    key = f", key {endpoint.masked}" if endpoint.key else ""
    return f"{mark(endpoint.name)} {mark(endpoint.base_url)}{' (shared)' if endpoint.is_shared else ''}{key}"


def _count(models: tuple[str, ...]) -> str:
    return f"{len(models)} model{'s' * (len(models) != 1)}"


def _more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""
