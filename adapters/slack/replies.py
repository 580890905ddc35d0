"""What a command says, as blocks: its buttons, and the window in which it is shown to those who pressed one at Home.

Windows take Slack's own mrkdwn, and no Markdown blocks.
"""

import re
from collections.abc import Sequence

from adapters.slack.blocks import Block, actions, commands, cut, escape, plain, section
from adapters.slack.masks import part
from bot.commands import Reply
from bot.nouns import Button

RUN = "run"
"""The ``action_id`` of a button that runs a command, and shows in its own place what comes of it."""
_LONGEST_TITLE = 24
_LONGEST_PART, _MOST_PARTS = 2_900, 40
_BREAK = "\u200b"
"""Parts the links that show the address of another place, so that they are none."""
_LINK = re.compile(r"\[([^]\[|\n]+)\]\((https://[^\s()|]+)\)")
_FENCE = re.compile(r"^(`{3,})[^\n`]*\n(.*?)\n?^\1`*[ \t]*$", re.MULTILINE | re.DOTALL)


def run_buttons(buttons: Sequence[Button]) -> list[Block]:
    """Return the buttons below what a command says, in a row."""
    return commands(RUN, buttons)


def reply_form(title: str, reply: Reply) -> Block:
    """Return a window that shows what a command says, for those who pressed a button on the page."""
    buttons = run_buttons(reply.buttons)
    row = [actions(*buttons)] if buttons else []
    return {
        "type": "modal",
        "callback_id": "reply",
        "title": plain(cut(title, _LONGEST_TITLE)),
        "close": plain("Close"),
        "blocks": [*_parts(reply.text)[:_MOST_PARTS], *row],
    }


def _parts(text: str) -> list[Block]:
    """Return Markdown as blocks that a window takes: code as it is, and all else as mrkdwn."""
    blocks: list[Block] = []
    at = 0
    for fence in _FENCE.finditer(text):
        blocks += [*_prose(text[at : fence.start()]), *_code(fence[2])]
        at = fence.end()
    return [*blocks, *_prose(text[at:])]


def _prose(text: str) -> list[Block]:
    words = re.sub(r"\*\*(.+?)\*\*", r"*\1*", escape(part(text.strip(), _BREAK)))
    words = _LINK.sub(r"<\2|\1>", words)
    return [section(piece) for piece in _cut_up(words)]


def _code(text: str) -> list[Block]:
    return [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": piece}]}],
        }
        for piece in _cut_up(text)
    ]


def _cut_up(text: str) -> list[str]:
    return [text[at : at + _LONGEST_PART] for at in range(0, len(text), _LONGEST_PART)]
