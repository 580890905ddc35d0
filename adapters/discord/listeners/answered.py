"""What people can do to an answer, whichever way they ask for it: by a button, or by a reaction."""

from dataclasses import replace

from adapters.discord import buttons
from adapters.discord.listeners.meant import hears_replies
from adapters.discord.origin import Origin
from adapters.discord.parts import Parts
from adapters.discord.place import Place, link_to
from adapters.discord.telling import tell
from bot.errors import UsageError
from bot.nouns import Exchange
from bot.surface import Epilogue


async def write_again(parts: Parts, origin: Origin, exchange: Exchange, event: str) -> None:
    """Write another answer: below, or where the last one was cut short in its place. ``event`` names the wish."""
    parts.access.admit(origin.author, origin.spot)
    exchange = await parts.deeds.finished(exchange)
    refs = exchange.refs if Epilogue(exchange.id, exchange.state).try_again else ()
    with parts.work.in_hand(f"again:{exchange.id}") as mine:
        if not mine:
            raise UsageError("This is being answered once more already: wait for the new answer.")
        await parts.answers.again(exchange, event=event, refs=refs)


async def keep(parts: Parts, origin: Origin, exchange: Exchange) -> None:
    """Keep the code of an answer, and say under which keys."""
    said = await parts.deeds.keep(exchange, origin.author, origin.keeps_for, link_to(exchange))
    await tell(parts, origin, said, buttons.one("Undo", buttons.UNDO, str(exchange.id)))


async def ask_what_to_change(parts: Parts, origin: Origin, exchange: Exchange, me: int) -> None:
    """Ask somebody who did not like an answer for their words."""
    there = Place.of(exchange.message.conversation)
    hears = not there.root and await hears_replies(parts, replace(origin, channel=there.channel), me)
    here = "just write it here" if hears else "reply to the answer"
    say = buttons.say_what_to_change(str(exchange.id))
    await tell(parts, origin, f"What should I change? Press the button, or {here}.", say)
