"""What people post: mentions, direct messages and replies in the bot's threads are answered, all else is left alone."""

from dataclasses import replace
from functools import partial
from typing import Protocol

from slack_bolt.async_app import AsyncApp

from adapters.slack.events import Deletion, Edit, Post, read_deletion, read_edit, read_post
from adapters.slack.listeners.changes import heed_deletion, offer_again
from adapters.slack.listeners.gathering import WORDLESS, gathering
from adapters.slack.listeners.net import attend, caught
from adapters.slack.listeners.telling import show
from adapters.slack.origin import Origin, Where
from adapters.slack.parts import Parts
from adapters.slack.payload import Payload
from adapters.slack.place import PLATFORM
from adapters.slack.plain import mentions, turns_to_another
from bot.commands import Call
from bot.nouns import Message

_STOPS = ("stop", "stop it", "stop please", "please stop", ":octagonal_sign:", "🛑")
_HELPS = ("help", "/help", "/code help")


class _Happened(Protocol):
    """A post, an edit or a deletion."""

    @property
    def origin(self) -> Origin: ...


def attach(app: AsyncApp, slack: Parts) -> None:
    app.event("app_mention")(caught(slack, read_post, hear, waits=False))
    app.event("message")(caught(slack, _read, _note, waits=False))


def _read(body: Payload, where: Where) -> _Happened | None:
    return read_post(body, where) or read_edit(body, where) or read_deletion(body, where)


async def _note(slack: Parts, happened: _Happened) -> None:
    match happened:
        case Post():
            await hear(slack, happened)
        case Edit():
            await offer_again(slack, happened)
        case Deletion():
            await heed_deletion(slack, happened)


async def hear(slack: Parts, post: Post) -> None:
    """Answer a message that is for us; of several events for one message the first counts."""
    if await _is_for_us(slack, post) and await _is_new(slack, post):
        await attend(slack, _beside(post), f"message {post.ref}", partial(_reply, slack, post))


async def _is_new(slack: Parts, post: Post) -> bool:
    """False where it was taken up before: a shared channel's posts come from each workspace that has the app."""
    return await slack.store.events.first(f"slack:post:{post.origin.channel}:{post.ts}")


async def _is_for_us(slack: Parts, post: Post) -> bool:
    workspace = await slack.workspace(post.origin)
    me = workspace.bot_user
    if post.origin.user == me:
        return False
    if post.origin.is_direct or mentions(post.text, me):
        return True
    if not post.in_thread or turns_to_another(post.text, me) or not await _is_our_thread(slack, post.origin):
        return False
    where = post.origin.where.team, post.origin.channel
    return not await slack.store.preferences.needs_mention(PLATFORM, *where)


async def _is_our_thread(slack: Parts, origin: Origin) -> bool:
    """Tell whether the message that a thread hangs on is a question to us."""
    root = origin.place.ref(origin.thread)
    return await slack.store.exchanges.by_message(PLATFORM, root) is not None


async def _reply(slack: Parts, post: Post) -> None:
    text = await slack.read(post.origin, post.text)
    wish = " ".join(text.lower().split()).rstrip(".!")
    if wish in _STOPS:
        await _stop(slack, post)
    elif wish in _HELPS:
        await _run(slack, post, "help")
    else:
        await _answer(slack, post, text)


async def _answer(slack: Parts, post: Post, text: str) -> None:
    origin, place = post.origin, post.origin.place
    gather = gathering(slack, post, post.files)
    message = Message(
        post.ref,
        place.conversation,
        await slack.author(origin),
        text or (WORDLESS if gather else ""),
        workspace=place.team,
        channel=place.channel,
    )
    await slack.answers.ask(message, origin.user, origin.user_team, gather=gather)


async def _stop(slack: Parts, post: Post) -> None:
    """Stop the answer in this thread, or else all that is being written for the person in this channel."""
    if not (post.in_thread and await slack.engine.stop(post.origin.place.conversation)):
        await _run(slack, post, "stop")


async def _run(slack: Parts, post: Post, verb: str) -> None:
    call = Call("code", verb, await slack.author(post.origin), post.origin.where.team, post.origin.scope)
    await show(slack, _beside(post), await slack.commands.run(call))


def _beside(post: Post) -> Origin:
    """Where the person is told something: in a thread only where there is one already."""
    return post.origin if post.in_thread else replace(post.origin, thread="")
