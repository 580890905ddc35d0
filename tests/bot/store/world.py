"""What the tests of the store say and do."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.nouns import Author, Exchange, Message, State, Usage
from bot.store import Store
from bot.store.usage import UNNAMED, Source

ANN = Author("web", "u1", "Ann")
ROOT = Path(__file__).parents[3]
DAY = 24 * 60 * 60
NO_SUCH = 10**12
"""A number that no exchange has, and higher than all that some have."""


@dataclass(frozen=True)
class World:
    """A database, as the program reaches it and by a back door."""

    url: str
    run: Callable[[str], str]
    """Runs one SQL statement; ``|`` between columns, a line for each row."""


def said(ref: str, text: str = "How do I sort a list?", *, conversation: str = "thread") -> Message:
    """What Ann said."""
    return Message(ref, conversation, ANN, text)


async def ask(store: Store, ref: str, *, conversation: str = "thread", holder: str = "p1") -> Exchange:
    """Let Ann say something new."""
    exchange = await store.exchanges.begin(said(ref, conversation=conversation), holder)
    assert exchange is not None
    return exchange


async def ask_again(store: Store, exchange_id: int, holder: str, *, model: str = "") -> Exchange:
    """Let Ann have an answer written once more."""
    exchange = await store.exchanges.repeat(exchange_id, holder, model=model)
    assert exchange is not None
    return exchange


async def answer(
    store: Store, exchange: Exchange, text: str = "Use sorted().", usage: Usage | None = None, of: Source = UNNAMED
) -> None:
    """Let the model answer, whole."""
    await store.exchanges.writing(exchange.id, "qwen")
    await store.exchanges.finish(exchange.id, state=State.DONE, answer=text, usage=usage, of=of)
