"""What is wanted of the text of a snippet, as conditions: by reading it, and by the index of trigrams."""

import re

from sqlalchemy import Column, ColumnElement, Connection, and_, or_, true

from bot.languages import spellings
from bot.store.dialect.trigrams import is_indexed, may_hold
from bot.store.snippet_query import Query
from bot.store.snippet_text import fold, language_line, name_line, snippet_text, tag_line

_MOST_HEADS = 1_000
"""Snippets, the newest, that are looked through for what is called as one looks for."""
_HEAD, _BODY = snippet_text.c.head, snippet_text.c.body


class Wanted:
    """The words, tags and languages of a query."""

    def __init__(self, query: Query) -> None:
        self._words = [fold(word) for word in query.words]
        self._lines = [[tag_line(tag)] for tag in query.tags]
        if query.languages:
            names = {name for language in query.languages for name in spellings(language)}
            self._lines.append([language_line(name) for name in sorted(names)])

    def __bool__(self) -> bool:
        return bool(self._words or self._lines)

    @property
    def held(self) -> ColumnElement[bool]:
        """The condition that a text has it all."""
        return and_(true(), *(_holds(_BODY, word) for word in self._words), *self._filters())

    @property
    def held_by_head(self) -> ColumnElement[bool]:
        """The condition that it has it all, the words in key, name and tags."""
        return and_(true(), *(_holds(_HEAD, word) for word in self._words), *self._filters())

    def index(self, tx: Connection) -> list[ColumnElement[bool]]:
        """Return the conditions by which the index helps; nothing where it does not."""
        wanted = [*self._indexed(tx), *self._lines]
        return [may_hold(tx, _BODY, wanted)] if wanted else []

    def index_of_heads(self, tx: Connection) -> list[ColumnElement[bool]]:
        """Return the same for ``held_by_head``."""
        words = self._indexed(tx)
        return [may_hold(tx, _HEAD, words, _MOST_HEADS)] if words else []

    def _indexed(self, tx: Connection) -> list[list[str]]:
        return [[word] for word in self._words if is_indexed(tx, word)]

    def _filters(self) -> list[ColumnElement[bool]]:
        return [or_(*(_holds(_BODY, line) for line in lines)) for lines in self._lines]


def named(tx: Connection, name: str) -> list[ColumnElement[bool]]:
    """Return the conditions that a text is of a snippet of that name; first that of the index."""
    line = name_line(name)
    return [may_hold(tx, _HEAD, [[line]]), _holds(_HEAD, line)]


def _holds(where: Column[str], words: str) -> ColumnElement[bool]:
    return where.like("%" + re.sub(r"([/%_])", r"/\1", words) + "%", escape="/")
