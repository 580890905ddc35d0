"""Choosing the model that answers a person."""

from bot.commands.call import Button, Call, Reply
from bot.commands.markdown import mark, plain
from bot.models import Model, Models
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
        name = name.strip("`")
        await self._models.choose(name)
        await self._preferences.choose_model(call.author, call.workspace, name)
        back = Button("Use the default", f"code model {DEFAULT}")
        return Reply(f"{mark(name)} answers you from now on.", (back,))

    async def describe(self, call: Call) -> str:
        """Say which model answers the caller."""
        chosen = await self._preferences.model(call.author, call.workspace)
        return mark(chosen) if chosen else f"{mark((await self._models.choose()).name)} (the default)"

    async def _list(self, call: Call) -> Reply:
        chosen = await self._preferences.model(call.author, call.workspace)
        names = _names(await self._models.list())
        now = chosen or _listed((await self._models.choose()), names)
        shown = names[:MOST] if now in names[:MOST] or now not in names else [now, *names[: MOST - 1]]
        lines = [f"- {mark(name)}{' ← answers you' if name == now else ''}" for name in shown]
        if len(names) > len(shown):
            lines.append(f"- … and {len(names) - len(shown):,} more: `/code model NAME`")
        if now not in names:
            lines.append(f"\nYou chose {mark(now)}, which is not listed at the moment.")
        if chosen:
            lines.append(f"\n`/code model {DEFAULT}` lets the default answer again.")
        buttons = (Button(f"✓ {name}" if name == now else plain(name), f"code model {name}") for name in shown)
        return Reply("\n".join(["**Models**", *lines]), tuple(buttons))


def _names(served: list[Model]) -> list[str]:
    """Return what to call each by: with its provider where another one serves the same name."""
    names = [model.name for model in served]
    return [f"{model.provider}/{model.name}" if names.count(model.name) > 1 else model.name for model in served]


def _listed(model: Model, names: list[str]) -> str:
    return model.name if model.name in names else f"{model.provider}/{model.name}"
