"""Reading a ZIP from anywhere: nothing is written, no more is unpacked than fits, and odd members are refused by name.

A ZIP of ours is read from its ``snippets.json`` alone, so that all comes back as it was. In any other one a file is a
snippet, called as the file and in the language that its name says. Files in one folder belong together: they are one
snippet, called as the folder, whose code is the first of them; unless they are more than a snippet may hold, then each
is one. A folder that everything lies in says nothing, and counts as none.
"""

import io
import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bot.errors import UsageError
from bot.nouns import Attachment
from bot.snippets import loose_json, our_json
from bot.snippets.carried import LARGEST_UNPACKED, LONGEST_FILE_NAME, MOST, Carried, Load, make, short
from bot.snippets.decoding import decode, language_of
from bot.snippets.limits import LARGEST, MOST_FILES
from bot.snippets.zipping import OURS
from bot.text import bare

MAGIC = (b"PK\3\4", b"PK\5\6")
_ENTRY = b"PK\1\2"
"""What each entry of a ZIP's directory begins with; counting them is cheap, reading them is not."""
_BROKEN = (BadZipFile, zlib.error, EOFError, struct.error, ValueError, NotImplementedError, OverflowError, OSError)
"""What the reader of ZIPs raises where one makes no sense."""
_CLUTTER = {"__MACOSX", ".DS_Store", ".git", "Thumbs.db", "desktop.ini"}
_ENCRYPTED = 0x1
_MOST_BROKEN = 100
_TOO_MUCH = f"Unpacked it has more than {LARGEST_UNPACKED // 1024**2} MB."


class _Broken(UsageError):
    """A member can't be unpacked, which takes as long as unpacking it."""


def unzip(data: bytes) -> Load:
    """Return what a ZIP holds. Raises ``UsageError`` where none of it can be read."""
    if data.count(_ENTRY) > MOST:
        raise UsageError(f"It holds more than {MOST:,} files.")
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except _BROKEN as error:
        raise UsageError("The ZIP is broken.") from error


def _read(archive: ZipFile) -> Load:
    load, rest, broken = Load(), LARGEST_UNPACKED, 0
    members = {place: info for info in archive.infolist() if (place := _place(info, load))}
    shared = _shared(list(members))
    if ours := _ours(archive, members.get(PurePosixPath(shared, OURS))):
        return ours
    files: dict[PurePosixPath, str] = {}
    for place, info in members.items():
        try:
            data = _unpack(archive, info, min(rest, LARGEST))
            rest -= len(data)
            if rest >= 0:
                files[place.relative_to(shared)] = _text(data)
        except UsageError as error:
            load.refuse(str(place), str(error))
            broken += type(error) is _Broken
        if rest < 0:
            raise UsageError(_TOO_MUCH)
        if broken > _MOST_BROKEN:
            raise _Broken("The ZIP is broken.")
    for name, these in _grouped(files):
        load.add(name, lambda name=name, these=these: _make(name, these))  # type: ignore[misc]
    return load


def _place(info: ZipInfo, load: Load) -> PurePosixPath | None:
    """Return where a member lies; None for what is no file, and for what is refused."""
    # Some programs of Windows part folders by backslashes.
    path = info.filename.replace("\\", "/")
    parts = path.split("/")
    if info.is_dir() or path.endswith("/") or _CLUTTER.intersection(parts):
        return None
    if path.startswith("/") or ".." in parts or parts[0][1:2] == ":":
        load.refuse(path, "Its name leads out of the ZIP.")
    elif max(map(len, parts)) > LONGEST_FILE_NAME:
        load.refuse(path, f"Its name has more than {LONGEST_FILE_NAME} characters.")
    elif stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        load.refuse(path, "It is a link or a device, and no file.")
    elif info.flag_bits & _ENCRYPTED:
        load.refuse(path, "It is encrypted.")
    elif info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        load.refuse(path, "It is packed in a way that I don't read: only the usual one, deflate.")
    else:
        return PurePosixPath(path)
    return None


def _shared(places: Sequence[PurePosixPath]) -> str:
    """Return the folder that everything lies in; empty where there is none."""
    first = {place.parts[0] for place in places}
    return first.pop() if len(first) == 1 and all(len(place.parts) > 1 for place in places) else ""


def _ours(archive: ZipFile, info: ZipInfo | None) -> Load | None:
    """Return what our JSON in a ZIP says; None where there is none, or it is a file of somebody's."""
    if not info:
        return None
    data = _unpack(archive, info, LARGEST_UNPACKED)
    if len(data) > LARGEST_UNPACKED:
        raise UsageError(_TOO_MUCH)
    text = decode(data)
    if not text or f'"{our_json.FORMAT}"' not in text:
        return None
    said = loose_json.parse(text)
    return our_json.read(said) if our_json.is_ours(said) else None


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise UsageError(f"A snippet holds {LARGEST // 1024} KB at most; this file has more.")
    if data.startswith(MAGIC):
        raise UsageError("It is a ZIP in a ZIP, which I don't open.")
    text = decode(data)
    if text is None:
        raise UsageError("It is no text in UTF-8.")
    return text


def _unpack(archive: ZipFile, info: ZipInfo, most: int) -> bytes:
    """Return what a member holds, and one byte more than ``most`` where it is more, whatever it says of its size."""
    try:
        with archive.open(info) as member:
            return member.read(most + 1)
    except _BROKEN as error:
        raise _Broken("It is broken.") from error


def _grouped(files: dict[PurePosixPath, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the files of each snippet, and what it is called."""
    folders: dict[PurePosixPath, dict[str, str]] = {}
    for place, text in files.items():
        folders.setdefault(place.parent, {})[place.name] = text
    for folder, these in folders.items():
        size = sum(len(text.encode()) for text in these.values())
        if folder.name and len(these) <= MOST_FILES and size <= LARGEST:
            yield folder.name, these
        else:
            yield from ((name, {name: text}) for name, text in these.items())


def _make(name: str, files: dict[str, str]) -> Carried:
    first = next((each for each, text in files.items() if text.strip()), next(iter(files)))
    more = tuple(Attachment(bare(each), text) for each, text in files.items() if each != first and text)
    code = files[first].removesuffix("\n")
    # A folder with one file says nothing that its file doesn't.
    return Carried(make(short(name if more else first), code, language=language_of(first), files=more))
