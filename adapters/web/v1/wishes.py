"""What the API is asked to keep or to change, checked as far as its description can say it."""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.blocks import Block
from bot.nouns import Attachment, Exchange, Mode, Snippet
from bot.snippets.editing import Edit
from bot.snippets.limits import (
    LONGEST_LANGUAGE,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_TAG,
    MOST_FILES,
    MOST_TAGS,
    check_tags,
)
from bot.snippets.making import make
from bot.store.snippets import Viewer
from bot.text import bare, shorten
from bot.wordless import own_words

Name = Annotated[str, Field(max_length=LONGEST_NAME, pattern=r"[^\s`]")]
Language = Annotated[str, Field(max_length=LONGEST_LANGUAGE, pattern=r"^[\w+#.-]*$", examples=["python"])]
Code = Annotated[str, Field(pattern=r"\S", description="With all `files` 256 KB at most, as UTF-8.")]
Tag = Annotated[str, Field(max_length=LONGEST_TAG, pattern=r"^\w[\w+#.-]*$")]
Tags = Annotated[list[Tag], Field(max_length=MOST_TAGS)]
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]
Source = Annotated[str, Field(max_length=2000, pattern=r"^(https?://[!-~]+)?$")]
_CHECKED = ConfigDict(extra="forbid", regex_engine="python-re")
"""Words are what they are to the checks of the book, which know more letters than pydantic's own engine."""


class Owner(StrEnum):
    """Whose snippets are meant."""

    ME = "me"
    TEAM = "team"


class File(BaseModel):
    """What belongs to a snippet beside its code."""

    model_config = _CHECKED

    name: str = Field(max_length=200, pattern=r"\S")
    text: str


Files = Annotated[list[File], Field(max_length=MOST_FILES - 1)]


class NewSnippet(BaseModel):
    """A snippet to keep."""

    model_config = _CHECKED

    code: Code
    name: Name | None = Field(None, description="Without one it is named after its code.")
    language: Language = ""
    tags: Tags = []
    note: Note = ""
    source: Source = Field("", description="The address of the message that it comes from.")
    exchange: int | None = Field(None, description="The answer to you that it comes from.", ge=1, le=2**53 - 1)
    files: Files = []

    def describe(self, viewer: Viewer, exchange: Exchange | None) -> Snippet:
        """Return the snippet that is to be kept; private, until it is shared."""
        message = exchange.message if exchange else None
        # A complaint does not say what the code does, nor do words of ours.
        about = own_words(message.text) if message and message.mode is not Mode.FEEDBACK else ""
        block = Block(self.language.lower(), self.code)
        made = make(block, viewer, about, exchange.id if exchange else 0, bare(self.name or ""))
        tags, files = check_tags(self.tags), _read(self.files)
        return replace(made, tags=tags, note=self.note.strip(), source=self.source, files=files)


class Changes(BaseModel):
    """What a new version of a snippet has; what is not named, or null, stays as it is."""

    model_config = _CHECKED

    name: Name | None = None
    language: Language | None = None
    code: Code | None = None
    tags: Tags | None = None
    note: Note | None = None
    files: Files | None = None

    def edit(self) -> Edit:
        name = None if self.name is None else shorten(bare(self.name), LONGEST_NAME)
        files = None if self.files is None else _read(self.files)
        return Edit(name, self.language, self.code, files, self.tags, self.note)


def _read(files: list[File]) -> tuple[Attachment, ...]:
    return tuple(Attachment(file.name, file.text) for file in files)
