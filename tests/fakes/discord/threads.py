"""The methods of channels and threads: read, begin, archive, lock, rename, join and delete."""

from tests.fakes.discord import places, strands
from tests.fakes.discord.ask import Answer, Ask, Method
from tests.fakes.discord.cast import BOT
from tests.fakes.discord.describe import show_channel
from tests.fakes.discord.errors import Refused, invalid, length
from tests.fakes.discord.ground import Ground

_DURATIONS = (60, 1440, 4320, 10080)
_NEW = ("name", "auto_archive_duration", "rate_limit_per_user")


def fetch(discord: Ground, ask: Ask) -> Answer:
    return show_channel(discord.world, discord.world.channel(ask["channel"]))


def begin_from(discord: Ground, ask: Ask) -> Answer:
    """Begin a thread on a message: it has the message's id, and there is only one."""
    channel = discord.world.channel(ask["channel"], "create_public_threads")
    body, message = ask.only(*_NEW), discord.world.message(channel.id, ask["message"])
    if channel.is_thread or channel.is_direct:
        raise Refused(50024)
    if message.id in discord.world.channels:
        raise Refused(160004)
    if not message.has_words:
        raise Refused(50021)
    _check(body["name"], body)
    thread = strands.open_thread(
        discord, channel, BOT, body["name"], message, duration=body.get("auto_archive_duration")
    )
    return thread.thread_json(BOT)


def begin(discord: Ground, ask: Ask) -> Answer:
    """Begin a thread on nothing; it is private unless ``type`` says otherwise."""
    body, kind = ask.only(*_NEW, "type", "invitable"), ask.body.get("type", places.PRIVATE_THREAD)
    needed = "create_private_threads" if kind == places.PRIVATE_THREAD else "create_public_threads"
    channel = discord.world.channel(ask["channel"], needed)
    if channel.is_thread or channel.is_direct:
        raise Refused(50024)
    _check(body["name"], body)
    duration = body.get("auto_archive_duration")
    return strands.open_thread(discord, channel, BOT, body["name"], None, kind=kind, duration=duration).thread_json(BOT)


def edit(discord: Ground, ask: Ask) -> Answer:
    """Change a thread: who began it may do so, others need ``manage_threads``; to lock it everybody does."""
    body = ask.only("name", "archived", "locked", "auto_archive_duration", "rate_limit_per_user", "invitable", "flags")
    thread = discord.world.channel(ask["channel"])
    if not thread.is_thread:
        raise Refused(50024 if thread.is_direct else 50013)
    manages = discord.world.may(thread, BOT, "manage_threads")
    locks = body.get("locked", thread.locked) != thread.locked
    opens = thread.archived and body.get("archived") is False
    if not manages and (
        locks or thread.locked or (thread.owner != BOT and not (opens and body.keys() == {"archived"}))
    ):
        raise Refused(50013)
    if thread.archived and body.get("archived") is not False and body.keys() - {"archived", "locked"}:
        raise Refused(50083)
    _check(body.get("name", thread.name), body)
    strands.alter(discord, thread, archived=body.get("archived"), locked=body.get("locked"), name=body.get("name", ""))
    thread.auto_archive_duration = body.get("auto_archive_duration", thread.auto_archive_duration)
    return thread.thread_json(BOT)


def delete(discord: Ground, ask: Ask) -> Answer:
    channel = discord.world.channel(ask["channel"])
    if not channel.is_direct:
        discord.world.channel(channel.id, "manage_threads" if channel.is_thread else "manage_channels")
        strands.remove(discord, channel)
    return show_channel(discord.world, channel)


def active(discord: Ground, ask: Ask) -> Answer:
    """Give the threads of a guild that are not archived."""
    guild = discord.world.guild(ask["guild"])
    every = [one for one in discord.world.channels.values() if one.guild == guild.id and one.is_thread]
    shown = [one.thread_json(BOT) for one in every if not one.archived and not one.deleted]
    return {"threads": shown, "members": [one["member"] for one in shown if "member" in one]}


def join(discord: Ground, ask: Ask) -> Answer:
    thread = discord.world.channel(ask["channel"])
    if thread.archived:
        raise Refused(50083)
    user = BOT if ask["user"] == "@me" else ask["user"]
    thread.members.add(user)
    return None


def _check(name: str, body: dict[str, object]) -> None:
    length("name", name, 1, 100)
    if (body.get("auto_archive_duration") or 1440) not in _DURATIONS:
        raise invalid("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {_DURATIONS}.")


METHODS: dict[str, Method] = {
    "GET /channels/{channel}": fetch,
    "PATCH /channels/{channel}": edit,
    "DELETE /channels/{channel}": delete,
    "POST /channels/{channel}/messages/{message}/threads": begin_from,
    "POST /channels/{channel}/threads": begin,
    "GET /guilds/{guild}/threads/active": active,
    "PUT /channels/{channel}/thread-members/{user}": join,
}
