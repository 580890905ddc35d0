"""Entries of a message's menu: explain its code, keep its code."""

from slack_bolt.async_app import AsyncApp

from adapters.slack import files
from adapters.slack.blocks import button
from adapters.slack.interactions import Shortcut, read_shortcut
from adapters.slack.listeners.answered import UNSAVE, keep
from adapters.slack.listeners.asked import name_explained
from adapters.slack.listeners.asking import invite, is_outside
from adapters.slack.listeners.net import caught
from adapters.slack.listeners.telling import tell
from adapters.slack.parts import Parts
from adapters.slack.place import PLATFORM
from bot.blocks import code_blocks
from bot.deeds import list_kept, name_new
from bot.errors import UsageError
from bot.nouns import Gathered, Message, State
from bot.store.snippets import Viewer
from bot.wordless import EXPLAIN as EXPLAIN_THIS

EXPLAIN, SAVE = "explain", "save_snippet"
"""The ``callback_id`` of each."""
_NOTHING = "There is neither text nor a file that I can read in this message."
_NO_CODE = "There is no code in this message that could be saved."
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
    workspace = await slack.workspace(origin)
    if await is_outside(workspace, origin.channel):
        raise UsageError(await invite(slack, workspace, origin))

    async def gather() -> Gathered:
        read = await files.read(workspace, chosen.files)
        if not text and not read.attachments:
            raise UsageError(" ".join([_NOTHING, *read.notes]))
        return read

    message = Message(
        name_explained(chosen.ref, origin.user),
        place.conversation,
        await slack.author(origin),
        f"{EXPLAIN_THIS}\n\n{text}".strip(),
        workspace=place.team,
        channel=origin.scope,
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
    viewer = Viewer(author, origin.where.team, await slack.seen_in(origin))
    text = await slack.read(origin, chosen.text)
    read = await files.read(await slack.workspace(origin), chosen.files)
    said_code = code_blocks(text) if chosen.files else text
    if not said_code and not any(file.text for file in read.attachments):
        raise UsageError(" ".join([_NO_CODE, *read.notes]))
    had = await slack.snippets.had(text, viewer, read.attachments)
    source = await slack.address(origin, [chosen.ref])
    kept = await slack.snippets.keep_code(text, viewer, files=read.attachments, source=source)
    new = name_new(kept, had)
    said = "\n\n".join([list_kept(kept), *read.notes])
    await tell(slack, origin, said, [button("Undo", UNSAVE, new)] if new else [])
