"""conversations.*, users.info, reactions.*: who and what there is, a page at a time."""

from tests.fakes.slack.arguments import is_true, need
from tests.fakes.slack.files import describe_file
from tests.fakes.slack.ground import Ground, Method
from tests.fakes.slack.nouns import FakeMessage, Json, Refused
from tests.fakes.slack.payloads import describe
from tests.fakes.slack.world import Team

MOST = 999


def info(slack: Ground, team: Team, args: Json) -> Json:
    """conversations.info."""
    need(args, "channel")
    channel = team.channel(args["channel"])
    return {"channel": {**channel.json(), "is_member": team.bot_user in channel.members}}


def open_direct(slack: Ground, team: Team, args: Json) -> Json:
    """conversations.open: with one user only."""
    need(args, "users")
    users = args["users"] if isinstance(args["users"], list) else str(args["users"]).split(",")
    if len(users) != 1:
        raise Refused("method_not_supported_for_channel_type")
    channel = team.direct(team.user(users[0]).id)
    return {"channel": channel.json() if is_true(args.get("return_im")) else {"id": channel.id}}


def replies(slack: Ground, team: Team, args: Json) -> Json:
    """conversations.replies: the message that the thread hangs on, and then the replies, oldest first."""
    need(args, "channel", "ts")
    channel = _readable(team, args)
    root = team.posts.get((channel, args["ts"]))
    if root is None or (root.deleted and not root.replies):
        raise Refused("thread_not_found")
    thread = [root, *team.replies(channel, root.ts)]
    return _page(slack, team, [message for message in thread if not message.deleted], args)


def history(slack: Ground, team: Team, args: Json) -> Json:
    """conversations.history: what stands in the channel itself, newest first."""
    need(args, "channel")
    channel = _readable(team, args)
    posts = [post for post in team.posts.values() if post.channel == channel and not post.thread_ts]
    return _page(slack, team, [post for post in reversed(posts) if not post.deleted], args)


def user_info(slack: Ground, team: Team, args: Json) -> Json:
    """users.info."""
    need(args, "user")
    return {"user": team.user(args["user"]).json(team.id)}


def react(slack: Ground, team: Team, args: Json) -> Json:
    """reactions.add."""
    message, name = _reacted(team, args)
    if team.bot_user in message.reactions.get(name, []):
        raise Refused("already_reacted")
    message.reactions.setdefault(name, []).append(team.bot_user)
    slack.echo(team, reaction(team, message, name, team.bot_user, "reaction_added"))
    return {}


def unreact(slack: Ground, team: Team, args: Json) -> Json:
    """reactions.remove."""
    message, name = _reacted(team, args)
    if team.bot_user not in message.reactions.get(name, []):
        raise Refused("no_reaction")
    message.reactions[name].remove(team.bot_user)
    slack.echo(team, reaction(team, message, name, team.bot_user, "reaction_removed"))
    return {}


def get_reactions(slack: Ground, team: Team, args: Json) -> Json:
    """reactions.get."""
    need(args, "channel", "timestamp")
    message = team.message(team.channel(args["channel"]).id, args["timestamp"])
    return {"type": "message", "channel": message.channel, "message": describe(team, message)}


def reaction(team: Team, message: FakeMessage, name: str, user: str, kind: str) -> Json:
    """Return the event of a reaction: ``kind`` is reaction_added or reaction_removed."""
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    when = {"item_user": message.user, "event_ts": team.stamp()}
    return {"type": kind, "user": user, "reaction": name, "item": item, **when}


def _reacted(team: Team, args: Json) -> tuple[FakeMessage, str]:
    need(args, "channel", "name", "timestamp")
    name = str(args["name"])
    if not name.replace("_", "").replace("-", "").replace("+", "").replace(":", "").isalnum() or name[0] == ":":
        raise Refused("invalid_name")
    return team.message(team.writable(args["channel"]).id, args["timestamp"]), name


def _readable(team: Team, args: Json) -> str:
    channel = team.channel(args["channel"])
    if team.bot_user not in channel.members:
        raise Refused("not_in_channel")
    return channel.id


def _page(slack: Ground, team: Team, found: list[FakeMessage], args: Json) -> Json:
    """Return the messages that a call asks for, and where the next page begins."""
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9")
    both = is_true(args.get("inclusive"))
    kept = [message for message in found if oldest < message.ts < latest or (both and message.ts in (oldest, latest))]
    first, limit = int(args.get("cursor") or 0), min(int(args.get("limit") or 100), MOST)
    last = first + limit
    cursor = str(last) if last < len(kept) else ""
    messages = [_describe(slack, team, message) for message in kept[first:last]]
    return {"messages": messages, "has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}


def _describe(slack: Ground, team: Team, message: FakeMessage) -> Json:
    files = [describe_file(slack, team, file) for file in message.files]
    return {**describe(team, message), **({"files": files} if files else {})}


METHODS: dict[str, Method] = {
    "conversations.info": info,
    "conversations.open": open_direct,
    "conversations.replies": replies,
    "conversations.history": history,
    "users.info": user_info,
    "reactions.add": react,
    "reactions.remove": unreact,
    "reactions.get": get_reactions,
}
