"""*Undo* below what was saved: what it did stands in place of the words, also where others read them."""

from adapters.discord.origin import Origin
from adapters.discord.parts import Parts
from adapters.discord.place import PLATFORM
from adapters.discord.telling import tell
from bot.deeds import say_undone
from bot.errors import UsageError
from bot.nouns import Exchange, Snippet
from bot.store.snippets import Viewer

_NOT_YOURS = "That was saved by somebody else."
_MOST = 100


async def undo(parts: Parts, origin: Origin, value: str) -> None:
    """Take back a saving, which ``value`` names. Raises ``UsageError`` where it is somebody else's."""
    pressed = origin.asked
    if pressed.message and not pressed.message.flags.ephemeral:
        said = await _undo_in_public(parts, origin, await parts.deeds.find(PLATFORM, origin.guild, value))
        await parts.call(lambda _: pressed.response.edit_message(content=said, view=None), urgent=True)
    else:
        await tell(parts, origin, await parts.deeds.unkeep(origin.author, origin.guild, value), instead=True)


async def _undo_in_public(parts: Parts, origin: Origin, exchange: Exchange) -> str:
    """Take back what a person kept of an answer; return what to say, to all. Others may press, and change nothing."""
    viewer = Viewer(origin.author, origin.guild)
    undone = await parts.snippets.unkeep(exchange, origin.author) or await _undone_before(parts, viewer, exchange)
    if undone:
        return say_undone(undone)
    raise UsageError(say_undone(()) if await parts.snippets.had(exchange.answer, viewer) else _NOT_YOURS)


async def _undone_before(parts: Parts, viewer: Viewer, exchange: Exchange) -> list[Snippet]:
    """Return what the person kept of the answer and took back by their reaction, or deleted."""
    deleted, _ = await parts.store.snippets.own(viewer, "", deleted=True, limit=_MOST)
    return [snippet for snippet in deleted if snippet.exchange == exchange.id]
