"""What will be started and why, as rows that a person reads before it starts. No key is ever among them."""

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from llm_host.catalogue import ModelFile
from llm_host.machine import count_cores, free_memory
from llm_host.plan import Plan, find_home, fits
from llm_host.progress import megabytes
from llm_host.runtimes import CONTEXT, KEY, SLOTS, Runtime
from llm_host.serving import Serving
from llm_host.weights import Weights, read_weights

Rows = list[tuple[str, str]]
"""What a row is about, and what it says."""


def write(rows: Rows) -> str:
    """Return the rows as lines of text."""
    return "\n".join(f"{about:15} {text}" for about, text in rows)


def explain_vllm(plan: Plan, serving: Serving, runtime: Runtime, named: bool) -> Rows:
    """Return the rows for a model that vLLM serves; ``named``: the person asked for it by name."""
    weights = plan.weights
    return [
        ("engine", f"vLLM, on {plan.gpus}{f' ({plan.gpus.name})' if plan.gpus.name else ''}"),
        ("model", _describe_weights(weights, named)),
        *([("", weights.about)] if weights.about else []),
        *([("not verified", weights.unverified)] if weights.unverified else []),
        ("served as", f"{runtime.name}, at http://{serving.host}:{serving.port}/v1"),
        ("quantisation", f"{weights.quantisation or 'as the model says'}; vLLM reads it from the model"),
        ("context", _describe_context(plan)),
        ("memory", _describe_memory(plan)),
        ("KV cache", _describe_cache(plan, serving)),
        ("GPUs", _describe_spread(plan)),
        ("prefix caching", "on, and chunked prefill too: both are vLLM's defaults"),
        ("key", describe_key()),
        *([] if named else list(_describe_better(plan, serving))),
        ("command", shlex.join(runtime.command)),
    ]


def explain_llama_cpp(found: ModelFile | Path, path: Path, serving: Serving, runtime: Runtime, reason: str) -> Rows:
    """Return the rows for a GGUF file that llama.cpp serves; ``reason``: why not vLLM."""
    context, slots = serving.context or CONTEXT, serving.slots or SLOTS
    return [
        ("engine", f"llama.cpp, on {count_cores()} CPU cores with {free_memory():.0f} GiB of free memory: {reason}"),
        ("model", _describe_file(found, path)),
        ("served as", f"{runtime.name}, at http://{serving.host}:{serving.port}/v1"),
        ("context", f"{context:,} tokens for one conversation, {slots} answers at once"),
        ("prefix caching", "on"),
        ("key", describe_key()),
        ("command", shlex.join(runtime.command)),
    ]


def describe_key() -> str:
    """Say whether there is a key, never what it is."""
    return f"set by {KEY}" if os.environ.get(KEY) else f"none: whoever reaches the port may ask; {KEY} sets one"


def _describe_weights(weights: Weights, named: bool) -> str:
    size = f"{weights.gb:.1f} GB" if weights.gb else "size not known before it is fetched"
    why = "" if named else "; of those that fit, the catalogue's first"
    return f"{weights.repo}: {size}, licence {weights.licence or 'as its publisher says'}{why}"


def _describe_file(found: ModelFile | Path, path: Path) -> str:
    if isinstance(found, Path):
        return f"{path}: {megabytes(path.stat().st_size)}, licence as its publisher says"
    here = "" if path.exists() else ", to be fetched"
    return (
        f"{found.hub}:{found.file}: {megabytes(found.bytes)}, licence {found.licence or 'as its publisher says'}{here}"
    )


def _describe_context(plan: Plan) -> str:
    if not plan.context:
        return "as many tokens as fit: vLLM finds out when it starts"
    most = f" (the model takes {plan.weights.context:,})" if plan.weights.context else ""
    room = f"; room for about {plan.room:,} in all conversations together" if plan.room else ""
    return f"{plan.context:,} tokens for one conversation{most}{room}"


def _describe_memory(plan: Plan) -> str:
    share = f"{plan.share:.0%} of each GPU is taken, {plan.gpus.gib * plan.share:.1f} GiB"
    if not plan.weights.gb:
        return share
    weights = plan.weights.gib / plan.parallel
    return f"{share}: {weights:.1f} weights, about {plan.own_gib:.1f} vLLM's own, {plan.rest_gib:.1f} conversations"


def _describe_cache(plan: Plan, serving: Serving) -> str:
    if serving.kv_cache == "fp8":
        return "fp8: twice as many tokens, a little less exact"
    return f"{serving.kv_cache}: the model's own precision; --kv-cache fp8 holds twice as many tokens"


def _describe_spread(plan: Plan) -> str:
    idle = plan.gpus.count - plan.parallel
    rest = f"; {idle} not used: its {plan.weights.heads} attention heads can't be spread over more" if idle else ""
    return f"tensor parallel over {plan.parallel} of {plan.gpus.count}{rest}"


def _describe_better(plan: Plan, serving: Serving) -> Iterator[tuple[str, str]]:
    """The next more able model that does not fit, and where it would."""
    for weights in reversed(read_weights().values()):
        does_not = weights.gb > plan.weights.gb and not fits(weights, plan.gpus, serving)
        if does_not and (home := find_home(weights, serving)):
            yield "does not fit", f"{weights.name} ({weights.gb:.0f} GB): it would on {home}"
            return
