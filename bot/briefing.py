"""What the model is sent for one answer, within its token budget.

The order serves the server's prefix cache: what stays the same from one exchange of a conversation to the next stands
in front, byte for byte, and the request comes last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import prompts
from bot.errors import TooLong
from bot.learning.demonstration import demonstrate
from bot.learning.exemplars import Exemplar
from bot.learning.nouns import Rule
from bot.learning.saying import say
from bot.nouns import Attachment, Author, Exchange, Message, Mode
from bot.text import bare, estimate, tame

MAX_PICTURES = 5
"""Pictures that one request to a model may hold."""
_PER_TURN = 6
"""Tokens that the chat format adds to each turn, at the most, in the formats of Qwen, Llama and Gemma."""
_PER_PICTURE = 1_100
"""What most providers count for one of 1,024 × 1,024 points, rather too high than too low."""
REMEMBERED = 3
"""Exchanges whose pictures are sent again; older ones are only named."""
Turn = dict[str, Any]
"""A role, and as content a text, or a list of parts where pictures are sent."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """The chat turns of one request to a model."""

    turns: list[Turn]
    tokens: int
    """Our estimate, which most models' own counts are below: see ``models.scale``."""
    left_out: int
    """Earlier exchanges of the conversation that did not fit."""
    unsaid: int = 0
    """How many lessons, of the first ones, did not fit."""

    @property
    def has_pictures(self) -> bool:
        return any(isinstance(turn["content"], list) for turn in self.turns)


