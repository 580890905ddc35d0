"""How people write what they look for: ``retry "two words" #http lang:py mine pinned``."""

import re
from collections.abc import Iterator

from bot.errors import UsageError
from bot.snippets.limits import check_language, check_tags
from bot.store.snippet_query import Query
from bot.text import bare, clean

__all__ = ["LONGEST_QUERY", "Query", "parse_query"]

LONGEST_QUERY = 200
_PART = re.compile(r'"(?P<quoted>[^"]+)"(?!\S)|(?P<bare>\S+)')
_FILTER = re.compile(r"(?P<name>[a-z]+):(?P<value>[^:\s]*)", re.IGNORECASE)
_TAG = re.compile(r"#(?:\w|$)")
_LANGUAGE, _OF_TAG = ("lang", "language"), ("tag", "tags")
_MISTAKEN = ("author", "by", "has", "in", "is", "lan", "langs", "langauge", "lng", "owner", "sort")
"""Filters of other programs, and slips of ours; any other word with a colon in it is text, as ``width:100%``."""
_THERE_IS = "There is `#TAG`, `lang:NAME`, `mine` and `pinned`"
_QUOTED = 'in quotes it is looked for as text, as `"{}"`.'


def parse_query(text: str) -> Query:
    """Read a query; what stands in quotes is text, blanks and all.

    Raises ``UsageError`` where it is too long, a filter is empty or there is no such filter.
    """
    if len(text) > LONGEST_QUERY:
        raise UsageError(f"A search takes {LONGEST_QUERY} characters at most; this one has {len(text):,}.")
    words, tags, languages, marks = list[str](), list[str](), list[str](), set[str]()
    for part, is_quoted in _parts(clean(text)):
        if is_quoted:
            words.append(part)
        elif (small := part.lower()) in ("mine", "pinned"):
            marks.add(small)
        elif _TAG.match(part):
            tags.append(_tag(part[1:], part))
        elif (match := _FILTER.fullmatch(part)) and (name := match["name"].lower()) in (*_LANGUAGE, *_OF_TAG):
            if name in _OF_TAG:
                tags.append(_tag(match["value"].removeprefix("#"), part))
            else:
                languages.append(_language(match["value"], part))
        elif match and match["value"] and name in _MISTAKEN:
            raise UsageError(f"There is no filter `{name}:`. {_THERE_IS}; {_QUOTED.format(bare(part))}")
        else:
            words.append(part)
    return Query(_once(words), _once(tags), _once(languages), mine="mine" in marks, pinned="pinned" in marks)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what blanks part, and whether it stood in quotes; a quote that nothing closes is a character."""
    for match in _PART.finditer(text):
        if match["bare"]:
            yield match["bare"], False
        elif not match["quoted"].isspace():
            yield match["quoted"], True


def _tag(tag: str, part: str) -> str:
    if not tag:
        raise UsageError(f"Say which tag, as `#retry`; {_QUOTED.format(bare(part))}")
    return check_tags([tag])[0]


def _language(name: str, part: str) -> str:
    if not name:
        raise UsageError(f"Say which language, as `lang:python`; {_QUOTED.format(bare(part))}")
    return check_language(name)


def _once(parts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parts))
