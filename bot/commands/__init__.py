"""What each slash command does: a call in, Markdown out. One place for all platforms.

``Commands`` is the way in. Beside it: ``call`` (what comes in and goes out), ``parse`` (what people type), ``code`` and
``models`` (``/code …``), ``snippets`` (``/snippets …``), ``lessons`` and ``lesson_text`` (``/lessons …``), ``markdown``
(names and code put into text).
"""

from typing import TYPE_CHECKING, Any

from bot.commands.call import Call, Reply
from bot.commands.parse import parse_code

if TYPE_CHECKING:
    from bot.commands.commands import Commands

__all__ = ["Call", "Commands", "Reply", "parse_code"]


def __getattr__(name: str) -> Any:
    """Import ``Commands`` when it is asked for: who runs one command alone need not wait for the engine, seconds."""
    if name != "Commands":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from bot.commands.commands import Commands

    return Commands
