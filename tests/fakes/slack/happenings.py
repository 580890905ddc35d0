"""What befalls an app whatever people say: it is taken in and removed, and events come, and come again."""

from tests.fakes.slack.delivery import Delivery
from tests.fakes.slack.ground import Ground
from tests.fakes.slack.nouns import Json
from tests.fakes.slack.payloads import carry_event
from tests.fakes.slack.world import Team


class Happenings(Ground):
    """Events that are no single person's act in a channel."""

    async def uninstalls(self, team: str = "T1") -> None:
        """Remove the app from a workspace: its token is no good any more."""
        place = self.teams[team]
        place.gone = "account_inactive"
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [place.bot_user]}}
        for event in (revoked, {"type": "app_uninstalled"}):
            await self.courier.deliver(carry_event(place, {**event, "event_ts": place.stamp()}))

    def approves(self, team: str = "T2", user: str = "UANA") -> str:
        """Allow the app into a workspace; return the code for ``oauth.v2.access``."""
        return self.tickets.code(team, user)

    async def happens(self, event: Json, *, team: str = "T1") -> Delivery:
        """Deliver any other event."""
        place = self.teams[team]
        return await self.courier.deliver(carry_event(place, {"event_ts": place.stamp(), **event}))

    async def redelivers(self, n: int = -1, reason: str = "timeout") -> Delivery:
        """Deliver again what was delivered before, as Slack does where it saw no acknowledgement."""
        return await self.courier.deliver(self.deliveries[n].again(reason))

    async def tell_in(self, team: Team, channel: str, event: Json) -> None:
        """Deliver an event of a channel: an app hears nothing where its bot is not."""
        if team.bot_user in team.channels[channel].members:
            await self.courier.deliver(carry_event(team, event))
