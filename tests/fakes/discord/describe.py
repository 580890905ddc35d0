"""The JSON that Discord shows of messages, channels and people."""

from tests.fakes.discord import cast
from tests.fakes.discord.nouns import EPHEMERAL, FakeFile, FakeMessage, Json, stamp
from tests.fakes.discord.places import DIRECT, Channel
from tests.fakes.discord.world import World


def show_channel(world: World, channel: Channel) -> Json:
    """Return a channel as the bot sees it."""
    if channel.is_direct:
        recipients = [world.users[channel.owner].json()]
        return {"id": channel.id, "type": DIRECT, "recipients": recipients, "last_message_id": None, "flags": 0}
    if channel.is_thread:
        return channel.thread_json(cast.BOT)
    return channel.text_json(world.guilds[channel.guild].roles)


def show_member(world: World, guild: str, user: str, *, with_user: bool = True) -> Json:
    member = world.guilds[guild].members[user].json()
    return {**member, "user": world.users[user].json()} if with_user else member


def show_file(file: FakeFile, ephemeral: bool = False) -> Json:
    size = len(file.content) if file.size < 0 else file.size
    shown = {"id": file.id, "filename": file.name, "size": size, "url": file.url, "proxy_url": file.url}
    if file.content_type:
        shown["content_type"] = file.content_type
    if file.description:
        shown["description"] = file.description
    return {**shown, **({"ephemeral": True} if ephemeral else {})}


def show_emoji(emoji: str) -> Json:
    """Return the emoji of a reaction, which is kept as is or as ``name:id``."""
    name, _, id = emoji.partition(":")
    return {"id": id or None, "name": name, **({"animated": False} if id else {})}


def show_message(world: World, message: FakeMessage, *, deep: bool = True) -> Json:
    """Return a message as REST has it; events add the guild and the member, see ``announce``."""
    shown: Json = {"id": message.id, "channel_id": message.channel, "author": world.users[message.author].json()}
    shown |= {"content": message.content, "timestamp": stamp(message.id), "tts": message.tts, "pinned": False}
    shown |= {"edited_timestamp": message.edited_at or None, "mention_everyone": message.mention_everyone}
    shown |= {"mentions": [world.users[id].json() for id in message.mentions], "mention_roles": message.mention_roles}
    shown["attachments"] = [show_file(file, bool(message.flags & EPHEMERAL)) for file in message.attachments]
    shown |= {"embeds": message.embeds, "components": message.components, "flags": message.flags, "type": message.kind}
    if message.reactions:
        shown["reactions"] = [_reaction(message, emoji) for emoji in message.reactions]
    if message.interaction:
        shown |= {"interaction_metadata": message.interaction, "application_id": cast.BOT, "webhook_id": cast.BOT}
    elif message.author == cast.BOT:
        shown["application_id"] = cast.BOT
    if message.nonce:
        shown["nonce"] = message.nonce
    if thread := world.channels.get(message.id):
        shown |= {} if thread.deleted else {"thread": thread.thread_json(cast.BOT)}
    return shown | (_reference(world, message) if deep else {})


def announce(world: World, message: FakeMessage) -> Json:
    """Return a message as its events have it."""
    shown, channel = show_message(world, message), world.channels[message.channel]
    shown["channel_type"] = channel.kind
    if not channel.guild:
        return shown
    shown["guild_id"] = channel.guild
    members = world.guilds[channel.guild].members
    for user in shown["mentions"]:
        if user["id"] in members:
            user["member"] = members[user["id"]].json()
    if message.author in members:
        shown["member"] = members[message.author].json()
    return shown


def _reference(world: World, message: FakeMessage) -> Json:
    if not message.reference:
        return {}
    shown: Json = {"message_reference": message.reference}
    if message.snapshots:
        return {**shown, "message_snapshots": message.snapshots}
    target = world.posts.get(message.reference.get("message_id", ""))
    if target and not target.deleted:
        shown["referenced_message"] = show_message(world, target, deep=False)
    elif message.reference.get("message_id"):
        shown["referenced_message"] = None
    return shown


def _reaction(message: FakeMessage, emoji: str) -> Json:
    who = message.reactions[emoji]
    burst = sum(key == emoji for key, _ in message.bursts)
    shown: Json = {"emoji": show_emoji(emoji), "count": len(who), "burst_colors": []}
    shown |= {"me": cast.BOT in who and (emoji, cast.BOT) not in message.bursts, "me_burst": False}
    return {**shown, "count_details": {"burst": burst, "normal": len(who) - burst}}
