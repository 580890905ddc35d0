"""What a person may name: a model of the catalogue, a file, or something on the hub."""

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from llm_host.catalogue import ModelFile, read_catalogue, suggest, unknown
from llm_host.errors import HostError
from llm_host.shelf import Shelf

HUB_NAME = re.compile(r"(?P<repo>[\w.-]+/[\w.-]+?)(?::(?P<which>[^:]+))?")
QUANTISATIONS = ("Q4_K_M", "Q4_K_S", "IQ4_XS", "Q4_0", "Q5_K_M", "Q6_K", "Q8_0", "Q3_K_M", "F16", "BF16")
"""In the order of preference: Q4_K_M keeps nearly all of a model's skill at a quarter of its size."""


def locate(name: str, shelf: Shelf) -> ModelFile | Path:
    """Return the file that ``name`` means, or the model to pull; asks the hub only for what is not here.

    Right are a name of the catalogue, a path, ``owner/repo:file.gguf``, ``owner/repo:Q5_K_M`` and ``owner/repo``.
    """
    if model := read_catalogue().get(name.lower()):
        return model
    if Path(name).is_file():
        return check_gguf(Path(name))
    match = HUB_NAME.fullmatch(name)
    if match is None or (name.endswith(".gguf") and not match["which"]):
        raise HostError(f"there is no file {name}") if name.endswith(".gguf") else unknown(name)
    return _locate_on_hub(match["repo"], match["which"] or "", shelf)


def check_gguf(path: Path) -> Path:
    """Return ``path``. Raises ``HostError`` where it can't be a model for llama.cpp."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise HostError(f"can't read {path} ({error.strerror})") from error
    if magic != b"GGUF":
        raise HostError(f"{path} is no GGUF file: llama.cpp reads only those")
    return path


def pick(files: Sequence[str], which: str) -> str | None:
    """Return the file that ``which`` names, by itself or by its quantisation; with neither, the best for a CPU."""
    if which in files:
        return which
    whole = [f for f in files if f.lower().endswith(".gguf") and not re.search(r"mmproj|-\d{5}-of-\d{5}", f.lower())]
    for tag in (which,) if which else QUANTISATIONS:
        for file in whole:
            if re.search(rf"(?<![a-z0-9]){re.escape(tag.lower())}(?![a-z0-9_])", file.lower()):
                return file
    return whole[0] if whole and not which else None


def _locate_on_hub(repo: str, which: str, shelf: Shelf) -> ModelFile | Path:
    if ".." in PurePosixPath(f"{repo}/{which}").parts:
        raise HostError(f"{repo}:{which} is no hub name: it can't contain '..'")
    here = shelf.checked(repo)
    if file := pick(list(here), which):
        return here[file]
    from llm_host import hub

    if not which.endswith(".gguf"):
        files = hub.list_files(repo)
        which = pick(files, which) or _complain(repo, which, files)
    size, sha256 = hub.look_up(repo, which)
    return ModelFile(name=PurePosixPath(which).stem, file=which, bytes=size, sha256=sha256, hub=repo)


def _complain(repo: str, which: str, files: Sequence[str]) -> str:
    names = [file for file in files if file.lower().endswith(".gguf")]
    if not names:
        raise HostError(f"{repo} holds no GGUF file; name a repository that does (often {repo.split('/')[1]}-GGUF)")
    raise HostError(f"{repo} holds no whole GGUF file {which or 'of one piece'}: {suggest(which, names)}")
