"""The methods of messages: create, read, edit, delete, and typing."""

from tests.fakes.discord import posting
from tests.fakes.discord.ask import Answer, Ask, Method
from tests.fakes.discord.cast import BOT
from tests.fakes.discord.delivery import censor
from tests.fakes.discord.describe import show_message
from tests.fakes.discord.errors import Refused, invalid
from tests.fakes.discord.ground import Ground
from tests.fakes.discord.nouns import THREAD_STARTER, FakeMessage, Json
from tests.fakes.discord.places import Channel


def create(discord: Ground, ask: Ask) -> Answer:
    """A message with a ``nonce`` that was used before, and ``enforce_nonce``, is that message again."""
    channel = writable(discord, ask["channel"], "attach_files" if ask.files else "")
    nonce = str(ask.body.get("nonce") or "")
    before = discord.nonces.get((channel.id, nonce)) if nonce and ask.body.get("enforce_nonce") else None
    if before:
        return _show(discord, discord.world.posts[before])
    message = posting.post(discord, channel, ask.body, ask.files)
    if nonce:
        discord.nonces[channel.id, nonce] = message.id
    return _show(discord, message)


def fetch(discord: Ground, ask: Ask) -> Answer:
    channel = discord.world.channel(ask["channel"], "read_message_history")
    return _show(discord, discord.world.message(channel.id, ask["message"]))


def history(discord: Ground, ask: Ask) -> Answer:
    """Newest first."""
    channel = discord.world.channel(ask["channel"], "read_message_history")
    if unknown := ask.query.keys() - {"limit", "before", "after", "around"}:
        raise invalid(min(unknown), "UNKNOWN", "There is no such parameter.")
    limit, posts = int(ask.query.get("limit", 50)), discord.world.history(channel.id)
    if not 1 <= limit <= 100:
        raise invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    if "around" in ask.query:
        middle = int(ask.query["around"])
        older = [post for post in posts if int(post.id) <= middle][-(limit // 2 + 1) :]
        posts = [*older, *[post for post in posts if int(post.id) > middle][: limit - len(older)]]
    elif "after" in ask.query:
        posts = [post for post in posts if int(post.id) > int(ask.query["after"])][:limit]
    else:
        before = int(ask.query.get("before", 1 << 63))
        posts = [post for post in posts if int(post.id) < before][-limit:]
    return [_show(discord, post) for post in reversed(posts)]


def edit(discord: Ground, ask: Ask) -> Answer:
    channel = discord.world.channel(ask["channel"], "attach_files" if ask.files else "")
    message = discord.world.message(channel.id, ask["message"])
    if message.author != BOT:
        if ask.body.keys() != {"flags"} or not discord.world.may(channel, BOT, "manage_messages"):
            raise Refused(50005)
        message.flags = ask.body["flags"]
        return _show(discord, message)
    _open(channel)
    posting.change(discord, message, ask.body, ask.files)
    return _show(discord, message)


def delete(discord: Ground, ask: Ask) -> Answer:
    """Own messages can go from archived threads too; whether Discord allows that is not verified."""
    channel = discord.world.channel(ask["channel"])
    message = discord.world.message(channel.id, ask["message"])
    if message.author != BOT:
        discord.world.channel(channel.id, "manage_messages")
    if message.kind == THREAD_STARTER:
        raise Refused(50021)
    posting.erase(discord, message)
    return None


def type_in(discord: Ground, ask: Ask) -> Answer:
    discord.typed.append(writable(discord, ask["channel"]).id)
    return None


def writable(discord: Ground, id: str, needed: str = "") -> Channel:
    """Return a channel that the bot may post in; ``send_messages`` is not about threads."""
    channel = discord.world.channel(id)
    sending = "send_messages_in_threads" if channel.is_thread else "send_messages"
    channel = discord.world.channel(id, f"{sending} {needed}")
    if channel.closed:
        raise Refused(50007)
    if channel.locked and not discord.world.may(channel, BOT, "manage_threads"):
        raise Refused(160005)
    return channel


def _open(channel: Channel) -> None:
    if channel.archived:
        raise Refused(50083)


def _show(discord: Ground, message: FakeMessage) -> Json:
    shown = show_message(discord.world, message)
    if not discord.message_content and discord.world.channels[message.channel].guild:
        censor(shown)
    return shown


METHODS: dict[str, Method] = {
    "POST /channels/{channel}/messages": create,
    "GET /channels/{channel}/messages": history,
    "GET /channels/{channel}/messages/{message}": fetch,
    "PATCH /channels/{channel}/messages/{message}": edit,
    "DELETE /channels/{channel}/messages/{message}": delete,
    "POST /channels/{channel}/typing": type_in,
}
