"""A check: what it proves, of which code, and the function that looks."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.learning.nouns import Facet

PYTHON = ("python",)
ANY = ()


class Argument(StrEnum):
    """What stands behind the colon of a spec."""

    NONE = ""
    NUMBER = "number"
    LANGUAGE = "language"
    LIBRARY = "library"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Check:
    """A way to tell, without a model, whether an answer follows a rule."""

    name: str
    says: str
    """What it proves, in one sentence without its full stop; ``{}`` stands for the argument."""
    languages: tuple[str, ...]
    """Whose code it reads; empty: any, and prose too."""
    facet: Facet
    function: Callable[..., bool | None]
    """Takes the answer's ``Python`` where that is its language, else the ``Answer``; then the argument, if any."""
    topical: bool = False
    """True where it holds for some subjects only."""
    argument: Argument = Argument.NONE
    default: str = ""
    """The argument where the spec gives none; empty: it has to."""
