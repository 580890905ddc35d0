"""What there is to see: messages, ephemerals, threads, buttons."""

from tests.fakes.discord.components import find_component
from tests.fakes.discord.ground import Ground
from tests.fakes.discord.nouns import FakeMessage, Id
from tests.fakes.discord.places import Channel


class Shown(Ground):
    """The eyes of a test."""

    def messages(self, channel: Id, *, deleted: bool = False, notices: bool = False) -> list[FakeMessage]:
        """The messages of a channel, oldest first; the deleted ones and Discord's own notices too where wanted."""
        return [
            post
            for post in self.world.posts.values()
            if post.channel == str(channel) and (deleted or not post.deleted) and (notices or post.has_words)
        ]

    @property
    def ephemerals(self) -> list[FakeMessage]:
        """All that only one person sees, oldest first."""
        return [message for message in self.world.ephemerals if not message.deleted]

    def threads(self, channel: Id) -> list[Channel]:
        """The threads of a channel, oldest first."""
        here = [one for one in self.world.channels.values() if one.parent == str(channel)]
        return [thread for thread in here if not thread.deleted]

    def channel(self, id: Id) -> Channel:
        return self.world.place(id)

    def message(self, id: Id | FakeMessage) -> FakeMessage:
        """Return a message by its id, or an ephemeral one. Raises ``ValueError`` where it is not there any more."""
        if isinstance(id, FakeMessage):
            return id
        every = [*self.world.ephemerals, *([self.world.posts[str(id)]] if str(id) in self.world.posts else [])]
        for message in every:
            if message.id == str(id) and not message.deleted:
                return message
        raise ValueError(f"there is no message {id}")

    def has(self, message: Id | FakeMessage, label: str) -> bool:
        """Tell whether a message shows a button or menu with a ``custom_id``, a label or an emoji."""
        return find_component(self.message(message).components, label) is not None
