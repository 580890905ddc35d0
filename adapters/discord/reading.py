"""What people wrote in Discord, as plain text: mentions turned to names, the one of the bot taken away."""

import re
from collections.abc import Mapping

import discord

_MENTION = re.compile(r"<(?P<kind>@!?|@&|#)(?P<id>\d{15,20})>")


def mentions(message: discord.Message, me: int) -> bool:
    """Tell whether a message names the bot in its text, or its own role, which Discord offers under the same name.

    That a reply rings the bell is no mention.
    """
    ours = _ours(message, me)
    return any(found["kind"] != "#" and int(found["id"]) in ours for found in _MENTION.finditer(message.content))


def turns_to_another(message: discord.Message, me: int) -> bool:
    """Tell whether a message begins with the name of somebody else, or replies to what somebody else said."""
    if mentions(message, me):
        return False
    found = _MENTION.match(message.content.lstrip())
    if found and found["kind"].startswith("@"):
        return True
    above = message.reference.resolved if message.reference and is_reply(message) else None
    return isinstance(above, discord.Message) and above.author.id not in (me, message.author.id)


def is_reply(message: discord.Message) -> bool:
    """Tell whether a message refers to another one as replies do; forwarded ones refer to theirs, too."""
    reference = message.reference
    return bool(reference and reference.message_id and reference.type is discord.MessageReferenceType.default)


def replies_to(message: discord.Message, me: int) -> bool:
    """Tell whether a message replies to one of the bot's."""
    above = message.reference.resolved if message.reference and is_reply(message) else None
    return isinstance(above, discord.Message) and above.author.id == me


def as_typed(message: discord.Message, me: int) -> str:
    """Return the text with names in place of ids, and without the bot's; of a forwarded message, what that says."""
    names, ours = _names(message), _ours(message, me)

    def name(found: re.Match[str]) -> str:
        id, kind = int(found["id"]), found["kind"]
        if id in ours and kind != "#":
            return ""
        mark = "#" if kind == "#" else "@"
        return f"{mark}{names[id]}" if id in names else found[0]

    said = message.content or "\n\n".join(f"{forwarded.content}" for forwarded in message.message_snapshots)
    return _MENTION.sub(name, said).strip()


def files_of(message: discord.Message) -> list[discord.Attachment]:
    """Return what is attached to a message, or to what it forwards."""
    return [*message.attachments, *(file for forwarded in message.message_snapshots for file in forwarded.attachments)]


def _ours(message: discord.Message, me: int) -> set[int]:
    """Return by which ids a message can mean the bot."""
    roles = {role.id for role in message.role_mentions if role.tags and role.tags.bot_id == me}
    return {me, *roles}


def _names(message: discord.Message) -> Mapping[int, str]:
    names = {person.id: person.display_name for person in message.mentions}
    names |= {role.id: role.name for role in message.role_mentions}
    return names | {channel.id: channel.name for channel in message.channel_mentions}
