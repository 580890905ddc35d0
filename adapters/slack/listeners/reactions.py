"""Reactions under an answer, which count as its buttons do."""

import logging
from dataclasses import dataclass, replace
from functools import partial

from slack_bolt.async_app import AsyncApp

from adapters.slack.events import Reaction, read_reaction
from adapters.slack.listeners.answered import ask_what_to_change, keep, write_again
from adapters.slack.listeners.asked import answers_to
from adapters.slack.listeners.net import attend, caught
from adapters.slack.origin import Origin
from adapters.slack.parts import Parts
from adapters.slack.payload import children, word
from adapters.slack.place import PLATFORM, Place, ts_of
from bot.errors import SurfaceError
from bot.nouns import Author, Exchange
from bot.wishes import VERDICTS, Meaning, meanings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a person means by a reaction, and on which answer."""

    meaning: Meaning
    ref: str
    moment: str
    exchange: Exchange
    author: Author
    origin: Origin


def attach(app: AsyncApp, slack: Parts) -> None:
    known = meanings(slack.reactions)

    async def heed(slack: Parts, reaction: Reaction) -> None:
        if meaning := known.get(reaction.name):
            about = "verdict" if meaning in VERDICTS else meaning
            async with slack.work.in_order(f"{about}:{reaction.ref}:{reaction.origin.user}"):
                await _heed(slack, reaction, meaning)

    for event in ("reaction_added", "reaction_removed"):
        app.event(event)(caught(slack, read_reaction, heed, waits=False))


async def _heed(slack: Parts, reaction: Reaction, meaning: Meaning) -> None:
    wish = await _understand(slack, reaction, meaning)
    if wish and await slack.store.events.first(f"slack:reaction:{wish.ref}:{wish.author.id}:{wish.moment}"):
        about = f"reaction {reaction.name} exchange {wish.exchange.id}"
        await attend(slack, wish.origin, about, partial(_grant if reaction.added else _undo, slack, wish))


async def _understand(slack: Parts, reaction: Reaction, meaning: Meaning) -> _Wish | None:
    """Return the wish; None where the reaction is on no answer, or a bot's."""
    exchange = await slack.store.exchanges.by_ref(PLATFORM, reaction.ref)
    if not exchange and meaning == "stop":  # that also goes on the question
        place = replace(reaction.origin, thread=reaction.ts).place
        open_ones = [one for one in await answers_to(slack, place, reaction.ts) if one.state.is_open]
        exchange = open_ones[0] if open_ones else None
    if not exchange:
        return None
    author = await slack.author(reaction.origin)
    place = Place.of(exchange.message.conversation)
    origin = replace(reaction.origin, channel=place.channel, thread=place.thread)
    return None if author.is_bot else _Wish(meaning, reaction.ref, reaction.moment, exchange, author, origin)


async def _grant(slack: Parts, wish: _Wish) -> None:
    match wish.meaning:
        case "up" | "down":
            await slack.engine.rate(PLATFORM, wish.ref, wish.author, VERDICTS[wish.meaning])
            if wish.meaning == "down":
                await ask_what_to_change(slack, wish.origin, wish.exchange.id)
        case "again":
            event = f"slack:again:{wish.ref}:{wish.author.id}:{wish.moment}"
            await write_again(slack, wish.origin, wish.exchange, event)
        case "save":
            await keep(slack, wish.origin, wish.exchange, wish.author)
        case "stop":
            await slack.engine.stop_answer(wish.exchange.id)


async def _undo(slack: Parts, wish: _Wish) -> None:
    if verdict := VERDICTS.get(wish.meaning):
        if await slack.engine.revoke(PLATFORM, wish.ref, wish.author, verdict):
            await _rate_by_what_stands(slack, wish)
    elif wish.meaning == "save":
        await slack.snippets.unkeep(wish.exchange, wish.author)


async def _rate_by_what_stands(slack: Parts, wish: _Wish) -> None:
    """Let another thumb of the person that is still on the answer count, now that one was taken back."""
    workspace = await slack.workspace(wish.origin)
    where = {"channel": wish.origin.channel, "timestamp": ts_of(wish.ref), "full": True}
    try:
        found = await workspace.call("reactions.get", **where)
    except SurfaceError as problem:
        _log.info("whether another thumb of %s is on exchange %d: %s", wish.author.id, wish.exchange.id, problem)
        return
    known = meanings(slack.reactions)
    for each in children(found.data, "message", "reactions"):
        verdict = VERDICTS.get(known.get(word(each, "name").partition("::")[0], "nothing"))
        users = each.get("users")
        if verdict and isinstance(users, list) and wish.author.id in users:
            await slack.engine.rate(PLATFORM, wish.ref, wish.author, verdict)
            return
