"""Whether a model fits on GPUs, and how: spread over how many, with room for how many tokens. Figures are estimates.

vLLM takes a share of each GPU's memory. The weights lie in it, divided by the GPUs; some is vLLM's own, for what it
computes and for its recorded graphs; the rest holds what the model keeps of conversations (the KV cache).
"""

from dataclasses import dataclass

from llm_host.errors import HostError
from llm_host.gpus import Gpus
from llm_host.serving import Serving
from llm_host.weights import Weights, read_weights

OWN_SHARE = 0.05
OWN_LEAST = 1.0
"""vLLM's own part: of a GPU's memory, and in GiB where that is less."""
AT_ONCE = 4
"""Conversations of full length that should have room at the same time."""
SHORT = 16384
"""Tokens below which a conversation is not cut only to have room for others."""
LEAST = 4096
"""Tokens without which a model is of no use."""
LADDER = [Gpus(count, gib) for count in (1, 2, 4, 8) for gib in (8, 16, 24, 48, 80, 141)]
"""The usual sets of GPUs, fewest first."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How one model is to be served."""

    weights: Weights
    gpus: Gpus
    parallel: int
    """GPUs over which it is spread."""
    context: int
    """Tokens for one conversation; 0: vLLM finds out what fits."""
    room: int
    """Tokens for all conversations together; 0: not known."""
    fits: bool
    share: float
    own_gib: float
    rest_gib: float
    """On each GPU: what is vLLM's own, and what is left for conversations."""


def plan(weights: Weights, gpus: Gpus, serving: Serving) -> Plan:
    """Return how ``weights`` are served there. Raises ``HostError`` where they can't be, with what would do."""
    if weights.context and (serving.context or 0) > weights.context:
        raise HostError(
            f"{weights.name} takes {weights.context:,} tokens at most, and --context asks for {serving.context:,}"
        )
    measured = _measure(weights, gpus, serving)
    if not measured.fits:
        raise HostError(_refuse(measured, serving))
    return measured


def recommend(gpus: Gpus, serving: Serving) -> Plan:
    """Return the most able model of the catalogue that fits. Raises ``HostError`` where none does."""
    fit = (weights for weights in read_weights().values() if fits(weights, gpus, serving))
    *_, least = read_weights().values()
    return plan(next(fit, least), gpus, serving)  # the least one says why not


def fits(weights: Weights, gpus: Gpus, serving: Serving) -> bool:
    """Say whether they are served there unasked: they fit, and the GPUs have what vLLM's recipe wants."""
    too_long = weights.context and (serving.context or 0) > weights.context
    return not too_long and gpus.count * gpus.gib >= weights.wants_gb and _measure(weights, gpus, serving).fits


def find_home(weights: Weights, serving: Serving) -> Gpus | None:
    """Return the first usual set of GPUs on which it fits."""
    usual = Serving("", 0, context=serving.context, kv_cache=serving.kv_cache)
    return next((gpus for gpus in LADDER if fits(weights, gpus, usual)), None)


def _measure(weights: Weights, gpus: Gpus, serving: Serving) -> Plan:
    parallel = _spread(weights, gpus, serving.parallel)
    own = max(OWN_LEAST, OWN_SHARE * gpus.gib)
    rest = max(gpus.gib * serving.share - own - weights.gib / parallel, 0.0)
    token = weights.kv_bytes / min(parallel, weights.kv_heads or 1) * (0.5 if serving.kv_cache == "fp8" else 1)
    is_known = bool(weights.gb and token)
    room = int(rest * 2**30 / token) if is_known else 0
    context = serving.context or (_choose_context(weights, room) if is_known else 0)
    is_enough = not is_known or room >= (serving.context or LEAST)
    return Plan(weights, gpus, parallel, context, room, is_enough, serving.share, own, rest)


def _spread(weights: Weights, gpus: Gpus, wish: int | None) -> int:
    right = [n for n in (1, 2, 4, 8, 16) if n <= gpus.count and _divides(weights, n)]
    if wish is None:
        return right[-1]
    if wish > gpus.count:
        raise HostError(f"--tensor-parallel {wish} wants {wish} GPUs, and there are {gpus.count}")
    if not _divides(weights, wish):
        numbers = ", ".join(map(str, right))
        raise HostError(
            f"the {weights.heads} attention heads of {weights.name} can't be spread evenly over {wish} GPUs; "
            f"--tensor-parallel may be {numbers}"
        )
    return wish


def _divides(weights: Weights, gpus: int) -> bool:
    fit = weights.kv_heads % gpus == 0 or gpus % (weights.kv_heads or 1) == 0  # few of these are copied to each GPU
    return weights.heads % gpus == 0 and fit


def _choose_context(weights: Weights, room: int) -> int:
    tokens = max(room // AT_ONCE, min(room, SHORT))
    step = 8192 if tokens >= SHORT else 1024
    return min(tokens // step * step, weights.context or tokens)


def _refuse(measured: Plan, serving: Serving) -> str:
    weights, gpus, room, wanted = measured.weights, measured.gpus, measured.room, serving.context or LEAST
    ways = []
    if serving.kv_cache != "fp8" and room * 2 >= wanted:
        ways.append("--kv-cache fp8, which holds twice as many")
    if room >= LEAST:
        ways.append(f"--context {room // 1024 * 1024}")
    if home := find_home(weights, serving):
        ways.append(str(home))
    if room < LEAST and (other := _find_smaller(weights, gpus, serving)):
        ways.append(other)
    would = f"; what would do: {', or '.join(ways)}" if ways else ""
    if room >= LEAST:
        wish = f"--context asks for {wanted:,} tokens, and on {gpus} there is room for about {room:,}"
        return f"{wish} beside {weights.name}{would}"
    return f"{weights.name} has {weights.gib:.0f} GiB of weights: it does not fit on {gpus}{would}"


def _find_smaller(weights: Weights, gpus: Gpus, serving: Serving) -> str:
    usual = Serving("", 0, kv_cache=serving.kv_cache, share=serving.share)
    return next((name for name, w in read_weights().items() if w.gb < weights.gb and fits(w, gpus, usual)), "")
