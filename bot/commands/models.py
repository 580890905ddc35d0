"""Choosing the model that answers a person."""

from bot.commands.call import Call, Reply
from bot.commands.markdown import mark, plain
from bot.errors import ModelError
from bot.models import Model, Models
from bot.nouns import Button
from bot.store import Store

MOST = 20
"""Models that are listed; any other one is chosen by its name."""
DEFAULT = "default"


class ModelChoice:
    """Shows which models there are, and remembers which one a person wants."""

    def __init__(self, store: Store, models: Models) -> None:
        self._preferences = store.preferences
        self._models = models

    async def run(self, call: Call, name: str) -> Reply:
        """List the models, or let the one of that name answer the caller from now on; ``default``: any."""
        if not name:
            return await self._list(call)
        if name.lower() == DEFAULT:
            await self._preferences.choose_model(call.author, call.workspace, "")
            return Reply(f"The default model answers you from now on: {mark((await self._models.choose()).name)}.")
        name = _call(await self._models.choose(name.strip("`")), await self._listed())
        await self._preferences.choose_model(call.author, call.workspace, name)
        back = Button("Use the default", f"code model {DEFAULT}")
        return Reply(f"{mark(name)} answers you from now on.", (back,))

    async def describe(self, call: Call) -> str:
        """Say which model answers the caller."""
        chosen = await self._preferences.model(call.author, call.workspace)
        return mark(chosen) if chosen else f"{mark((await self._models.choose()).name)} (the default)"

    async def _listed(self) -> list[Model]:
        """Return what can be listed; a model that is not may be chosen all the same."""
        try:
            return await self._models.list()
        except ModelError:
            return []

    async def _list(self, call: Call) -> Reply:
        chosen = await self._preferences.model(call.author, call.workspace)
        served = await self._models.list()
        names = [_call(model, served) for model in served]
        now = chosen or _call(await self._models.choose(), served)
        shown = names[:MOST] if now in names[:MOST] or now not in names else [now, *names[: MOST - 1]]
        lines = [f"- {mark(name)}{' ← answers you' if name == now else ''}" for name in shown]
        if len(names) > len(shown):
            lines.append(f"- … and {len(names) - len(shown):,} more: `/code model NAME`")
        if now not in names:
            which = f"You chose {mark(now)}, which" if chosen else f"The default, {mark(now)},"
            lines.append(f"\n{which} is not listed at the moment.")
        if chosen:
            lines.append(f"\n`/code model {DEFAULT}` lets the default answer again.")
        buttons = (Button(f"✓ {name}" if name == now else plain(name), f"code model {name}") for name in shown)
        return Reply("\n".join(["**Models**", *lines]), tuple(buttons))


def _call(model: Model, served: list[Model]) -> str:
    """Return what a model is called: with its provider where another one serves the same name."""
    names = [each.name for each in served]
    return f"{model.provider}/{model.name}" if names.count(model.name) > 1 else model.name
