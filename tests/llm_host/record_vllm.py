"""Writes down what a real vLLM says: ``tools/vllm-on-cpu .venv/bin/python -m tests.llm_host.record_vllm``."""

import json
import os
import re
from pathlib import Path
from typing import Any

import httpx2

FILE = Path(__file__).parents[1] / "fakes" / "vllm.json"
MODEL = "qwen2.5-coder-0.5b"
PERSON = {"name": {"type": "string", "maxLength": 12}, "age": {"type": "integer", "minimum": 1, "maximum": 99}}
SCHEMA = {"type": "object", "properties": PERSON, "required": list(PERSON), "additionalProperties": False}
ROOT = re.compile(r'"root":"[^"]*"')
"""The folder of the weights on the machine that recorded: it is nobody's concern."""
PICTURE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}


def ask(text: str, **fields: Any) -> dict[str, Any]:
    """Return a question as we send it."""
    usual = {"stream": True, "stream_options": {"include_usage": True}, "temperature": 0, "max_tokens": 20}
    return {"model": MODEL, "messages": [{"role": "user", "content": text}], **usual, **fields}


LONG = "Remember these numbers: " + " ".join(map(str, range(120))) + ". Say only: yes"
"""More than one block of 128 tokens: vLLM remembers whole blocks."""
QUESTIONS: dict[str, dict[str, Any]] = {
    "whole": ask("Say only: yes"),
    "long": ask(LONG),
    "long, read before": ask(LONG),
    "whole, without usage": ask("Say only: yes", stream_options=None),
    "at its limit": ask("Write a Python function that adds two numbers. Only code.", max_tokens=6),
    "schema": ask(
        "A name and an age, as JSON.",
        max_tokens=60,
        response_format={"type": "json_schema", "json_schema": {"name": "person", "schema": SCHEMA}},
    ),
    "unknown model": ask("Hi", model="no-such"),
    "too long": ask("word " * 6000),
    "limit beyond the context": ask("Hi", max_tokens=99_999),
    "no messages": {"model": MODEL, "stream": True},
    "hot": ask("Hi", temperature=9),
    "picture": ask("Hi", messages=[{"role": "user", "content": [{"type": "text", "text": "Hi"}, PICTURE]}]),
}


def record(url: str, key: str) -> dict[str, dict[str, Any]]:
    """Return all responses by the name of their question."""
    with httpx2.Client(headers={"Authorization": f"Bearer {key}"}, timeout=600) as client:
        said = {"models": client.get(f"{url}/models"), "version": client.get(url.removesuffix("v1") + "version")}
        said |= {name: client.post(f"{url}/chat/completions", json=body) for name, body in QUESTIONS.items()}
        client.headers["Authorization"] = "Bearer wrong"
        said["wrong key"] = client.post(f"{url}/chat/completions", json=ask("Hi"))
    return {
        name: {
            "status": answer.status_code,
            "type": answer.headers["content-type"],
            "body": ROOT.sub('"root":"/model"', answer.text),
        }
        for name, answer in said.items()
    }


if __name__ == "__main__":
    recorded = record(os.environ["VLLM_URL"], os.environ.get("VLLM_KEY", ""))
    FILE.write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n", "utf-8")
