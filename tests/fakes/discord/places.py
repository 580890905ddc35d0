"""Guilds, channels and threads, and who is in them, with the JSON that Discord shows of each."""

from collections.abc import Collection
from dataclasses import dataclass, field

from tests.fakes.discord.nouns import Json, stamp

TEXT, DIRECT, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 11, 12
"""Types of channels."""


@dataclass
class User:
    """A person or a bot."""

    id: str
    name: str
    is_bot: bool = False

    def json(self) -> Json:
        shown = {"id": self.id, "username": self.name.lower(), "global_name": self.name, "discriminator": "0"}
        return {**shown, "avatar": None, "bot": self.is_bot, "public_flags": 0}


@dataclass
class Role:
    """A role of a guild; that of everyone has the guild's own id."""

    id: str
    name: str
    permissions: int
    position: int = 0
    bot: str = ""
    """The bot whose own role it is."""
    is_mentionable: bool = False

    def json(self) -> Json:
        role: Json = {"id": self.id, "name": self.name, "permissions": str(self.permissions), "color": 0}
        role |= {"colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}, "flags": 0}
        role |= {"hoist": False, "position": self.position, "managed": bool(self.bot)}
        return {**role, "mentionable": self.is_mentionable, **({"tags": {"bot_id": self.bot}} if self.bot else {})}


@dataclass
class Member:
    """Somebody in a guild."""

    user: str
    roles: list[str] = field(default_factory=list)
    nick: str = ""
    joined_at: str = field(default_factory=stamp)

    def json(self) -> Json:
        member: Json = {"roles": list(self.roles), "nick": self.nick or None, "avatar": None, "flags": 0}
        return {**member, "joined_at": self.joined_at, "deaf": False, "mute": False, "pending": False}


@dataclass
class Channel:
    """A text channel, a thread, or the direct messages with somebody."""

    id: str
    name: str
    kind: int = TEXT
    guild: str = ""
    parent: str = ""
    """Of a thread."""
    owner: str = ""
    """Who made a thread, or with whom direct messages are."""
    overwrites: dict[str, tuple[int, int]] = field(default_factory=dict)
    """What is allowed and denied here, by role or user."""
    position: int = 0
    archived: bool = False
    locked: bool = False
    auto_archive_duration: int = 1440
    slowmode: int = 0
    archived_at: str = field(default_factory=stamp)
    members: set[str] = field(default_factory=set)
    """Of a thread."""
    last_message: str = ""
    count: int = 0
    """Messages of a thread, without the one that it hangs on."""
    closed: bool = False
    """This user takes no direct messages."""
    deleted: bool = False

    @property
    def is_thread(self) -> bool:
        return self.kind in (PUBLIC_THREAD, PRIVATE_THREAD)

    @property
    def is_direct(self) -> bool:
        return self.kind == DIRECT

    def thread_json(self, viewer: str) -> Json:
        meta: Json = {"archived": self.archived, "locked": self.locked, "archive_timestamp": self.archived_at}
        meta |= {"auto_archive_duration": self.auto_archive_duration, "create_timestamp": stamp(self.id)}
        thread: Json = {"id": self.id, "guild_id": self.guild, "parent_id": self.parent, "owner_id": self.owner}
        thread |= {"name": self.name, "type": self.kind, "thread_metadata": meta, "rate_limit_per_user": self.slowmode}
        thread |= {"member_count": len(self.members), "message_count": self.count, "total_message_sent": self.count}
        thread |= {"flags": 0, "last_message_id": self.last_message or None}
        if viewer in self.members:
            joined = {"id": self.id, "user_id": viewer, "join_timestamp": stamp(self.id), "flags": 0}
            thread["member"] = joined
        return thread

    def text_json(self, roles: Collection[str]) -> Json:
        overwrites = [
            {"id": target, "type": 0 if target in roles else 1, "allow": str(allow), "deny": str(deny)}
            for target, (allow, deny) in self.overwrites.items()
        ]
        shown: Json = {"id": self.id, "type": TEXT, "guild_id": self.guild, "name": self.name, "topic": None}
        shown |= {"position": self.position, "permission_overwrites": overwrites, "nsfw": False, "parent_id": None}
        return {**shown, "last_message_id": self.last_message or None, "rate_limit_per_user": 0, "flags": 0}


@dataclass
class Guild:
    """A server of Discord's."""

    id: str
    name: str
    owner: str
    roles: dict[str, Role] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)

    def json(self) -> Json:
        guild: Json = {"id": self.id, "name": self.name, "owner_id": self.owner, "icon": None, "features": []}
        guild |= {"roles": [role.json() for role in self.roles.values()], "emojis": [], "stickers": []}
        guild |= {"verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0}
        guild |= {"afk_timeout": 300, "afk_channel_id": None, "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0}
        return {**guild, "system_channel_id": None, "preferred_locale": "en-US", "system_channel_flags": 0}
