"""What people write in Slack as plain text: unescaped, with names instead of ids.

Slack escapes ``& < >`` and puts mentions and links into angle brackets: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Callable

Lookup = Callable[[str], str]
"""Gives the name of a person or a channel by its id."""

_TOKEN = re.compile(r"<([^<>\s][^<>]*)>|&(lt|gt|amp);")
_ESCAPED = {"lt": "<", "gt": ">", "amp": "&"}
_NAMED = re.compile(r"<([@#])([A-Z0-9]+)(?:\|[^<>]*)?>")
_SMART = str.maketrans("“”„‘’‚", "\"\"\"'''")


def as_typed(text: str, name: Lookup, *, me: str = "") -> str:
    """Return ``text`` as it was typed; mentions of ``me``, the bot's own id, are left out."""
    if me:
        text = re.sub(rf"<@{re.escape(me)}(\|[^<>]*)?>[,:]?[ \t]*", "", text)
    return _TOKEN.sub(lambda match: _ESCAPED[match[2]] if match[2] else _spell(match[1], name), text).strip()


def straight(text: str) -> str:
    """Return ``text`` with plain quotes: Slack's composer turns those of a command into typographic ones."""
    return text.translate(_SMART)


def ids(text: str) -> set[str]:
    """Return the people and channels that ``text`` names, whose names ``as_typed`` will look up."""
    return {match[2] for match in _NAMED.finditer(text)}


def mentions(text: str, user: str) -> bool:
    """Tell whether ``text`` names ``user``."""
    return bool(user) and any(match[1] == "@" and match[2] == user for match in _NAMED.finditer(text))


def turns_to_another(text: str, me: str) -> bool:
    """Tell whether ``text`` begins with the name of somebody else than ``me``: then it is said to them."""
    first = _NAMED.match(text.lstrip())
    return bool(first and first[1] == "@" and first[2] != me)


def _spell(token: str, name: Lookup) -> str:
    """Return what stands for the inside of angle brackets."""
    target, _, label = token.partition("|")
    label = _unescape(label)
    match target[0]:
        case "@":
            return f"@{label or name(target[1:])}"
        case "#":
            return f"#{label or name(target[1:])}"
        case "!":
            return label or f"@{target[1:].partition('^')[0]}"
    return _spell_link(_unescape(target), label)


def _spell_link(address: str, label: str) -> str:
    bare = address.removeprefix("mailto:")
    if not label or label == bare:
        return bare
    # Slack makes links of addresses on its own: then the label is what was typed.
    typed = label.rstrip("/") == bare.partition("://")[2].rstrip("/")
    return label if typed else f"{label} ({bare})"


def _unescape(text: str) -> str:
    return re.sub(r"&(lt|gt|amp);", lambda match: _ESCAPED[match[1]], text)
