"""Embeddings from elsewhere: in order, of length 1, in batches; and every failure is one clear sentence."""

from collections.abc import AsyncIterator

import numpy as np
import pytest
from pydantic import SecretStr

from bot.errors import Broken, ModelError, RateLimited, Refused, Unreachable
from bot.learning.remote import BATCH, RemoteEmbedder
from tests.fakes.embeddings_server import EmbeddingsServer


@pytest.fixture
async def server() -> AsyncIterator[EmbeddingsServer]:
    async with EmbeddingsServer() as server:
        yield server


@pytest.fixture
async def embedder(server: EmbeddingsServer) -> AsyncIterator[RemoteEmbedder]:
    embedder = RemoteEmbedder(server.url, "words", SecretStr("sk-secret"), seconds=5)
    yield embedder
    await embedder.aclose()


def cosine(one: bytes, other: bytes) -> float:
    return float(np.frombuffer(one, "<f4") @ np.frombuffer(other, "<f4"))


@pytest.mark.parametrize("knows_base64", [True, False])
async def test_each_text_gets_its_vector(
    server: EmbeddingsServer, embedder: RemoteEmbedder, knows_base64: bool
) -> None:
    server.knows_base64 = knows_base64
    first, other, again, empty = await embedder.embed(["use pathlib here", "sort the list", "pathlib here", ""])
    assert cosine(first, first) == pytest.approx(1)
    assert cosine(first, again) > 0.7 > cosine(first, other)
    assert len(empty) == len(first) == 64 * 4


async def test_many_texts_come_in_batches_and_in_order(server: EmbeddingsServer, embedder: RemoteEmbedder) -> None:
    texts = [f"text {number}" for number in range(2 * BATCH + 1)]
    vectors = await embedder.embed(texts)
    assert [len(asked.body["input"]) for asked in server.asked] == [BATCH, BATCH, 1]
    assert vectors == [vector for text in texts for vector in await embedder.embed([text])]


async def test_no_text_asks_nobody(server: EmbeddingsServer, embedder: RemoteEmbedder) -> None:
    assert await embedder.embed([]) == []
    assert not server.asked


async def test_another_server_s_model_is_another_model(server: EmbeddingsServer, embedder: RemoteEmbedder) -> None:
    assert embedder.model == f"words at {server.url}"


@pytest.mark.parametrize(
    ("faults", "kind", "said"),
    [
        ([429, 429], RateLimited, "gave no embeddings: no such luck. Try again in a moment."),
        ([500, 500], Unreachable, "gave no embeddings: no such luck. Try again in a moment."),
        ([400], Refused, "gave no embeddings: no such luck. Check EMBEDDINGS"),
        ([b"<html>"], Broken, "sent no embeddings that make sense"),
        ([b'{"data": [{"index": 0, "embedding": "?"}]}'], Broken, "sent no embeddings that make sense"),
        ([b'{"data": [{"index": 0, "embedding": "AAA="}]}'], Broken, "sent no embeddings that make sense"),
        ([b'{"data": [{"index": 0, "embedding": [0, 0]}]}'], Broken, "sent no embeddings that make sense"),
        ([b'{"data": [{"index": 0, "embedding": [1e999, 0]}]}'], Broken, "sent no embeddings that make sense"),
        ([b'{"data": [{"index": 0, "embedding": [1, 0]}]}'], Broken, "sent 2 numbers for a text, not 64"),
        ([b'{"data": []}'], Broken, "sent 0 numbers for a text, not 64"),
    ],
)
async def test_a_failure_is_one_sentence(
    server: EmbeddingsServer, embedder: RemoteEmbedder, faults: list[int | bytes], kind: type[ModelError], said: str
) -> None:
    await embedder.embed(["the first tells the dimension"])
    server.breaks(*faults)
    with pytest.raises(kind) as raised:
        await embedder.embed(["x"])
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


async def test_a_passing_fault_is_tried_again(server: EmbeddingsServer, embedder: RemoteEmbedder) -> None:
    server.breaks(503)
    assert len(await embedder.embed(["x"])) == 1


async def test_a_wrong_key_is_refused_without_being_told(server: EmbeddingsServer, embedder: RemoteEmbedder) -> None:
    server.key = "another"
    with pytest.raises(Refused, match=r"gave no embeddings: HTTP 401\. Check EMBEDDINGS"):
        await embedder.embed(["x"])


async def test_an_unknown_model_is_named(server: EmbeddingsServer, embedder: RemoteEmbedder) -> None:
    server.model = "another"
    with pytest.raises(Refused, match=r"The model `words` does not exist\. Check EMBEDDINGS"):
        await embedder.embed(["x"])


async def test_a_slow_server_is_given_up(server: EmbeddingsServer) -> None:
    server.delay = 2
    embedder = RemoteEmbedder(server.url, "words", seconds=0.2)
    with pytest.raises(Unreachable, match=r"gave no embeddings within 0.2 s\."):
        await embedder.embed(["x"])
    await embedder.aclose()


async def test_nobody_there_is_said(server: EmbeddingsServer) -> None:
    embedder = RemoteEmbedder("http://127.0.0.1:9/v1", "words")
    with pytest.raises(Unreachable, match=r"No embeddings from 127.0.0.1:9: it can't be reached"):
        await embedder.embed(["x"])
    await embedder.aclose()
