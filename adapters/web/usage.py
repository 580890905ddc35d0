"""Usage on the page: what answers took and cost by day, model and person, and how much of each budget is used."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query

from adapters.web.people import Person
from bot.budgets import Budget, Budgets
from bot.costs import DOLLAR
from bot.nouns import Author
from bot.store import Store
from bot.store.usage_sums import Range, Sum

Days = Annotated[int, Query(ge=1, le=366)]


def offer_usage(store: Store, budgets: Budgets, is_admin: Callable[[Author], bool]) -> APIRouter:
    """The route for it. Days are those of UTC."""
    routes = APIRouter(prefix="/api/usage")

    @routes.get("")
    async def show(person: Person, days: Days = 30) -> dict[str, Any]:
        """An admin sees a row for each day, model and person, others their own; all see the sum of all."""
        author, workspace = person.author, person.workspace
        everyone = is_admin(author)
        all_of_them = Range(days, author.platform, workspace)
        own = Range(days, author.platform, workspace, author.id)
        rows = await store.usage.sums(all_of_them if everyone else own, by=["day", "model", "person"])
        (mine,), (all_sums,) = await store.usage.sums(own), await store.usage.sums(all_of_them)
        return {
            "days": [_row(row, who) for row, who in zip(rows, _names(rows), strict=True)],
            "mine": _sums(mine),
            "all": _sums(all_sums),
            "budgets": [_show(each) for each in await budgets.look(author, workspace, person.channel)],
            "everyone": everyone,
        }

    return routes


def _names(rows: Sequence[Sum]) -> list[str]:
    """Return what people are called, with their id where two are called the same."""
    named: dict[str, set[str]] = {}
    for row in rows:
        named.setdefault(row.name, set()).add(row.author_id)
    return [row.name if len(named[row.name]) == 1 else f"{row.name} ({row.author_id})" for row in rows]


def _row(row: Sum, who: str) -> dict[str, Any]:
    day = row.day.isoformat() if row.day else ""
    return {"day": day, "model": row.model, "provider": row.provider, "who": who, **_sums(row)}


def _sums(sum: Sum) -> dict[str, Any]:
    """``cost`` is in dollars, of all answers but the ``unpriced`` ones; None: none of them has a price."""
    return {
        "answers": sum.answers,
        "prompt": sum.prompt,
        "completion": sum.completion,
        "cached": sum.cached,
        "cost": None if sum.cost is None else sum.cost / DOLLAR,
        "unpriced": sum.answers - sum.priced,
        "estimated": sum.estimates > 0,
    }


def _show(budget: Budget) -> dict[str, Any]:
    limit = budget.limit
    unit = DOLLAR if limit.unit == "dollars" else 1
    amounts = {"spent": budget.spent / unit, "limit": limit.most / unit}
    return {"whose": budget.whose, "unit": limit.unit, **amounts, "per": "day", "left": round(budget.today.left)}
