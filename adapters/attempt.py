"""The one net of an adapter: what goes wrong in a piece of work becomes a log line and a sentence for the person."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from bot.commands.markdown import fence
from bot.errors import BotError, UsageError

FAULT = "That went wrong through a fault of ours, which is noted in the log. Try it once more."
Doing = Callable[[], Awaitable[None]]
_log = logging.getLogger(__name__)


async def attempt(about: str, work: Doing) -> str:
    """Do ``work``; return a sentence on what went wrong, empty where all went well. Never raises."""
    try:
        await work()
    except UsageError as refusal:
        return str(refusal)
    except BotError as error:
        _log.warning("%s: %s", about, error)
        return str(error)
    except Exception:  # noqa: BLE001  # why: the adapter's one net: others are being answered beside this one
        _log.exception("%s failed", about)
        return FAULT
    return ""


@contextmanager
def giving_back(words: str) -> Iterator[None]:
    """Put what a person wrote below what goes wrong inside, so that they need not write it again."""
    try:
        yield
    except BotError as problem:
        if not isinstance(problem, UsageError):
            _log.warning("what was asked for could not be done: %s", problem)
        raise UsageError(f"{problem}\n\nYou wrote:\n\n{fence(words)}") from problem
