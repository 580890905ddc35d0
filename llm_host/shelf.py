"""The folder where models are kept: whole files under their publisher's name, each checked once."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from llm_host.catalogue import ModelFile, read_catalogue
from llm_host.errors import HostError, SourceError
from llm_host.progress import say


class Shelf:
    """A folder of models. Beside each file stands a stamp (``.ok``) that says what was checked, so that a
    second start reads a line instead of hashing a gigabyte."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, model: ModelFile) -> Path:
        """Return where the whole file of ``model`` is, or will be. Raises ``HostError`` for one outside the folder."""
        name = PurePosixPath(model.hub, model.file)
        if name.is_absolute() or ".." in name.parts:  # a hub names its files as it likes
            raise HostError(f"{model.hub}:{model.file} is no hub name: it would lie outside {self.folder}")
        return self.folder / name

    def partial(self, model: ModelFile) -> Path:
        """Return where its first bytes gather; every source appends to the same file."""
        path = self.path(model)
        return path.with_name(f"{path.name}.{model.sha256[:8]}.partial")

    def holds(self, model: ModelFile) -> bool:
        """Say whether the right file is here. A file without a stamp is hashed, once."""
        path = self.path(model)
        if not path.is_file() or path.stat().st_size != model.bytes:
            return False
        if _is_stamped(path):
            return model.sha256 in ("", _stamp(path).read_text("ascii").split()[-1])
        say(f"checking {path.name}")
        if model.sha256 and _hash(path) != model.sha256:
            return False
        self._put_stamp(path, model)
        return True

    def checked(self, hub: str) -> dict[str, Path]:
        """Return the checked files of one ``owner/repo``, by the name that they have there."""
        root = self.folder / hub
        return {p.relative_to(root).as_posix(): p for p in sorted(root.rglob("*.gguf")) if _is_stamped(p)}

    def guests(self) -> dict[str, Path]:
        """Return the files that are here but not in the catalogue, by their hub name."""
        own = {self.path(model) for model in read_catalogue().values()}
        paths = (path for path in sorted(self.folder.rglob("*.gguf")) if path not in own)
        return {":".join(path.relative_to(self.folder).as_posix().rsplit("/", 1)): path for path in paths}

    @contextmanager
    def reserve(self, model: ModelFile) -> Iterator[None]:
        """Let one process at a time gather ``model``; the others wait here."""
        from filelock import FileLock, Timeout

        path = self.path(model)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(path.with_name(path.name + ".lock"))
            lock.acquire(blocking=False)
        except Timeout:
            say(f"{model.name}: another process is fetching it; waiting")
            lock.acquire()
        except OSError as error:
            raise HostError(
                f"can't write into {path.parent} ({error.strerror}); MODEL_DIR names another folder"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def keep(self, model: ModelFile) -> None:
        """Check the gathered bytes and give them their name; wrong ones are deleted. Raises ``SourceError``."""
        partial = self.partial(model)
        say(f"{model.name}: checking")
        if partial.stat().st_size != model.bytes or (model.sha256 and _hash(partial) != model.sha256):
            partial.unlink()
            raise SourceError("what came is not the file that was promised (its sha256 is another), so it was deleted")
        partial.replace(self.path(model))
        self._put_stamp(self.path(model), model)

    def _put_stamp(self, path: Path, model: ModelFile) -> None:
        try:
            _stamp(path).write_text(f"{_mark(path)} {model.sha256 or '-'}\n", "ascii")
        except OSError as error:
            say(f"{path.parent} can't be written ({error.strerror}): {path.name} will be checked at each start")


def _stamp(path: Path) -> Path:
    return path.with_name(path.name + ".ok")


def _mark(path: Path) -> str:
    facts = path.stat()
    return f"{facts.st_size} {facts.st_mtime_ns}"


def _is_stamped(path: Path) -> bool:
    stamp = _stamp(path)
    return stamp.is_file() and stamp.read_text("ascii").startswith(_mark(path) + " ")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
