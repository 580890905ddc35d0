"""What people wrote in Discord, as plain text: mentions turned to names, the one of the bot taken away."""

import re
from collections.abc import Mapping

import discord

_MENTION = re.compile(r"<(?P<kind>@!?|@&|#)(?P<id>\d{15,20})>")


def mentions(message: discord.Message, me: int) -> bool:
    """Tell whether a message names the bot in its text; that a reply rings the bell is no mention."""
    return any(found["kind"] in ("@", "@!") and int(found["id"]) == me for found in _MENTION.finditer(message.content))


def turns_to_another(message: discord.Message, me: int) -> bool:
    """Tell whether a message begins with the name of somebody else."""
    found = _MENTION.match(message.content.lstrip())
    return bool(found and found["kind"].startswith("@") and int(found["id"]) != me)


def as_typed(message: discord.Message, me: int) -> str:
    """Return the text with names in place of ids, and without the bot's."""
    names = _names(message)

    def name(found: re.Match[str]) -> str:
        id, kind = int(found["id"]), found["kind"]
        if id == me and kind != "#":
            return ""
        mark = "#" if kind == "#" else "@"
        return f"{mark}{names[id]}" if id in names else found[0]

    return _MENTION.sub(name, message.content).strip()


def _names(message: discord.Message) -> Mapping[int, str]:
    names = {person.id: person.display_name for person in message.mentions}
    names |= {role.id: role.name for role in message.role_mentions}
    return names | {channel.id: channel.name for channel in message.channel_mentions}
