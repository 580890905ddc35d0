"""What a person may wish of the way in which a model is served."""

from dataclasses import dataclass

SHARE = 0.92
"""Of a GPU's memory: vLLM's own default (0.33)."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How the person wants a model to be served; None: as it fits."""

    host: str
    port: int
    context: int | None = None
    """Tokens for one conversation."""
    slots: int | None = None
    """Answers at once."""
    parallel: int | None = None
    """GPUs over which vLLM spreads the model."""
    kv_cache: str = "auto"
    """What vLLM keeps of conversations as: "auto", the model's own precision, or "fp8"."""
    share: float = SHARE
    """Of each GPU's memory that vLLM takes."""
