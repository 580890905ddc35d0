"""A file that somebody wants to import: what it is, is told by what it holds, whatever its name says."""

from bot.errors import UsageError
from bot.nouns import Attachment
from bot.snippets import gists, loose_json, our_json, vscode
from bot.snippets.carried import LARGEST_FILE, Load
from bot.snippets.decoding import decode
from bot.snippets.unzipping import MAGIC, unzip

WHAT = (
    "snippets that were exported here (JSON or ZIP), a ZIP of files of code, snippets of VS Code, or gists as GitHub's"
    " API gives them"
)


def unpack(file: Attachment) -> Load:
    """Return what a file holds, and what of it can't be brought. Raises ``UsageError`` where all of it can't be read.

    It takes a moment: run it beside the event loop.
    """
    data = file.data or file.text.encode(errors="replace")
    if len(data) > LARGEST_FILE:
        size, most = len(data) / 1024**2, LARGEST_FILE // 1024**2
        raise UsageError(f"A file that is imported has {most} MB at most; this one has {size:,.1f} MB.")
    if not data.strip():
        raise UsageError("The file is empty.")
    load = unzip(data) if data.startswith(MAGIC) else _read_json(data, file.name)
    if not load.carried and not load.refused:
        raise UsageError("There is no snippet in the file.")
    return load


def _read_json(data: bytes, name: str) -> Load:
    text = decode(data)
    if text is None:
        raise UsageError(f"The file is neither a ZIP nor a text in UTF-8. I read {WHAT}.")
    if not text.lstrip().startswith(("{", "[", "//", "/*")):
        raise UsageError(f"The file is neither a ZIP nor JSON. I read {WHAT}. `/snippets save` keeps a file of code.")
    said = loose_json.parse(text)
    if our_json.is_ours(said):
        return our_json.read(said)
    if gists.are_gists(said):
        return gists.read(said)
    if vscode.is_of_vscode(said):
        return vscode.read(said, name)
    if not said:
        return Load()
    raise UsageError(f"The file is JSON of another kind. I read {WHAT}.")
