"""What may be wished of ``serve``: options of the command line."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from llm_host.errors import HostError
from llm_host.gpus import Gpus, read_gpus
from llm_host.serving import SHARE

Command = TypeVar("Command", bound=Callable[..., Any])

OPTIONS = (
    click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
    click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=8001,
        show_default=True,
        help="Port to listen on; 0 takes any free one.",
    ),
    click.option(
        "--context",
        type=click.IntRange(256),
        help="Tokens for one conversation.  [llama.cpp: 4096; vLLM: what fits]",
    ),
    click.option("--slots", type=click.IntRange(1, 1024), help="Answers at once.  [llama.cpp: 4; vLLM: what fits]"),
    click.option(
        "--tensor-parallel",
        "parallel",
        type=click.IntRange(1),
        help="vLLM: GPUs for one model.  [all it can use]",
    ),
    click.option(
        "--kv-cache",
        type=click.Choice(["auto", "fp8"]),
        default="auto",
        show_default=True,
        help="vLLM: what is kept of conversations; fp8 holds twice as many tokens.",
    ),
    click.option(
        "--memory-share",
        "share",
        type=click.FloatRange(0.1, 0.98),
        default=SHARE,
        show_default=True,
        help="vLLM: part of each GPU's memory.",
    ),
)
ELSEWHERE = (
    click.option("--gpus", metavar="8x80", help="With --dry-run: eight GPUs of 80 GB that are elsewhere."),
    click.option("--gpu-memory", type=click.FloatRange(1, 1000), help="The same in two: GB of each …"),
    click.option("--gpu-count", type=click.IntRange(1, 64), help="… and how many.  [1]"),
)


def wishes(command: Command) -> Command:
    """Add what may be wished of the way in which a model is served: the fields of ``Serving``, and GPUs elsewhere."""
    for option in reversed(OPTIONS + ELSEWHERE):
        command = option(command)
    return command


def read_elsewhere(gpus: str | None, memory: float | None, count: int | None) -> Gpus | None:
    """Return the GPUs to plan for, if they are not those of this machine. Raises ``HostError``."""
    if gpus and (memory or count):
        raise HostError("--gpus 8x80 says both: leave --gpu-memory and --gpu-count out")
    if count and not memory:
        raise HostError("--gpu-count wants --gpu-memory: the GB of each GPU")
    if gpus:
        return read_gpus(gpus)
    return Gpus(count or 1, memory) if memory else None
