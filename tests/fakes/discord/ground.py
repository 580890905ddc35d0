"""What all parts of the server stand on: the state, the log, the gateway's sessions, and how an event gets out."""

import asyncio

from tests.fakes.discord.buckets import Buckets
from tests.fakes.discord.calls import Calls
from tests.fakes.discord.cast import BOT
from tests.fakes.discord.delivery import Delivery
from tests.fakes.discord.describe import announce
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.nouns import FakeMessage, Json
from tests.fakes.discord.permissions import BITS
from tests.fakes.discord.places import Channel
from tests.fakes.discord.sessions import Sessions
from tests.fakes.discord.world import World

CONTENT_LIMITED = 1 << 19
"""Flag of an application that may read messages, and is in few guilds."""


class Ground(Calls):
    """The server's state."""

    def __init__(self, *, second: float, headers: bool, limits: bool) -> None:
        super().__init__()
        self.world = World()
        self.sessions = Sessions()
        self.buckets = Buckets(second)
        self.headers, self.limits = headers, limits
        self.port = 0
        self.message_content = True
        """The intent for messages is switched on in Discord's portal."""
        self.members_intent = False
        self.gateway_open = True
        """False: no socket is taken."""
        self.shards = 1
        """What ``/gateway/bot`` recommends."""
        self.latency = 0.0
        """Seconds before each answer of REST."""
        self.patience = 3.0
        """Seconds within which an interaction must be acknowledged."""
        self.token_life = 900.0
        """Seconds for which an interaction's token is good."""
        self.interactions: dict[str, Interaction] = {}
        """By token."""
        self.late: list[Interaction] = []
        """Those that nobody acknowledged in time."""
        self.pinged: list[FakeMessage] = []
        """The bot's messages that really mentioned somebody, once for each time."""
        self.typed: list[str] = []
        """Channels in which the bot showed that it types, once for each time."""
        self.broken: list[Exception] = []
        """What went wrong in here, or was asked for and does not exist."""
        self.nonces: dict[tuple[str, str], str] = {}
        """Messages by channel and nonce."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """For ``discord.http.Route.BASE``."""
        return f"{self.url}/api/v10"

    @property
    def cdn_url(self) -> str:
        """Where attachments are."""
        return f"{self.url}/attachments"

    @property
    def gateway_url(self) -> str:
        """For ``discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY``."""
        return f"ws://127.0.0.1:{self.port}/gateway"

    @property
    def application_flags(self) -> int:
        return CONTENT_LIMITED if self.message_content else 0

    @property
    def deliveries(self) -> list[Delivery]:
        """All events, in order."""
        return self.sessions.deliveries

    def tell(self, event: str, data: Json, guild: str) -> int:
        """Deliver an event; return to how many connected sessions."""
        return self.sessions.deliver(Delivery(event, data, guild, asyncio.get_running_loop().time()))

    def tell_in(self, channel: Channel, event: str, data: Json) -> None:
        """Deliver an event of a channel, if the bot can see that."""
        if self.world.rights(channel, BOT) & BITS["view_channel"]:
            self.tell(event, {**data, **({"guild_id": channel.guild} if channel.guild else {})}, channel.guild)

    def tell_message(self, event: str, message: FakeMessage) -> None:
        """Deliver that a message was written or changed; of ephemeral ones the gateway says nothing."""
        if not message.is_ephemeral:
            self.tell_in(self.world.channels[message.channel], event, announce(self.world, message))
