"""What others said before a question, as a text for the model: who said what, the latest kept."""

from collections.abc import Sequence

from bot.nouns import Attachment

NAME = "the thread so far"
MOST_MESSAGES = 50
MOST_FILES = 5
"""Files of earlier messages that are read along."""
MOST_CHARS = 12_000
_LEFT_OUT = "(What was said before this is left out.)\n\n"


def transcribe(lines: Sequence[str]) -> Attachment | None:
    """Return what was said, a message a line or several; None where nothing was. At most 12,000 characters."""
    said = [line for line in lines if line]
    if not said:
        return None
    whole = "\n\n".join(said[-MOST_MESSAGES:])
    kept = whole[-(MOST_CHARS - len(_LEFT_OUT)) :] if len(whole) > MOST_CHARS else whole
    is_less = len(kept) < len(whole) or len(said) > MOST_MESSAGES
    return Attachment(NAME, _LEFT_OUT + kept if is_less else kept)


def tell(who: str, text: str, files: Sequence[str] = ()) -> str:
    """Return that ``who`` said ``text`` and sent ``files``; empty where nothing was said."""
    said = " ".join(part for part in (text, *(f"[file {name}]" for name in files if name)) if part)
    return f"{who}: {said}" if said else ""
