"""What this machine has to offer: cores, memory, disk, a port, installed libraries."""

import importlib.util
import math
import os
import shutil
import socket
from pathlib import Path

from llm_host.errors import HostError

PROC = Path("/proc")
CGROUP = Path("/sys/fs/cgroup")
"""Inside a container the limits of cgroup v2 stand here; the kernel's other figures are the host's."""


def count_cores(cgroup: Path = CGROUP) -> int:
    """Return how many cores this process may use, by affinity and by a container's quota."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, period = [*_text(cgroup / "cpu.max").split(), "max", "100000"][:2]
    return cores if quota == "max" else max(1, min(cores, math.ceil(int(quota) / int(period))))


def free_memory(proc: Path = PROC, cgroup: Path = CGROUP) -> float:
    """Return the GiB that a new process could fill; infinite where the system does not say (macOS)."""
    lines = dict(line.split(":", 1) for line in _text(proc / "meminfo").splitlines())
    free = int(lines["MemAvailable"].split()[0]) * 1024 if "MemAvailable" in lines else math.inf
    limit = _text(cgroup / "memory.max").strip()
    if limit.isdigit():
        # Cached files count as used there, but give way at once.
        cached = dict(line.split() for line in _text(cgroup / "memory.stat").splitlines()).get("inactive_file", "0")
        free = min(free, int(limit) - int(_text(cgroup / "memory.current") or 0) + int(cached))
    return free / 2**30


def free_disk(folder: Path) -> int:
    """Return the bytes free where ``folder`` is, or will be."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free


def open_port(host: str, port: int) -> int:
    """Return ``port``, or a free one for 0. Raises ``HostError`` where nobody could listen on it."""
    try:
        with socket.create_server((host, port)) as listener:
            return int(listener.getsockname()[1])
    except OSError as error:
        raise HostError(f"can't listen on {host}:{port} ({error}); --port 0 takes any free port") from error


def require(module: str) -> None:
    """Raise ``HostError`` unless ``module``, of the extra ``local``, is installed."""
    if importlib.util.find_spec(module) is None:
        raise HostError(f"{module} is not installed; `pip install 'code-supporter[local]'` brings it")


def _text(path: Path) -> str:
    return path.read_text("ascii") if path.is_file() else ""
