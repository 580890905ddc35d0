"""The port: what a platform must offer for an answer to appear on it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.nouns import Attachment, Button, Exchange, State
from bot.pace import Pace

MAX_CODE_PAGES = 3
"""A code block that fills more messages than this goes as a file, where a platform takes files."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The facts about a platform that shape how an answer is drawn.

    Each ``Pace`` is one rate bucket; where the platform counts calls together, they are one object. They may change
    from one message of an answer to the next, and are read anew for each call.
    """

    max_chars: int
    """Longest text that one message may hold."""
    append_only: bool = False
    """True where shown text can only grow, as with native streaming."""
    opening: Pace = field(default_factory=Pace.free)
    redrawing: Pace = field(default_factory=Pace.free)
    finishing: Pace = field(default_factory=Pace.free)
    max_seconds: float = 0.0
    """How long one message may be written to; then the answer goes on in the next one. 0: for ever."""
    attach: Callable[[Attachment], Awaitable[None]] | None = None
    """Puts a file beside the answer: for code of more than ``MAX_CODE_PAGES`` messages. None: all of it is shown."""
    shows_writing: bool = False
    """True where a message shows that it is still being written, as by a button to stop it."""
    queued: Callable[[int], Awaitable[None]] | None = None
    """Shows beside the messages how many answers must end before this one begins. None: the first message says it,
    where what is shown can be taken back.
    """
    utf16: bool = False
    """True where a character beyond U+FFFF, such as an emoji, counts as two of ``max_chars``. Not for append-only."""

    @property
    def needs_end(self) -> bool:
        """Tell whether a message must be finished although it shows all of its text already."""
        return self.append_only or self.shows_writing


def say_ahead(ahead: int) -> str:
    """Return what a person who waits for their answer is told; 0: it begins."""
    return f"{ahead} ahead of you …" if ahead else "The answer is coming …"


@dataclass(frozen=True, slots=True)
class Epilogue:
    """What stands under a finished answer: facts, from which an adapter makes its buttons."""

    exchange: int
    state: State
    model: str = ""
    offers: tuple[Button, ...] = ()
    """What else can be done about this answer, beside what there is to do about each."""

    @property
    def try_again(self) -> bool:
        """True where the answer is not whole, so that another attempt should be offered."""
        return self.state in (State.FAILED, State.INTERRUPTED, State.STOPPED)


class Draft(Protocol):
    """One message that is still being written.

    Every call raises ``SurfaceError``: ``Gone``, ``Forbidden``, ``Throttled`` or ``Flaky``. After the last two the
    same call is made again, so it must be safe to repeat.
    """

    @property
    def ref(self) -> str:
        """The platform's name for the message: reactions and buttons come back with it."""

    async def redraw(self, text: str) -> None:
        """Show ``text``, all of it, in place of what was shown."""

    async def finish(self, text: str, epilogue: Epilogue | None) -> None:
        """Show ``text`` a last time; with an epilogue, this is the last message of the answer."""

    async def retract(self) -> None:
        """Take the message away: a shorter answer has no use for it."""


class Surface(Protocol):
    """The place where one answer is drawn: a thread, a browser tab, a terminal."""

    @property
    def limits(self) -> Limits: ...

    async def open(self, text: str) -> Draft:
        """Post a new message that shows ``text``. Raises what a ``Draft`` raises."""

    async def reopen(self, ref: str) -> Draft:
        """Return the draft of a message that was posted earlier, also by a process now gone."""


class Adapter(Protocol):
    """What the engine needs of a platform to take up answers after a restart."""

    @property
    def platform(self) -> str: ...

    def surface(self, exchange: Exchange) -> Surface | None:
        """Where the answer of ``exchange`` is drawn; None where that place is gone for good."""
