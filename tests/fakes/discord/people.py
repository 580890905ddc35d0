"""What people do in channels: they say, edit, delete, react, forward, archive; each act is told to the app."""

from collections.abc import Iterable

from tests.fakes.discord import posting, reactions, strands
from tests.fakes.discord.cast import ANA, GENERAL
from tests.fakes.discord.describe import show_message
from tests.fakes.discord.mentions import mention
from tests.fakes.discord.nouns import PLAIN, REPLY, FakeFile, FakeMessage, Id
from tests.fakes.discord.places import PUBLIC_THREAD, Channel
from tests.fakes.discord.reading import guess_type
from tests.fakes.discord.shown import Shown


class People(Shown):
    """The acts of people. They return once the events are on their way."""

    async def says(
        self,
        channel: Id,
        text: str,
        user: str = ANA,
        *,
        reply_to: Id | None = None,
        files: Iterable[FakeFile] = (),
        kind: int = PLAIN,
    ) -> str:
        """Post a message; return its id. It mentions whom it names, and whom it replies to.

        ``kind``: Discord's type, of a notice such as 7, "somebody joined".
        """
        place = self._enter(channel, user)
        message = FakeMessage(self.world.ids.next(), place.id, user, text, kind)
        message.attachments = [self._upload(file, place.id) for file in files]
        if reply_to is not None:
            message.kind = REPLY
            message.reference = {"type": 0, "message_id": str(reply_to), "channel_id": place.id}
            message.reference |= {"guild_id": place.guild} if place.guild else {}
        return self._say(message)

    async def forwards(self, source: Id, channel: Id = GENERAL, user: str = ANA) -> str:
        """Forward a message to a channel; return the id of the new one, which has no words of its own."""
        before, place = self.message(source), self._enter(channel, user)
        shown = show_message(self.world, before, deep=False)
        names = "type content embeds attachments timestamp edited_timestamp flags mentions mention_roles components"
        message = FakeMessage(self.world.ids.next(), place.id, user)
        message.reference = {"type": 1, "message_id": before.id, "channel_id": before.channel}
        message.snapshots = [{"message": {name: shown[name] for name in names.split()}}]
        return self._say(message)

    def file(self, name: str, content: bytes | str, *, content_type: str | None = None) -> FakeFile:
        """Make a file to be said with a message or given to a command. See ``FakeFile`` for what it can do wrong."""
        data = content if isinstance(content, bytes) else content.encode()
        return FakeFile(name, data, content_type=guess_type(name) if content_type is None else content_type)

    async def edits(self, message: Id, text: str) -> None:
        """Change what a message says."""
        changed = self.message(message)
        self.world.rewrite(changed, text)
        mention(self.world, changed, None)
        self.tell_message("MESSAGE_UPDATE", changed)

    async def unfurls(self, message: Id) -> None:
        """Discord adds the preview of a link to a message: it is changed, and says the same."""
        changed = self.message(message)
        changed.embeds = [{"type": "link", "url": "https://code.invalid", "title": "Code"}]
        self.tell_message("MESSAGE_UPDATE", changed)

    async def deletes(self, what: Id | FakeMessage) -> None:
        """Delete a message, a thread or a channel. A message on which a thread hangs goes, and the thread stays."""
        if not isinstance(what, FakeMessage) and str(what) not in self.world.posts:
            strands.remove(self, self.world.place(what))
        else:
            posting.erase(self, self.message(what))

    async def deletes_thread(self, thread: Id) -> None:
        """Delete a thread; it may have the id of a message."""
        strands.remove(self, self.world.place(thread))

    async def reacts(self, message: Id, emoji: str, user: str = ANA, *, burst: bool = False) -> None:
        """React, with an emoji as is or a custom one as ``name:id``; ``burst``: a super reaction."""
        there = self._reactable(message)
        if user in there.reactions.get(emoji, ()):
            raise ValueError(f"{user} has reacted with {emoji} already")
        reactions.react(self, there, emoji, user, burst=burst)

    async def unreacts(self, message: Id, emoji: str, user: str = ANA) -> None:
        """Take back a reaction."""
        reactions.unreact(self, self._reactable(message), emoji, user)

    async def begins_thread(
        self, channel: Id, name: str, user: str = ANA, *, on: Id | None = None, kind: int = PUBLIC_THREAD
    ) -> str:
        """Begin a thread, on a message or on none; return its id."""
        place = self._enter(channel, user)
        return strands.open_thread(self, place, user, name, self.message(on) if on else None, kind=kind).id

    async def archives(self, thread: Id, *, locked: bool = False) -> None:
        """Archive a thread, and lock it."""
        strands.alter(self, self.world.place(thread), archived=True, locked=locked)

    async def unarchives(self, thread: Id) -> None:
        """Take a thread out of the archive, and unlock it."""
        strands.alter(self, self.world.place(thread), archived=False, locked=False)

    async def renames(self, thread: Id, name: str, user: str = ANA) -> None:
        """Give a thread another name."""
        strands.alter(self, self.world.place(thread), name=name, by=user)

    def direct(self, user: str = ANA) -> str:
        """Return the channel of the direct messages of a user and the bot."""
        return self.world.direct(user).id

    def closes_direct(self, user: str = ANA, *, closed: bool = True) -> None:
        """Let a user take no direct messages of the bot: 50007."""
        self.world.direct(user).closed = closed

    def _enter(self, channel: Id, user: str) -> Channel:
        """Return a channel in which a user posts, which opens an archived thread."""
        place = self.world.place(channel)
        if place.locked and not self.world.may(place, user, "manage_threads"):
            raise ValueError(f"{user} cannot post in a locked thread")
        if not self.world.may(place, user, "view_channel"):
            raise ValueError(f"{user} is not in the channel {channel}")
        posting.revive(self, place)
        return place

    def _say(self, message: FakeMessage) -> str:
        mention(self.world, message, None)
        self.world.post(message)
        self.tell_message("MESSAGE_CREATE", message)
        return message.id

    def _upload(self, file: FakeFile, channel: str) -> FakeFile:
        return self.world.keep(file, f"{self.cdn_url}/{channel}")

    def _reactable(self, message: Id) -> FakeMessage:
        there = self.message(message)
        if there.is_ephemeral:
            raise ValueError("nobody can react to an ephemeral message")
        if self.world.place(there.channel).archived:
            raise ValueError("nobody can react in an archived thread")
        return there
