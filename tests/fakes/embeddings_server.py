"""A server of ``/v1/embeddings`` on loopback, whose vectors count the words of a text; a test says how it breaks.

    async with EmbeddingsServer() as server:
        server.breaks(429)           # the next request is refused so, or answered with these bytes
        server.knows_base64 = False  # numbers are sent as digits, whatever was asked for
        server.asked[-1].body        # what was sent

Limits are kept as real servers keep them: an unknown model is refused with 404, a wrong key with 401, an empty text or
too many texts with 400. Vectors come in the order opposite to that of the texts, which their indices allow.
"""

import asyncio
import base64
import zlib
from array import array
from collections import deque
from typing import Self

from tests.fakes import openai_wire as wire
from tests.fakes.openai_faults import refuse, refuse_model
from tests.fakes.openai_wire import Asked


class EmbeddingsServer:
    """Serves in the event loop of the test."""

    def __init__(self) -> None:
        self.model = "words"
        self.key = ""
        """The key that a request must bring; empty: any will do."""
        self.dimension = 64
        self.most = 128
        """Texts that it takes in one request."""
        self.knows_base64 = True
        self.delay = 0.0
        """Seconds before each answer."""
        self.asked: list[Asked] = []
        self._faults: deque[int | bytes] = deque()

    def breaks(self, *faults: int | bytes) -> None:
        """Let the next requests fail, each with this status, or this for a body."""
        self._faults.extend(faults)

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}/v1"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listener.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while asked := await wire.read_request(reader):
                self.asked.append(asked)
                await asyncio.sleep(self.delay)
                writer.write(self._answer(asked))
        finally:
            writer.close()

    def _answer(self, asked: Asked) -> bytes:
        if self._faults:
            fault = self._faults.popleft()
            return wire.respond(200, fault) if isinstance(fault, bytes) else refuse(fault, "no such luck")
        if asked.path != "/v1/embeddings":
            return wire.respond(404, {"detail": "Not Found"})
        if self.key and asked.headers.get("authorization") != f"Bearer {self.key}":
            return refuse(401, f"Incorrect API key: {asked.headers.get('authorization')}")
        if asked.model != self.model:
            return refuse_model(asked.model)
        texts: list[str] = asked.body["input"]
        if len(texts) > self.most or not all(texts):
            return refuse(400, f"input: from 1 to {self.most} texts, none of them empty")
        as_base64 = self.knows_base64 and asked.body.get("encoding_format") == "base64"
        data = [{"index": index, "embedding": self._embed(text, as_base64)} for index, text in enumerate(texts)]
        return wire.respond(200, {"object": "list", "model": self.model, "data": data[::-1]})

    def _embed(self, text: str, as_base64: bool) -> str | list[float]:
        counts = array("f", [0.0] * self.dimension)
        for word in text.lower().split() or [text]:
            counts[zlib.crc32(word.encode()) % self.dimension] += 1
        return base64.b64encode(counts.tobytes()).decode() if as_base64 else counts.tolist()
