"""The workspaces: who and what is in each, and the rules of where the bot may go.

In both: people UANA "Ana" and UBEN "Ben", a foreign bot UOTHER "Other"; channels C1 "general", C2 "elsewhere" (public,
without the bot: ``not_in_channel``), C3 "attic" (archived), C4 "private" (without the bot: ``channel_not_found``) and
C5 "core" (private, with the bot); D1, the direct messages of Ana and the bot, and C6, those of the bot and both people.
T1 has the bot UBOT1 (B1, token xoxb-one), T2 the bot UBOT2 (B2, xoxb-two).
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.fakes.slack.nouns import Ephemeral, FakeFile, FakeMessage, Json, Refused
from tests.fakes.slack.people import Channel, User

PEOPLE = ("UANA", "UBEN")


@dataclass
class Team:
    """One workspace."""

    id: str
    bot_user: str
    bot_id: str
    token: str
    number: Iterator[int] = field(default_factory=lambda: count(1))
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    posts: dict[tuple[str, str], FakeMessage] = field(default_factory=dict)
    """By channel and ``ts``, in order."""
    ephemerals: list[Ephemeral] = field(default_factory=list)
    files: dict[str, FakeFile] = field(default_factory=dict)
    views: dict[str, Json] = field(default_factory=dict)
    """Modals by id, opened or shut; their ``state`` is that of the last submission."""
    homes: dict[str, Json] = field(default_factory=dict)
    """The Home tab of each user."""
    statuses: dict[tuple[str, str], str] = field(default_factory=dict)
    """The loading line by channel and thread; posting there clears it."""
    sessions: dict[tuple[str, str], str] = field(default_factory=dict)
    """Status of the agent session by channel and thread."""
    prompts: dict[str, list[Json]] = field(default_factory=dict)
    """Suggested prompts by channel."""
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    enterprise: str = ""
    """The organisation that installed the app for all of its workspaces; empty: this one did by itself."""
    gone: str = ""
    """Why its token is no good any more, as Slack names it; empty: it is good."""
    ahead: float = 0.0
    """Seconds by which Slack's clock is ahead of ours."""
    _last: int = 0

    def __post_init__(self) -> None:
        bot = self.bot_user
        people = [User("UANA", "Ana"), User("UBEN", "Ben"), User("UOTHER", "Other", True), User(bot, "Code", True)]
        self.users = {user.id: user for user in people}
        self.channels = {
            channel.id: channel
            for channel in (
                Channel("C1", "general", {*PEOPLE, "UOTHER", bot}),
                Channel("C2", "elsewhere", {*PEOPLE}),
                Channel("C3", "attic", {*PEOPLE, bot}, is_archived=True),
                Channel("C4", "private", {*PEOPLE}, is_private=True),
                Channel("C5", "core", {*PEOPLE, bot}, is_private=True),
                Channel("C6", "mpdm-ana--ben--code-1", {*PEOPLE, bot}, is_private=True, is_of_few=True),
                Channel("D1", "", {"UANA", bot}, with_user="UANA"),
            )
        }

    def stamp(self) -> str:
        """Return a ``ts`` that is later than every other."""
        self._last = max(self._last + 1, time.time_ns() // 1000 + int(self.ahead * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def user(self, id: str) -> User:
        if id not in self.users:
            raise Refused("user_not_found")
        return self.users[id]

    def channel(self, id: str) -> Channel:
        """Return a channel that the bot knows of."""
        channel = self.channels.get(id)
        if channel is None or (channel.is_private and self.bot_user not in channel.members):
            raise Refused("channel_not_found")
        return channel

    def writable(self, id: str) -> Channel:
        """Return a channel that the bot may write to."""
        channel = self.channel(id)
        if channel.is_archived:
            raise Refused("is_archived")
        if self.bot_user not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def direct(self, user: str) -> Channel:
        """Return the direct messages of the bot and a user."""
        for channel in self.channels.values():
            if channel.with_user == user:
                return channel
        opened = Channel(f"D{len(self.channels)}{user}", "", {user, self.bot_user}, with_user=user)
        self.channels[opened.id] = opened
        return opened

    def message(self, channel: str, ts: str) -> FakeMessage:
        message = self.posts.get((channel, ts))
        if message is None or message.deleted:
            raise Refused("message_not_found")
        return message

    def own(self, channel: str, ts: str, otherwise: str) -> FakeMessage:
        """Return a message of the bot's own; raises ``otherwise`` for those of others."""
        message = self.message(channel, ts)
        if message.user != self.bot_user:
            raise Refused(otherwise)
        return message

    def thread(self, channel: str, ts: str) -> FakeMessage | None:
        """Return the message that ``ts`` names as a thread: one that is there, and no reply itself."""
        root = self.posts.get((channel, ts))
        if root is None or (root.deleted and not root.replies):
            raise Refused("thread_not_found")
        if root.thread_ts:
            raise Refused("cannot_reply_to_message")
        return root

    def post(self, message: FakeMessage) -> FakeMessage:
        """Put a new message where it belongs."""
        if message.thread_ts and (root := self.posts.get((message.channel, message.thread_ts))):
            root.replies += 1
        message.begun = asyncio.get_running_loop().time()
        message.draw(message.begun)
        self.posts[message.channel, message.ts] = message
        if message.user == self.bot_user:
            self.statuses.pop((message.channel, message.thread_ts), None)
        return message

    def replies(self, channel: str, thread_ts: str) -> list[FakeMessage]:
        return [post for post in self.posts.values() if post.channel == channel and post.thread_ts == thread_ts]
