"""A question that comes without a message of its own: it is posted, and answered in the thread below."""

import asyncio

from adapters.attempt import giving_back
from adapters.slack.insist import insist
from adapters.slack.listeners.telling import summarize
from adapters.slack.origin import Origin
from adapters.slack.parts import Parts
from adapters.slack.payload import child, word
from adapters.slack.place import Place
from adapters.slack.quoting import quote
from adapters.slack.rates import in_turn
from adapters.slack.workspaces import Workspace
from bot.errors import SurfaceError, UsageError
from bot.nouns import Author, Message

_SOON = 1.0
"""Seconds: Slack lets a form be opened within 3 s of what a person did."""
_OUTSIDE = ("channel_not_found", "not_in_channel")
_INVITE = (
    "I'm not in this channel. Invite me first: `/invite @{}`, then ask again."
    " Where I can't be invited, ask me in a direct message."
)


async def ask(slack: Parts, origin: Origin, author: Author, text: str, model: str = "") -> None:
    """Post what ``author`` asks in the channel of ``origin``, and answer it below. Raises ``UsageError``."""
    workspace = await slack.workspace(origin)
    with giving_back(text):
        ts = await _post(slack, workspace, origin, author, text)
    place = Place(origin.where.team, origin.channel, ts, origin.where.enterprise)
    message = Message(
        place.ref(ts),
        place.conversation,
        author,
        text,
        model=model,
        workspace=place.team,
        channel=origin.scope,
    )
    await slack.answers.ask(message, origin.user, origin.user_team)


async def is_outside(workspace: Workspace, channel: str) -> bool:
    """Tell whether the bot is known not to be in a channel."""
    try:
        async with asyncio.timeout(_SOON):
            found = await workspace.call("conversations.info", channel=channel)
    except TimeoutError:
        return False
    except SurfaceError as problem:
        return problem.code in _OUTSIDE
    return child(found.data, "channel").get("is_member") is False


async def invite(slack: Parts, workspace: Workspace, origin: Origin) -> str:
    """Return what to say where the bot is not in a channel."""
    me = await slack.people.author(workspace, origin.where.team, workspace.bot_user)
    return _INVITE.format(me.name)


async def _post(slack: Parts, workspace: Workspace, origin: Origin, author: Author, text: str) -> str:
    """Return the ``ts`` of the new message."""
    content = {"text": summarize(f"{author.name} asks: {text}"), "blocks": quote(author.name, text)}
    pace = workspace.rates.post(origin.channel)
    try:
        said = await insist(
            lambda: in_turn(pace, lambda: workspace.call("chat.postMessage", channel=origin.channel, **content)),
            once=True,
        )
    except SurfaceError as problem:
        if problem.code in _OUTSIDE:
            raise UsageError(await invite(slack, workspace, origin)) from problem
        raise
    return word(said.data, "ts")
