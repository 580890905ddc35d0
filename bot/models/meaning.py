"""Which model a name means, and what to say where it means none."""

import difflib
from collections.abc import Sequence

from bot.errors import UsageError
from bot.models.catalogue import Catalogue
from bot.models.lines import Line
from bot.models.provider import Provider

_SHOWN = 5
_LONGEST_NAME = 80


def meant(name: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines that may lead to a name, best first: to what somebody brought, only by the name of that."""
    named = [line for line in lines if without(line.provider, name) != name]
    if brought := [line for line in named if line.provider.is_brought]:
        return brought
    return [*named, *(line for line in lines if line not in named and not line.provider.is_brought)]


def without(provider: Provider, name: str) -> str:
    """Return a name without the provider's before it."""
    return name.removeprefix(f"{provider.label}/")


def refuse(name: str, catalogue: Catalogue, served: list[str]) -> UsageError:
    """Return what to raise for a name that leads nowhere; ``served``: the names that do."""
    near = difflib.get_close_matches(name, served, n=_SHOWN, cutoff=0.5) or served[:_SHOWN]
    hint = f" Choose {' or '.join(near)}." if near else ""
    if any(name in (each.name, f"{each.provider}/{each.name}", *each.aliases) for each in catalogue.models):
        return UsageError(f"{name} is not for you here.{hint}")
    return UsageError(f"There is no model named {name[:_LONGEST_NAME]!r}.{hint}")
