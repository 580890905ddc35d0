"""Checks that a library is used, or not: by Python's imports, and in other languages by lines that bring it in."""

import re
from collections.abc import Iterator

from bot.learning.checks.answer import Answer, is_python
from bot.learning.checks.check import ANY, Argument, Check
from bot.learning.nouns import Facet

_IMPORTED_AS = {
    "beautifulsoup": "bs4",
    "beautifulsoup4": "bs4",
    "opencv": "cv2",
    "pillow": "pil",
    "pyyaml": "yaml",
    "scikit-learn": "sklearn",
    "pytorch": "torch",
}
_RIVALS = (
    {"pandas", "polars", "dask", "duckdb", "pyspark"},
    {"requests", "httpx", "aiohttp", "urllib.request", "urllib3"},
    {"argparse", "click", "typer", "optparse", "getopt", "docopt", "fire"},
    {"flask", "fastapi", "django", "starlette", "aiohttp.web", "bottle"},
    {"sqlalchemy", "sqlite3", "psycopg", "psycopg2", "peewee", "asyncpg"},
    {"pydantic", "attrs", "attr", "dataclasses", "msgspec", "marshmallow"},
    {"json", "orjson", "ujson", "simplejson"},
    {"pytest", "unittest", "nose"},
    {"matplotlib", "plotly", "seaborn", "bokeh", "altair"},
    {"torch", "tensorflow", "jax", "keras"},
    {"bs4", "lxml", "html.parser", "selectolax"},
    {"logging", "loguru", "structlog"},
)
"""Libraries that do one job: where none of them is used, the answer isn't about it."""
_DEEPEST = 8
_BRINGS_IN = re.compile(
    r"^[ \t]*(?:import|from|use|using|#include|require|extern|\w.{0,80}= *(?:await )?(?:require|import)\b)"
)


def _uses(answer: Answer, library: str) -> bool | None:
    name = _imported_name(library)
    if not answer.blocks:
        return None
    if _is_brought_in(answer, name):
        return True
    rivals = next((family for family in _RIVALS if name in family), None)
    return None if rivals and not any(_is_brought_in(answer, rival) for rival in rivals) else False


def _avoids(answer: Answer, library: str) -> bool | None:
    return not _is_brought_in(answer, _imported_name(library)) if answer.blocks else None


def _imported_name(library: str) -> str:
    return _IMPORTED_AS.get(library.lower(), library.lower())


def _is_brought_in(answer: Answer, name: str) -> bool:
    if name in _imported(answer) or ("." in name and name in {each.lower() for each in answer.python.names}):
        return True
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    return any(word.search(line) for line in _lines(answer))


def _imported(answer: Answer) -> set[str]:
    """The imported modules, each with all that it stands in: ``a.b.c`` is also ``a.b`` and ``a``."""
    imported = [full.lower().split(".") for full, _ in answer.python.imports]
    return {".".join(parts[:end]) for parts in imported for end in range(1, min(len(parts), _DEEPEST) + 1)}


def _lines(answer: Answer) -> Iterator[str]:
    """The lines that bring a library in, in languages other than Python."""
    for block in answer.blocks:
        if not is_python(block):
            yield from (line.lower() for line in block.code.split("\n") if _BRINGS_IN.match(line))


CHECKS = (
    Check("uses", "the code uses {}", ANY, Facet.LIBRARY, _uses, topical=True, argument=Argument.LIBRARY),
    Check("avoids", "the code does not use {}", ANY, Facet.LIBRARY, _avoids, argument=Argument.LIBRARY),
)
