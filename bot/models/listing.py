"""What a provider serves: the names that can chat and the contexts that they have, remembered for a minute."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import msgspec
from openai import AsyncOpenAI

from bot.errors import ModelError
from bot.models.model import Model
from bot.models.provider import Provider
from bot.models.refusals import KNOWN, explain
from bot.models.sight import read_capabilities, read_modalities
from bot.models.sse import Nonsense

REMEMBERED = 60.0
"""Seconds for which a list is taken for true."""
FORGIVEN = 5.0
"""Seconds for which a provider that gave no list is not asked for it again."""
_TIMEOUT = httpx2.Timeout(10.0, connect=3.0)
_NO_CHAT = (
    *("embedding", "tts", "whisper", "dall-e", "image", "moderation", "realtime", "audio", "transcribe", "search"),
    *("sora", "instruct", "davinci", "babbage", "deep-research", "computer-use", "codex"),
)
"""Parts of the names of OpenAI's models that can't answer with text through Chat Completions."""

Listed = list[Model] | ModelError


class _Entry(msgspec.Struct):
    """One model; the fields of any type say in tokens what it takes, if they are there at all."""

    id: str
    max_model_len: Any = None
    """vLLM."""
    context_length: Any = None
    """OpenRouter."""
    meta: Any = None
    """llama.cpp; its ``n_ctx`` is what one answer has, ``n_ctx_train`` only what the model once learned with."""
    architecture: Any = None
    """OpenRouter; names what goes into the model."""

    @property
    def context(self) -> int:
        meta = self.meta if isinstance(self.meta, dict) else {}
        known = (self.max_model_len, self.context_length, meta.get("n_ctx"))
        return next((tokens for tokens in known if isinstance(tokens, int) and tokens > 0), 0)


class _List(msgspec.Struct):
    data: list[_Entry]
    models: Any = None
    """llama.cpp; the same models with what they are capable of."""


class Listing:
    """The models of one provider."""

    def __init__(self, provider: Provider, client: AsyncOpenAI) -> None:
        self._provider = provider
        self._client = client.with_options(max_retries=0, timeout=_TIMEOUT)
        self._lock = asyncio.Lock()
        self._listed: Listed = []
        self._until = 0.0

    async def read(self, *, wait: bool = False) -> Listed:
        """Return the models in the server's order, or why there is no list.

        ``wait``: for a provider that may still be starting.
        """
        if wait and self._provider.ready:
            try:
                await self._provider.ready()
            except ModelError as problem:
                return problem
        async with self._lock:
            if time.monotonic() >= self._until:
                self._listed = await self._ask()
                self._until = time.monotonic() + self._worth
        return self._listed

    @property
    def _worth(self) -> float:
        if isinstance(self._listed, list):
            return REMEMBERED
        return 0.0 if self._provider.ready else FORGIVEN

    async def _ask(self) -> Listed:
        try:
            response = await self._client.models.with_raw_response.list()
            return list(_parse(response.content, self._provider))
        except KNOWN as error:
            return explain(error, self._provider, "")


def _parse(body: bytes, provider: Provider) -> Iterator[Model]:
    try:
        listed = msgspec.json.decode(body, type=_List)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Nonsense(f"no list of models: {error}") from error
    for entry in listed.data:
        if not (provider.is_openai and any(part in entry.id for part in _NO_CHAT)):
            modalities = read_modalities(entry.architecture)
            sees = read_capabilities(listed.models, entry.id) if modalities is None else modalities
            yield provider.offer(entry.id, entry.context, sees)
