"""What Discord refuses, by the numbers it gives: turned into the errors of the port, with a sentence for the person.

Source: https://docs.discord.com/developers/topics/opcodes-and-status-codes, JSON error codes.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord

from bot.errors import Flaky, Forbidden, Gone, SurfaceError, Throttled

ARCHIVED = "50083"
"""The code of a thread that sleeps: nothing in it can be changed until it is woken."""
NO_PERMISSION = "50013"
LOCKED = "This thread is locked, so I can't write in it. Ask in another one."
THREAD_EXISTS = "160004"
UNREADABLE = "160002"
"""The code of a reply where the bot may not read what was said before."""
TOO_LATE = frozenset({"10062", "10015", "50027", "40060"})
"""Codes of an interaction that can't be answered any more: three seconds or fifteen minutes are over, or it was."""
_DELETED = {
    "10003": "The channel or thread was deleted.",
    "10008": "The message was deleted.",
    "10004": "I'm no longer on this server.",
}
_HERE = "I may not write here. Somebody who manages this server can give me {} in this channel."
_FORBIDDEN = {
    "50001": "I can't see this channel. Somebody who manages this server can let me in.",
    NO_PERMISSION: _HERE.format("*Send Messages*, *Send Messages in Threads* and *Attach Files*"),
    "50007": "You take no direct messages from me. Ask me in a channel, or allow messages from this server's members.",
    UNREADABLE: _HERE.format("*Read Message History*"),
    "160005": LOCKED,
    "20016": "Slow mode holds me up in this channel. Ask in another one.",
    "90001": "I may not react here.",
}
_REFUSED = {
    "40005": "the file is larger than Discord takes here",
    "50035": "Discord did not take the message",
}
_OLD_EDITS = 30046
"""Too many edits of messages that are older than an hour; how many it takes Discord does not say. Younger ones can be
edited meanwhile, so this is no reason for their bucket to rest.
"""
_CLOSED = "is closed"
"""What aiohttp says of a session whose client was closed beside the call: a new one is on its way."""
_REST = 5.0
"""Seconds of rest where Discord, or what stands before it, wants one and does not say for how long."""


class Refused(SurfaceError):
    """Discord said no to a call, for a reason that the caller may know what to do about; ``code`` says which."""


PASSING = (Flaky, Throttled)
"""Errors that may be over in a moment."""


@asynccontextmanager
async def translated() -> AsyncIterator[None]:
    """Raise what a call of the SDK raises inside as an error of the port."""
    try:
        yield
    except discord.RateLimited as error:
        raise Throttled(error.retry_after) from error
    except discord.HTTPException as error:
        raise translate(error) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise _silent(error) from error
    except RuntimeError as error:
        if _CLOSED not in str(error):
            raise
        raise _silent(error) from error


def _silent(error: Exception) -> Flaky:
    return Flaky(f"Discord did not answer ({type(error).__name__}).")


def translate(error: discord.HTTPException) -> SurfaceError:
    """Return the error of the port for an answer of Discord's."""
    made = _translate(error)
    made.code = str(error.code or error.status)
    return made


def _translate(error: discord.HTTPException) -> SurfaceError:
    code, status = str(error.code), error.status
    if code in _DELETED:
        return Gone(_DELETED[code])
    if code in _FORBIDDEN:
        return Forbidden(_FORBIDDEN[code])
    if error.code == _OLD_EDITS:
        return Flaky("Discord takes no more edits of messages that are older than an hour just now.")
    if status == 429:
        return Throttled(_asked_rest(error))
    if status >= 500:
        return Flaky(f"Discord did not answer (HTTP {status}).")
    if status == 403:
        return Forbidden(f"Discord does not allow that here ({error.text[:120] or status}).")
    if status == 401:
        return Forbidden("Discord no longer takes my token, so I can't write.")
    said = _REFUSED.get(code, "Discord refused it")
    return Refused(f"{said} ({error.text[:120] or status})")


def _asked_rest(error: discord.HTTPException) -> float:
    try:
        return float(error.response.headers.get("Retry-After", _REST))
    except ValueError:
        return _REST
