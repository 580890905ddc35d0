"""A conversation as one Markdown file: the branch that ends in the newest answer, with code kept byte for byte."""

import re
from collections.abc import Mapping, Sequence

from bot.nouns import Exchange, Mode
from bot.preparing import MISSING
from bot.store.beside import Beside

_THUMBS = {1: "👍", -1: "👎"}
_NAME = re.compile(r"[^a-z0-9]+")


def export(title: str, exchanges: Sequence[Exchange], beside: Mapping[int, Beside]) -> str:
    """Return a conversation as Markdown; ``exchanges``, in all its branches, stand in the order of their numbers."""
    parts = [f"# {title}"]
    for exchange in pick_branch(exchanges):
        parts += [_ask(exchange), _answer(exchange, beside.get(exchange.id, Beside()))]
    return "\n\n".join(parts) + "\n"


def pick_branch(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """Return the exchanges that led to the last one, oldest first."""
    branch: list[Exchange] = []
    wanted: int | None = None
    for exchange in reversed(exchanges):
        is_next = exchange.id == wanted if wanted is not None else exchange.message_id not in _messages(branch)
        if is_next:
            branch.append(exchange)
            wanted = exchange.message.follows
    return branch[::-1]


def name_file(title: str) -> str:
    """Return a name for the file that every system takes."""
    return f"{_NAME.sub('-', title.lower()).strip('-')[:60].strip('-') or 'conversation'}.md"


def _messages(branch: Sequence[Exchange]) -> set[int]:
    return {exchange.message_id for exchange in branch}


def _ask(exchange: Exchange) -> str:
    said = exchange.message
    kind = " (feedback)" if said.mode is Mode.FEEDBACK else ""
    files = [file.name for file in said.attachments if file.name != MISSING]
    below = [f"*Files: {', '.join(files)}*"] if files else []
    return "\n\n".join([f"## {said.author.name}{kind}", said.text, *below])


def _answer(exchange: Exchange, beside: Beside) -> str:
    heading = f"## {exchange.model or 'Answer'} {_THUMBS.get(beside.verdict, '')}".rstrip()
    corrected = [f"> **Correction:** {exchange.correction}"] if exchange.correction else []
    problem = [f"⚠️ {exchange.problem}"] if exchange.problem else []
    return "\n\n".join([heading, *corrected, exchange.answer.rstrip("\n") or "*No answer.*", *problem])
