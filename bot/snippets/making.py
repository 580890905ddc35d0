"""Snippets made of code that somebody wants to keep: named and described, and not kept yet."""

from collections.abc import Sequence
from pathlib import PurePath

from bot.blocks import Block, code_blocks, name_block
from bot.nouns import Attachment, Snippet
from bot.snippets.limits import LONGEST_NAME, is_language
from bot.store.snippets import Viewer
from bot.text import bare, shorten


def make(block: Block, viewer: Viewer, about: str, exchange: int = 0, name: str = "", source: str = "") -> Snippet:
    """Return a snippet of the viewer's, named after its code or what it is ``about``, unless it has a ``name``."""
    return Snippet(
        key="",
        name=shorten(bare(name or name_block(block, about)), LONGEST_NAME),
        language=block.language if is_language(block.language) else "",
        code=block.code,
        author=viewer.author,
        workspace=viewer.workspace,
        channel=viewer.channel,
        exchange=exchange,
        source=source,
    )


def make_all(
    text: str, viewer: Viewer, files: Sequence[Attachment], language: str = "", name: str = "", source: str = ""
) -> list[Snippet]:
    """Return the code blocks of a text, and the text files beside it; where there is neither, all of the text."""
    texts = [file for file in files if file.text.strip()]
    blocks = code_blocks(text) or ([] if texts else [Block(language, text.strip("\n"))])
    said = [make(block, viewer, text, name=name, source=source) for block in blocks if block.code.strip()]
    return said + [
        make(Block(_language(file), file.text), viewer, "", name=bare(file.name), source=source) for file in texts
    ]


def _language(file: Attachment) -> str:
    """Return the language of a file by its ending, which code fences take as well."""
    return PurePath(file.name).suffix.lstrip(".").lower()
