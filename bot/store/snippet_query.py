"""What one asks for among snippets, as the store takes it; how people write it says ``bot.snippets.query``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """What a snippet must have, all of it; nothing: any will do."""

    words: tuple[str, ...] = ()
    """What stands anywhere in key, name, language, tags, note, code or files, in whatever case."""
    tags: tuple[str, ...] = ()
    """In small letters, without ``#``."""
    languages: tuple[str, ...] = ()
    """It has one of these, whichever of its names that goes by."""
    mine: bool = False
    pinned: bool = False
    deleted: bool = False
    """What the person has in the bin, instead of what there is."""
