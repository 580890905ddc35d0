"""What a person attached, made into a text or a picture for the model: the same rules on every platform."""

import base64
import re
from collections.abc import Sequence

from bot.briefing import MAX_PICTURES
from bot.nouns import Attachment

MAX_TEXT = 200_000
"""Bytes of one text file."""
MAX_TEXTS = 1_000_000
"""Characters of all text files of a message."""
MAX_PICTURE = 5_000_000
"""Bytes of one picture."""
SEEN = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""The pictures that every model which sees can read."""
_MAGIC = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)
_NEITHER = re.compile(r"(audio|video|font)/|application/.*(pdf|zip|compressed|office|msword|ms-|slack-docs)")
"""Kinds that are not worth fetching. All others are tried: code has too many kinds to name."""


class Unread(Exception):
    """A file could not be read; the text is half a sentence for the person who sent it."""


def is_picture(kind: str) -> bool:
    return kind.startswith("image/") and "svg" not in kind


def check_text(kind: str, size: int, called: str) -> None:
    """Raise ``Unread`` for a file that can't be read as a text; ``called`` is what people call its kind."""
    if _NEITHER.match(kind):
        raise neither(called)
    if size > MAX_TEXT:
        raise too_large(size, MAX_TEXT)


def read_text(data: bytes, kind: str, called: str) -> str:
    """Return the text that a file holds. Raises ``Unread``."""
    text = _decode(data, kind)
    if text is None:
        raise neither(called)
    if not text.strip():
        raise Unread("it is empty")
    return text


def read_picture(data: bytes) -> str:
    """Return a picture as a ``data:`` URL. Raises ``Unread``."""
    kind = next((kind for magic, kind in _MAGIC if magic.match(data)), "")
    if not kind:
        raise Unread("it is damaged, or no picture at all")
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def neither(called: str) -> Unread:
    return Unread("it is neither a text nor a picture" + (f" ({called})" if called else ""))


def too_large(size: int, most: int) -> Unread:
    """``size``: what the platform says the file has; where that is less than ``most``, nobody knows."""
    limit = f"{most // 1000:,} KB"
    if size > most:
        return Unread(f"it has {size // 1000:,} KB, and I read up to {limit}")
    return Unread(f"it has more than the {limit} that I read")


def gather(outcomes: Sequence[Attachment | str]) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """Return those files that are not too much together, and a sentence for each other one.

    A file that could not be read comes as its sentence.
    """
    attachments: list[Attachment] = []
    notes: list[str] = []
    for outcome in outcomes:
        if isinstance(outcome, str):
            notes.append(outcome)
        elif problem := _refuse(outcome, attachments):
            notes.append(problem)
        else:
            attachments.append(outcome)
    return tuple(attachments), tuple(notes)


def _refuse(file: Attachment, others: Sequence[Attachment]) -> str:
    """Return why a file is too much besides the others; empty: it is not."""
    if file.image and sum(bool(other.image) for other in others) >= MAX_PICTURES:
        return f"I left out {file.name}: I look at {MAX_PICTURES} pictures at once."
    if len(file.text) + sum(len(other.text) for other in others) > MAX_TEXTS:
        return f"I left out {file.name}: with it the files have more than {MAX_TEXTS:,} characters."
    return ""


def _decode(data: bytes, kind: str) -> str | None:
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace") if kind.startswith("text/") else "\0"
    return None if "\0" in text else text
