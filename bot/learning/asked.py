"""In which languages an answer is expected: those that the request names, else those of its code, else of the talk."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from bot.blocks import code_blocks
from bot.languages import canonical, named_languages
from bot.nouns import Exchange, Message

USUAL = "python"
"""What the system prompt asks for where nobody names a language."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The languages of a request."""

    languages: tuple[str, ...]
    is_named: bool
    """True where the person named them in words, which goes before what a lesson says."""


def asked_in(message: Message, history: Sequence[Exchange]) -> Asked:
    """Return the languages in which ``message`` is to be answered."""
    if named := named_languages(message.text):
        return Asked(named, is_named=True)
    endings = [canonical(PurePath(file.name).suffix.lstrip(".")) for file in message.attachments if file.text]
    own = _of_code(message.text) or tuple(ending for ending in endings if ending)
    if own:
        return Asked(own, is_named=True)
    for exchange in reversed(history):
        if shown := _of_code(exchange.answer):
            return Asked(shown, is_named=False)
    return Asked((USUAL,), is_named=False)


def main_language(answer: str) -> str:
    """Return the language of the longest code block of an answer; empty where none is named."""
    blocks = sorted(code_blocks(answer), key=lambda block: len(block.code), reverse=True)
    return next((name for block in blocks if (name := canonical(block.language))), "")


def _of_code(text: str) -> tuple[str, ...]:
    named = (canonical(block.language) for block in code_blocks(text))
    return tuple(dict.fromkeys(name for name in named if name))
