"""How far our estimates of tokens are off for each model, learned from what its server counted.

Asking a server to count beforehand (``POST /tokenize`` of llama.cpp and vLLM) is exact, but costs a request before
each answer, needs the chat format applied first, and is not there at OpenAI. What the last answers took is known
anyway: `python -m benchmarks.estimates` says how near that comes.
"""

from collections import OrderedDict

from bot.models.model import Model

LEAST, MOST = 0.5, 1.5
"""Between these lies every tokenizer that we know; what is beyond them was counted of something else."""
_WEIGHT = 0.3
"""Of the newest count: a conversation turns from prose to code within a few questions."""
_SHORTEST = 100
"""Tokens of a prompt that says something: in shorter ones the chat format is most of it."""
_MOST_MODELS = 200


class Scales:
    """A factor for each model, by which our estimates become what its server counts."""

    def __init__(self) -> None:
        self._scales: OrderedDict[tuple[str, str], float] = OrderedDict()

    def of(self, model: Model) -> float:
        return self._scales.get((model.provider, model.name), 1.0)

    def learn(self, model: Model, estimated: int, counted: int) -> None:
        """Take note that the server counted so many tokens for a prompt that we estimated, without any factor."""
        if estimated < _SHORTEST or counted <= 0:
            return
        seen = min(max(counted / estimated, LEAST), MOST)
        before = self._scales.pop((model.provider, model.name), seen)
        self._scales[model.provider, model.name] = before + _WEIGHT * (seen - before)
        while len(self._scales) > _MOST_MODELS:
            self._scales.popitem(last=False)
