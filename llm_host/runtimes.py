"""The two programs that serve a model, as command lines: vLLM for a GPU, llama.cpp for a CPU."""

import json
import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from llm_host.machine import require
from llm_host.plan import Plan
from llm_host.serving import Serving

KEY = "LLM_API_KEY"
"""The variable that holds the key which clients must show; without it everybody may ask."""
CONTEXT = 4096
SLOTS = 4
_WITHOUT_VLLM = "--engine llama.cpp does without vLLM (it serves the catalogue and GGUF files)"


@dataclass(frozen=True, slots=True)
class Runtime:
    """A program that will serve a model under ``name`` on ``host``:``port``."""

    program: str
    name: str
    host: str
    port: int
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    instead: str = ""
    """What to do where it does not even start; empty: there is no other way."""


def llama_cpp(path: Path, name: str, serving: Serving) -> Runtime:
    """Serve a GGUF file by llama.cpp's own server, out of the prebuilt xllamacpp wheel."""
    require("xllamacpp")
    name = "-".join(name.split())  # a name is one word in the line that says READY
    settings = {
        "path": str(path),
        "name": name,
        "host": serving.host,
        "port": serving.port,
        "context": serving.context or CONTEXT,
        "slots": serving.slots or SLOTS,
    }
    command = [sys.executable, "-m", "llm_host.llamacpp", json.dumps(settings)]
    return Runtime("llama.cpp", name, serving.host, serving.port, command)


def vllm(plan: Plan, serving: Serving) -> Runtime:
    """Serve a repository or folder of weights by vLLM, which fetches and keeps them itself."""
    weights = plan.weights
    command = [find_vllm() or "vllm", "serve", weights.repo, "--served-model-name", weights.name]
    command += ["--host", serving.host, "--port", str(serving.port), "--max-model-len", str(plan.context or "auto")]
    command += ["--tensor-parallel-size", str(plan.parallel), "--gpu-memory-utilization", f"{plan.share:g}"]
    command += ["--enable-prompt-tokens-details", "--disable-access-log-for-endpoints", "/health,/metrics"]
    if serving.kv_cache != "auto":
        command += ["--kv-cache-dtype", serving.kv_cache]
    if serving.slots:
        command += ["--max-num-seqs", str(serving.slots)]
    env = {"VLLM_NO_USAGE_STATS": "1"}
    if key := os.environ.get(KEY):
        env["VLLM_API_KEY"] = key  # not an option: those can be read in the list of processes
    command += weights.options
    return Runtime("vLLM", weights.name, serving.host, serving.port, command, env, _WITHOUT_VLLM)


def find_vllm() -> str | None:
    """Return the path of the ``vllm`` command, of this environment first."""
    beside = Path(sys.executable).with_name("vllm")
    return str(beside) if beside.exists() else shutil.which("vllm")
