"""Budgets: how much a person, a channel and a workspace may take in a day, which begins at midnight, UTC.

What was taken is read from the database, so it holds for all replicas together. Answers that are being written count
once they end: as many as run at once may go beyond a budget, and none of them is cut.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.costs import dollars
from bot.day_limits import DayLimit, DayLimits, Whose
from bot.errors import UsageError
from bot.models import Model
from bot.nouns import Author, Exchange, State, Usage
from bot.store import Store
from bot.store.usage import Spent, Today

_CALLED = {"you": "Your budget", "channel": "The budget of this channel", "workspace": "The budget of this workspace"}
_NEARLY = 0.8
"""The share of a budget from which on people are warned."""


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget that concerns somebody, as it is now."""

    whose: Whose
    limit: DayLimit
    spent: int
    today: Today = field(repr=False)

    @property
    def is_used_up(self) -> bool:
        return self.spent >= self.limit.most

    def __str__(self) -> str:
        """Say how much of it is used."""
        if self.limit.unit == "tokens":
            return f"{self.spent:,} of {self.limit.most:,} tokens"
        return f"{dollars(self.spent)} of {dollars(self.limit.most)}"


class Budgets:
    """Holds people to their budgets. Admins are warned, and never stopped; what they take counts."""

    def __init__(self, store: Store, is_admin: Callable[[Author], bool], limits: Callable[[], DayLimits]) -> None:
        """``limits`` returns the budgets of now: whoever runs the program may change them at any time."""
        self._limits = limits
        self._usage = store.usage
        self._events = store.events
        self._is_admin = is_admin

    async def look(self, author: Author, workspace: str, channel: str) -> list[Budget]:
        """Return the budgets that concern somebody where they are: none in a direct message is of a channel."""
        limits = {whose: limit for whose, limit in self._limits().items() if whose != "channel" or channel}
        if not limits:
            return []
        today = await self._usage.today(author, workspace, channel)
        spent: dict[Whose, Spent] = {"you": today.person, "channel": today.channel, "workspace": today.workspace}
        return [Budget(whose, limit, limit.of(spent[whose]), today) for whose, limit in limits.items()]

    async def check(self, exchange: Exchange, model: Model) -> list[Budget]:
        """Return the budgets that an answer of ``model`` is taken from. Raises ``UsageError`` where one is used up.

        What people brought is asked at their own cost, and an answer that was begun before is not cut.
        """
        if model.is_brought:
            return []
        message = exchange.message
        budgets = await self.look(message.author, message.workspace, message.channel)
        used_up = next((each for each in budgets if each.is_used_up), None)
        if used_up and exchange.state is not State.WRITING and not self._is_admin(message.author):
            raise UsageError(f"{_say_used_up(used_up)} {_say_anew(used_up.today)}")
        return budgets

    async def warn(self, exchange: Exchange, budgets: Sequence[Budget], taken: Usage | None) -> list[str]:
        """Say which budgets are nearly or wholly used with what the answer has taken, each once a day.

        Of a channel or a workspace whoever comes first hears, and each admin. Raises ``StoreError``.
        """
        said: list[str] = []
        for budget in budgets:
            spent = budget.spent + (budget.limit.adds(taken) if taken else 0)
            now = Budget(budget.whose, budget.limit, spent, budget.today)
            if spent >= _NEARLY * budget.limit.most and await self._events.first(self._name(exchange, now)):
                said.append(f"{_say_used_up(now) if now.is_used_up else _say_nearly(now)} {_say_anew(now.today)}")
                if now.is_used_up and self._is_admin(exchange.message.author):
                    said[-1] += " Admins are answered all the same."
        return said

    def _name(self, exchange: Exchange, budget: Budget) -> str:
        """Return the name of a warning, which is the same for all who need not hear it twice."""
        message, author = exchange.message, exchange.message.author
        hears = author.id if budget.whose == "you" or self._is_admin(author) else ""
        where = message.channel if budget.whose == "channel" else ""
        how = "used up" if budget.is_used_up else "nearly"
        parts = budget.today.day, author.platform, message.workspace, budget.whose, where, hears, how
        return ":".join(["budget", *map(str, parts)])


def _say_used_up(budget: Budget) -> str:
    return f"{_CALLED[budget.whose]} for today is used up: {budget}."


def _say_nearly(budget: Budget) -> str:
    return f"{_CALLED[budget.whose]} for today is nearly used up: {budget}."


def _say_anew(today: Today) -> str:
    hours, minutes = divmod(max(1, round(today.left / 60)), 60)
    return f"It begins anew at 00:00 UTC, in {f'{hours} h ' if hours else ''}{minutes} min."
