"""The two programs that serve a model, as command lines: vLLM for a GPU, llama.cpp for a CPU."""

import json
import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from llm_host.catalogue import read_catalogue
from llm_host.errors import HostError
from llm_host.machine import has_cuda, require

KEY = "LLM_API_KEY"
"""The variable that holds the key which clients must show; without it everybody may ask."""
CONTEXT = 4096
SLOTS = 4
_WITHOUT_VLLM = "--engine llama.cpp does without vLLM (it serves the catalogue and GGUF files)"


@dataclass(frozen=True, slots=True)
class Serving:
    """How the person wants a model to be served."""

    host: str
    port: int
    context: int | None = None
    """Tokens for one conversation."""
    slots: int | None = None
    """Answers at once."""


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


@dataclass(frozen=True, slots=True)
class Target:
    """What vLLM should load, and the name that clients ask for."""

    weights: str
    name: str


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


def vllm(target: Target, serving: Serving) -> Runtime:
    """Serve a repository or folder of weights by vLLM, which fetches and keeps them itself."""
    command = [find_vllm() or "vllm", "serve", target.weights, "--served-model-name", target.name]
    command += ["--host", serving.host, "--port", str(serving.port), "--max-model-len", str(serving.context or "auto")]
    command += ["--enable-prompt-tokens-details", "--disable-access-log-for-endpoints", "/health,/metrics"]
    if serving.slots:
        command += ["--max-num-seqs", str(serving.slots)]
    env = {"VLLM_NO_USAGE_STATS": "1"}
    if key := os.environ.get(KEY):
        env["VLLM_API_KEY"] = key  # not an option: those can be read in the list of processes
    return Runtime("vLLM", target.name, serving.host, serving.port, command, env, _WITHOUT_VLLM)


def find_vllm() -> str | None:
    """Return the path of the ``vllm`` command, of this environment first."""
    beside = Path(sys.executable).with_name("vllm")
    return str(beside) if beside.exists() else shutil.which("vllm")


def target_for_vllm(name: str, engine: str) -> Target | None:
    """Return what vLLM should load for ``name``, or None where llama.cpp serves it.

    With ``engine`` "auto", vLLM serves whatever is no GGUF file on a machine with a CUDA GPU and vLLM.
    """
    target = _find_weights(name)
    if engine == "llama.cpp" or (engine == "auto" and (target is None or not find_vllm() or not has_cuda())):
        return None
    if target is None:
        raise HostError(f"vLLM can't serve {name}: it reads repositories of weights (owner/repo), no GGUF files")
    if not find_vllm():
        raise HostError("vllm is not installed; `pip install vllm` brings it, and it wants a CUDA GPU")
    return target


def _find_weights(name: str) -> Target | None:
    if model := read_catalogue().get(name.lower()):
        return Target(model.weights, model.name)
    if Path(name).is_dir():
        return Target(name, "-".join(Path(name).resolve().name.split()))
    is_gguf = ":" in name or name.lower().endswith("gguf")
    return Target(name, name) if name.count("/") == 1 and not is_gguf else None
