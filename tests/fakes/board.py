"""A strict chat platform in memory: it refuses what a real one refuses, and remembers what was shown when."""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.errors import Gone, SurfaceError, Throttled
from bot.nouns import Attachment, Exchange
from bot.pace import Pace
from bot.surface import Epilogue, Limits

CALLS, SECONDS = 5, 5.0


@dataclass
class Post:
    """One message on the board."""

    ref: str
    conversation: str
    text: str
    shown: list[tuple[float, str]] = field(default_factory=list)
    epilogue: Epilogue | None = None
    finished: bool = False


class Board:
    """Messages by conversation, with a rate bucket for each conversation (or one for all) and faults on demand."""

    def __init__(
        self,
        *,
        max_chars: int = 2000,
        append_only: bool = False,
        latency: float = 0.0,
        one_bucket: bool = False,
        calls: int = CALLS,
        seconds: float = SECONDS,
        max_seconds: float = 0.0,
        takes_files: bool = False,
        shows_writing: bool = False,
    ) -> None:
        self.platform = "board"
        self.posts: dict[str, Post] = {}
        self.files: list[Attachment] = []
        self.refused = 0
        self.made = 0
        self._max_chars = max_chars
        self._append_only = append_only
        self._latency = latency
        self._one_bucket = one_bucket
        self._calls, self._seconds = calls, seconds
        self._max_seconds, self._takes_files = max_seconds, takes_files
        self._shows_writing = shows_writing
        self._paces: dict[str, Pace] = {}
        self._begun: dict[str, deque[float]] = {}
        self._faults: deque[SurfaceError] = deque()

    def place(self, conversation: str) -> "Place":
        """The surface of a conversation."""
        bucket = "" if self._one_bucket else conversation
        pace = self._paces.setdefault(bucket, Pace(self._calls, self._seconds))
        limits = Limits(
            self._max_chars,
            self._append_only,
            opening=pace,
            redrawing=pace,
            finishing=pace,
            max_seconds=self._max_seconds,
            attach=(lambda file: self._attach(bucket, file)) if self._takes_files else None,
            shows_writing=self._shows_writing,
        )
        return Place(self, conversation, bucket, limits)

    def surface(self, exchange: Exchange) -> "Place":
        return self.place(exchange.message.conversation)

    def shown(self, conversation: str) -> list[Post]:
        """The messages of a conversation, in order."""
        return [post for post in self.posts.values() if post.conversation == conversation]

    def fail(self, faults: Iterable[SurfaceError]) -> None:
        """Let the next calls fail."""
        self._faults.extend(faults)

    def delete(self, ref: str) -> None:
        """A person deletes a message."""
        del self.posts[ref]

    async def _attach(self, bucket: str, file: Attachment) -> None:
        await self.call(bucket, file.name)
        self.files.append(file)

    async def call(self, bucket: str, text: str, before: str = "") -> None:
        """Charge a call, and refuse what the platform's limits forbid."""
        now = asyncio.get_running_loop().time()
        self.made += 1
        await asyncio.sleep(self._latency)
        if self._faults:
            raise self._faults.popleft()
        begun = self._begun.setdefault(bucket, deque(maxlen=self._calls))
        if len(begun) == self._calls and now - begun[0] < self._seconds:
            self.refused += 1
            raise Throttled(self._seconds - (now - begun[0]))
        begun.append(now)
        assert len(text) <= self._max_chars, f"a message of {len(text)} characters"
        assert text.strip(), "an empty message"
        assert not self._append_only or text.startswith(before), f"shown text was taken back: {before!r} -> {text!r}"


@dataclass
class Place:
    """A conversation on the board, as a surface."""

    board: Board
    conversation: str
    bucket: str
    limits: Limits

    async def open(self, text: str) -> "BoardDraft":
        await self.board.call(self.bucket, text)
        post = Post(f"post-{len(self.board.posts) + 1}", self.conversation, text)
        post.shown.append((asyncio.get_running_loop().time(), text))
        self.board.posts[post.ref] = post
        return BoardDraft(self, post.ref)

    async def reopen(self, ref: str) -> "BoardDraft":
        return BoardDraft(self, ref, reopened=True)


@dataclass
class BoardDraft:
    """A message on the board, as a draft."""

    place: Place
    ref: str
    reopened: bool = False

    async def redraw(self, text: str) -> None:
        before = "" if self.reopened else self._post().text
        await self.place.board.call(self.place.bucket, text, before)
        post = self._post()
        if self.reopened:
            self.reopened, post.finished, post.epilogue = False, False, None
        assert not post.finished or post.epilogue, "a full page was drawn again"
        post.text = text
        post.shown.append((asyncio.get_running_loop().time(), text))

    async def finish(self, text: str, epilogue: Epilogue | None) -> None:
        await self.redraw(text)
        self._post().finished, self._post().epilogue = True, epilogue

    async def retract(self) -> None:
        await self.place.board.call(self.place.bucket, "-", "")
        del self.place.board.posts[self._post().ref]

    def _post(self) -> Post:
        if self.ref not in self.place.board.posts:
            raise Gone(f"{self.ref} was deleted")
        return self.place.board.posts[self.ref]
