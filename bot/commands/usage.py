"""`/code usage`: what answers took and cost, the caller's and all of their workspace, and the budgets of today."""

from collections.abc import Callable, Sequence

from bot.budgets import Budget, Budgets
from bot.commands.call import Call, Reply
from bot.commands.markdown import mark, plain
from bot.costs import dollars
from bot.nouns import Author
from bot.store import Store
from bot.store.usage_sums import Range, Sum

_WEEK, _MONTH = 7, 30
_MOST = 5
"""Models and people that are named; the page and `code-supporter usage` name all."""
_WHOSE = {"you": "your budget", "channel": "the budget of this channel", "workspace": "the budget of this workspace"}


class UsageCommand:
    """Shows everybody what they took themselves and what all took together, and admins what each took."""

    def __init__(self, store: Store, budgets: Budgets, is_admin: Callable[[Author], bool]) -> None:
        self._usage = store.usage
        self._budgets = budgets
        self._is_admin = is_admin

    async def run(self, call: Call, rest: str) -> Reply:
        """Show it; there is nothing that could follow the command."""
        budgets = await self._budgets.look(call.author, call.workspace, call.channel)
        mine = [budget for budget in budgets if budget.whose == "you"]
        others = [budget for budget in budgets if budget.whose != "you"]
        parts = [
            ["**Usage: you**", *await self._spans(call, call.author.id), *map(_say_budget, mine)],
            ["**Usage: everybody in this workspace**", *await self._spans(call), *map(_say_budget, others)],
            await self._list("By day", call, "day", _WEEK, lambda each: f"{each.day}"),
            await self._list("By model", call, "model", _MONTH, lambda each: mark(each.model or "none")),
        ]
        if self._is_admin(call.author):
            parts.append(await self._list("By person", call, "person", _MONTH, lambda each: plain(each.name)))
        return Reply("\n\n".join("\n".join(part) for part in [*parts, ["Days begin at 00:00 UTC."]] if part))

    async def _spans(self, call: Call, author_id: str = "") -> list[str]:
        where = call.author.platform, call.workspace, author_id
        spans = {"today": 1, f"the last {_MONTH} days": _MONTH}
        return [f"- {span}: {say(*await self._usage.sums(Range(days, *where)))}" for span, days in spans.items()]

    async def _list(self, title: str, call: Call, by: str, days: int, name: Callable[[Sum], str]) -> list[str]:
        sums = await self._usage.sums(Range(days, call.author.platform, call.workspace), by=[by])
        shown = list(reversed(sums)) if by == "day" else _most(sums)
        lines = [f"- {name(each)}: {say(each)}" for each in shown]
        if len(sums) > len(shown):
            lines.append(f"- … and {len(sums) - len(shown):,} more")
        return [f"**{title}, the last {days} days**", *lines] if lines else []


def say(sum: Sum) -> str:
    """Say what answers took and cost."""
    if not sum.answers:
        return "nothing"
    answers = "1 answer" if sum.answers == 1 else f"{sum.answers:,} answers"
    cached = f" ({sum.cached:,} cached)" if sum.cached else ""
    estimated = ", in part estimated" if sum.estimates else ""
    tokens = f"{sum.prompt:,} tokens in{cached}, {sum.completion:,} out{estimated}"
    return f"{answers}, {tokens}, {say_cost(sum)}"


def say_cost(sum: Sum) -> str:
    """Say what answers cost, as far as that is known."""
    if sum.cost is None:
        return "cost unknown"
    return dollars(sum.cost) if sum.priced == sum.answers else f"at least {dollars(sum.cost)}"


def _say_budget(budget: Budget) -> str:
    return f"- {_WHOSE[budget.whose]}: {budget} used today"


def _most(sums: Sequence[Sum]) -> list[Sum]:
    """Return those that took most."""
    return sorted(sums, key=lambda each: (each.cost or 0, each.prompt + each.completion), reverse=True)[:_MOST]
