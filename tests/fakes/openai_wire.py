"""The bytes of an OpenAI-compatible server: requests in, JSON and server-sent events out, and how real ones fail."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
DONE = b"data: [DONE]\n\n"
END = b"0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    """By lower-case name."""
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def model(self) -> str:
        return str(self.body.get("model", ""))

    @property
    def messages(self) -> list[dict[str, Any]]:
        return list(self.body.get("messages", ()))

    @property
    def text(self) -> str:
        """What the last message says."""
        return _read(self.messages[-1]["content"]) if self.messages else ""

    @property
    def pictures(self) -> list[str]:
        """The URLs of all pictures, in the order in which they were sent."""
        contents = [message["content"] for message in self.messages if isinstance(message["content"], list)]
        return [part["image_url"]["url"] for parts in contents for part in parts if part["type"] == "image_url"]

    @property
    def prompt(self) -> str:
        """All messages as one text, without pictures."""
        return "\n".join(f"{message['role']}: {_read(message['content'])}" for message in self.messages)


def _read(content: str | list[dict[str, Any]]) -> str:
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


async def read_request(reader: asyncio.StreamReader) -> Asked | None:
    """Read one request; None where the client has left instead. What is no HTTP, as TLS, has no path."""
    try:
        first = await reader.readexactly(1)
        if not first.isalpha():
            return Asked("", {})
        head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    # A proxy is asked for a whole URL.
    return Asked(urlsplit(head[0].split(" ")[1]).path, headers, json.loads(body or b"{}"))


def respond(status: int, body: object, *, kind: str = "application/json", headers: str = "") -> bytes:
    """Return a whole response; ``headers`` are further lines, each with its line end."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/1.1 {status} Scripted\r\nContent-Type: {kind}\r\nContent-Length: {len(raw)}\r\n{headers}\r\n"
    return head.encode() + raw


def catalogue(models: Mapping[str, int], dialect: str) -> dict[str, object]:
    """Return the list of models in the form of "llama.cpp", "vllm" or "openai", which says nothing of contexts."""
    entries = [{"id": name, "object": "model", **_say_context(context, dialect)} for name, context in models.items()]
    return {"object": "list", "data": entries}


def _say_context(context: int, dialect: str) -> dict[str, object]:
    if not context or dialect == "openai":
        return {}
    return {"max_model_len": context} if dialect == "vllm" else {"meta": {"n_ctx": context, "n_ctx_train": 131_072}}


def event(value: object) -> bytes:
    """Return one server-sent event; characters beyond ASCII stay as they are, so they may be split over reads."""
    return b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n"


def chunked(raw: bytes) -> bytes:
    """Return ``raw`` as one chunk of HTTP/1.1's chunked coding."""
    return b"%x\r\n%b\r\n" % (len(raw), raw)


def delta(model: str, finish: str | None = None, **fields: str | None) -> bytes:
    """Return the event that carries one piece of an answer."""
    choice = {"index": 0, "delta": fields, "finish_reason": finish}
    return event({"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": model, "choices": [choice]})


def count(model: str, prompt: int, completion: int, cached: int) -> bytes:
    """Return the event that says how many tokens were used; its choices are empty."""
    usage = {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": cached},
    }
    return event({"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": model, "choices": [], "usage": usage})
