"""What a model says, out of the bytes that it sends: text, usage and how it ended.

msgspec decodes a chunk in a microsecond, and takes only the fields that are named here; the openai client's own
objects cost a hundred times as much.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from bot.models.sse import Events, Nonsense
from bot.nouns import Usage

_DONE = b"[DONE]"
_MOST = 2**31 - 1
"""Tokens that a count may say: what every database can hold."""


class Failure(Exception):
    """The server sent an error in place of a chunk; ``body`` is what it says: an object or a string."""

    def __init__(self, body: object) -> None:
        super().__init__(body)
        self.body = body


class CutShort(Exception):
    """The stream ended before the answer did."""


class NotAStream(Exception):
    """The response is no event stream but, say, somebody's web page."""


class _Delta(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None
    # Reasoning is not for people; that there is any shows that the model is at work.
    reasoning: Any = None
    reasoning_content: Any = None


class _Choice(msgspec.Struct):
    delta: _Delta | None = None
    finish_reason: str | None = None


class _Details(msgspec.Struct):
    cached_tokens: int | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: _Details | None = None


class _Chunk(msgspec.Struct):
    choices: list[_Choice] | None = None
    usage: _Usage | None = None
    error: Any = None


_decode = msgspec.json.Decoder(_Chunk).decode


class Stream:
    """One answer as it comes in."""

    def __init__(self) -> None:
        self.usage: Usage | None = None
        self.finish = ""
        """Why the model ended: "stop", "length" and so on; empty until it has."""
        self.done = False
        """True after the model's last word; usage may still come."""
        self.is_idle = False
        """True where what was fed last were deltas that hold nothing; comments say that an answer is still to come."""
        self.problem: Failure | CutShort | Nonsense | None = None
        """What is wrong with the stream; the text that came before is right."""
        self._events = Events()

    def feed(self, read: bytes) -> str:
        """Return the text that these bytes bring."""
        self.is_idle = False
        text = self._join(self._events.feed(read))
        self.is_idle = self.is_idle and not text
        return text

    def end(self) -> str:
        """Return what is left of the text, after the last bytes."""
        text = self._join(self._events.end())
        if not self.done:
            self.problem = self.problem or CutShort()
        return text

    def _join(self, events: Iterable[bytes]) -> str:
        texts: list[str] = []
        try:
            texts.extend(self._read(event) for event in events if event)
        except (Failure, Nonsense) as problem:
            self.problem = problem
        return "".join(texts)

    def _read(self, event: bytes) -> str:
        if event == _DONE:
            self.done = True
            return ""
        try:
            chunk = _decode(event)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise Nonsense(f"no chunk of an answer: {error}") from error
        if chunk.error:
            raise Failure(chunk.error)
        if chunk.usage:
            self.usage = _count(chunk.usage)
        if not chunk.choices:
            return ""
        choice = chunk.choices[0]
        if choice.finish_reason:
            self.finish, self.done = choice.finish_reason, True
        text = (choice.delta.content or choice.delta.refusal or "") if choice.delta else ""
        self.is_idle = not (text or self.done or _thinks(choice.delta))
        return text


def _thinks(delta: _Delta | None) -> bool:
    return delta is not None and bool(delta.reasoning or delta.reasoning_content)


def _count(usage: _Usage) -> Usage:
    details = usage.prompt_tokens_details
    cached = details.cached_tokens if details else 0
    return Usage(_clamp(usage.prompt_tokens), _clamp(usage.completion_tokens), _clamp(cached))


def _clamp(tokens: int | None) -> int:
    return min(max(tokens or 0, 0), _MOST)
