"""The texts of snippets as they are searched: folded, so that capitals make no difference in any script.

``head`` holds a line for the key, the name and each tag; ``body`` holds all that can be found, and a line for each tag
and the language.
"""

from sqlalchemy import Column, Connection, Executable, ForeignKey, Table

from bot.nouns import Snippet
from bot.store.dialect import Insert, prepared
from bot.store.snippet_tables import snippet
from bot.store.tables import metadata, words
from bot.text import clean

snippet_text = Table(
    "snippet_text",
    metadata,
    Column("id", ForeignKey(snippet.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    words("head"),
    words("body"),
)
"""One row for each snippet, written with it; an index of trigrams is kept over it by the database."""


def fold(text: str) -> str:
    """Return a text as it is compared."""
    return clean(text).casefold()


def write(tx: Connection, id: int, kept: Snippet) -> None:
    """Let the snippet of that row be found by what it holds now."""
    tx.execute(_write(tx), texts(id, kept))


def texts(id: int, kept: Snippet) -> dict[str, object]:
    """Return the row of a snippet's texts."""
    names = (kept.key, kept.name)
    tags = [f"#{tag}" for tag in kept.tags]
    files = [part for file in kept.files for part in (file.name, file.text)]
    return {
        "id": id,
        "head": "".join([*map(name_line, names), *map(tag_line, kept.tags)]),
        "body": fold("\n".join([*names, *tags, kept.language, kept.note, kept.code, *files]))
        + language_line(kept.language),
    }


def name_line(name: str) -> str:
    """Return what stands in the head of a snippet of that name or key."""
    return f"\n{fold(name)}\n"


def tag_line(tag: str) -> str:
    """Return what stands in both of a snippet that has the tag."""
    return f"\n#{fold(tag)}\n"


def language_line(language: str) -> str:
    """Return what stands in the body alone of a snippet of that language: nobody can look for that character."""
    return f"\n\1{fold(language)}\n"


@prepared
def _write(insert: Insert) -> Executable:
    made = insert(snippet_text)
    changed = {"head": made.excluded.head, "body": made.excluded.body}
    return made.on_conflict_do_update(index_elements=["id"], set_=changed)
