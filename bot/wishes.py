"""What people mean by a short word or by an emoji, the same on every platform."""

from collections.abc import Mapping
from typing import Literal, get_args

Meaning = Literal["up", "down", "again", "save", "stop", "nothing"]
"""What a reaction under an answer does."""
MEANINGS: tuple[str, ...] = get_args(Meaning)
VERDICTS: Mapping[str, int] = {"up": +1, "down": -1}
USUAL: Mapping[str, Meaning] = {
    **dict.fromkeys(("👍", "+1", "thumbsup"), "up"),
    **dict.fromkeys(("👎", "-1", "thumbsdown"), "down"),
    **dict.fromkeys(("🔁", "🔄", "repeat", "arrows_counterclockwise"), "again"),
    **dict.fromkeys(("📌", "📍", "pushpin", "round_pushpin"), "save"),
    **dict.fromkeys(("🛑", "⛔", "octagonal_sign", "no_entry", "stop_sign"), "stop"),
}
"""What reactions mean where the operator did not say otherwise: by the emoji, or by the name that Slack gives it."""
_STOPS = ("stop", "stop it", "stop please", "please stop", ":octagonal_sign:", "🛑")
_HELPS = ("help", "/help", "/code help")
_SELECTOR = "\N{VARIATION SELECTOR-16}"
_SKINS = range(0x1F3FB, 0x1F400)


def wish(text: str) -> Literal["stop", "help", ""]:
    """Return what a whole message is a word for; empty: it is a question."""
    word = " ".join(text.lower().split()).rstrip(".!")
    return "stop" if word in _STOPS else "help" if word in _HELPS else ""


def meanings(own: Mapping[str, Meaning]) -> Mapping[str, Meaning]:
    """Return what reactions mean where the operator has ``own`` meanings for some."""
    return {**USUAL, **own}


def bare_emoji(emoji: str) -> str:
    """Return an emoji without its skin tone, and without the mark that asks for colour."""
    return "".join(char for char in emoji if char != _SELECTOR and ord(char) not in _SKINS) or emoji
