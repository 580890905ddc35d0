"""chat.*: posts, updates, deletions, and what only one person sees. Errors as the methods' own pages name them."""

from tests.fakes.slack.arguments import need
from tests.fakes.slack.blocks import check_blocks, markdown_of
from tests.fakes.slack.ground import Ground, Method
from tests.fakes.slack.nouns import Ephemeral, FakeMessage, Json, Refused
from tests.fakes.slack.world import Team

MARKDOWN_TEXT = 12_000
UPDATED_TEXT = 4_000
POSTED_TEXT = 40_000
"""Where Slack cuts a text off."""


def read_body(args: Json) -> Json:
    """Return the text, the blocks and the Markdown of a message; what was not given is None."""
    text, blocks, markdown = args.get("text"), args.get("blocks"), args.get("markdown_text")
    if markdown and (text or blocks):
        raise Refused("markdown_text_conflict")
    if not (text or blocks or markdown):
        raise Refused("no_text")
    if len(markdown or "") > MARKDOWN_TEXT:
        raise Refused("msg_too_long")
    return {"text": text, "blocks": None if blocks is None else check_blocks(blocks), "markdown": markdown}


def post_message(slack: Ground, team: Team, args: Json) -> Json:
    """chat.postMessage. A ``client_msg_id`` that was used before leads to the message of then."""
    need(args, "channel")
    channel = team.writable(args["channel"])
    if found := find_duplicate(team, channel.id, args):
        return _answer(found)
    body = read_body(args)
    if args.get("thread_ts"):
        team.thread(channel.id, args["thread_ts"])
    message = FakeMessage(
        team.stamp(),
        channel.id,
        team.bot_user,
        bot_id=team.bot_id,
        thread_ts=args.get("thread_ts") or "",
        client_msg_id=args.get("client_msg_id") or "",
    )
    _fill(message, {**body, "text": (body["text"] or "")[:POSTED_TEXT]})
    slack.echo_post(team, team.post(message))
    return _answer(message)


def find_duplicate(team: Team, channel: str, args: Json) -> FakeMessage | None:
    """Return the message that was posted with the same ``client_msg_id``."""
    id = args.get("client_msg_id")
    found = [message for message in team.posts.values() if id and message.client_msg_id == id and message.bot_id]
    if found and found[0].channel != channel:
        raise Refused("duplicate_channel_not_found")
    return found[0] if found else None


def update(slack: Ground, team: Team, args: Json) -> Json:
    """chat.update. Text without blocks takes the blocks away and leaves the mark "(edited)"."""
    need(args, "channel", "ts")
    channel = team.channel(args["channel"])
    if channel.is_archived:
        raise Refused("is_inactive")
    message = team.own(channel.id, args["ts"], "cant_update_message")
    if message.streaming:
        raise Refused("streaming_state_conflict")
    body = read_body(args)
    if len(body["text"] or "") > UPDATED_TEXT:
        raise Refused("msg_too_long")
    before = message.json()
    _fill(message, body)
    message.edited = message.edited or body["blocks"] is None
    slack.redraw(message)
    slack.echo_change(team, message, before)
    return {**_answer(message), "text": message.text}


def delete(slack: Ground, team: Team, args: Json) -> Json:
    """chat.delete."""
    need(args, "channel", "ts")
    channel = team.channel(args["channel"])
    message = team.own(channel.id, args["ts"], "cant_delete_message")
    if message.streaming:
        raise Refused("cant_delete_message")
    slack.echo(team, slack.erase(team, message))
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(slack: Ground, team: Team, args: Json) -> Json:
    """chat.postEphemeral."""
    need(args, "channel", "user")
    channel = team.writable(args["channel"])
    if args["user"] not in channel.members:
        raise Refused("user_not_in_channel")
    body = read_body(args)
    if args.get("thread_ts"):
        team.thread(channel.id, args["thread_ts"])
    shown = whisper(team, channel.id, args["user"], body, args.get("thread_ts") or "")
    return {"message_ts": shown.ts}


def whisper(team: Team, channel: str, user: str, body: Json, thread_ts: str = "") -> Ephemeral:
    """Show a body, as ``read_body`` returns it, to one person."""
    blocks = body["blocks"] or []
    markdown = body["markdown"] or markdown_of(blocks)
    shown = Ephemeral(team.stamp(), channel, user, body["text"] or "", blocks, markdown, thread_ts)
    team.ephemerals.append(shown)
    return shown


def get_permalink(slack: Ground, team: Team, args: Json) -> Json:
    """chat.getPermalink."""
    need(args, "channel", "message_ts")
    message = team.message(team.channel(args["channel"]).id, args["message_ts"])
    thread = f"?thread_ts={message.thread_ts}&cid={message.channel}" if message.thread_ts else ""
    host = f"https://{team.id.lower()}.slack.com"
    link = f"{host}/archives/{message.channel}/p{message.ts.replace('.', '')}{thread}"
    return {"channel": message.channel, "permalink": link}


def _fill(message: FakeMessage, body: Json) -> None:
    """Put a new body into a message: blocks stay only where neither they nor a text are given."""
    message.text = body["text"] or ""
    message.blocks = body["blocks"] or []
    message.markdown = body["markdown"] or markdown_of(message.blocks)


def _answer(message: FakeMessage) -> Json:
    return {"channel": message.channel, "ts": message.ts, "message": message.json()}


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": get_permalink,
}
