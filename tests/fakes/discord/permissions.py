"""Permissions: their names and bits, and who may do what where."""

from tests.fakes.discord.places import Channel, Guild

BITS = {
    "kick_members": 1 << 1,
    "administrator": 1 << 3,
    "manage_channels": 1 << 4,
    "manage_guild": 1 << 5,
    "add_reactions": 1 << 6,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "use_external_emojis": 1 << 18,
    "manage_roles": 1 << 28,
    "use_application_commands": 1 << 31,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "create_private_threads": 1 << 36,
    "send_messages_in_threads": 1 << 38,
}
ALL = sum(BITS.values())
USUAL = """
    add_reactions view_channel send_messages embed_links attach_files read_message_history
    use_application_commands create_public_threads send_messages_in_threads
    """
"""What everybody may by default, here; the bot and people alike."""
DIRECT = "add_reactions view_channel send_messages embed_links attach_files read_message_history mention_everyone"
"""What both may in direct messages."""


def bits(names: str) -> int:
    """Return the sum of permissions named with blanks between."""
    return sum(BITS[name] for name in names.split())


def permitted(guild: Guild | None, channel: Channel | None, user: str) -> int:
    """Return what a user may do in a channel, or in its guild as a whole.

    As https://discord.com/developers/docs/topics/permissions computes it; ``channel`` of a thread is its parent.
    """
    if guild is None:
        return bits(DIRECT)
    if user not in guild.members:
        return 0
    if user == guild.owner:
        return ALL
    roles = [guild.id, *guild.members[user].roles]
    held = 0
    for role in roles:
        held |= guild.roles[role].permissions
    if held & BITS["administrator"]:
        return ALL
    return _overwrite(held, channel, guild.id, roles[1:], user) if channel else held


def _overwrite(held: int, channel: Channel, everyone: str, roles: list[str], user: str) -> int:
    for group in ([everyone], roles, [user]):
        pairs = [channel.overwrites[target] for target in group if target in channel.overwrites]
        allowed, denied = 0, 0
        for allow, deny in pairs:
            allowed, denied = allowed | allow, denied | deny
        held = (held & ~denied) | allowed
    return held
