"""Entries of a message's menu: explain its code, keep its code."""

from slack_bolt.async_app import AsyncApp

from adapters.slack import files
from adapters.slack.interactions import Shortcut, read_shortcut
from adapters.slack.listeners.answered import keep, list_kept
from adapters.slack.listeners.asked import name_explained
from adapters.slack.listeners.net import caught
from adapters.slack.listeners.telling import tell
from adapters.slack.parts import Parts
from adapters.slack.place import PLATFORM
from bot.errors import UsageError
from bot.nouns import Gathered, Message, State
from bot.store.snippets import Viewer

EXPLAIN, SAVE = "explain", "save_snippet"
"""The ``callback_id`` of each."""
_EXPLAIN = "Explain this code, step by step, and say what could be better in it:\n\n{}"
_NOTHING = "There is neither text nor a file that I can read in this message."
_BEFORE = "This message was explained to you already: the answer stands in its thread."


def attach(app: AsyncApp, slack: Parts) -> None:
    app.shortcut(EXPLAIN)(caught(slack, read_shortcut, _explain))
    app.shortcut(SAVE)(caught(slack, read_shortcut, _save))


async def _explain(slack: Parts, chosen: Shortcut) -> None:
    """Answer in the message's thread, as if its person had asked for an explanation there."""
    origin, place = chosen.origin, chosen.origin.place
    text = await slack.read(origin, chosen.text)
    if not text and not chosen.files:
        raise UsageError(_NOTHING)

    async def gather() -> Gathered:
        read = await files.read(await slack.workspace(origin), chosen.files)
        if not text and not read.attachments:
            raise UsageError(" ".join([_NOTHING, *read.notes]))
        return Gathered(read.attachments, read.notes)

    message = Message(
        name_explained(chosen.ref, origin.user),
        place.conversation,
        await slack.author(origin),
        _EXPLAIN.format(text).strip(),
        workspace=place.team,
        channel=place.channel,
    )
    exchange = await slack.answers.ask(message, origin.user, origin.user_team, gather=gather if chosen.files else None)
    if exchange is None:
        raise UsageError(_BEFORE)
    if exchange.state is State.WITHDRAWN:
        raise UsageError(exchange.problem)


async def _save(slack: Parts, chosen: Shortcut) -> None:
    origin = chosen.origin
    author = await slack.author(origin)
    exchange = await slack.store.exchanges.by_ref(PLATFORM, chosen.ref)
    if exchange:
        await keep(slack, origin, exchange, author)
        return
    viewer = Viewer(author, origin.where.team, origin.scope)
    kept = await slack.snippets.keep_code(await slack.read(origin, chosen.text), viewer)
    await tell(slack, origin, list_kept(kept))
