"""Usage summed up: by day, by person, by model, by channel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select

from bot.store.columns import Words
from bot.store.dialect import day, now
from bot.store.tables import exchange, message, usage

DAY = 24 * 60 * 60
KEYS: dict[str, tuple[str, ...]] = {
    "day": ("day",),
    "person": ("platform", "workspace", "author_id"),
    "model": ("provider", "model"),
    "channel": ("platform", "workspace", "channel"),
}
"""What can be summed up by, and what tells two of its kind apart."""
_NOW = select(now())
_WITHIN = and_(
    usage.c.at >= bindparam("since"),
    *(
        or_(bindparam(name, type_=Words) == "", usage.c[name] == bindparam(name, type_=Words))
        for name in ("platform", "workspace", "author_id")
    ),
)
_DAY = day(usage.c.at).label("day")
_SUMS = {
    "answers": func.count(),
    "prompt": func.coalesce(func.sum(usage.c.prompt), 0),
    "completion": func.coalesce(func.sum(usage.c.completion), 0),
    "cached": func.coalesce(func.sum(usage.c.cached), 0),
    "cost": func.sum(usage.c.cost),
    "priced": func.count(usage.c.cost),
    "estimates": func.count().filter(usage.c.estimated),
    "last": func.coalesce(func.max(usage.c.exchange), 0),
}
_NAMES = (
    select(exchange.c.id, message.c.author_name)
    .select_from(exchange.join(message))
    .where(exchange.c.id.in_(bindparam("exchanges", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Range:
    """Which answers are summed up; what is empty does not matter."""

    days: int
    """How many days back, today included, in UTC."""
    platform: str = ""
    workspace: str = ""
    author_id: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """What some answers took together; ``prompt``, ``completion`` and ``cached`` are tokens.

    Of ``day`` to ``name``, what was not summed up by is empty.
    """

    answers: int
    prompt: int
    completion: int
    cached: int
    cost: int | None
    """Millionths of a dollar, of the answers with a known price; None: there are none of those."""
    priced: int
    """Answers with a known price."""
    estimates: int
    """Answers of which nobody but us has counted the tokens."""
    last: int
    """The exchange of the last of them."""
    day: date | None = None
    platform: str = ""
    workspace: str = ""
    channel: str = ""
    author_id: str = ""
    name: str = ""
    """What the person was called last."""
    provider: str = ""
    model: str = ""


def sum_up(tx: Connection, range: Range, by: tuple[str, ...]) -> list[Sum]:
    """Return the sums of a range by each of ``by``, of which ``KEYS`` names all; by nothing, that is one."""
    since = (tx.execute(_NOW).scalar_one() // DAY - range.days + 1) * DAY
    whose = {"platform": range.platform, "workspace": range.workspace, "author_id": range.author_id}
    sums = [_read(dict(row)) for row in tx.execute(_select(by), {"since": since, **whose}).mappings()]
    return _name(tx, sums) if "person" in by else sums


def _select(by: tuple[str, ...]) -> Select[Any]:
    names = list(dict.fromkeys(name for each in by for name in KEYS[each]))
    columns: list[Any] = [_DAY if name == "day" else usage.c[name] for name in names]
    sums = [each.label(name) for name, each in _SUMS.items()]
    return select(*columns, *sums).where(_WITHIN).group_by(*columns).order_by(*columns)


def _read(row: dict[str, Any]) -> Sum:
    if "day" in row:
        row["day"] = datetime.fromtimestamp(row["day"] * DAY, UTC).date()
    cost = row.pop("cost")
    return Sum(cost=None if cost is None else int(cost), **row)


def _name(tx: Connection, sums: Sequence[Sum]) -> list[Sum]:
    last: dict[tuple[str, str, str], int] = {}
    for each in sums:
        last[_whose(each)] = max(each.last, last.get(_whose(each), 0))
    names = {row.id: row.author_name for row in tx.execute(_NAMES, {"exchanges": list(last.values())})}
    return [replace(each, name=names.get(last[_whose(each)], "")) for each in sums]


def _whose(sum: Sum) -> tuple[str, str, str]:
    return sum.platform, sum.workspace, sum.author_id
