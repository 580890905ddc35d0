"""What the model is sent for one answer, within its token budget.

The order serves the server's prefix cache: what stays the same from one exchange of a conversation to the next stands
in front, byte for byte, and the request comes last.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import prompts
from bot.errors import TooLong
from bot.nouns import Exchange, Message, Mode

_CONTROL = re.compile(r"<\|(?=\w+\|>)|<(?=(?:start|end)_of_turn>)|\[(?=/?INST\])|<(?=<SYS>>)")
"""Where people write a token that steers a model's chat format, a space takes away its meaning, not its look."""
_BYTES_PER_TOKEN = 3
_PER_TURN = 6
"""Tokens that the chat format adds to each turn, at the most, in the formats of Qwen, Llama and Gemma."""
Turn = dict[str, str]


@dataclass(frozen=True, slots=True)
class Briefing:
    """The chat turns of one request to a model."""

    turns: list[Turn]
    tokens: int
    """An estimate, rather too high than too low."""
    left_out: int
    """Earlier exchanges of the conversation that did not fit."""


def brief(message: Message, history: Sequence[Exchange], *, context: int, correction: str = "") -> Briefing:
    """Put together what the model is sent; the oldest exchanges give way first, whole.

    ``context``: tokens that the model takes, answer included, of which a third is kept for the answer. Raises
    ``TooLong`` where the request alone does not fit.
    """
    room = context - min(context // 3, 4096)
    system = [{"role": "system", "content": f"{prompts.text('system')}\n\n{prompts.text('query')}"}]
    request = [{"role": "user", "content": _said(message, correction)}]
    tokens = _tokens(system) + _tokens(request)
    if tokens > room:
        raise TooLong(
            f"The question is about {tokens:,} tokens long; this model takes {room:,} and its answer."
            " Shorten it, or choose a model with more room."
        )
    kept: list[Turn] = []
    for count, exchange in enumerate(reversed(history)):
        turns = _exchanged(exchange)
        if tokens + _tokens(turns) > room:
            return Briefing([*system, *kept, *request], tokens, len(history) - count)
        tokens += _tokens(turns)
        kept = [*turns, *kept]
    return Briefing([*system, *kept, *request], tokens, 0)


def brief_refinement(complaint: str) -> list[Turn]:
    """Return the chat turns that ask a model to refine ``complaint``.

    What it is about is left out: small models, shown a question, answer that.
    """
    return prompts.turns("refine", complaint=_tame(complaint))


def estimate(text: str) -> int:
    """Return about how many tokens ``text`` has."""
    return len(text.encode(errors="replace")) // _BYTES_PER_TOKEN + 1


def _exchanged(exchange: Exchange) -> list[Turn]:
    return [
        {"role": "user", "content": _said(exchange.message, exchange.correction)},
        {"role": "assistant", "content": _tame(exchange.answer)},
    ]


def _said(message: Message, correction: str) -> str:
    if message.mode is Mode.FEEDBACK:
        return prompts.text("feedback", complaint=_tame(message.text), correction=_tame(correction))
    files = [{"name": _tame(file.name), "text": _tame(file.text)} for file in message.attachments]
    return prompts.text("request", request=_tame(message.text), attachments=files)


def _tame(text: str) -> str:
    return _CONTROL.sub(lambda match: f"{match[0]} ", text)


def _tokens(turns: Sequence[Turn]) -> int:
    return sum(estimate(turn["content"]) + _PER_TURN for turn in turns)
