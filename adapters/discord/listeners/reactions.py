"""Reactions on any message of an answer, which count as its buttons do."""

import logging
from dataclasses import dataclass
from functools import partial

import discord

from adapters.discord.listeners.answered import ask_what_to_change, keep, write_again
from adapters.discord.listeners.net import attend
from adapters.discord.listeners.thumbs import rate_by_what_stands
from adapters.discord.origin import Origin, author_of, of_reaction
from adapters.discord.parts import Parts
from adapters.discord.place import PLATFORM, name_message
from bot.errors import SurfaceError, UsageError
from bot.nouns import Author, Exchange
from bot.wishes import VERDICTS, bare_emoji

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a person means by a reaction, and on which answer."""

    meaning: str
    ref: str
    added: bool
    exchange: Exchange
    origin: Origin
    me: int


async def heed(parts: Parts, reaction: discord.RawReactionActionEvent, me: int) -> None:
    """Do what a reaction asks for, or undo it."""
    meaning = parts.reactions.get(bare_emoji(reaction.emoji.name or ""))
    if not meaning or meaning == "nothing" or reaction.user_id == me:
        return
    about = "verdict" if meaning in VERDICTS else meaning
    ref = name_message(reaction.channel_id, reaction.message_id)
    async with parts.work.in_order(f"{about}:{ref}:{reaction.user_id}"):
        wish = await _understand(parts, reaction, meaning, ref, me)
        if wish:
            act = _grant if wish.added else _undo
            await attend(
                parts, wish.origin, f"reaction {meaning} exchange {wish.exchange.id}", partial(act, parts, wish)
            )


async def _understand(
    parts: Parts, reaction: discord.RawReactionActionEvent, meaning: str, ref: str, me: int
) -> _Wish | None:
    """Return the wish; None where the reaction is on no answer, or a bot's."""
    exchange = await parts.store.exchanges.by_ref(PLATFORM, ref)
    if not exchange and meaning == "stop":  # that also goes on the question
        asked = await parts.store.exchanges.by_message(PLATFORM, ref)
        exchange = asked if asked and asked.state.is_open else None
    if not exchange:
        return None
    added = reaction.event_type == "REACTION_ADD"
    author = await _author(parts, reaction, added)
    if author.is_bot:
        return None
    client = await parts.gateway.client()
    parent = client.get_channel(int(exchange.message.channel or 0))
    known = parent if isinstance(parent, discord.abc.GuildChannel) else None
    origin = of_reaction(author, reaction, client.get_channel(reaction.channel_id), known)
    return _Wish(meaning, ref, added, exchange, origin, me)


async def _author(parts: Parts, reaction: discord.RawReactionActionEvent, added: bool) -> Author:
    """Return who it was; on removal Discord says their id alone, and that is what a verdict is taken back by."""
    if reaction.member:
        return author_of(reaction.member)
    id = reaction.user_id
    if not added:
        return Author(PLATFORM, str(id), str(id))
    try:
        return author_of(await parts.call(lambda client: client.fetch_user(id)))
    except SurfaceError as problem:
        _log.info("nobody knows the name of %s: %s", id, problem)
        return Author(PLATFORM, str(id), str(id))


async def _grant(parts: Parts, wish: _Wish) -> None:
    first, once = parts.store.events.first, _once(wish)
    if wish.meaning != "stop" and not await _may(parts, wish):
        return
    match wish.meaning:
        case "up" | "down":
            await parts.engine.rate(PLATFORM, wish.ref, wish.origin.author, VERDICTS[wish.meaning])
            if wish.meaning == "down" and await first(once):
                await ask_what_to_change(parts, wish.origin, wish.exchange, wish.me)
        case "again":
            if await first(_heard(wish)):
                await write_again(parts, wish.origin, wish.exchange, once)
        case "save":
            if await first(once):
                await keep(parts, wish.origin, wish.exchange)
        case "stop":
            await parts.engine.stop_answer(wish.exchange.id)


async def _may(parts: Parts, wish: _Wish) -> bool:
    """Tell whether a person may do that. Raises ``UsageError`` where not, once a day in each thread: others read it."""
    try:
        parts.access.check(wish.origin.spot)
    except UsageError:
        if await parts.store.events.first(f"discord:shut out:{wish.origin.channel}:{wish.origin.author.id}"):
            raise
        return False
    return True


def _once(wish: _Wish) -> str:
    """Return the name of what is done once, although two processes hear of it, until the reaction is taken back."""
    return f"discord:reaction:{wish.ref}:{wish.origin.author.id}:{wish.meaning}"


def _heard(wish: _Wish) -> str:
    """Return the name under which one process takes a wish that may be refused, so that it is refused once."""
    return f"{_once(wish)}:heard"


async def _undo(parts: Parts, wish: _Wish) -> None:
    if wish.meaning not in VERDICTS:  # who is asked what to change is asked once a day
        for key in (_once(wish), _heard(wish)):
            await parts.store.events.forget(key)
    if verdict := VERDICTS.get(wish.meaning):
        author = wish.origin.author
        if await parts.engine.revoke(PLATFORM, wish.ref, author, verdict):
            await rate_by_what_stands(parts, wish.ref, only=author.id)
    elif wish.meaning == "save":
        await parts.snippets.unkeep(wish.exchange, wish.origin.author)
