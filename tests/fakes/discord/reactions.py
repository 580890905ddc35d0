"""The methods of reactions, and the events of them."""

import re

from tests.fakes.discord.ask import Answer, Ask, Method
from tests.fakes.discord.cast import BOT
from tests.fakes.discord.describe import show_emoji, show_member
from tests.fakes.discord.errors import Refused
from tests.fakes.discord.ground import Ground
from tests.fakes.discord.nouns import FakeMessage, Json

MOST = 20
"""Different emoji on one message."""
_CUSTOM = re.compile(r"\w{2,32}:\d+")


def add(discord: Ground, ask: Ask) -> Answer:
    message, emoji = _message(discord, ask, "read_message_history"), ask["emoji"]
    if emoji not in message.reactions:
        discord.world.channel(ask["channel"], "add_reactions")
    if not _CUSTOM.fullmatch(emoji) and (not emoji or emoji.isascii()):
        raise Refused(10014)
    if len(message.reactions) >= MOST and emoji not in message.reactions:
        raise Refused(30010)
    if BOT not in message.reactions.get(emoji, ()):
        react(discord, message, emoji, BOT)
    return None


def take_back(discord: Ground, ask: Ask) -> Answer:
    message = _message(discord, ask)
    if BOT not in message.reactions.get(ask["emoji"], ()):
        return None
    unreact(discord, message, ask["emoji"], BOT)
    return None


def remove(discord: Ground, ask: Ask) -> Answer:
    """Take away somebody else's."""
    discord.world.channel(ask["channel"], "manage_messages")
    message, user = _message(discord, ask), ask["user"]
    if user in message.reactions.get(ask["emoji"], ()):
        unreact(discord, message, ask["emoji"], user)
    return None


def listed(discord: Ground, ask: Ask) -> Answer:
    """Give who reacted with an emoji, or with super reactions where ``type`` is 1."""
    channel = discord.world.channel(ask["channel"], "read_message_history")
    message = discord.world.message(channel.id, ask["message"])
    emoji, burst = ask["emoji"], ask.query.get("type", "0") == "1"
    users = sorted(user for user in message.reactions.get(emoji, ()) if ((emoji, user) in message.bursts) == burst)
    after = int(ask.query.get("after", 0))
    found = [discord.world.users[user].json() for user in users if int(user) > after]
    return found[: int(ask.query.get("limit", 25))]


def react(discord: Ground, message: FakeMessage, emoji: str, user: str, *, burst: bool = False) -> None:
    """Add a reaction, and say so."""
    message.reactions.setdefault(emoji, []).append(user)
    if burst:
        message.bursts.add((emoji, user))
    _tell(discord, message, emoji, user, "MESSAGE_REACTION_ADD", burst)


def unreact(discord: Ground, message: FakeMessage, emoji: str, user: str) -> None:
    """Take a reaction back, and say so."""
    message.reactions[emoji].remove(user)
    if not message.reactions[emoji]:
        del message.reactions[emoji]
    burst = (emoji, user) in message.bursts
    message.bursts.discard((emoji, user))
    _tell(discord, message, emoji, user, "MESSAGE_REACTION_REMOVE", burst)


def _tell(discord: Ground, message: FakeMessage, emoji: str, user: str, event: str, burst: bool) -> None:
    channel = discord.world.channels[message.channel]
    data: Json = {"user_id": user, "channel_id": channel.id, "message_id": message.id, "emoji": show_emoji(emoji)}
    data |= {"burst": burst, "type": int(burst)}
    if event.endswith("ADD"):
        data["message_author_id"] = message.author
        if channel.guild:
            data["member"] = show_member(discord.world, channel.guild, user)
        if burst:
            data["burst_colors"] = ["#f0c94d"]
    discord.tell_in(channel, event, data)


def _message(discord: Ground, ask: Ask, needed: str = "") -> FakeMessage:
    channel = discord.world.channel(ask["channel"], needed)
    message = discord.world.message(channel.id, ask["message"])
    if channel.archived:
        raise Refused(50083)
    return message


_ONE = "/channels/{channel}/messages/{message}/reactions/{emoji}"
METHODS: dict[str, Method] = {
    f"PUT {_ONE}/@me": add,
    f"DELETE {_ONE}/@me": take_back,
    f"DELETE {_ONE}/{{user}}": remove,
    f"GET {_ONE}": listed,
}
