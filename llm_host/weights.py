"""The models that vLLM serves: what is known of their size and shape, from ``catalogue.toml`` or a folder."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from llm_host.catalogue import HERE
from llm_host.errors import HostError


@dataclass(frozen=True, slots=True)
class Weights:
    """A repository or folder of weights. Zero and empty mean that it is not known."""

    name: str
    """What clients ask for."""
    repo: str
    """What vLLM loads: ``owner/repo`` on the hub, or a folder."""
    gb: float = 0.0
    """Size of its files in units of 10^9 bytes."""
    wants_gb: int = 0
    """Memory of all GPUs together that vLLM's recipe names; smaller machines get it only when asked by name."""
    context: int = 0
    """Tokens that it was made for."""
    heads: int = 0
    """Attention heads: their number must be divisible by the number of GPUs."""
    kv_heads: int = 0
    kv_bytes: int = 0
    """Memory for one token of a conversation at 16 bit, on all GPUs together."""
    quantisation: str = ""
    licence: str = ""
    options: tuple[str, ...] = ()
    """What ``vllm serve`` needs for it beyond the usual."""
    about: str = ""
    unverified: str = ""

    @property
    def gib(self) -> float:
        return self.gb * 1e9 / 2**30


@cache
def read_weights() -> dict[str, Weights]:
    """Return the models of the catalogue for vLLM by name, the most able first."""
    entries = tomllib.loads((HERE / "catalogue.toml").read_text("utf-8"))["weights"]
    return {
        name: Weights(name, **entry | {"options": tuple(entry.get("options", ()))}) for name, entry in entries.items()
    }


def find_weights(name: str) -> Weights | None:
    """Return what vLLM loads for ``name``: of the catalogue, a folder, or ``owner/repo``; None: it can't load that."""
    if known := read_weights().get(name.lower()):
        return known
    if Path(name).is_dir():
        return read_folder(Path(name))
    same = next((weights for weights in read_weights().values() if weights.repo.lower() == name.lower()), None)
    is_gguf = ":" in name or name.lower().endswith("gguf")
    return same or (Weights(name, name) if name.count("/") == 1 and not is_gguf else None)


def read_folder(folder: Path) -> Weights:
    """Return what the ``config.json`` of a folder of weights says. Raises ``HostError`` where it has none."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise HostError(f"{folder} holds no weights for vLLM: its config.json can't be read ({error})") from error
    shape = config.get("text_config") or config  # models that see keep their language half apart
    size = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    return Weights(
        "-".join(folder.resolve().name.split()),  # a name is one word in the line that says READY
        str(folder),
        gb=size / 1e9,
        context=int(shape.get("max_position_embeddings") or 0),
        heads=int(shape.get("num_attention_heads") or 0),
        kv_heads=int(shape.get("num_key_value_heads") or shape.get("num_attention_heads") or 0),
        kv_bytes=_count_kv_bytes(shape),
        quantisation=str((config.get("quantization_config") or {}).get("quant_method", "")),
    )


def _count_kv_bytes(shape: Mapping[str, Any]) -> int:
    heads, layers = shape.get("num_attention_heads"), shape.get("num_hidden_layers")
    if not heads or not layers:
        return 0
    size = shape.get("head_dim") or shape.get("hidden_size", 0) // heads
    kinds = shape.get("layer_types")  # linear layers keep nothing for a token
    full = sum("linear" not in kind for kind in kinds) if kinds else layers
    return int(full * (shape.get("num_key_value_heads") or heads) * size * 2 * 2)  # key and value, 2 bytes each
