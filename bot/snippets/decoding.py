"""Files from anywhere, read as text; and the language that their names say."""

from pathlib import PurePosixPath

from bot.languages import canonical
from bot.snippets.limits import is_language

_WIDE = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes) -> str | None:
    """Return a text in UTF-8, or in UTF-16 where a byte order mark says so; None where it is none."""
    try:
        text = data.decode("utf-16" if data.startswith(_WIDE) else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text.replace("\r\n", "\n")


def language_of(file: str) -> str:
    """Return the language of a file by its ending, or by its name where it has none, such as ``Makefile``."""
    place = PurePosixPath(file)
    ending = place.suffix.lstrip(".") or place.name.lstrip(".")
    if not place.suffix and ending.lower() not in ("dockerfile", "makefile"):
        return ""
    return canonical(ending) or (ending.lower() if is_language(ending) else "")
