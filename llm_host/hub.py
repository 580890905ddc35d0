"""The first source: the publisher's own repository on the hub, by the huggingface_hub library.

The library knows the address (``HF_ENDPOINT``), the key (``HF_TOKEN``) and ``HF_HUB_OFFLINE``. Its own download
starts a broken file from nothing (2.4.0 writes to a new temporary name each time), so the bytes are read here.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import TypeVar

import httpx2
from huggingface_hub import HfApi, get_hf_file_metadata, get_session, get_token, hf_hub_url, hf_raise_for_status
from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled, RepositoryNotFoundError

from llm_host.catalogue import ModelFile
from llm_host.errors import SourceError
from llm_host.progress import Progress

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds for one small question, name look-up included: then the next source has its turn."""
TIMEOUT = httpx2.Timeout(10, connect=3)
TRIES = 3
"""Attempts in a row that may bring nothing."""


def list_files(repo: str) -> list[str]:
    """Return the files of ``owner/repo``. Raises ``SourceError``."""
    info = _ask(repo, lambda: HfApi().model_info(repo, timeout=PATIENCE))
    return [file.rfilename for file in info.siblings or ()]


def look_up(repo: str, file: str) -> tuple[int, str]:
    """Return the size and the sha256 of a file; the sha256 is empty where the hub has none. Raises ``SourceError``."""
    facts = _ask(repo, lambda: get_hf_file_metadata(hf_hub_url(repo, file), timeout=PATIENCE))
    if facts.size is None:
        raise SourceError(f"the hub does not say how large {repo}:{file} is")
    # Large files have their sha256 as etag, small ones a 40-digit git hash.
    return facts.size, facts.etag if facts.etag and len(facts.etag) == 64 else ""


def fetch(model: ModelFile, partial: Path, progress: Progress) -> None:
    """Append to ``partial`` what it lacks. Raises ``SourceError``."""
    size, sha256 = look_up(model.hub, model.file)
    if size != model.bytes or (sha256 and sha256 != model.sha256):
        raise SourceError(f"the hub has another {model.file} than the catalogue names")
    failures = 0
    while (have := _size(partial)) < size:
        try:
            _read_on(model, partial, progress)
        except (httpx2.HTTPError, OfflineModeIsEnabled) as error:
            failures = 1 if _size(partial) > have else failures + 1
            if failures == TRIES:
                raise SourceError(f"the hub broke off at {have:,} of {size:,} bytes ({error})") from error
            time.sleep(1)


def _read_on(model: ModelFile, partial: Path, progress: Progress) -> None:
    url, have = hf_hub_url(model.hub, model.file), _size(partial)
    headers = {"Range": f"bytes={have}-", "Accept-Encoding": "identity"}
    if token := get_token():
        headers["Authorization"] = f"Bearer {token}"
    with get_session().stream("GET", url, headers=headers, timeout=TIMEOUT) as answer, partial.open("ab") as file:
        hf_raise_for_status(answer)
        if answer.status_code != httpx2.codes.PARTIAL_CONTENT:
            file.truncate(file.seek(0))  # the server ignored the range and starts from the beginning
        for chunk in answer.iter_bytes(1 << 20):
            progress.reach(file.tell() + file.write(chunk))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _ask(repo: str, question: Callable[[], T]) -> T:
    # In a thread, because no time limit of a client covers a name server that is silent.
    answer: Future[T] = Future()

    def ask() -> None:
        try:
            answer.set_result(question())
        except (httpx2.HTTPError, OSError, ValueError) as error:
            answer.set_exception(error)

    Thread(target=ask, daemon=True).start()
    try:
        return answer.result(PATIENCE)
    except (httpx2.HTTPError, OSError, ValueError) as error:
        raise SourceError(_explain(repo, error)) from error


def _explain(repo: str, error: Exception) -> str:
    match error:
        case OfflineModeIsEnabled():
            return "the hub is switched off by HF_HUB_OFFLINE"
        case RepositoryNotFoundError():
            return f"the hub has no {repo}, or it is private or gated: HF_TOKEN holds a key"
        case HfHubHTTPError() if error.response.status_code == httpx2.codes.NOT_FOUND:
            return f"the hub's {repo} has no such file"
        case HfHubHTTPError():
            return f"the hub answered {error.response.status_code} for {repo}"
        case ValueError():
            return f"{repo!r} is no hub name: {error}"
        case TimeoutError() | httpx2.TimeoutException():
            return f"the hub did not answer within {PATIENCE:.0f} s"
        case _:
            return f"the hub can't be reached ({error})"
