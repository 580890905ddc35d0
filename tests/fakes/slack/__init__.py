"""A strict Slack on loopback, in the event loop of the test: it refuses what the real one refuses.

    async with SlackServer(minute=3.0) as slack:       # or transport="http", streaming=False, limits=False
        client = AsyncWebClient(token="xoxb-one", base_url=slack.api_url)
        ts = await slack.says("C1", "<@UBOT1> sort a list")   # a person acts: see ``persons`` and ``screens``
        slack.messages("C1", ts)                       # what stands in that thread
        slack.fails("chat.update", "internal_error")   # or a status, or "cut"
        slack.highest("chat.update")                   # the most calls in any minute; also slack.counted, slack.calls
        assert not slack.refused and not slack.overdrawn and not slack.late

Two workspaces, T1 and T2, have the same users, channels and DMs under the same ids, so that whatever mixes them up is
found out: see ``world``. ``minute`` is how long Slack's minute lasts here: tiers, the pace of posts and the end of a
stream come as much sooner as it is shorter. ``slack.web.latency`` is how long each answer takes,
``slack.courier.transport.seconds`` how long a delivery waits for its acknowledgement.
"""

from tests.fakes.slack.calls import Call
from tests.fakes.slack.delivery import Delivery
from tests.fakes.slack.nouns import Ephemeral, FakeFile, FakeMessage
from tests.fakes.slack.server import SlackServer

__all__ = ["Call", "Delivery", "Ephemeral", "FakeFile", "FakeMessage", "SlackServer"]
