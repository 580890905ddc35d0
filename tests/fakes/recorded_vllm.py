"""What a real vLLM said, byte for byte, said again: ``vllm.json`` was recorded by ``tests/llm_host/record_vllm.py``.

async with RecordedVllm() as server:
    server.says("too long")     # the next answer is what vLLM said to a question that was too long
    Models([Provider("vllm", server.url)])
"""

import asyncio
import json
from collections import deque
from pathlib import Path
from typing import Any, Self

from tests.fakes import openai_wire as wire

RECORDED: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("vllm.json").read_text("utf-8"))
"""Status, content type and body of each response, by what it was an answer to."""


class RecordedVllm:
    """Answers each question with the recorded response that was named; ``/v1/models`` with the recorded list."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[wire.Asked] = []
        self._next: deque[str] = deque()
        self._listener: asyncio.Server | None = None

    def says(self, *names: str) -> None:
        """Answer the next questions with these recordings, one each."""
        self._next.extend(names)

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}/v1"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._listener:
            self._listener.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while asked := await wire.read_request(reader):
                self.asked.append(asked)
                name = "models" if asked.path == "/v1/models" else self._next.popleft()
                writer.write(_play(RECORDED[name]))
                await writer.drain()
        finally:
            writer.close()


def _play(response: dict[str, Any]) -> bytes:
    body = response["body"].encode()
    if "event-stream" not in response["type"]:
        return wire.respond(response["status"], body, kind=response["type"])
    events = [event + b"\n\n" for event in body.split(b"\n\n") if event]
    return wire.STREAM + b"".join(map(wire.chunked, events)) + wire.END
