"""One answer of a model, read while it is written, and asked for again where there was none before its first word."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import aclosing, suppress
from typing import Any

import httpx2
import openai
from openai import AsyncOpenAI

from bot import metrics
from bot.errors import Broken, ModelError, Unreachable
from bot.models.breaker import Breaker
from bot.models.patience import Patience
from bot.models.provider import Provider
from bot.models.refusals import KNOWN, explain
from bot.models.stream import NotAStream, Stream
from bot.models.transport import Silence
from bot.nouns import Usage
from bot.text import estimate

_LINGER = 1.0
"""Seconds in which usage and the end of a response must follow the end of the answer."""


class Completion:
    """The text of one answer, in the pieces in which it arrives; none is empty. Iterating raises ``ModelError``.

    The question is sent when the first piece is asked for.
    """

    def __init__(
        self,
        client: AsyncOpenAI,
        provider: Provider,
        question: dict[str, Any],
        breaker: Breaker,
        patience: Patience,
    ) -> None:
        self.usage: Usage | None = None
        """Tokens used, once the answer is whole; None where the provider does not count."""
        self.finish = ""
        """Why the model ended, once it has: "stop", "length", "content_filter" and so on."""
        self.accepted = False
        """True once the server has taken the question: from then on it is paid for, however it ends."""
        self._client = client
        self._provider = provider
        self._question = question
        self._breaker = breaker
        self._patience = patience
        self._said = False
        self._texts = self._insist()

    def __aiter__(self) -> "Completion":
        return self

    def __anext__(self) -> Awaitable[str]:
        return self._texts.__anext__()

    def taken(self, prompt: int, said: str) -> Usage | None:
        """Return what it took: as the provider counted, else about as much as was sent and ``said``.

        ``prompt``: an estimate of the tokens that were sent. None where the server did not take the question. What
        ended early is paid for, too, and then nobody but us has counted.
        """
        if self.usage or not self.accepted:
            return self.usage
        return Usage(prompt, estimate(said) if said else 0, estimated=True)

    async def aclose(self) -> None:
        """Close the connection, so that the server stops writing."""
        await self._texts.aclose()

    async def _insist(self) -> AsyncGenerator[str]:
        self._breaker.enter(self._provider.address)
        try:
            while True:
                try:
                    async with aclosing(self._ask()) as texts:
                        async for text in texts:
                            self._said = True
                            yield text
                    self._breaker.answered()
                    return
                except KNOWN as error:
                    await self._get_over(error)
        finally:
            self._breaker.left()

    async def _get_over(self, error: Exception) -> None:
        """Rest where the question is worth asking again. Raises ``ModelError`` where it is not."""
        problem = explain(error, self._provider, self._question["model"])
        self._judge(problem)
        if not self._said and self._mend(error):
            return
        rest = None if self._said else self._patience.rest(error)
        if rest is None:
            raise problem from error
        metrics.AGAIN.labels(self._provider.measured).inc()
        await asyncio.sleep(rest)

    def _judge(self, problem: ModelError) -> None:
        if isinstance(problem, Unreachable | Broken):
            self._breaker.failed()
        else:
            self._breaker.answered()

    def _mend(self, error: Exception) -> bool:
        """Take out what the model does not know: OpenAI's reasoning models refuse any temperature."""
        is_known = isinstance(error, openai.BadRequestError) and error.param == "temperature"
        return is_known and self._question.pop("temperature", None) is not None

    async def _ask(self) -> AsyncGenerator[str]:
        stream = Stream()
        # What stands in ``extra_body`` is sent as it is; in ``messages`` each turn would cost half a millisecond.
        create = self._client.chat.completions.with_streaming_response.create
        async with create(model="", messages=(), stream=True, extra_body=self._question) as response:
            _check(response.headers)
            self.accepted = True
            since = time.monotonic()
            async with aclosing(response.http_response.aiter_bytes()) as reads:
                async for read in reads:
                    if text := stream.feed(read):
                        yield text
                    if stream.problem or stream.done:
                        break
                    since = self._check_life(stream, since)
                text = await _read_last_words(reads, stream) if stream.done else ""
        if text := text + stream.end():
            yield text
        self.usage, self.finish = stream.usage, stream.finish
        if stream.problem and not stream.done:
            raise stream.problem

    def _check_life(self, stream: Stream, since: float) -> float:
        """Return when the stream last held something. Raises ``Silence`` where that is too long ago."""
        now = time.monotonic()
        if not stream.is_idle:
            return now
        if now - since > self._provider.silence:
            raise Silence(self._provider.silence)
        return since


def _check(headers: httpx2.Headers) -> None:
    kind = headers.get("content-type", "")
    if "html" in kind or "json" in kind:
        raise NotAStream


async def _read_last_words(reads: AsyncIterator[bytes], stream: Stream) -> str:
    """Read what follows the end of an answer: usage, and the end of the response, so that its connection serves again.

    The answer is whole, so what goes wrong here is nobody's concern.
    """
    text = ""
    with suppress(TimeoutError, httpx2.HTTPError, Silence):
        async with asyncio.timeout(_LINGER):
            async for read in reads:
                text += stream.feed(read)
    return text
