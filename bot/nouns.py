"""The words of the house: what is said, by whom, and what became of it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    """How a message is meant."""

    QUERY = "query"
    """A problem to solve."""
    FEEDBACK = "feedback"
    """A complaint about the last answer of the conversation."""


class State(StrEnum):
    """How far the answer of an exchange has come."""

    WAITING = "waiting"
    WRITING = "writing"
    DONE = "done"
    STOPPED = "stopped"
    """Cut short by a person; what was written is kept."""
    FAILED = "failed"
    """The model or the platform failed; ``Exchange.problem`` says how."""
    INTERRUPTED = "interrupted"
    """Cut short by the end of the process, and said so."""
    WITHDRAWN = "withdrawn"
    """Its message or thread was deleted while it was being written."""

    @property
    def is_open(self) -> bool:
        """True where more is to come."""
        return self in (State.WAITING, State.WRITING)


@dataclass(frozen=True, slots=True)
class Author:
    """Who said something, as their platform names them."""

    platform: str
    id: str
    name: str
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file: a text, or a picture for models that see."""

    name: str
    text: str = ""
    image: str = ""
    """The picture as a ``data:`` URL, an empty one where the store did not read it; then there is no text."""
    data: bytes = field(default=b"", repr=False)
    """What is neither, such as a ZIP, on its way from or to a person; it is not stored."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a person said."""

    ref: str
    """The platform's name for it, unique there: a redelivered message has the same."""
    conversation: str
    """An opaque string that only its platform makes and reads."""
    author: Author
    text: str
    mode: Mode = Mode.QUERY
    model: str = ""
    """The model that was asked for; empty: the default."""
    workspace: str = ""
    channel: str = ""
    """The channel whose people see it; empty in direct messages, so that what is learnt there stays with the person."""
    attachments: tuple[Attachment, ...] = ()
    about: int = 0
    """The exchange that a complaint is about; 0: the last one of the conversation, which is named once it is begun."""
    follows: int | None = None
    """The exchange that it was said after, 0: it begins its conversation; None: all that was said there before it."""
    home: str = ""
    """The platform of the conversation, where that is not its author's: people of Slack are at the page, too."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What belongs to a question and takes time to fetch."""

    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences for the person on what could not be had."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that one answer took, and what they cost."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0
    estimated: bool = False
    """True where the provider did not count, so that we did."""
    cost: int | None = None
    """Millionths of a dollar, at the price of then; None: nobody said what the model costs."""

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.prompt + other.prompt,
            self.completion + other.completion,
            self.cached + other.cached,
            self.estimated or other.estimated,
            # What is known in part would read as if it were all.
            None if self.cost is None or other.cost is None else self.cost + other.cost,
        )


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message with its answer: what feedback and snippets point at."""

    id: int
    message: Message
    state: State
    answer: str = ""
    """The model's words, without notes of ours."""
    problem: str = ""
    """The sentence that was shown where the answer could not be finished."""
    correction: str = ""
    """In feedback mode, what the complaint was refined into."""
    model: str = ""
    refs: tuple[str, ...] = ()
    """The platform's names of the messages that show the answer, in order."""
    at: float = 0.0
    """When it began, in seconds since 1970 by the database's clock."""
    message_id: int = 0
    """The store's number of the message: answers to the same one share it."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's verdict on an exchange; they have one on each, and can take it back."""

    exchange: int
    author: Author
    verdict: int
    """+1 or -1."""
    words: str = ""
    """What they said should be different; empty: nothing."""
    at: float = 0.0
    """In seconds since 1970 by the database's clock."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A kept block of code, or several files that belong together."""

    key: str
    """What people call it by, such as ``s-7k2f``; unique in its workspace."""
    name: str
    language: str
    """As after a code fence; empty where that named none."""
    code: str
    author: Author
    """Who keeps it."""
    workspace: str = ""
    channel: str = ""
    """Whose people see it beside its author; empty: nobody."""
    exchange: int = 0
    """Where it comes from; 0: from no answer of ours."""
    at: float = 0.0
    """When it was kept, in seconds since 1970 by the database's clock."""
    deleted: bool = False
    files: tuple[Attachment, ...] = ()
    """What belongs to it beside its ``code``."""
    tags: tuple[str, ...] = ()
    """Words in small letters, in the order of the alphabet."""
    note: str = ""
    source: str = ""
    """The address of the message that it comes from; empty: nobody knows it."""
    pinned: bool = False
    """True where it stands before the others."""
    is_open: bool = False
    """True where all of the workspace sees it."""
    version: int = 1
    """How often it was edited, and one."""
    updated: float = 0.0
    """When anything of it last changed."""
    editor: str = ""
    """The name of who wrote this version; empty: its author."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press below what the bot says."""

    label: str
    command: str
    """What pressing it runs, such as ``snippets restore s-7k2f``."""
    danger: bool = False
    """True where pressing it takes something away."""
    url: str = ""
    """Where pressing it leads; then it runs nothing."""


@dataclass(frozen=True, slots=True)
class Form:
    """A text to be written by a person."""

    title: str
    label: str
    """What is written into it."""
    text: str
    """What stands in it already."""
    command: str
    """What sending it runs, such as ``snippets edit s-7k2f --version 3``, followed by a line break and the text."""
