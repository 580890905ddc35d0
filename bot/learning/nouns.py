"""The words of learning: a rule, and the lesson that keeps it for somebody."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.nouns import Author

LONGEST_RULE = 200
LONGEST_WHEN = 120
KEEPER = Author("", "code-supporter", "Code Supporter", is_bot=True)
"""Who stands in the history of a lesson for what its upkeep did."""


class Facet(StrEnum):
    """What a rule is about."""

    LANGUAGE = "language"
    LIBRARY = "library"
    STYLE = "style"
    FORMAT = "format"
    """How an answer looks: its length, its parts, how much it explains."""
    CORRECTNESS = "correctness"
    TESTING = "testing"
    SECURITY = "security"
    PERFORMANCE = "performance"
    OTHER = "other"


class Scope(StrEnum):
    """Whom a lesson concerns, from the narrowest to the widest."""

    THREAD = "thread"
    USER = "user"
    """Whoever supports it, wherever they ask in the workspace."""
    CHANNEL = "channel"
    WORKSPACE = "workspace"


class Standing(StrEnum):
    """How a lesson stands."""

    NEW = "new"
    """In force for those whom it concerns, until it is confirmed or expires."""
    CONFIRMED = "confirmed"
    """Somebody supported it beside its author, or an answer that followed it was liked."""
    PINNED = "pinned"
    """An admin keeps it in force: it neither expires nor is withheld."""
    PAUSED = "paused"
    """Out of force until somebody lets it go on: a person, or two people's "not here"."""
    EXPIRED = "expired"
    DELETED = "deleted"

    @property
    def in_force(self) -> bool:
        return self in (Standing.NEW, Standing.CONFIRMED, Standing.PINNED)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is to be done, or not; a model's words or a person's, as data."""

    text: str
    """One imperative sentence of at most ``LONGEST_RULE`` characters."""
    facet: Facet = Facet.OTHER
    topical: bool = False
    """True where it holds for some subjects only, so that it is looked for by meaning; else it always holds."""
    avoid: bool = False
    """True where it says what not to do."""
    languages: tuple[str, ...] = ()
    """As code fences name them, in small letters; empty: any."""
    when: str = ""
    """For which requests it holds, in at most ``LONGEST_WHEN`` characters; empty: for all of its languages."""
    check: str = ""
    """The program check that tells whether an answer follows it, such as ``pathlib``; empty: none does."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A rule that somebody taught, and for whom it is in force."""

    number: int
    """What people call it by, as in ``#12``; unique in its workspace."""
    rule: Rule
    scope: Scope
    standing: Standing
    author: Author
    """Who taught it."""
    workspace: str = ""
    place: str = ""
    """The channel where it was taught, empty in a direct message; of a thread's lesson the conversation."""
    supporters: tuple[str, ...] = ()
    """The ids of the people for it, its author among them."""
    heard_in: tuple[str | None, ...] = ()
    """Where each of the supporters said so: a channel, empty in a direct message; None where that is not known."""
    leavers: tuple[str, ...] = ()
    """Who was for it, and took that back: they go on seeing it, so that they can be for it again."""
    opponents: tuple[str, ...] = ()
    replaces: int = 0
    """The number of the lesson that it took the place of; 0: none."""
    version: int = 1
    at: float = 0.0
    """When it was taught, in seconds since 1970 by the database's clock."""
    confirmed: float = 0.0
    """When somebody last taught or supported it, or liked an answer that followed it."""
    used: float = 0.0
    """When an answer last followed it; 0: never."""
    vector: bytes = field(default=b"", repr=False)
    """Its meaning: float32 values, as the embedder named by ``embedder`` makes them; empty: not embedded yet."""
    embedder: str = ""

    @property
    def is_gone(self) -> bool:
        """True where it was deleted: then only its history is left."""
        return self.standing is Standing.DELETED
