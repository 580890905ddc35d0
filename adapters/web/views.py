"""What the page is told of exchanges and models, as JSON."""

from collections.abc import Sequence
from typing import Any

from adapters.web.remarks import show_reply
from adapters.web.runs import Frame
from bot.commands import Reply
from bot.nouns import Exchange
from bot.preparing import MISSING
from bot.store.beside import Beside
from bot.surface import Epilogue

_MILLION = 1_000_000


def show_exchange(exchange: Exchange, remarks: Sequence[Reply] = (), beside: Beside | None = None) -> dict[str, Any]:
    """Everything that the page draws of an exchange, and the run to follow while ``running``.

    ``remarks``: what is said of lessons below it, and what can be done about them. Answers to the same ``message``
    stand beside each other.
    """
    beside = beside or Beside()
    return {
        "id": exchange.id,
        "run": run_of(exchange),
        "ref": exchange.message.ref,
        "text": exchange.message.text,
        "mode": exchange.message.mode,
        "running": exchange.state.is_open,
        "answer": exchange.answer,
        "correction": exchange.correction,
        "at": exchange.at,
        "message": exchange.message_id,
        "follows": exchange.message.follows,
        "verdict": beside.verdict,
        "files": [file.name for file in exchange.message.attachments if file.name != MISSING],
        "usage": show_usage(beside),
        **_outcome(Epilogue(exchange.id, exchange.state, exchange.model), exchange.problem, remarks),
    }


def show_usage(beside: Beside) -> dict[str, Any] | None:
    """What an answer took: tokens, and dollars where its cost is known; None where nothing was counted."""
    if not (took := beside.usage):
        return None
    cost = None if beside.cost is None else beside.cost / _MILLION
    counts = {"prompt": took.prompt, "completion": took.completion, "cached": took.cached}
    return {**counts, "estimated": took.estimated, "cost": cost}


def done(
    epilogue: Epilogue,
    exchange: Exchange | None = None,
    remarks: Sequence[Reply] = (),
    beside: Beside | None = None,
) -> Frame:
    """The last frame of a run. With the exchange it also says what was stored, so that the page shows just that."""
    return {
        "type": "done",
        "exchange": epilogue.exchange,
        "shown": show_exchange(exchange, remarks, beside) if exchange else None,
        **_outcome(epilogue, exchange.problem if exchange else "", remarks),
    }


def run_of(exchange: Exchange) -> str:
    """Return the id of the run that shows, or showed, the answer of ``exchange``."""
    return exchange.refs[0] if exchange.refs else exchange.message.ref


def _outcome(epilogue: Epilogue, problem: str, remarks: Sequence[Reply]) -> dict[str, Any]:
    return {
        "reason": epilogue.state,
        "model": epilogue.model,
        "problem": problem,
        "try_again": epilogue.try_again,
        "remarks": [show_reply(remark) for remark in remarks],
    }
