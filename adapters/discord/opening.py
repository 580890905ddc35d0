"""A thread for a question: opened on the message that it stands in, and named after it."""

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

import discord

from adapters.discord.connection import Connection
from adapters.discord.errors import THREAD_EXISTS
from adapters.discord.origin import Origin
from bot.errors import SurfaceError, UsageError
from bot.text import measure, shorten

_log = logging.getLogger(__name__)
LONGEST_NAME = 100
_UNNAMED = "A question"
_NO_MESSAGE = "10008"
_ASLEEP_AFTER: Literal[1440] = 1440
"""Minutes without a word after which Discord takes a thread off the list."""
_TICKS, _SPACE = re.compile("`+"), re.compile(r"\s+")
_NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
}


@dataclass(frozen=True, slots=True)
class NewThread:
    """A thread that is still to be opened, on the message of a question."""

    channel: str
    """Where the message is."""
    question: str
    refused: Callable[[], Awaitable[None]] | None = None
    """Is called where Discord lets us open none."""


def name_after(question: str) -> str:
    """Return a name for a thread: the first words of the question."""
    lines = (_SPACE.sub(" ", _TICKS.sub("", line)).strip() for line in question.splitlines())
    name = next((line for line in lines if line), "")
    return name if measure(name) <= LONGEST_NAME else shorten(name, LONGEST_NAME - 1).rstrip() + "…"


def check_permissions(origin: Origin, has: discord.Permissions, *, threads: bool) -> None:
    """Raise ``UsageError`` with what the bot lacks where it is to answer; ``threads``: it will open one."""
    if origin.is_direct:
        return
    needed = ["view_channel", "send_messages_in_threads" if origin.is_thread else "send_messages"]
    if threads:
        needed += ["send_messages_in_threads", "create_public_threads"]
    lacking = [_NEEDED[name] for name in needed if not getattr(has, name)]
    if lacking:
        names = " and ".join(f"*{name}*" for name in lacking)
        raise UsageError(f"I can't answer here: I lack {names}. Somebody who manages this server can give me that.")


async def open_thread(connection: Connection, new: NewThread, message: str) -> bool:
    """Open a thread on a message, whose id it has; False where Discord lets us open none, for a reason in the log.

    True too where there is one, and where it is a thread of its own, which no message has.
    """
    name = name_after(new.question) or _UNNAMED

    async def create(client: discord.Client) -> None:
        await client.http.start_thread_with_message(
            int(new.channel), int(message), name=name, auto_archive_duration=_ASLEEP_AFTER
        )

    pace = connection.rates.thread(new.channel)
    await pace.turn(urgent=True)
    try:
        await connection.call(create, urgent=True)
    except SurfaceError as problem:
        if problem.code in (THREAD_EXISTS, _NO_MESSAGE):
            return True
        _log.warning("no thread could be opened on message %s, so it is answered in place: %s", message, problem)
        return False
    finally:
        pace.ended()
    return True
