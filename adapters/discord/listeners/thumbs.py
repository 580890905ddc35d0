"""The thumbs that stand on an answer: those that are left when one was taken back, or came while nobody listened."""

import logging

import discord

from adapters.discord.origin import author_of
from adapters.discord.parts import Parts
from adapters.discord.place import PLATFORM, message_of
from bot.errors import SurfaceError
from bot.nouns import Author
from bot.wishes import VERDICTS, bare_emoji

_log = logging.getLogger(__name__)
_MISSED_SINCE = 24 * 60 * 60.0
"""Seconds: of older answers, what was missed is not looked up."""
_MOST_MISSED = 50
"""Answers that are looked up, the newest: each takes a call or two."""
_MOST_PEOPLE = 100


async def catch_up(parts: Parts, me: int) -> None:
    """Keep the verdicts on the last answers that came while nobody listened.

    What was taken back meanwhile stays: whether a verdict came by a reaction or by a button nobody can see. Where
    people are let in by their roles, nothing is kept: Discord does not say the roles of those who reacted.
    """
    if parts.access.goes_by_roles:
        return
    recent = await parts.store.exchanges.recent(PLATFORM, age=_MISSED_SINCE, limit=_MOST_MISSED)
    for exchange in recent:
        given = {feedback.author.id for feedback in await parts.store.feedback.on(exchange.id)}
        for ref in exchange.refs:
            await rate_by_what_stands(parts, ref, but={*given, str(me)})


async def rate_by_what_stands(
    parts: Parts, ref: str, *, only: str = "", but: frozenset[str] | set[str] = frozenset()
) -> None:
    """Let the thumbs on a message count: of one person, or of all ``but`` some."""
    channel = int(ref.partition(":")[0])

    async def look(client: discord.Client) -> list[tuple[Author, int]]:
        message = await client.get_partial_messageable(channel).fetch_message(message_of(ref))
        return [
            (author_of(person), VERDICTS[meaning])
            for reaction in message.reactions
            if (meaning := parts.reactions.get(bare_emoji(_name(reaction)), "nothing")) in VERDICTS
            async for person in reaction.users(limit=_MOST_PEOPLE)
        ]

    try:
        found = await parts.call(look)
    except SurfaceError as problem:
        _log.info("which thumbs are on message %s could not be seen: %s", ref, problem)
        return
    for author, verdict in found:
        if author.id not in but and (not only or author.id == only):
            await parts.engine.rate(PLATFORM, ref, author, verdict)


def _name(reaction: discord.Reaction) -> str:
    return reaction.emoji if isinstance(reaction.emoji, str) else reaction.emoji.name
