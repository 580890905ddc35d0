"""A ZIP of snippets: a file for each, or a folder where it has several; and ``snippets.json``, from which it is read.

The same snippets make the same bytes. Names are such that unpacking it writes nowhere else, on no system.
"""

import io
from collections.abc import Iterable, Sequence
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.snippets.carried import Carried
from bot.snippets.file_names import safe, safe_code, unique

OURS = "snippets.json"
_FILE = 0o100644 << 16
_UNIX = 3


def zip_up(carried: Iterable[Carried], ours: str) -> bytes:
    """Return a ZIP; ``ours``: the JSON that stands in it."""
    buffer, taken = io.BytesIO(), {OURS: 1}
    with ZipFile(buffer, "w") as archive:
        _write(archive, OURS, ours)
        for each in sorted(carried, key=lambda each: (each.snippet.at, each.snippet.key)):
            for name, text in _files(each, taken):
                _write(archive, name, text)
    return buffer.getvalue()


def _files(carried: Carried, taken: dict[str, int]) -> Sequence[tuple[str, str]]:
    snippet = carried.snippet
    code = safe_code(snippet.name, snippet.language, snippet.key)
    if not snippet.files:
        return [(unique(code, taken), snippet.code)]
    folder, inside = unique(safe(snippet.name, snippet.key), taken), dict[str, int]()
    files = [(code, snippet.code), *((safe(file.name, "file.txt"), file.text) for file in snippet.files)]
    return [(f"{folder}/{unique(name, inside)}", text) for name, text in files]


def _write(archive: ZipFile, name: str, text: str) -> None:
    # The date is the first that a ZIP knows: that of the export would make each one different.
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, _FILE, _UNIX
    archive.writestr(entry, text.encode())
