"""What people can do to an answer, whichever way they ask for it: by a button, or by a reaction."""

import asyncio
from collections.abc import Sequence

from adapters.slack.blocks import button
from adapters.slack.listeners.listening import hears_replies
from adapters.slack.listeners.telling import tell
from adapters.slack.origin import Origin
from adapters.slack.parts import Parts
from adapters.slack.place import PLATFORM
from bot.errors import UsageError
from bot.nouns import Author, Exchange, Snippet
from bot.surface import Epilogue
from bot.text import bare

CHANGE, UNSAVE = "change", "unsave"
"""The ``action_id`` of buttons that only one person sees."""
_DIGITS = 15
_LOOKS, _PAUSE = 20, 0.1


async def find_exchange(slack: Parts, origin: Origin, number: str) -> Exchange:
    """Return the exchange that a button names. Raises ``UsageError`` where it is not one of this workspace."""
    id = int(number) if number.isascii() and number.isdecimal() and len(number) <= _DIGITS else 0
    exchange = await slack.store.exchanges.get(id) if id else None
    if not exchange or not _is_of(exchange, origin):
        raise UsageError("This answer is not known here any more. Ask the question once more.")
    return exchange


def _is_of(exchange: Exchange, origin: Origin) -> bool:
    message = exchange.message
    return (message.author.platform, message.workspace) == (PLATFORM, origin.where.team)


async def _finished(slack: Parts, exchange: Exchange) -> Exchange:
    """Return the exchange at its end, which people see a moment before the store does. Raises ``UsageError``."""
    for _ in range(_LOOKS):
        if not exchange.state.is_open:
            return exchange
        await asyncio.sleep(_PAUSE)
        exchange = await slack.store.exchanges.get(exchange.id) or exchange
    raise UsageError("This answer is still being written. Wait for its end, or stop it first.")


async def write_again(slack: Parts, origin: Origin, exchange: Exchange, event: str) -> None:
    """Write another answer: below, or where the last one was cut short in its place. ``event`` names the wish."""
    exchange = await _finished(slack, exchange)
    refs = exchange.refs if Epilogue(exchange.id, exchange.state).try_again else ()
    with slack.answers.in_hand(f"again:{exchange.id}") as mine:
        if not mine:
            raise UsageError("This is being answered once more already: wait for the new answer.")
        await slack.answers.again(exchange, origin.user, origin.user_team, event=event, refs=refs)


async def keep(slack: Parts, origin: Origin, exchange: Exchange, author: Author) -> None:
    """Keep the code of an answer, and say under which keys."""
    kept = await slack.snippets.keep(await _finished(slack, exchange), author, origin.scope)
    if not kept:
        raise UsageError("There is no code in this answer that could be saved.")
    await tell(slack, origin, list_kept(kept), [button("Undo", UNSAVE, str(exchange.id))])


def list_kept(kept: Sequence[Snippet]) -> str:
    """Return what to say of code that was kept."""
    lines = [f"- `{snippet.key}` {bare(snippet.name)}" for snippet in kept]
    return "\n".join(["**Saved** (`/snippets` lists what is saved here)", *lines])


def say_undone(snippets: Sequence[Snippet]) -> str:
    """Return what to say of code after its saving was undone."""
    if not snippets:
        return "You had saved this before, so it stays."
    if all(snippet.deleted for snippet in snippets):
        return "Not saved any more."
    return "What you had saved before stays, and only you see it again."


async def ask_what_to_change(slack: Parts, origin: Origin, exchange: int) -> None:
    """Ask somebody who did not like an answer for their words."""
    say = button("Say what to change", CHANGE, str(exchange))
    here = "just write it" if await hears_replies(slack, origin) else "mention me and write it"
    await tell(slack, origin, f"What should I change? Press the button, or {here} in the thread.", [say])
