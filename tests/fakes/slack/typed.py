"""What people type, as Slack's clients send it: special characters escaped, addresses wrapped."""

import re

_MENTION = r"<(?:[@#!][^<>\s]+)>"
_CODE = r"```.*?```|`[^`\n]*`"
_PARTS = re.compile(rf"({_MENTION})|({_CODE})|(https?://[^\s<>`]+)", re.DOTALL)


def typed(text: str) -> str:
    """Return the text of a message as events carry it; ``<@U1>`` and its like are taken for mentions."""
    pieces, last = [], 0
    for found in _PARTS.finditer(text):
        mention, _, address = found.groups()
        pieces.append(escape(text[last : found.start()]))
        whole = escape(found.group())
        pieces.append(mention or (f"<{whole}>" if address else whole))
        last = found.end()
    return "".join([*pieces, escape(text[last:])])


def escape(text: str) -> str:
    """Return a text with the three characters escaped that mean something to Slack."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
