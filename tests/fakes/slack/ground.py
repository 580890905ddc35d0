"""What all parts of the server stand on: the workspaces, the log of calls, and whatever goes out to the app."""

import asyncio
import copy
from collections.abc import Callable
from typing import Any

from tests.fakes.slack.calls import Calls
from tests.fakes.slack.delivery import Courier, Delivery
from tests.fakes.slack.nouns import Ephemeral, FakeFile, FakeMessage, Json
from tests.fakes.slack.payloads import carry_event
from tests.fakes.slack.people import Channel
from tests.fakes.slack.signed import Signed
from tests.fakes.slack.sockets import Sockets
from tests.fakes.slack.tickets import Tickets
from tests.fakes.slack.tiers import Tiers
from tests.fakes.slack.world import Team

STREAM_SECONDS = 306
"""After which Slack ends a stream, measured by slackapi/python-slack-sdk#1859."""

Method = Callable[["Ground", Team, Json], Json]


class Ground(Calls):
    """State, log and deliveries of one server."""

    signing_secret = "secret"
    app_token = "xapp-1"
    client_id = "111.222"
    client_secret = "client-secret"

    def __init__(
        self, *, streaming: bool = True, minute: float = 60.0, limits: bool = True, transport: str = "socket"
    ) -> None:
        super().__init__(minute)
        self.streaming = streaming
        self.limits = limits
        self.teams = {
            team.id: team for team in (Team("T1", "UBOT1", "B1", "xoxb-one"), Team("T2", "UBOT2", "B2", "xoxb-two"))
        }
        self.tiers = Tiers(minute)
        self.tickets = Tickets()
        self.courier = Courier(Sockets() if transport == "socket" else Signed(self.signing_secret))
        self.responses: list[Json] = []
        """What the app sent to a ``response_url``."""
        self.trims = False
        """What is appended to a stream loses the spaces it begins with, as was seen now and then."""
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def deliveries(self) -> list[Delivery]:
        """Whatever persons did, as it was delivered; see ``Courier.echoes`` for news of the bot's own posts."""
        return self.courier.deliveries

    @property
    def late(self) -> list[Delivery]:
        """What the app did not acknowledge within three seconds."""
        return self.courier.late

    @property
    def ephemerals(self) -> list[Ephemeral]:
        """What single persons see, in order."""
        shown = (ephemeral for team in self.teams.values() for ephemeral in team.ephemerals)
        return [ephemeral for ephemeral in shown if not ephemeral.deleted]

    @property
    def files(self) -> list[FakeFile]:
        return [file for team in self.teams.values() for file in team.files.values()]

    @property
    def views(self) -> dict[str, Json]:
        return {id: view for team in self.teams.values() for id, view in team.views.items()}

    @property
    def homes(self) -> dict[str, Json]:
        """The Home tabs in T1, by user."""
        return self.teams["T1"].homes

    @property
    def statuses(self) -> dict[tuple[str, str], str]:
        """The loading lines in T1, by channel and thread."""
        return self.teams["T1"].statuses

    def messages(
        self, channel: str, thread_ts: str = "", *, team: str = "T1", deleted: bool = False
    ) -> list[FakeMessage]:
        """The messages of a channel, or of a thread without the one that it hangs on, in order.

        ``deleted``: those too that were deleted.
        """
        posts = [post for post in self.teams[team].posts.values() if post.channel == channel]
        if thread_ts:
            posts = [post for post in posts if post.thread_ts == thread_ts]
        return [post for post in posts if deleted or not post.deleted]

    def redraw(self, message: FakeMessage) -> None:
        """Remember what a message shows from now on."""
        message.draw(asyncio.get_running_loop().time())

    def echo(self, team: Team, event: Json) -> None:
        """Tell the app what became of one of its messages, as Slack does; nobody waits for it."""
        if self.courier.is_listened_to:
            self.courier.echo(carry_event(team, event))

    def echo_post(self, team: Team, message: FakeMessage) -> None:
        channel = team.channels[message.channel]
        self.echo(team, {**message.json(), "channel": channel.id, **_when(channel, message.ts)})

    def echo_change(self, team: Team, message: FakeMessage, before: Json) -> None:
        self.echo(team, changed(team, message.channel, message.json(), before))

    def erase(self, team: Team, message: FakeMessage) -> Json:
        """Take a message away; return the event. Where a thread hangs on it, a tombstone stays."""
        before = message.json()
        message.deleted, message.streaming = True, False
        if message.replies:
            tomb = {**before, "subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted."}
            return changed(team, message.channel, {**tomb, "hidden": True}, before)
        ts = team.stamp()
        event = {"type": "message", "subtype": "message_deleted", "hidden": True, "deleted_ts": message.ts, "ts": ts}
        where = {"channel": message.channel, "previous_message": before}
        return {**event, **where, **_when(team.channels[message.channel], ts)}


def changed(team: Team, channel: str, message: Json, before: Json) -> Json:
    """Return the event of a message that was changed."""
    event: dict[str, Any] = {"type": "message", "subtype": "message_changed", "message": message, "hidden": True}
    ts = team.stamp()
    where = {"previous_message": copy.deepcopy(before), "channel": channel, "ts": ts}
    return {**event, **where, **_when(team.channels[channel], ts)}


def _when(channel: Channel, ts: str) -> Json:
    return {"event_ts": ts, "channel_type": channel.kind}
