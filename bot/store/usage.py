"""Usage: the tokens that answers took, and what those cost. What sums up many of them stands in ``usage_sums``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Boolean, Connection, Executable, Integer, bindparam, case, func, select

from bot.nouns import Author, Usage
from bot.store.columns import Words
from bot.store.database import Database
from bot.store.dialect import Insert, now, prepared
from bot.store.tables import conversation, exchange, message, usage
from bot.store.usage_sums import DAY, Range, Sum, sum_up

_COUNTS = ("prompt", "completion", "cached")
_OF = select(usage.c.exchange, *(usage.c[name] for name in (*_COUNTS, "estimated", "cost"))).where(
    usage.c.exchange.in_(bindparam("exchanges", expanding=True))
)
_NOW = select(now())
_WHOSE = {"person": usage.c.author_id, "channel": usage.c.channel, "workspace": usage.c.workspace}
_TAKEN = {"tokens": usage.c.prompt + usage.c.completion, "cost": usage.c.cost}
# What people brought is asked with their own key: it costs nobody else anything.
_SPENT = select(
    *(
        func.coalesce(func.sum(case((column == bindparam(whose, type_=Words), taken), else_=0)), 0)
        for whose, column in _WHOSE.items()
        for taken in _TAKEN.values()
    )
).where(
    usage.c.at >= bindparam("midnight"),
    usage.c.platform == bindparam("platform"),
    usage.c.workspace == bindparam("workspace", type_=Words),
    usage.c.provider.not_like("%#%"),
)


class Source(NamedTuple):
    """Who an answer came from."""

    model: str
    """Empty: whoever the exchange names."""
    provider: str


UNNAMED = Source("", "")


@dataclass(frozen=True, slots=True)
class Spent:
    """What was taken so far on one day."""

    tokens: int
    """Read and written."""
    cost: int
    """Millionths of a dollar, as far as prices are known."""


@dataclass(frozen=True, slots=True)
class Today:
    """What was taken since midnight, UTC, at the cost of who runs the program."""

    day: int
    """Counted from the first of 1970."""
    left: float
    """Seconds until the next day begins."""
    person: Spent
    channel: Spent
    workspace: Spent


class UsageRows:
    """One row for each answer, written by ``Exchanges.finish``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, exchanges: Sequence[int]) -> dict[int, Usage]:
        """Return what answers took, by the number of their exchange; those that took nothing are left out."""
        return await self._database.read(_of, exchanges)

    async def sums(self, range: Range, *, by: Sequence[str] = ()) -> list[Sum]:
        """Sum up all of a range, or each "day", "person", "model", "channel" in it, several at once too, in order."""
        return await self._database.read(sum_up, range, tuple(by))

    async def today(self, author: Author, workspace: str, channel: str) -> Today:
        """Sum up the day so far, for a person, for the channel where they are and for all of their workspace."""
        whose = {"platform": author.platform, "person": author.id, "workspace": workspace, "channel": channel}
        return await self._database.read(_today, whose)


def record(tx: Connection, exchange_id: int, taken: Usage, of: Source = UNNAMED) -> None:
    """Write down what the answer of an exchange took, in place of what was written for it before."""
    counts = {name: getattr(taken, name) for name in (*_COUNTS, "estimated", "cost")}
    tx.execute(_row(tx), {"of": exchange_id, "named": of.model, "provider": of.provider, **counts})


@prepared
def _row(insert: Insert) -> Executable:
    named = bindparam("named", type_=Words)
    said = {
        "model": case((named != "", named), else_=exchange.c.model),
        "provider": bindparam("provider", type_=Words),
        "at": now(),
        "estimated": bindparam("estimated", type_=Boolean),
        "cost": bindparam("cost", type_=usage.c.cost.type),
        **{name: bindparam(name, type_=Integer) for name in _COUNTS},
    }
    values = {
        "exchange": exchange.c.id,
        "platform": message.c.platform,
        "workspace": conversation.c.workspace,
        "channel": conversation.c.channel,
        "author_id": message.c.author_id,
        **said,
    }
    source = select(*values.values()).select_from(exchange.join(message).join(conversation))
    row = insert(usage).from_select(list(values), source.where(exchange.c.id == bindparam("of")))
    return row.on_conflict_do_update(index_elements=["exchange"], set_={name: row.excluded[name] for name in said})


def _of(tx: Connection, exchanges: Sequence[int]) -> dict[int, Usage]:
    return {id: Usage(*taken) for id, *taken in tx.execute(_OF, {"exchanges": list(exchanges)})}


def _today(tx: Connection, whose: Mapping[str, str]) -> Today:
    at = tx.execute(_NOW).scalar_one()
    midnight = at - at % DAY
    sums = tx.execute(_SPENT, {"midnight": midnight, **whose}).one()
    person, channel, workspace = (Spent(*map(int, sums[first : first + 2])) for first in (0, 2, 4))
    return Today(int(midnight // DAY), midnight + DAY - at, person, channel, workspace)
