"""What becomes of channels and threads: they are begun, changed and removed, and the app is told."""

from tests.fakes.discord import places
from tests.fakes.discord.cast import BOT
from tests.fakes.discord.describe import show_channel
from tests.fakes.discord.ground import Ground
from tests.fakes.discord.nouns import HAS_THREAD, RENAMED, THREAD_CREATED, THREAD_STARTER, FakeMessage, stamp
from tests.fakes.discord.places import Channel


def open_thread(
    discord: Ground,
    channel: Channel,
    owner: str,
    name: str,
    message: FakeMessage | None,
    *,
    kind: int = places.PUBLIC_THREAD,
    duration: int | None = None,
) -> Channel:
    """Begin a thread, and say so; the channel, or the thread, shows a notice of Discord's own."""
    world = discord.world
    thread = Channel(message.id if message else world.ids.next(), name, kind, channel.guild, channel.id, owner)
    thread.auto_archive_duration, thread.members = duration or 1440, {owner}
    world.channels[thread.id] = thread
    discord.tell_in(channel, "THREAD_CREATE", {**thread.thread_json(BOT), "newly_created": True})
    where = {"channel_id": channel.id, "guild_id": channel.guild}
    if message:
        message.flags |= HAS_THREAD
        discord.tell_message("MESSAGE_UPDATE", message)
        notice = FakeMessage(world.ids.next(), thread.id, owner, kind=THREAD_STARTER)
        notice.reference = {**where, "type": 0, "message_id": message.id}
    else:
        notice = FakeMessage(world.ids.next(), channel.id, owner, name, kind=THREAD_CREATED)
        notice.reference = {"type": 0, "guild_id": channel.guild, "channel_id": thread.id}
    world.post(notice)
    discord.tell_message("MESSAGE_CREATE", notice)
    return thread


def alter(
    discord: Ground,
    thread: Channel,
    *,
    archived: bool | None = None,
    locked: bool | None = None,
    name: str = "",
    by: str = BOT,
) -> None:
    """Change a thread, and say so; of a new name there is a notice in it."""
    if archived is not None and archived != thread.archived:
        thread.archived, thread.archived_at = archived, stamp()
    thread.locked = thread.locked if locked is None else locked
    renamed, thread.name = name not in ("", thread.name), name or thread.name
    discord.tell_in(thread, "THREAD_UPDATE", thread.thread_json(BOT))
    if renamed:
        notice = discord.world.post(FakeMessage(discord.world.ids.next(), thread.id, by, name, kind=RENAMED))
        discord.tell_message("MESSAGE_CREATE", notice)


def remove(discord: Ground, channel: Channel) -> None:
    """Delete a channel or thread with all that is in it, and say so."""
    data = {"id": channel.id, "type": channel.kind, "parent_id": channel.parent or None, "name": channel.name}
    event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
    shown = data if channel.is_thread else show_channel(discord.world, channel)
    discord.tell_in(channel, event, shown)
    for other in discord.world.channels.values():
        other.deleted |= channel.id in (other.id, other.parent)
