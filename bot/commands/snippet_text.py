"""How a snippet looks in Markdown: a line in a list, all of it, what an edit changed, and what can be pressed."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.commands.call import Call
from bot.commands.markdown import fence, mark, plain
from bot.nouns import Attachment, Button, Snippet
from bot.snippets.diff import differ
from bot.snippets.file_names import safe, safe_code
from bot.snippets.matches import Match

LONGEST = 8_000
"""Characters of code that are shown; more of it comes as a file."""


def called(snippet: Snippet) -> str:
    """Return the key and the name."""
    return f"{mark(snippet.key)} {mark(snippet.name)}"


def describe(snippet: Snippet, call: Call) -> str:
    """Return key, name, language, tags and, where that is not the caller, who saved it, in one line."""
    keeper = "" if snippet.author.id == call.author.id else plain(snippet.author.name)
    more = f"{len(snippet.files) + 1} files" if snippet.files else ""
    parts = (called(snippet), plain(snippet.language), more, tags(snippet), keeper)
    return ("📌 " if snippet.pinned else "") + " · ".join(part for part in parts if part)


def tags(snippet: Snippet) -> str:
    return " ".join(f"#{tag}" for tag in snippet.tags)


def detail(snippet: Snippet, call: Call) -> str:
    """Return what there is to know of a snippet but its code."""
    version = f"version {snippet.version}" + (f" by {plain(snippet.editor)}" if snippet.editor else "")
    is_own = snippet.author.id == call.author.id
    about = [describe(snippet, call), "" if snippet.version == 1 else version, _seen_by(snippet) if is_own else ""]
    lines = [" · ".join(part for part in about if part)]
    if snippet.note:
        lines.append(quote(snippet.note))
    if snippet.source:
        lines.append(f"[Where it comes from]({snippet.source})")
    return "\n\n".join(lines)


def quote(note: str) -> str:
    """Return a note as it stands above the code."""
    return "\n".join(f"> {line}" for line in note.splitlines())


def code(snippet: Snippet) -> tuple[str, Attachment | None]:
    """Return the code as fenced blocks, one for each file; or, where it is long, as a file."""
    if not snippet.files:
        if len(snippet.code) > LONGEST:
            return "It is long, so it comes as a file.", Attachment(file_name(snippet), snippet.code)
        return fence(snippet.code, snippet.language), None
    first = Attachment(file_name(snippet), snippet.code)
    blocks = [f"{mark(file.name)}\n{fence(file.text, _ending(file.name))}" for file in (first, *snippet.files)]
    if sum(map(len, blocks)) > LONGEST:
        return "It is long, so it comes as a file.", Attachment(
            f"{safe(snippet.name, snippet.key)}.md", "\n\n".join(blocks)
        )
    return "\n\n".join(blocks), None


def file_name(snippet: Snippet) -> str:
    """Return a name for the code as a file: that of the snippet where it is one, else one made of it."""
    return safe_code(snippet.name, snippet.language, snippet.key)


def changed(before: Snippet, after: Snippet) -> str:
    """Return the unified diff of two versions, as a fenced block; empty where nothing of the code changed."""
    lines = differ(before, after).rstrip("\n")
    return fence(lines, "diff") if lines else ""


def list_lines(
    snippets: Iterable[Snippet], call: Call, matches: Mapping[str, Match] = MappingProxyType({})
) -> list[str]:
    """Return a line for each snippet, and below it the line of code for which it was found, if there is any."""
    lines = []
    for snippet in snippets:
        lines.append(f"- {describe(snippet, call)}")
        if match := matches.get(snippet.key):
            lines.append(f"  {match.where}: {mark(match.text)}")
    return lines


def to_show(snippet: Snippet) -> Button:
    return Button(f"Show {snippet.key}", f"snippets show {snippet.key}")


def _seen_by(snippet: Snippet) -> str:
    if snippet.is_open:
        return "seen by everybody here"
    return "seen by the people of its channel" if snippet.channel else "seen by you alone"


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2]
    return ending if "." in name and ending.isalnum() else ""
