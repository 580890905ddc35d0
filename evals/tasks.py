"""The lessons of the feedback-transfer test: what is taught, and the tasks that show whether it was learnt."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from annotated_types import Len, MaxLen, MinLen
from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.learning.nouns import LONGEST_RULE, Facet

LESSONS = Path(__file__).with_name("lessons")
HELD_OUT = 5
NEAR_MISS = 2

Words = Annotated[str, MinLen(1)]


@dataclass(frozen=True, slots=True)
class Task:
    """A question of ordinary work."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    ask: Annotated[str, MinLen(10), MaxLen(200)]
    """What a person types."""


@dataclass(frozen=True, slots=True)
class Case:
    """A lesson, how it is taught, and how it is examined."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    id: Words
    """The name of its file, without the suffix."""
    rule: Annotated[str, MinLen(10), MaxLen(LONGEST_RULE)]
    """What a perfect distiller would keep of the complaint."""
    check: Words
    """The program check that judges an answer, such as ``pathlib`` or ``language:rust``."""
    facet: Facet
    languages: tuple[Words, ...]
    """The languages of code that it is about, as code fences name them; empty: any."""
    topical: bool
    """True where it holds for some subjects only; else it always holds (for its languages)."""
    words: Annotated[tuple[Words, ...], MinLen(1)]
    """The beginnings of words that would give the rule away, so that no held-out task has them."""
    complaint: Annotated[str, MinLen(10), MaxLen(200)]
    """What somebody types, annoyed, under the answer to ``teaching``."""
    teaching: Task
    held_out: Annotated[tuple[Task, ...], Len(HELD_OUT, HELD_OUT)]
    """Where the rule applies, unsaid."""
    near_miss: Annotated[tuple[Task, ...], Len(NEAR_MISS, NEAR_MISS)]
    """Near in words, but whoever follows the rule here does it wrongly."""
    unforeseen: Annotated[tuple[Task, ...], Len(NEAR_MISS, NEAR_MISS)]
    """The same, written when all that keeps lessons out was finished, and never looked at while it was changed."""


class BadCase(Exception):
    """A file of lessons isn't as it must be; the message names the file and what is wrong."""


_CASE = TypeAdapter(Case)


def read_case(file: Path) -> Case:
    """Read one lesson; raise ``BadCase`` where its file isn't whole."""
    try:
        fields = tomllib.loads(file.read_text(encoding="utf-8"))
        return _CASE.validate_python(fields | {"id": file.stem})
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise BadCase(f"{file.name}: {error}") from error


def read_cases(folder: Path = LESSONS) -> tuple[Case, ...]:
    """Read all lessons, by the order of their names."""
    return tuple(read_case(file) for file in sorted(folder.glob("*.toml")))
