"""What each slash command does: a call in, Markdown out. One place for all platforms.

``Commands`` is the way in. Beside it: ``call`` (what comes in and goes out), ``parse`` (what people type), ``code`` and
``models`` (``/code …``), ``snippets`` (``/snippets …``), ``lessons`` and ``lesson_text`` (``/lessons …``), ``markdown``
(names and code put into text).
"""

from bot.commands.call import Call, Reply
from bot.commands.commands import Commands
from bot.commands.parse import parse_code

__all__ = ["Call", "Commands", "Reply", "parse_code"]
