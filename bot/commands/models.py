"""Choosing the model that answers: a person, a conversation, a channel or a workspace."""

import re
from collections.abc import Callable

from bot.choosing import choose, decide
from bot.commands.call import Call, Reply
from bot.commands.markdown import mark, plain
from bot.errors import UsageError
from bot.models import Asker, Models
from bot.models.offers import Offer
from bot.models.offers import call as name_of
from bot.nouns import Author, Button
from bot.store import Store
from bot.store.preferences import Level

MOST = 20
"""Models that are listed; any other one is chosen by its name."""
DEFAULT = "default"
_FLAG = re.compile(r"(?:--|—|–)(\w+)")
LEVELS = {"here": Level.CONVERSATION, "channel": Level.CHANNEL, "me": Level.USER, "workspace": Level.WORKSPACE}
"""What is typed behind a model's name for whom it is chosen."""
_FLAGS = {level: "" if level is Level.USER else f" --{flag}" for flag, level in LEVELS.items()}
_UNKNOWN = "There is no `--{}`. Say for whom: `--here`, `--channel` or `--workspace`; nothing: for you alone."
_WHOM = {
    Level.CONVERSATION: "this conversation",
    Level.CHANNEL: "this channel",
    Level.USER: "you",
    Level.WORKSPACE: "this workspace",
}
_ANSWERS = {
    Level.CONVERSATION: "in this conversation",
    Level.CHANNEL: "everybody in this channel",
    Level.USER: "you",
    Level.WORKSPACE: "everybody in this workspace who chose no other",
}


class ModelChoice:
    """Shows which models there are, and remembers which one is wanted where."""

    def __init__(self, store: Store, models: Models, is_admin: Callable[[Author], bool]) -> None:
        self._preferences = store.preferences
        self._models = models
        self._is_admin = is_admin

    async def run(self, call: Call, rest: str) -> Reply:
        """List the models, or let the one of that name answer from now on; ``default``: what else is chosen."""
        flags = [flag.lower() for flag in _FLAG.findall(rest)]
        name = " ".join(_FLAG.sub("", rest).split()).strip("`")
        for flag in flags:
            if flag not in LEVELS:
                raise UsageError(_UNKNOWN.format(flag[:20]))
        level = LEVELS[flags[0]] if flags else Level.USER
        return await (self._decide(call, level, name) if name else self._list(call))

    async def describe(self, call: Call) -> str:
        """Say which model answers the caller here."""
        asker = ask_as(call)
        choices = await self._preferences.models(asker.author, asker.workspace, asker.channel, asker.conversation)
        for level, name in choices.items():
            return mark(name) if level is Level.USER else f"{mark(name)} (chosen for {_WHOM[level]})"
        return f"{mark((await choose(self._preferences, self._models, asker)).model.called)} (the default)"

    async def _decide(self, call: Call, level: Level, name: str) -> Reply:
        asker, is_admin = ask_as(call), self._is_admin(call.author)
        name = "" if name.lower() == DEFAULT else name
        called = await decide(self._preferences, self._models, asker, level, name, is_admin=is_admin)
        if not name:
            return Reply(f"{await self._name_next(asker, level)}{await self._warn(asker, level)}")
        back = Button("Use the default", f"code model {DEFAULT}{_FLAGS[level]}")
        return Reply(f"{mark(called)} answers {_ANSWERS[level]} from now on.{await self._warn(asker, level)}", (back,))

    async def _name_next(self, asker: Asker, level: Level) -> str:
        if level is not Level.USER:
            return f"No model is chosen for {_WHOM[level]} any more."
        default = (await self._models.choose("", asker)).called
        return f"The default model answers you from now on: {mark(default)}."

    async def _warn(self, asker: Asker, level: Level) -> str:
        """Say what goes before a choice; empty: nothing does."""
        choices = await self._preferences.models(asker.author, asker.workspace, asker.channel, asker.conversation)
        first = next(iter(choices), level)
        if list(Level).index(first) >= list(Level).index(level):
            return ""
        flag = _FLAGS[first]
        return (
            f"\n\nHere, {mark(choices[first])} goes before that: it is chosen for {_WHOM[first]}."
            f" `/code model {DEFAULT}{flag}` takes that away."
        )

    async def _list(self, call: Call) -> Reply:
        asker = ask_as(call)
        choices = await self._preferences.models(asker.author, asker.workspace, asker.channel, asker.conversation)
        level, chosen = next(iter(choices.items()), (None, ""))
        offers = await self._survey(asker)
        problems = {name_of(offer.model, offers): offer.problem for offer in offers}
        names = list(problems)
        now = chosen or name_of(await self._models.choose("", asker), offers)
        shown = names[:MOST] if now in names[:MOST] or now not in names else [now, *names[: MOST - 1]]
        lines = [f"- {mark(name)}{' ← answers you' if name == now else ''}{_say(problems[name])}" for name in shown]
        if len(names) > len(shown):
            lines.append(f"- … and {len(names) - len(shown):,} more: `/code model NAME`")
        if now not in names:
            lines.append(f"\n{_say_who_chose(level, now)} is not listed at the moment.")
        if level:
            lines.append(_say_way_back(level))
        able = [name for name in shown if not problems[name]]
        buttons = (Button(f"✓ {name}" if name == now else plain(name), f"code model {name}") for name in able)
        return Reply("\n".join(["**Models**", *lines]), tuple(buttons))

    async def _survey(self, asker: Asker) -> list[Offer]:
        """Return all models with names, those that can be asked first. Raises ``ModelError`` where none can."""
        offers = await self._models.survey(asker)
        errors = [offer.error for offer in offers if offer.error]
        if errors and len(errors) == len(offers):
            raise errors[0].with_traceback(None)
        return sorted((offer for offer in offers if offer.model.name), key=lambda offer: bool(offer.error))


def ask_as(call: Call) -> Asker:
    """Return the caller, as models know them."""
    return Asker(call.author, call.workspace, call.channel, call.conversation)


def _say(problem: str) -> str:
    return f": {problem}" if problem else ""


def _say_who_chose(level: Level | None, name: str) -> str:
    if level is None:
        return f"The default, {mark(name)},"
    if level is Level.USER:
        return f"You chose {mark(name)}, which"
    return f"{mark(name)}, chosen for {_WHOM[level]},"


def _say_way_back(level: Level) -> str:
    if level is Level.USER:
        return f"\n`/code model {DEFAULT}` lets the default answer again."
    return f"\nIt is chosen for {_WHOM[level]}: `/code model {DEFAULT}{_FLAGS[level]}` takes that away."
