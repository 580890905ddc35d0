"""`/snippets` that write a new version: rename, edit, tag, note, language, revert; one press undoes each."""

import re
from collections.abc import Awaitable, Callable

from bot.blocks import code_blocks
from bot.commands.call import Call, Reply
from bot.commands.markdown import fence, mark
from bot.commands.snippet_text import called, changed, quote, tags, to_show
from bot.errors import Outdated, UsageError
from bot.nouns import Attachment, Button, Form, Snippet
from bot.snippets import SnippetBook
from bot.snippets.editing import Edit

_AT_VERSION = re.compile(r"\s--version[ =](?P<version>\d{1,9})(?=\s|$)")
_NONE = "-"
"""What takes a note away: no words at all show it."""
_KEYED = re.compile(r"(?P<key>s-[0-9a-z]{4,})\s+(?P<code>.+)", re.IGNORECASE)
"""A key with code behind it in one line; whatever else stands in a line may be a name of several words."""
_INLINE = re.compile(r"```(?P<code>[^`\n]+)```")
_FENCED = re.compile(r"\s*(?:```|~~~)")


class SnippetEditing:
    """Runs these subcommands, and offers what undoes them."""

    def __init__(self, book: SnippetBook) -> None:
        self._book = book
        self._editing = book.editing
        self.verbs: dict[str, Callable[[Call, str], Awaitable[Reply]]] = {
            "rename": self._rename,
            "edit": self._edit,
            "tag": self._tag,
            "note": self._note,
            "language": self._language,
            "revert": self._revert,
        }

    async def _rename(self, call: Call, rest: str) -> Reply:
        name, new = _part(rest, "Say what it should be called from now on: `/snippets rename NAME NEW NAME`.")
        before, now = await self._editing.edit(call.viewer, name, Edit(name=new))
        undo = Button("Undo", f"snippets rename {now.key} {before.name}")
        return Reply(f"{mark(before.name)} is called {mark(now.name)} now: {called(now)}.", (undo,))

    async def _edit(self, call: Call, rest: str) -> Reply:
        name, version, text = _read_edit(rest)
        if call.files:
            return await self._write(call, name, version, Edit(code=_text_of(call.files[0])))
        if not text.strip():
            return await self._offer_form(call, name)
        return await self._write(call, name, version, _read_code(text))

    async def _write(self, call: Call, name: str, version: int, edit: Edit) -> Reply:
        try:
            before, now = await self._editing.edit(call.viewer, name, edit, version)
        except Outdated as error:
            return await self._keep_apart(call, name, edit, error)
        if before.version == now.version:
            return Reply(f"That is what {called(now)} says already.")
        diff = changed(before, now)
        return Reply(f"{called(now)} is at version {now.version} now.\n\n{diff}".strip(), _to_undo(before, now))

    async def _keep_apart(self, call: Call, name: str, edit: Edit, error: Outdated) -> Reply:
        """Return a text that was not written, since somebody was quicker, so that it can be put in again."""
        now = await self._book.find(call.viewer, name)
        buttons = (to_show(now), Button("Edit it as it is now", f"snippets edit {now.key}"))
        said = f"{error} Nothing was written over. This is your text:"
        text = edit.code or ""
        if len(text) > 1500:
            return Reply(f"{said} it is in the file.", buttons, Attachment("your-text.txt", text))
        return Reply(f"{said}\n\n{fence(text, edit.language or now.language)}", buttons)

    async def _offer_form(self, call: Call, name: str) -> Reply:
        snippet = await self._editing.theirs(call.viewer, name, "edited")
        command = f"snippets edit {snippet.key} --version {snippet.version}"
        form = Form(f"Edit {snippet.key}", snippet.name, snippet.code, command)
        return Reply(
            f"To edit {called(snippet)}, write the new code behind the command: `/snippets edit {snippet.key}`,"
            " a line break, and the code; or send it with the command as a file.",
            form=form,
        )

    async def _tag(self, call: Call, rest: str) -> Reply:
        name, words = _part(rest, "Say which tags: `/snippets tag NAME #retry #http`; `-#http` takes one off.")
        snippet = await self._book.find(call.viewer, name)
        said = words.replace(",", " ").split()
        off = {word[1:].removeprefix("#").lower() for word in said if word.startswith("-")}
        wanted = [tag for tag in snippet.tags if tag not in off] + [word for word in said if not word.startswith("-")]
        before, now = await self._editing.edit(call.viewer, snippet.key, Edit(tags=wanted), snippet.version)
        has = f"the tags {tags(now)}" if now.tags else "no tags"
        return Reply(f"{called(now)} has {has} now.", _to_undo(before, now))

    async def _note(self, call: Call, rest: str) -> Reply:
        name, note = [*rest.split(maxsplit=1), ""][:2]
        if not note:
            snippet = await self._book.find(call.viewer, name)
            return Reply(_tell_note(snippet), (to_show(snippet),))
        before, now = await self._editing.edit(call.viewer, name, Edit(note="" if note.strip() == _NONE else note))
        return Reply(f"The note of {called(now)} is {'written' if now.note else 'gone'}.", _to_undo(before, now))

    async def _language(self, call: Call, rest: str) -> Reply:
        name, language = _part(rest, "Say which language: `/snippets language NAME python`.")
        before, now = await self._editing.edit(call.viewer, name, Edit(language=language))
        return Reply(f"{called(now)} is {mark(now.language)} now.", _to_undo(before, now))

    async def _revert(self, call: Call, rest: str) -> Reply:
        line, at_version = _read_version(rest)
        name, number = _part(line, "Say which version: `/snippets revert NAME 2`. `/snippets history NAME` lists them.")
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise UsageError(f"A version is a number, not {mark(number)[:80]}: `/snippets history {name}` lists them.")
        before, now = await self._editing.revert(call.viewer, name, int(number), at_version)
        said = f"{called(now)} is as in version {number} again; that is version {now.version}."
        return Reply(said, _to_undo(before, now))


