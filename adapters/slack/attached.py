"""One file that a person attached in Slack, made into a text or a picture for the model."""

import base64
import re
from collections.abc import Sequence

from adapters.slack.download import Download, Unread, too_large
from adapters.slack.payload import Payload, word
from bot.nouns import Attachment

MAX_TEXT = 200_000
"""Bytes of one text file."""
MAX_PICTURE = 5_000_000
"""Bytes of one picture."""
_SEEN = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""The pictures that every model which sees can read."""
_SHRUNK = tuple(f"thumb_{width}" for width in (1024, 960, 800, 720, 480, 360))
"""Where Slack keeps a picture made smaller, as PNG or JPEG; there is none larger than the picture itself."""
_WHOLE = ("url_private_download", "url_private")
_MAGIC = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)
_NEITHER = re.compile(r"(audio|video|font)/|application/.*(pdf|zip|compressed|office|msword|ms-|slack-docs)")
"""Kinds that are not worth fetching. All others are tried: code has too many kinds to name."""


async def fetch(download: Download, file: Payload) -> Attachment:
    """Return what ``file``, described as in Slack's events, holds. Raises ``Unread``."""
    name, kind = name_file(file), word(file, "mimetype")
    if kind.startswith("image/") and "svg" not in kind:
        return Attachment(name, image=await _fetch_picture(download, file))
    return Attachment(name, await _fetch_text(download, file))


def name_file(file: Payload) -> str:
    """Return what people call it."""
    return word(file, "name") or word(file, "title") or "the file"


async def _fetch_text(download: Download, file: Payload) -> str:
    kind, size = word(file, "mimetype"), _size(file)
    if _NEITHER.match(kind):
        raise _neither(file)
    if size > MAX_TEXT:
        raise too_large(size, MAX_TEXT)
    text = _decode(await download.fetch(_address(file, _WHOLE), most=MAX_TEXT, size=size), kind)
    if text is None:
        raise _neither(file)
    if not text.strip():
        raise Unread("it is empty")
    return text


def _decode(data: bytes, kind: str) -> str | None:
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace") if kind.startswith("text/") else "\0"
    return None if "\0" in text else text


async def _fetch_picture(download: Download, file: Payload) -> str:
    """Return a picture as a ``data:`` URL; a large one, or one of a kind that few models know, as Slack shrinks it."""
    size, known = _size(file), word(file, "mimetype") in _SEEN
    fields = (_SHRUNK[0], *_WHOLE) if known and size <= MAX_PICTURE else _SHRUNK
    if known and size > MAX_PICTURE and not any(word(file, field) for field in fields):
        raise too_large(size, MAX_PICTURE)
    data = await download.fetch(_address(file, fields), most=MAX_PICTURE, size=size)
    kind = next((kind for magic, kind in _MAGIC if magic.match(data)), "")
    if not kind:
        raise Unread("it is damaged, or no picture at all")
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _address(file: Payload, fields: Sequence[str]) -> str:
    address = next((address for field in fields if (address := word(file, field))), "")
    if not address:
        raise Unread("Slack keeps no copy of it that I could read")
    return address


def _neither(file: Payload) -> Unread:
    kind = word(file, "pretty_type") or word(file, "mimetype") or word(file, "filetype")
    return Unread("it is neither a text nor a picture" + (f" ({kind})" if kind else ""))


def _size(file: Payload) -> int:
    size = file.get("size")
    return size if isinstance(size, int) else 0
