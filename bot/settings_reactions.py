"""A setting that gives reactions a meaning, the same on every platform: `bulb=save,wave=nothing`."""

from typing import Annotated

from pydantic import BeforeValidator
from pydantic_settings import NoDecode

from bot.wishes import MEANINGS, Meaning, bare_emoji

_MEANINGS = f"a meaning is one of {', '.join(MEANINGS)}"


def read_reactions(value: object) -> object:
    """Return the meanings by the names of reactions, or by the emoji. Raises ``ValueError``."""
    if not isinstance(value, str):
        return value
    pairs = [pair.split("=") for pair in value.replace(",", " ").split()]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"write NAME=MEANING, as in bulb=save, several of them with commas between; {_MEANINGS}")
    if any(meaning not in MEANINGS for _, meaning in pairs):
        raise ValueError(_MEANINGS)
    return {bare_emoji(name.strip(":")): meaning for name, meaning in pairs}


Reactions = Annotated[dict[str, Meaning], NoDecode, BeforeValidator(read_reactions)]
