"""Usage: the tokens that answers took."""

from dataclasses import dataclass

from sqlalchemy import Boolean, Connection, Executable, Integer, bindparam, func, or_, select

from bot.nouns import Usage
from bot.store.columns import Words
from bot.store.database import Database
from bot.store.dialect import Insert, now, prepared
from bot.store.tables import conversation, exchange, message, usage

_COUNTS = ("prompt", "completion", "cached")
_TOTALS = (
    select(usage.c.model, func.count(), *(func.sum(usage.c[name]) for name in _COUNTS))
    .where(usage.c.at >= bindparam("since"))
    .group_by(usage.c.model)
    .order_by(usage.c.model)
)
_WHO = bindparam("author_id", type_=Words)
_SPENT = select(*(func.coalesce(func.sum(usage.c[name]), 0) for name in _COUNTS)).where(
    usage.c.at >= now() - bindparam("seconds"),
    usage.c.platform == bindparam("platform"),
    usage.c.workspace == bindparam("workspace"),
    or_(_WHO == "", usage.c.author_id == _WHO),
)


@dataclass(frozen=True, slots=True)
class Total:
    """What one model was used for; ``prompt``, ``completion`` and ``cached`` are tokens."""

    model: str
    answers: int
    prompt: int
    completion: int
    cached: int


class UsageRows:
    """One row for each answer, written by ``Exchanges.finish``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def totals(self, *, since: float = 0.0) -> list[Total]:
        """Sum up by model, in the order of names; ``since`` in seconds since 1970."""
        return await self._database.read(_totals, since)

    async def spent(self, platform: str, workspace: str, *, seconds: float, author_id: str = "") -> Usage:
        """Sum up the last ``seconds`` of one person, or of all people in the workspace where none is named."""
        whose = {"platform": platform, "workspace": workspace, "author_id": author_id}
        return await self._database.read(_spent, {"seconds": seconds, **whose})


def record(tx: Connection, exchange_id: int, taken: Usage) -> None:
    """Write down what the answer of an exchange took, in place of what was written for it before."""
    counts = {name: getattr(taken, name) for name in _COUNTS}
    tx.execute(_row(tx), {"of": exchange_id, "estimated": taken.estimated, **counts})


@prepared
def _row(insert: Insert) -> Executable:
    values = {
        "exchange": exchange.c.id,
        "platform": message.c.platform,
        "workspace": conversation.c.workspace,
        "channel": conversation.c.channel,
        "author_id": message.c.author_id,
        "model": exchange.c.model,
        "at": now(),
        "estimated": bindparam("estimated", type_=Boolean),
        **{name: bindparam(name, type_=Integer) for name in _COUNTS},
    }
    source = select(*values.values()).select_from(exchange.join(message).join(conversation))
    row = insert(usage).from_select(list(values), source.where(exchange.c.id == bindparam("of")))
    again = {name: row.excluded[name] for name in ("model", "at", "estimated", *_COUNTS)}
    return row.on_conflict_do_update(index_elements=["exchange"], set_=again)


def _totals(tx: Connection, since: float) -> list[Total]:
    return [Total(*row) for row in tx.execute(_TOTALS, {"since": since})]


def _spent(tx: Connection, whose: dict[str, object]) -> Usage:
    prompt, completion, cached = tx.execute(_SPENT, whose).one()
    return Usage(prompt, completion, cached)
