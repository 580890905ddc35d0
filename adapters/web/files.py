"""Files that belong to a question of the page, read by the rules of every platform."""

from collections.abc import Sequence

from adapters.attached import MAX_PICTURE, Unread, check_text, gather, read_picture, read_text, too_large
from adapters.web.frames import File
from bot.errors import UsageError
from bot.nouns import Attachment, Gathered
from bot.text import bare

MOST_FILES = 5
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
"""How names of pictures end. What browsers take a file for is of no use: code in TypeScript is a video to them."""
_NAMELESS = "a file without a name"


def read_files(files: Sequence[File]) -> Gathered:
    """Return what can be read of files, and a sentence for each that can't. Raises ``UsageError`` for too many."""
    if len(files) > MOST_FILES:
        raise UsageError(f"A question can have {MOST_FILES} files; this one has {len(files)}.")
    return Gathered(*gather([_read(file) for file in files]))


def _read(file: File) -> Attachment | str:
    name = bare(file.name) or _NAMELESS
    try:
        if name.lower().endswith(_PICTURES):
            if len(file.data) > MAX_PICTURE:
                raise too_large(len(file.data), MAX_PICTURE)
            return Attachment(name, image=read_picture(file.data))
        check_text("", len(file.data), "")
        return Attachment(name, read_text(file.data, "", ""))
    except Unread as problem:
        return f"I can't read {name}: {problem}."
