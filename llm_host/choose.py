"""What to serve, and with which program, for what the person named; and what, when they named nothing."""

from dataclasses import dataclass
from pathlib import Path

from llm_host.catalogue import ModelFile, read_catalogue
from llm_host.errors import HostError
from llm_host.explain import Rows, explain_llama_cpp, explain_vllm
from llm_host.gpus import Gpus, check_capability, find_gpus
from llm_host.machine import free_memory
from llm_host.names import locate
from llm_host.plan import plan, recommend
from llm_host.progress import say
from llm_host.pull import check_room_for_weights, pull
from llm_host.runtimes import Runtime, find_vllm, llama_cpp, vllm
from llm_host.serving import Serving
from llm_host.shelf import Shelf
from llm_host.weights import Weights, find_weights, read_weights


@dataclass(frozen=True, slots=True)
class Choice:
    """The program that will serve, and what a person should know of it before it starts."""

    runtime: Runtime
    rows: Rows


def choose(
    name: str | None, shelf: Shelf, engine: str, serving: Serving, elsewhere: Gpus | None = None, dry: bool = False
) -> Choice:
    """Return what will serve ``name``, its file fetched where llama.cpp needs one. Raises ``HostError``.

    ``elsewhere``: the GPUs of another machine, for which to plan. ``dry``: nothing is to be fetched.
    """
    weights = find_weights(name) if name else None
    if engine == "llama.cpp":
        return _choose_llama_cpp(name, shelf, serving, "--engine llama.cpp asks for it", dry)
    gpus = elsewhere or find_gpus()
    lacks = _say_what_vllm_lacks(gpus, elsewhere is not None, wanted=engine == "vllm")
    if name and weights is None and (engine == "vllm" or elsewhere):
        raise HostError(f"vLLM can't serve {name}: it reads repositories of weights (owner/repo), no GGUF files")
    if lacks and engine == "vllm":
        raise HostError(lacks)
    if lacks and weights and _is_only_for_vllm(weights):
        raise HostError(f"{weights.name} is a model for vLLM, but {lacks}")
    if gpus is None or lacks or (name and weights is None):
        return _choose_llama_cpp(name, shelf, serving, lacks or f"{name} is no repository of weights", dry)
    check_capability(gpus)
    fit = plan(weights, gpus, serving) if weights else recommend(gpus, serving)
    if not dry:
        check_room_for_weights(fit.weights)
    runtime = vllm(fit, serving)
    return Choice(runtime, explain_vllm(fit, serving, runtime, named=weights is not None))


def _say_what_vllm_lacks(gpus: Gpus | None, elsewhere: bool, wanted: bool) -> str:
    if not elsewhere and not find_vllm():
        return "vllm is not installed; `pip install vllm` brings it, and it wants a CUDA GPU"
    if gpus is None:
        other = "; --engine llama.cpp serves on the CPU" if wanted else ""
        return f"no CUDA GPU is here: nvidia-smi lists none{other}"
    return ""


def _is_only_for_vllm(weights: Weights) -> bool:
    return weights.name in read_weights() and weights.name not in read_catalogue()


def _choose_llama_cpp(name: str | None, shelf: Shelf, serving: Serving, reason: str, dry: bool) -> Choice:
    found: ModelFile | Path
    if not name:
        found, path = _guess_best(shelf) if dry else pull_best(shelf)
    else:
        found = locate(name, shelf)
        path = found if isinstance(found, Path) else shelf.path(found)
        if isinstance(found, ModelFile):
            warn_of_memory(found)
            path = path if dry else pull(found, shelf)
    runtime = llama_cpp(path, found.stem if isinstance(found, Path) else found.name, serving)
    return Choice(runtime, explain_llama_cpp(found, path, serving, runtime, reason))


def _guess_best(shelf: Shelf) -> tuple[ModelFile, Path]:
    memory = free_memory()
    models = list(read_catalogue().values())
    model = next((model for model in models if model.memory_gib <= memory), models[-1])
    return model, shelf.path(model)


def pull_best(shelf: Shelf, memory: float | None = None) -> tuple[ModelFile, Path]:
    """Return the first model that fits and can be had, with its file; the last is tried in any case.

    ``memory`` is the free memory in GiB, measured where it is not given. Raises ``HostError``.
    """
    memory = free_memory() if memory is None else memory
    *better, last = read_catalogue().values()
    for model in better:
        try:
            check_memory(model, memory)
            return model, pull(model, shelf)
        except HostError as error:
            say(f"{error}; taking a smaller model")
    return last, pull(last, shelf)


def check_memory(model: ModelFile, free: float) -> None:
    """Raise ``HostError`` where ``free`` GiB of memory are too little for ``model``."""
    if free < model.memory_gib:
        raise HostError(f"{model.name} wants {model.memory_gib:g} GiB of free memory and {free:.1f} are free")


def warn_of_memory(model: ModelFile) -> None:
    """Say so where ``model`` was asked for by name and this machine is small for it."""
    try:
        check_memory(model, free_memory())
    except HostError as error:
        say(f"{error}: it may be slow, or fail")
