"""The one net of an adapter: what goes wrong in a piece of work becomes a log line and a sentence for the person."""

import logging
from collections.abc import Awaitable, Callable

from bot.errors import BotError, UsageError

FAULT = "That went wrong through a fault of ours, which is noted in the log. Try it once more."
Work = Callable[[], Awaitable[None]]
_log = logging.getLogger(__name__)


async def attempt(about: str, work: Work) -> str:
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
