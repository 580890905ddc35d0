"""A thread for a question: opened on the message that it stands in, and named after it."""

import logging
import re
from typing import Literal

import discord

from adapters.discord.errors import THREAD_EXISTS, Refused
from adapters.discord.origin import Origin
from adapters.discord.parts import Parts
from adapters.discord.place import Place
from adapters.discord.reading import measure, shorten
from bot.errors import SurfaceError, UsageError

_log = logging.getLogger(__name__)
LONGEST_NAME = 100
_UNNAMED = "A question"
_ASLEEP_AFTER: Literal[1440] = 1440
"""Minutes without a word after which Discord takes a thread off the list."""
_TICKS, _SPACE = re.compile("`+"), re.compile(r"\s+")
_NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
}


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


async def open_thread(parts: Parts, guild: str, channel: str, message: str, question: str) -> Place | None:
    """Return the thread on a message; None where Discord lets us open none, for a reason that is in the log."""
    name = name_after(question) or _UNNAMED

    async def create(client: discord.Client) -> None:
        await client.http.start_thread_with_message(
            int(channel), int(message), name=name, auto_archive_duration=_ASLEEP_AFTER
        )

    await parts.rates.thread(channel).turn(urgent=True)
    try:
        await parts.call(create, urgent=True)
    except Refused as refused:
        if refused.code != THREAD_EXISTS:
            _note(message, refused)
            return None
    except SurfaceError as problem:
        _note(message, problem)
        return None
    return Place(guild, message)  # a thread has the id of its message


def _note(message: str, problem: SurfaceError) -> None:
    _log.warning("no thread could be opened on message %s, so it is answered in place: %s", message, problem)
