"""What to serve, and with which program, for what the person named; and what, when they named nothing."""

from pathlib import Path

from llm_host.catalogue import ModelFile, read_catalogue
from llm_host.errors import HostError
from llm_host.machine import free_memory
from llm_host.names import locate
from llm_host.progress import say
from llm_host.pull import pull
from llm_host.runtimes import Runtime, Serving, llama_cpp, target_for_vllm, vllm
from llm_host.shelf import Shelf


def choose_runtime(name: str | None, shelf: Shelf, engine: str, serving: Serving) -> Runtime:
    """Return the program that will serve ``name``, its file fetched where llama.cpp needs one. Raises ``HostError``."""
    target = target_for_vllm(name or next(iter(read_catalogue())), engine)
    if target:
        return vllm(target, serving)
    if not name:
        model, path = pull_best(shelf)
        return llama_cpp(path, model.name, serving)
    found = locate(name, shelf)
    if isinstance(found, Path):
        return llama_cpp(found, found.stem, serving)
    warn_of_memory(found)
    return llama_cpp(pull(found, shelf), found.name, serving)


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