def brief(
    message: Message,
    history: Sequence[Exchange],
    *,
    context: int,
    correction: str = "",
    sees: bool = False,
    lessons: Sequence[Rule] = (),
    exemplars: Sequence[Exemplar] = (),
    scale: float = 1.0,
) -> Briefing:
    """Put together what the model is sent, all of it whole.

    Exemplars give way first, then the oldest exchanges, then the least relevant lessons.

    ``context``: tokens that the model takes, answer included, of which a third is kept for the answer; ``scale``: how
    many of its tokens one of ours is. ``sees``: it takes pictures, of which the newest are sent. ``lessons`` stand
    around the request, the most relevant last, and ``exemplars`` before all that was said, the nearest last. Raises
    ``TooLong`` where the request alone does not fit.
    """
    shares = _share_out([message, *(exchange.message for exchange in reversed(history))], sees)
    room = int((context - min(context // 3, 4096)) / scale)
    system = [{"role": "system", "content": f"{prompts.text('system')}\n\n{prompts.text('query')}"}]
    first = history[0].message.author if history else message.author
    request, unsaid = _fit(_ask(message, correction, next(shares), first), lessons, room - _tokens(system))
    tokens = _tokens(system) + _tokens(request)
    if tokens > room:
        raise TooLong(
            f"The question is about {tokens * scale:,.0f} tokens long; this model takes {room * scale:,.0f} and its"
            " answer. Shorten it, or choose a model with more room."
        )
    said = [_exchanged(exchange, next(shares), first) for exchange in reversed(history)]
    examples = [*_demonstrate(lessons[unsaid:]), *map(_show, exemplars)]
    shown = _fitting(examples, room - tokens - sum(map(_tokens, said)))
    tokens += _tokens(shown)
    kept: list[Turn] = []
    for count, turns in enumerate(said):
        if tokens + _tokens(turns) > room:
            return Briefing([*system, *shown, *kept, *request], tokens, len(history) - count, unsaid)
        tokens += _tokens(turns)
        kept = [*turns, *kept]
    return Briefing([*system, *shown, *kept, *request], tokens, 0, unsaid)


def brief_refinement(complaint: str) -> list[Turn]:
    """Return the chat turns that ask a model to refine ``complaint``.

    What it is about is left out: small models, shown a question, answer that.
    """
    return prompts.turns("refine", complaint=tame(complaint))


def _exchanged(exchange: Exchange, pictures: int, first: Author) -> list[Turn]:
    answer = {"role": "assistant", "content": tame(exchange.answer)}
    return [_ask(exchange.message, exchange.correction, pictures, first), answer]


def _show(exemplar: Exemplar) -> list[Turn]:
    """Return an exemplar as if it had been said: small models follow that better than a description of it."""
    return _say(exemplar.question, exemplar.answer)


def _demonstrate(lessons: Sequence[Rule]) -> list[list[Turn]]:
    """Return answers that follow several lessons at once, as if they had been said."""
    return [_say(*shown) for shown in demonstrate(lessons)]


def _say(question: str, answer: str) -> list[Turn]:
    return [{"role": "user", "content": tame(question)}, {"role": "assistant", "content": tame(answer)}]


def _fitting(shown: Sequence[list[Turn]], room: int) -> list[Turn]:
    """Return the last of ``shown`` for which there is room beside all else."""
    while shown and sum(map(_tokens, shown)) > room:
        shown = shown[1:]
    return [turn for turns in shown for turn in turns]


def _ask(message: Message, correction: str, pictures: int, first: Author) -> Turn:
    """Return what a person said, with as many of its pictures as ``pictures`` says.

    They are named where they are not who asked ``first``.
    """
    if message.author.id != first.id and message.text.strip():
        message = replace(message, text=f"{bare(message.author.name)}: {message.text}")
    attached = _pictures(message)
    text = _said(message, correction, [file.name for file in attached[pictures:]])
    if not attached[:pictures]:
        return {"role": "user", "content": text}
    parts = [{"type": "image_url", "image_url": {"url": file.image}} for file in attached[:pictures]]
    return {"role": "user", "content": [{"type": "text", "text": text}, *parts] if text.strip() else parts}


def _fit(turn: Turn, lessons: Sequence[Rule], room: int) -> tuple[list[Turn], int]:
    """Return the request with the last of ``lessons`` for which there is room, and how many there is none for."""
    for unsaid in range(len(lessons)):
        taught = [_teach(turn, lessons[unsaid:])]
        if _tokens(taught) <= room:
            return taught, unsaid
    return [turn], len(lessons)


def _teach(turn: Turn, lessons: Sequence[Rule]) -> Turn:
    """Put lessons before a request: there small models follow them better than in the system prompt.

    Of several, those about its subject stand behind it: in a list of what always holds they get lost.
    """
    always = [rule for rule in lessons if not rule.topical]
    about = [rule for rule in lessons if rule.topical] if always else []
    told = {"lessons": _say_all(always or lessons), "about": _say_all(about)}
    content = turn["content"]
    if isinstance(content, str):
        return {**turn, "content": prompts.text("lessons", **told, request=content)}
    asked = [part for part in content if part["type"] != "text"]
    said = "".join(part["text"] for part in content if part["type"] == "text")
    return {**turn, "content": [{"type": "text", "text": prompts.text("lessons", **told, request=said)}, *asked]}


def _say_all(rules: Sequence[Rule]) -> list[str]:
    return [tame(say(rule)) for rule in rules]


def _pictures(message: Message) -> list[Attachment]:
    return [file for file in message.attachments if file.image]


def _share_out(messages: Sequence[Message], sees: bool) -> Iterator[int]:
    """Yield how many of its pictures are sent with each message, from the newest to the oldest."""
    left = MAX_PICTURES if sees else 0
    for age, message in enumerate(messages):
        yield left if age <= REMEMBERED else 0
        left = max(0, left - len(_pictures(message)))


def _said(message: Message, correction: str, unseen: Sequence[str]) -> str:
    request = tame(message.text)
    if message.mode is Mode.FEEDBACK:
        request = prompts.text("feedback", complaint=request, correction=tame(correction))
    files = [{"name": tame(file.name), "text": tame(file.text)} for file in message.attachments if not file.image]
    return prompts.text("request", request=request, attachments=files, unseen=[tame(name) for name in unseen])


def _tokens(turns: Sequence[Turn]) -> int:
    return sum(_weigh(turn["content"]) + _PER_TURN for turn in turns)


def _weigh(content: str | list[dict[str, Any]]) -> int:
    if isinstance(content, str):
        return estimate(content)
    return sum(estimate(part["text"]) if part["type"] == "text" else _PER_PICTURE for part in content)
