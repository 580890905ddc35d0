"""The state of Discord, and the rules of what the bot finds and may do; see ``cast`` for what is in it."""

import asyncio
from urllib.parse import quote

from tests.fakes.discord import cast, places
from tests.fakes.discord.errors import Refused
from tests.fakes.discord.nouns import FakeFile, FakeMessage, Id, Json, Snowflakes, stamp
from tests.fakes.discord.permissions import BITS, permitted
from tests.fakes.discord.places import Channel, Guild


class World:
    """Everything that Discord knows."""

    def __init__(self) -> None:
        self.ids = Snowflakes()
        self.users = cast.users()
        self.guilds = cast.guilds()
        self.channels = cast.channels()
        self.posts: dict[str, FakeMessage] = {}
        """Messages by id, in order."""
        self.ephemerals: list[FakeMessage] = []
        self.files: dict[str, FakeFile] = {}
        self.synced: dict[str, dict[str, Json]] = {}
        """Commands by id, for each guild; those of all guilds under an empty id."""
        self.created: dict[str, list[float]] = {}
        """When commands were created, for each guild."""

    def guild(self, id: Id) -> Guild:
        """Return a guild that the bot is in."""
        guild = self.guilds.get(str(id))
        if guild is None:
            raise Refused(10004)
        if cast.BOT not in guild.members:
            raise Refused(50001)
        return guild

    def place(self, id: Id) -> Channel:
        """Return any channel, for what people do."""
        channel = self.channels[str(id)]
        if channel.deleted:
            raise ValueError(f"the channel {id} was deleted")
        return channel

    def channel(self, id: Id, needed: str = "") -> Channel:
        """Return a channel for the bot, which must see it and have the permissions named with blanks between."""
        channel = self.channels.get(str(id))
        if channel is None or channel.deleted:
            raise Refused(10003)
        held = self.rights(channel, cast.BOT)
        if not held & BITS["view_channel"]:
            raise Refused(50001)
        if any(not held & BITS[name] for name in needed.split()):
            raise Refused(50013)
        return channel

    def rights(self, channel: Channel, user: str) -> int:
        """Return what a user may do in a channel; a thread has the permissions of its parent."""
        if channel.is_direct:
            return permitted(None, None, user) if user in (channel.owner, cast.BOT) else 0
        return permitted(self.guilds[channel.guild], self.channels[channel.parent or channel.id], user)

    def may(self, channel: Channel, user: str, name: str) -> bool:
        return bool(self.rights(channel, user) & BITS[name])

    def direct(self, user: Id) -> Channel:
        """Return the direct messages of a user and the bot."""
        user = str(user)
        for channel in self.channels.values():
            if channel.is_direct and channel.owner == user:
                return channel
        if user not in self.users:
            raise Refused(10013)
        opened = Channel(self.ids.next(), "", places.DIRECT, owner=user)
        self.channels[opened.id] = opened
        return opened

    def message(self, channel: Id, id: Id) -> FakeMessage:
        """Return a message that has not been deleted."""
        message = self.posts.get(str(id))
        if message is None or message.deleted or message.channel != str(channel):
            raise Refused(10008)
        return message

    def post(self, message: FakeMessage) -> FakeMessage:
        """Put a new message where it belongs."""
        channel = self.channels[message.channel]
        message.contents.append((asyncio.get_running_loop().time(), message.content))
        self.posts[message.id] = message
        channel.last_message = message.id
        if channel.is_thread and message.has_words:
            channel.count += 1
            channel.members.add(message.author)
        return message

    def rewrite(self, message: FakeMessage, content: str) -> None:
        """Note what a message says now."""
        message.content, message.edited_at = content, stamp()
        message.contents.append((asyncio.get_running_loop().time(), content))

    def history(self, channel: Id) -> list[FakeMessage]:
        """All messages of a channel that are there, oldest first."""
        return [post for post in self.posts.values() if post.channel == str(channel) and not post.deleted]

    def keep(self, file: FakeFile, folder: str) -> FakeFile:
        """Store a file, so that it can be fetched; Discord puts up with no blanks in names."""
        file.id, file.name = file.id or self.ids.next(), file.name.replace(" ", "_")
        file.url = f"{folder}/{file.id}/{quote(file.name)}"
        self.files[file.id] = file
        return file
