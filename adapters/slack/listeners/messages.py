"""What people post: mentions, direct messages and replies in the bot's threads are answered, all else is left alone."""

from dataclasses import replace
from functools import partial
from typing import Protocol

from slack_bolt.async_app import AsyncApp

from adapters.slack.events import Deletion, Edit, Post, read_deletion, read_edit, read_post
from adapters.slack.listeners.asked import answers_to
from adapters.slack.listeners.changes import heed_deletion, offer_again
from adapters.slack.listeners.gathering import gathering
from adapters.slack.listeners.listening import hears_replies, is_written_in
from adapters.slack.listeners.net import attend, caught
from adapters.slack.listeners.telling import show
from adapters.slack.origin import Origin, Where
from adapters.slack.parts import Parts
from adapters.slack.payload import Payload
from adapters.slack.plain import mentions, turns_to_another
from bot.commands import Call
from bot.nouns import Message
from bot.wishes import wish
from bot.wordless import HELP


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
            await _heed_edit(slack, happened)
        case Deletion():
            await heed_deletion(slack, happened)


async def _heed_edit(slack: Parts, edit: Edit) -> None:
    """Answer a message that mentions us only since it was changed, or offer another answer to a changed question."""
    me = (await slack.workspace(edit.origin)).bot_user
    if mentions(edit.text, me) and not await answers_to(slack, edit.origin.place, edit.ts):
        await hear(slack, Post(edit.origin, edit.ts, edit.text, edit.files))
    else:
        await offer_again(slack, edit)


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
    if not post.in_thread or turns_to_another(post.text, me):
        return False
    if wish(post.text) == "stop" and await is_written_in(slack, post.origin):
        return True
    return await hears_replies(slack, post.origin)


async def _reply(slack: Parts, post: Post) -> None:
    text = await slack.read(post.origin, post.text)
    match wish(text):
        case "stop":
            await _stop(slack, post)
        case "help":
            await _run(slack, post, "help")
        case _:
            await _answer(slack, post, text)


async def _answer(slack: Parts, post: Post, text: str) -> None:
    origin, place = post.origin, post.origin.place
    gather = gathering(slack, post, post.files)
    message = Message(
        post.ref,
        place.conversation,
        await slack.author(origin),
        text or (HELP if gather else ""),
        workspace=place.team,
        channel=origin.scope,
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
