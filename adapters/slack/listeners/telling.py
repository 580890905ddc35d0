"""Words for one person alone: where they are, or else in their direct messages."""

import dataclasses
import logging
from collections.abc import Sequence

from aiohttp import ClientError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.blocks import Block, actions, cut, escape, markdown
from adapters.slack.client import PATIENCE
from adapters.slack.errors import unanswered
from adapters.slack.files import upload
from adapters.slack.insist import insist
from adapters.slack.origin import Origin
from adapters.slack.parts import Parts
from adapters.slack.payload import word
from adapters.slack.place import Place
from adapters.slack.replies import run_buttons
from adapters.slack.safe import safe
from adapters.slack.workspaces import Workspace
from bot.commands import Reply
from bot.errors import Flaky, SurfaceError
from bot.nouns import Attachment
from bot.pages import paginate

_log = logging.getLogger(__name__)
_PAGE, _MOST_PAGES = 10_000, 4
"""A command can be answered five times at its ``response_url``."""
_SUMMARY = 300


async def tell(
    slack: Parts, origin: Origin, text: str, elements: Sequence[Block] = (), *, replace: bool = False
) -> None:
    """Show Markdown, and things to press below it, to one person.

    ``replace``: in place of what they pressed, which they alone see. Where Slack does not let us, there is a line in
    the log.
    """
    pages = paginate(safe(text), _PAGE)[:_MOST_PAGES]
    for number, page in enumerate(pages, 1):
        row = [actions(*elements)] if elements and number == len(pages) else []
        content = {"text": summarize(page), "blocks": [markdown(page), *row]}
        await _deliver(slack, origin, content, replace=replace and number == 1)


async def show(slack: Parts, origin: Origin, reply: Reply, *, replace: bool = False) -> None:
    """Show what a command says."""
    await tell(slack, origin, with_note(reply).text, run_buttons(reply.buttons), replace=replace)
    await send_file(slack, origin, reply)


def with_note(reply: Reply) -> Reply:
    """Return a reply that says where its file is."""
    note = "\n\nI send you the file in a direct message."
    return dataclasses.replace(reply, text=f"{reply.text}{note}") if reply.file else reply


async def send_file(slack: Parts, origin: Origin, reply: Reply) -> None:
    """Send the file of a reply to the person's direct messages, since no other place is theirs alone."""
    if reply.file:
        await _send_file(slack, origin, reply.file)


def summarize(text: str) -> str:
    """Return what notifications show of a message."""
    return escape(cut(text, _SUMMARY))


async def dismiss(origin: Origin) -> None:
    """Take away what the person pressed, which they alone see."""
    if origin.response_url:
        try:
            await _respond(origin.response_url, {"delete_original": True})
        except SurfaceError as problem:
            _log.info("what %s pressed stays there: %s", origin.user, problem)


async def _deliver(slack: Parts, origin: Origin, content: Block, *, replace: bool) -> None:
    try:
        if origin.response_url:
            thread = {"thread_ts": origin.thread} if origin.thread and not replace else {}
            whole = {"response_type": "ephemeral", "replace_original": replace, **thread, **content}
            await _respond(origin.response_url, whole)
        else:
            await _tell_there(slack, origin, content)
    except SurfaceError as problem:
        await _tell_directly(slack, origin, content, problem)


async def _respond(url: str, content: Block) -> None:
    """Answer at a ``response_url``. Raises ``Flaky``."""
    try:
        answer = await AsyncWebhookClient(url, timeout=PATIENCE).send_dict(content)
    except (ClientError, TimeoutError, ValueError) as error:
        raise unanswered("response_url", error) from error
    if answer.status_code != 200:
        raise Flaky(f"Slack did not take an answer to a command: {answer.status_code} {answer.body[:80]}")


async def _tell_there(slack: Parts, origin: Origin, content: Block) -> None:
    if not (origin.channel and origin.user):
        raise SurfaceError("Slack did not say where the person is")
    workspace = await slack.workspace(origin)
    where = {"channel": origin.channel, "user": origin.user, "thread_ts": origin.thread or None}
    await insist(lambda: workspace.call("chat.postEphemeral", **where, **content))


async def _tell_directly(slack: Parts, origin: Origin, content: Block, problem: SurfaceError) -> None:
    if not origin.user:
        _log.warning("nobody could be told %r: %s", content["text"], problem)
        return
    try:
        workspace = await slack.workspace(origin)
        channel = await open_direct(workspace, origin.user)
        await insist(lambda: workspace.call("chat.postMessage", channel=channel, **content), once=True)
    except SurfaceError as error:
        _log.warning("%s could not be told %r: %s; %s", origin.user, content["text"], problem, error)


async def open_direct(workspace: Workspace, user: str) -> str:
    """Return the channel of the direct messages with a person. Raises ``SurfaceError``."""
    answer = await insist(lambda: workspace.call("conversations.open", users=user))
    return word(answer.data, "channel", "id")


async def _send_file(slack: Parts, origin: Origin, file: Attachment) -> None:
    workspace = await slack.workspace(origin)
    channel = await open_direct(workspace, origin.user)
    text = f"`{file.name}`"
    said = await insist(lambda: workspace.call("chat.postMessage", channel=channel, text=text), once=True)
    place = Place(origin.where.team, channel, word(said.data, "ts"), origin.where.enterprise)
    await insist(lambda: upload(workspace, place, file))
