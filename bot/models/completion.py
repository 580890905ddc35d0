"""One answer of a model, read while it is written, and asked for a second time where it broke before its first word."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import aclosing, suppress
from typing import Any

import httpx2
import openai
from openai import AsyncOpenAI

from bot.errors import Broken, ModelError, Unreachable
from bot.models.provider import Provider
from bot.models.refusals import KNOWN, PASSING, explain
from bot.models.stream import NotAStream, Stream
from bot.models.transport import Silence
from bot.nouns import Usage

_LINGER = 1.0
"""Seconds in which usage and the end of a response must follow the end of the answer."""


class Completion:
    """The text of one answer, in the pieces in which it arrives; none is empty. Iterating raises ``ModelError``.

    The question is sent when the first piece is asked for.
    """

    def __init__(self, client: AsyncOpenAI, provider: Provider, question: dict[str, Any]) -> None:
        self.usage: Usage | None = None
        """Tokens used, once the answer is whole; None where the provider does not count."""
        self.finish = ""
        """Why the model ended, once it has: "stop", "length", "content_filter" and so on."""
        self._client = client
        self._provider = provider
        self._question = question
        self._asked = 0
        self._texts = self._insist()

    def __aiter__(self) -> "Completion":
        return self

    def __anext__(self) -> Awaitable[str]:
        return self._texts.__anext__()

    async def aclose(self) -> None:
        """Close the connection, so that the server stops writing."""
        await self._texts.aclose()

    async def _insist(self) -> AsyncGenerator[str]:
        said = False
        while True:
            try:
                async with aclosing(self._ask()) as texts:
                    async for text in texts:
                        said = True
                        yield text
                return
            except KNOWN as error:
                problem = explain(error, self._provider, self._question["model"])
                if said or not (self._mend(error) or self._may_pass(error, problem)):
                    raise problem from error

    def _mend(self, error: Exception) -> bool:
        """Take out what the model does not know: OpenAI's reasoning models refuse any temperature."""
        is_known = isinstance(error, openai.BadRequestError) and error.param == "temperature"
        return is_known and self._question.pop("temperature", None) is not None

    def _may_pass(self, error: Exception, problem: ModelError) -> bool:
        """Tell whether to ask again because a stream broke; where none was open yet, the client has seen to that.

        After a silence the person has waited long enough.
        """
        self._asked += 1
        broke = isinstance(error, PASSING) and not isinstance(error, Silence)
        return self._asked == 1 and broke and isinstance(problem, (Broken, Unreachable))

    async def _ask(self) -> AsyncGenerator[str]:
        stream = Stream()
        # What stands in ``extra_body`` is sent as it is; in ``messages`` each turn would cost half a millisecond.
        create = self._client.chat.completions.with_streaming_response.create
        async with create(model="", messages=(), stream=True, extra_body=self._question) as response:
            _check(response.headers)
            async with aclosing(response.http_response.aiter_bytes()) as reads:
                async for read in reads:
                    if text := stream.feed(read):
                        yield text
                    if stream.problem or stream.done:
                        break
                text = await _read_last_words(reads, stream) if stream.done else ""
        if text := text + stream.end():
            yield text
        self.usage, self.finish = stream.usage, stream.finish
        if stream.problem and not stream.done:
            raise stream.problem


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
