"""The GPUs to serve on: those of this machine, or those of one that is elsewhere, in the person's words."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

from llm_host.errors import HostError

LEAST_CAPABILITY = 7.5
"""CUDA compute capability below which vLLM does not run (its documentation)."""


@dataclass(frozen=True, slots=True)
class Gpus:
    """GPUs that serve one model together; where they differ, each counts as the smallest."""

    count: int
    gib: float
    """Memory of each. The GB on a GPU's box are GiB."""
    name: str = ""
    """As the driver has it; empty: they are elsewhere."""
    capability: float = 0.0
    """CUDA compute capability; 0: not known."""

    def __str__(self) -> str:
        return f"{self.count} GPU{'s' if self.count > 1 else ''} of {self.gib:.0f} GB"


def find_gpus() -> Gpus | None:
    """Return what NVIDIA's driver lists, as far as ``CUDA_VISIBLE_DEVICES`` shows it; None where there is nothing."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return None
    query = [program, "--query-gpu=index,memory.total,compute_cap,name", "--format=csv,noheader,nounits"]
    listed = subprocess.run(query, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    rows = [line.split(", ", 3) for line in listed.stdout.splitlines() if line.count(", ") >= 3]
    rows = [row for row in rows if row[1].isdigit() and _is_visible(row[0])]
    if listed.returncode or not rows:
        return None
    smallest = min(rows, key=lambda row: int(row[1]))
    return Gpus(len(rows), int(smallest[1]) / 1024, smallest[3], min(_number(row[2]) for row in rows))


def read_gpus(text: str) -> Gpus:
    """Return what ``8x80`` (eight GPUs of 80 GB) or ``24`` means. Raises ``HostError``."""
    match = re.fullmatch(r"(?:(\d{1,2})\s*[x×*])?\s*(\d{1,3}(?:\.\d)?)\s*(?:gi?b)?", text.strip().lower())
    if not match or not int(match[1] or 1) or not float(match[2]):
        raise HostError(f"{text!r} is no number of GPUs: 8x80 means eight GPUs of 80 GB each")
    return Gpus(int(match[1] or 1), float(match[2]))


def check_capability(gpus: Gpus) -> None:
    """Raise ``HostError`` where vLLM does not run on such GPUs."""
    if 0 < gpus.capability < LEAST_CAPABILITY:
        raise HostError(
            f"vLLM wants GPUs of compute capability {LEAST_CAPABILITY} and more, and {gpus.name} has "
            f"{gpus.capability}; --engine llama.cpp serves on the CPU"
        )


def _is_visible(index: str) -> bool:
    shown = os.environ.get("CUDA_VISIBLE_DEVICES")
    parts = [part.strip() for part in (shown or "").split(",")]
    # Names such as GPU-8932f937 are left to CUDA. Empty and -1 hide all.
    return shown is None or index in parts or any(part.startswith(("GPU-", "MIG-")) for part in parts)


def _number(text: str) -> float:
    return float(text) if re.fullmatch(r"\d+\.\d+", text) else 0.0
