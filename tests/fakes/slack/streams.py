"""chat.startStream, appendStream, stopStream: a message that grows, and is no other method's until it is stopped.

From streaming it comes to stopped (by the app), to over (306 seconds after its start, whatever the app does), or to
stopped by a person, where it still is to be stopped by the app.
"""

import asyncio

from tests.fakes.slack.arguments import need
from tests.fakes.slack.blocks import check_blocks
from tests.fakes.slack.chat import MARKDOWN_TEXT, find_duplicate
from tests.fakes.slack.ground import STREAM_SECONDS, Ground, Method
from tests.fakes.slack.nouns import FakeMessage, Json, Refused
from tests.fakes.slack.world import Team

MOST_BLOCKS = 50
CARD_TEXT = 256
SESSION_STATUSES = ("active", "processing", "suspended", "closed")


def start(slack: Ground, team: Team, args: Json) -> Json:
    """chat.startStream: a reply in a thread; in channels Slack wants to know for whom."""
    need(args, "channel", "thread_ts")
    channel = team.writable(args["channel"])
    if not channel.with_user:
        _check_recipient(team, args)
    if found := find_duplicate(team, channel.id, args):
        return {"channel": channel.id, "ts": found.ts}
    team.thread(channel.id, args["thread_ts"])
    text, blocks, mode = _read(args)
    message = FakeMessage(
        team.stamp(),
        channel.id,
        team.bot_user,
        thread_ts=args["thread_ts"],
        blocks=blocks,
        markdown=text,
        streaming=True,
        bot_id=team.bot_id,
        client_msg_id=args.get("client_msg_id") or "",
        mode=mode,
    )
    slack.echo_post(team, team.post(message))
    asyncio.get_running_loop().call_later(STREAM_SECONDS / 60 * slack.minute, _expire, message)
    return {"channel": channel.id, "ts": message.ts}


def append(slack: Ground, team: Team, args: Json) -> Json:
    """chat.appendStream."""
    message = _find(team, args)
    if message.stopped_by:
        raise Refused("stopped_by_user")
    if not args.get("markdown_text") and not args.get("chunks"):
        raise Refused("no_text")
    _grow(slack, message, args)
    return {"channel": message.channel, "ts": message.ts}


def stop(slack: Ground, team: Team, args: Json) -> Json:
    """chat.stopStream: the blocks stand below the text."""
    message = _find(team, args)
    if len(args.get("blocks") or []) > MOST_BLOCKS:
        raise Refused("msg_blocks_too_many")
    blocks = check_blocks(args.get("blocks") or [])
    status = args.get("session_status") or "active"
    if status not in SESSION_STATUSES:
        raise Refused("invalid_arguments", f"[ERROR] no such session_status: {status}")
    before = message.json()
    _grow(slack, message, args)
    message.blocks, message.streaming = [*message.blocks, *blocks], False
    session = (message.channel, message.thread_ts)
    if session in team.sessions:
        team.sessions[session] = status
    slack.echo_change(team, message, before)
    return {"channel": message.channel, "ts": message.ts, "message": message.json()}


def _expire(message: FakeMessage) -> None:
    message.streaming = False


def _check_recipient(team: Team, args: Json) -> None:
    for name in ("recipient_team_id", "recipient_user_id"):
        if not args.get(name):
            raise Refused(f"missing_{name}")
    team.user(args["recipient_user_id"])


def _find(team: Team, args: Json) -> FakeMessage:
    need(args, "channel", "ts")
    message = team.own(team.writable(args["channel"]).id, args["ts"], "message_not_owned_by_app")
    if not message.streaming:
        raise Refused("message_not_in_streaming_state")
    return message


def _grow(slack: Ground, message: FakeMessage, args: Json) -> None:
    text, blocks, mode = _read(args)
    if mode and message.mode and mode != message.mode:
        raise Refused("streaming_mode_mismatch")
    # Whether Slack counts one chunk or the whole message is disputed; the whole is the stricter.
    if len(message.markdown) + len(text) > MARKDOWN_TEXT:
        raise Refused("msg_too_long")
    message.mode = message.mode or mode
    message.markdown += text.lstrip(" ") if slack.trims else text
    message.blocks += blocks
    slack.redraw(message)


def _read(args: Json) -> tuple[str, list[Json], str]:
    """Return the text and the blocks of a call, and how they came: markdown_text, chunks or neither."""
    text, chunks = args.get("markdown_text") or "", args.get("chunks") or []
    if text and chunks:
        raise Refused("cannot_provide_both_markdown_text_and_chunks")
    if not isinstance(chunks, list) or not isinstance(text, str):
        raise Refused("invalid_chunks")
    blocks: list[Json] = []
    for chunk in chunks:
        text += _read_chunk(chunk, blocks)
    if len(text) > MARKDOWN_TEXT:
        raise Refused("msg_too_long")
    return text, blocks, "chunks" if chunks else "markdown_text" if text else ""


def _read_chunk(chunk: object, blocks: list[Json]) -> str:
    kind = chunk.get("type") if isinstance(chunk, dict) else None
    match chunk:
        case {"type": "markdown_text", "text": str(text)}:
            return text
        case {"type": "blocks", "blocks": list(more)}:
            blocks += check_blocks(more)
            return ""
        case {"type": "task_update", "id": str(), "title": str(title), **rest} if len(title) <= CARD_TEXT:
            if rest.get("status", "pending") in ("pending", "in_progress", "complete", "error"):
                return ""
        case {"type": "plan_update", "title": str(title)} if len(title) <= CARD_TEXT:
            return ""
    raise Refused("invalid_chunks", f"[ERROR] this chunk makes no sense: {kind}")


METHODS: dict[str, Method] = {
    "chat.startStream": start,
    "chat.appendStream": append,
    "chat.stopStream": stop,
}
