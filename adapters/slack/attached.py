"""One file that a person attached in Slack, made into a text or a picture for the model, or fetched as it is."""

from collections.abc import Sequence

from adapters.attached import (
    MAX_PICTURE,
    MAX_TEXT,
    SEEN,
    Unread,
    check_text,
    is_picture,
    read_picture,
    read_text,
    too_large,
)
from adapters.slack.download import Download
from adapters.slack.payload import Payload, word
from bot.nouns import Attachment

_SHRUNK = tuple(f"thumb_{width}" for width in (1024, 960, 800, 720, 480, 360))
"""Where Slack keeps a picture made smaller, as PNG or JPEG; there is none larger than the picture itself."""
_WHOLE = ("url_private_download", "url_private")


async def fetch(download: Download, file: Payload) -> Attachment:
    """Return what ``file``, described as in Slack's events, holds. Raises ``Unread``."""
    name = name_file(file)
    if is_picture(word(file, "mimetype")):
        return Attachment(name, image=await _fetch_picture(download, file))
    return Attachment(name, await _fetch_text(download, file))


async def fetch_whole(download: Download, file: Payload, most: int) -> Attachment:
    """Return the bytes of a file of any kind, of at most so many. Raises ``Unread``."""
    size = _size(file)
    if size > most:
        raise too_large(size, most)
    return Attachment(name_file(file), data=await download.fetch(_address(file, _WHOLE), most=most, size=size))


def name_file(file: Payload) -> str:
    """Return what people call it."""
    return word(file, "name") or word(file, "title") or "the file"


async def _fetch_text(download: Download, file: Payload) -> str:
    kind, size, called = word(file, "mimetype"), _size(file), _call(file)
    check_text(kind, size, called)
    data = await download.fetch(_address(file, _WHOLE), most=MAX_TEXT, size=size)
    return read_text(data, kind, called)


async def _fetch_picture(download: Download, file: Payload) -> str:
    """Return a picture as a ``data:`` URL; a large one, or one of a kind that few models know, as Slack shrinks it."""
    size, known = _size(file), word(file, "mimetype") in SEEN
    fields = (_SHRUNK[0], *_WHOLE) if known and size <= MAX_PICTURE else _SHRUNK
    if known and size > MAX_PICTURE and not any(word(file, field) for field in fields):
        raise too_large(size, MAX_PICTURE)
    return read_picture(await download.fetch(_address(file, fields), most=MAX_PICTURE, size=size))


def _address(file: Payload, fields: Sequence[str]) -> str:
    address = next((address for field in fields if (address := word(file, field))), "")
    if not address:
        raise Unread("Slack keeps no copy of it that I could read")
    return address


def _call(file: Payload) -> str:
    """Return what people call its kind."""
    return word(file, "pretty_type") or word(file, "mimetype") or word(file, "filetype")


def _size(file: Payload) -> int:
    size = file.get("size")
    return size if isinstance(size, int) else 0
