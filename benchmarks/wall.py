"""A board whose messages tell how old each token was when it was first shown."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.surface import Draft, Epilogue, Limits, Surface
from tests.fakes.board import Board, BoardDraft, Place

TOKEN = "abc "
LATENCY = 0.08
"""Seconds that a call takes."""
ROOMY = 10**9
"""Characters of a message that no answer fills."""


@dataclass(slots=True)
class Ages:
    """When the tokens of one answer were written, and how long they then waited to be seen."""

    written: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    def write(self) -> str:
        """Note that the model says a token now, and return it."""
        self.written.append(_now())
        return TOKEN

    def show(self, characters: int) -> None:
        """Note that so many characters of the answer can be seen now, in all its messages."""
        seen = characters // len(TOKEN)
        self.waited.extend(_now() - at for at in self.written[len(self.waited) : seen])

    def between(self, begin: float, end: float) -> list[float]:
        """Return what the tokens waited that were written in that time. All must have been seen."""
        return [waited for at, waited in zip(self.written, self.waited, strict=True) if begin <= at < end]


@dataclass
class Wall:
    """A place on a board, as a surface that keeps no old texts."""

    place: Place
    limits: Limits
    ages: Ages
    _sizes: dict[str, int] = field(default_factory=dict)

    async def open(self, text: str) -> "Poster":
        poster = Poster(await self.place.open(text), self._show)
        self._show(poster.ref, text)
        return poster

    async def reopen(self, ref: str) -> "Poster":
        return Poster(await self.place.reopen(ref), self._show)

    def _show(self, ref: str, text: str) -> None:
        self._sizes[ref] = len(text)
        self.place.board.posts[ref].shown.clear()
        self.ages.show(sum(self._sizes.values()))


@dataclass
class Poster:
    """One message on the wall, as a draft."""

    draft: BoardDraft
    show: Callable[[str, str], None]

    @property
    def ref(self) -> str:
        return self.draft.ref

    async def redraw(self, text: str) -> None:
        await self.draft.redraw(text)
        self.show(self.ref, text)

    async def finish(self, text: str, epilogue: Epilogue | None) -> None:
        await self.draft.finish(text, epilogue)
        self.show(self.ref, text)

    async def retract(self) -> None:
        await self.draft.retract()


def hang(board: Board, conversation: str) -> Wall:
    """Return the wall of a conversation."""
    place = board.place(conversation)
    return Wall(place, place.limits, Ages())


def _now() -> float:
    return asyncio.get_running_loop().time()


_: tuple[type[Surface], type[Draft]] = (Wall, Poster)