def _read_edit(rest: str) -> tuple[str, int, str]:
    """Tell name, version and code apart: code stands in the lines below, in a fence, or behind a key."""
    line, _, text = rest.partition("\n")
    if (fenced := re.search("```|~~~", line)) and not text.startswith(("```", "~~~")):
        line, text = line[: fenced.start()], rest[fenced.start() :]
    name, version = _read_version(line)
    if not text and (keyed := _KEYED.fullmatch(name)):
        name, text = keyed["key"], keyed["code"]
    return name, version, text


def _text_of(file: Attachment) -> str:
    if file.data and not file.text:
        raise UsageError(f"{mark(file.name)[:80]} is no text in UTF-8, and code is nothing else.")
    return file.text


def _read_version(line: str) -> tuple[str, int]:
    """Tell what is done apart from the version that it is done to; 0: any."""
    asked = _AT_VERSION.search(line)
    return _AT_VERSION.sub("", line).strip(), int(asked["version"]) if asked else 0


def _read_code(text: str) -> Edit:
    """Return what is to be written: what stands in a fence and its language, or all of the text."""
    if inline := _INLINE.fullmatch(text.strip()):
        return Edit(code=inline["code"])
    block = next(iter(code_blocks(text)), None) if _FENCED.match(text) else None
    return Edit(code=block.code, language=block.language or None) if block else Edit(code=text.strip("\n"))


def _part(rest: str, missing: str) -> tuple[str, str]:
    """Return a name of one word, and what follows it. Raises ``UsageError`` with what is ``missing`` behind it."""
    name, _, more = rest.partition(" ")
    if not more.strip():
        raise UsageError(missing)
    return name, more.strip()


def _tell_note(snippet: Snippet) -> str:
    if not snippet.note:
        return f"{called(snippet)} has no note. `/snippets note {snippet.key} TEXT` writes one."
    return (
        f"The note of {called(snippet)}:\n\n{quote(snippet.note)}\n\n"
        f"`/snippets note {snippet.key} {_NONE}` takes it away; a text behind the command takes its place."
    )


def _to_undo(before: Snippet, now: Snippet) -> tuple[Button, ...]:
    """Return what makes it as it was before, unless it was changed again since: that would be undone as well."""
    return (Button("Undo", f"snippets revert {now.key} {before.version} --version {now.version}"),)
