"""Whether what ``code-supporter.toml`` says agrees with itself."""

from collections.abc import Sequence

from bot.errors import StartError
from bot.models.catalogue import Named
from bot.models.provider import Provider
from bot.models.sentences import suggest
from bot.models.tables import ModelTable


def check_names(models: Sequence[Named]) -> None:
    """See that every name means one model. Raises ``StartError``, as all of these do."""
    full, aliases = set[str](), set[str]()
    for model in models:
        if (name := f"{model.provider}/{model.name}") in full:
            raise StartError(f"[[models]] {model.name}: it stands there twice for {model.provider}")
        full.add(name)
    names = {model.name for model in models} | full | {"default"}
    for model in models:
        for alias in model.aliases:
            if alias in aliases | names:
                raise StartError(f"[[models]] {model.name} aliases: {alias} is the name of another model already")
            aliases.add(alias)


def check_fallbacks(fallbacks: Sequence[str], models: Sequence[Named], providers: Sequence[Provider]) -> None:
    """See that each is named; a provider of which no model is named may serve what nobody knows yet."""
    if len(set(fallbacks)) < len(fallbacks):
        raise StartError("fallbacks: one stands there twice")
    if {model.provider for model in models} != {provider.name for provider in providers}:
        return
    known = [name for each in models for name in (each.name, f"{each.provider}/{each.name}", *each.aliases)]
    for name in fallbacks:
        if name not in known:
            raise StartError(f"fallbacks: there is no model {name}{suggest(name, known)}")


def find_default(tables: Sequence[ModelTable]) -> str:
    """Return the model that answers where none is chosen, as "provider/name"; empty: the file names none."""
    defaults = [table for table in tables if table.default]
    if len(defaults) > 1:
        raise StartError(f"[[models]] {defaults[1].name}: default is true here and for {defaults[0].name}: keep one")
    for table in defaults:
        if table.users or table.channels or table.workspaces:
            raise StartError(f"[[models]] {table.name}: the default answers everybody, so it can't be for some alone")
    return f"{defaults[0].provider}/{defaults[0].name}" if defaults else ""
