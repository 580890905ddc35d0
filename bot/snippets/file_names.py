"""Names of files that every system takes, and that lead nowhere else, made of names that people gave."""

import re
import unicodedata

from bot.languages import canonical, extension

_ODD = re.compile(r"[^\w.+#-]+")
_DOTS = re.compile(r"\.{2,}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever its ending."""
_LONGEST = 80
"""Bytes, of the 255 that a name may have; an ending and a number come to it."""


def safe(name: str, instead: str) -> str:
    """Return a name without all that means something in a path or to a shell; ``instead`` where nothing is left."""
    plain = _DOTS.sub(".", _ODD.sub("-", unicodedata.normalize("NFC", name)))
    plain = plain.encode(errors="ignore")[:_LONGEST].decode(errors="ignore").strip("-.")
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain or instead


def safe_code(name: str, language: str, instead: str) -> str:
    """Return the name of a file of code, with the ending of its language."""
    plain, ending = safe(name, instead), extension(language)
    had = plain.rpartition(".")[2].lower() if "." in plain else ""
    fits = had and (not language or had == ending or canonical(had) == canonical(language))
    return plain if fits else f"{plain}.{ending}"


def unique(name: str, taken: dict[str, int]) -> str:
    """Return a name that is not ``taken`` yet, where capitals make no difference, and take it.

    ``taken`` holds the number that each name was given last, so that very many of one name take no longer than others.
    """
    stem, dot, ending = name.rpartition(".")
    number, free = taken.get(name.casefold(), 1), name
    while free.casefold() in taken:
        number += 1
        free = f"{stem}-{number}.{ending}" if dot else f"{name}-{number}"
    taken[free.casefold()] = 1
    taken[name.casefold()] = number
    return free
