"""An embedder behind an OpenAI-compatible ``/v1/embeddings``: OpenAI, vLLM, Ollama, llama.cpp."""

import asyncio
import base64
from collections.abc import Sequence

import httpx2
import msgspec
import openai
from pydantic import SecretStr

from bot.errors import Broken, ModelError, RateLimited, Refused, Unreachable
from bot.models.provider import Provider, connect
from bot.models.pulse import Pulse
from bot.models.reason import Reason
from bot.models.transport import Silence

BATCH = 64
"""Texts in one request: 64 vectors of 4,096 numbers each, written as digits, stay below what a response may hold."""
SECONDS = 20.0
"""Longest time for one request, tries together."""
_CHECK = "Check EMBEDDINGS, EMBEDDINGS_MODEL and EMBEDDINGS_API_KEY."


class _Vector(msgspec.Struct):
    index: int
    embedding: str | list[float]
    """Base64 of float32 values, as it was asked for, or plain numbers from servers that know nothing else."""


class _Answer(msgspec.Struct):
    data: list[_Vector]


class RemoteEmbedder:
    """An embedder elsewhere. All its vectors are of one dimension, else it is not the same model any more."""

    def __init__(self, url: str, model: str, key: SecretStr | None = None, *, seconds: float = SECONDS) -> None:
        """Raises ``StartError`` for a URL or key that can't be right."""
        self._provider = Provider("EMBEDDINGS", url, key, silence=seconds)
        self._client = connect(self._provider, Pulse()).with_options(max_retries=1)
        self._name = model
        self._seconds = seconds
        self._dimension = 0

    @property
    def model(self) -> str:
        """Holds the address, too: what two servers call by one name may be two models."""
        return f"{self._name} at {self._provider.base_url}"

    async def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Embed the texts, ``BATCH`` of them a request. Raises ``ModelError``."""
        starts = range(0, len(texts), BATCH)
        return [vector for start in starts for vector in await self._embed(texts[start : start + BATCH])]

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _embed(self, texts: Sequence[str]) -> list[bytes]:
        try:
            async with asyncio.timeout(self._seconds):
                raw = await self._client.embeddings.with_raw_response.create(
                    # Many servers refuse an empty text.
                    input=[text or " " for text in texts],
                    model=self._name,
                    encoding_format="base64",
                )
            answer = msgspec.json.decode(raw.content, type=_Answer)
            vectors = {each.index: _read(each.embedding) for each in answer.data}
        except (openai.OpenAIError, httpx2.HTTPError, Silence, TimeoutError) as error:
            raise self._explain(error) from error
        except (msgspec.MsgspecError, ValueError) as error:
            raise Broken(f"{self._provider.address} sent no embeddings that make sense. {_CHECK}") from error
        return self._check([vectors.get(index, b"") for index in range(len(texts))])

    def _check(self, vectors: list[bytes]) -> list[bytes]:
        sizes = {len(vector) // 4 for vector in vectors}
        self._dimension = self._dimension or max(sizes)
        if sizes != {self._dimension}:
            wrong = (sizes - {self._dimension}).pop()
            raise Broken(f"{self._provider.address} sent {wrong} numbers for a text, not {self._dimension}. {_CHECK}")
        return vectors

    def _explain(self, error: Exception) -> ModelError:
        """Return our own error; its sentence names the settings to look at, and never holds the key."""
        at = self._provider.address
        if not isinstance(error, openai.APIStatusError):
            is_slow = isinstance(error, (TimeoutError, Silence)) or isinstance(error.__cause__, Silence)
            if is_slow:
                return Unreachable(f"{at} gave no embeddings within {self._seconds:g} s.")
            return Unreachable(f"No embeddings from {at}: it can't be reached, or broke off. {_CHECK}")
        reason = Reason(error.status_code, error.body if isinstance(error.body, dict | str) else None)
        said = reason.quote(self._provider.secret) or f"HTTP {reason.status}"
        kind = RateLimited if reason.status == 429 else Unreachable if reason.status >= 500 else Refused
        return kind(f"{at} gave no embeddings: {said}. {_CHECK if kind is Refused else 'Try again in a moment.'}")


def _read(embedding: str | list[float]) -> bytes:
    """Return a vector with length 1. Raises ``ValueError`` for what has no direction."""
    import numpy as np

    if isinstance(embedding, str):
        values = np.frombuffer(base64.b64decode(embedding, validate=True), "<f4")
    else:
        values = np.array(embedding, "<f4")
    length = float(np.linalg.norm(values))
    if not 0 < length < float("inf"):
        raise ValueError("a vector without a direction")
    return (values / length).astype("<f4").tobytes()
