"""What people can do to an answer, whichever way they ask for it: by a button, or by a reaction."""

from adapters.slack.blocks import button
from adapters.slack.listeners.listening import hears_replies
from adapters.slack.listeners.telling import tell
from adapters.slack.origin import Origin
from adapters.slack.parts import Parts
from bot.errors import UsageError
from bot.nouns import Author, Exchange
from bot.surface import Epilogue

CHANGE, UNSAVE = "change", "unsave"
"""The ``action_id`` of buttons that only one person sees."""


async def write_again(slack: Parts, origin: Origin, exchange: Exchange, event: str) -> None:
    """Write another answer: below, or where the last one was cut short in its place. ``event`` names the wish."""
    exchange = await slack.deeds.finished(exchange)
    refs = exchange.refs if Epilogue(exchange.id, exchange.state).try_again else ()
    with slack.work.in_hand(f"again:{exchange.id}") as mine:
        if not mine:
            raise UsageError("This is being answered once more already: wait for the new answer.")
        await slack.answers.again(exchange, origin.user, origin.user_team, event=event, refs=refs)


async def keep(slack: Parts, origin: Origin, exchange: Exchange, author: Author) -> None:
    """Keep the code of an answer, and say under which keys."""
    source = await slack.address(origin, exchange.refs)
    said = await slack.deeds.keep(exchange, author, await slack.seen_in(origin), source)
    await tell(slack, origin, said, [button("Undo", UNSAVE, str(exchange.id))])


async def ask_what_to_change(slack: Parts, origin: Origin, exchange: int) -> None:
    """Ask somebody who did not like an answer for their words."""
    say = button("Say what to change", CHANGE, str(exchange))
    here = "just write it" if await hears_replies(slack, origin) else "mention me and write it"
    await tell(slack, origin, f"What should I change? Press the button, or {here} in the thread.", [say])
