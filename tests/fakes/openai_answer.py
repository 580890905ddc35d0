"""One answer as events, in the order in which llama.cpp sends them, at the script's pace and with its faults."""

import asyncio
import json
from collections.abc import AsyncGenerator

from tests.fakes.openai_faults import LAST_WORDS
from tests.fakes.openai_script import CHARS, Fault, Script
from tests.fakes.openai_wire import DONE, Asked, count, delta

_BEFORE = {"thinks": delta("scripted", reasoning_content="Hm."), "pings": b": OPENROUTER PROCESSING\n\n"}
MEMORY = 4
"""Prompts whose beginnings are remembered, to say how much of the next was cached."""


async def play(script: Script, asked: Asked, fault: Fault) -> AsyncGenerator[bytes]:
    """Yield what is sent for one question."""
    answer = script.next_answer(asked)
    if not isinstance(answer, str):
        for part in answer:
            yield part
        return
    pieces = [answer[at : at + script.token] for at in range(0, len(answer), script.token)]
    said = pieces[: _length(asked, fault, len(pieces))]
    yield delta(asked.model, role="assistant", content=None)
    if fault.name in _BEFORE:
        for _ in range(30):
            yield _BEFORE[fault.name]
            await asyncio.sleep(0.01)
    before, after = delta(asked.model, content="*").split(b'"*"')  # made once: a benchmark sends 20,000 a second
    for number, piece in enumerate(said):
        await script.hesitate(number)
        yield before + json.dumps(piece, ensure_ascii=False).encode() + after
    await script.hesitate(len(said))
    if fault.name == "silence":
        await asyncio.Event().wait()
    while fault.name == "empty":
        yield delta(asked.model, content="")
        await asyncio.sleep(0.01)
    if fault.name in LAST_WORDS:
        yield LAST_WORDS[fault.name]
        return
    yield delta(asked.model, "length" if len(said) < len(pieces) else "stop")
    if fault.name == "undone":
        return
    if asked.body.get("stream_options", {}).get("include_usage"):
        yield _usage(script, asked, len(said))
    yield DONE
    if fault.name == "open":
        await asyncio.Event().wait()


def _length(asked: Asked, fault: Fault, whole: int) -> int:
    limit = asked.body.get("max_completion_tokens") or asked.body.get("max_tokens") or whole
    return min(limit, whole, fault.after if fault.shortens else whole)


def _usage(script: Script, asked: Asked, completion: int) -> bytes:
    cached = max(
        (_shared(asked.prompt, other.prompt) for other in script.asked[-MEMORY:] if other is not asked), default=0
    )
    return count(asked.model, len(asked.prompt) // CHARS, completion, cached // CHARS)


def _shared(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
