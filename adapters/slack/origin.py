"""Who did something in Slack, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.place import Place


@dataclass(frozen=True, slots=True)
class Where:
    """The installation that something comes from: what belongs together is kept under its ``team``."""

    team: str
    """The workspace; the organisation, where the app was installed for all of it."""
    enterprise: str = ""
    """The organisation too, where the app was installed for all of it; else empty."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who did something, and where; empty: unknown."""

    where: Where
    user: str = ""
    channel: str = ""
    thread: str = ""
    """The ``ts`` of the message that the thread hangs on."""
    user_team: str = ""
    """The person's own workspace: another one in channels shared with it."""
    response_url: str = field(default="", repr=False)
    """Takes 5 answers, for 30 minutes."""
    trigger: str = field(default="", repr=False)
    """Opens one modal, within 3 s."""
    channel_name: str = ""
    """What Slack calls the channel where somebody typed or pressed something; its events do not say it."""

    @property
    def place(self) -> Place:
        return Place(self.where.team, self.channel, self.thread, self.where.enterprise)

    @property
    def is_direct(self) -> bool:
        """True in the direct messages of a person and the bot; Slack names their channels with a D."""
        return self.channel.startswith("D")

    @property
    def scope(self) -> str:
        """The channel whose people see what is kept here; empty in direct messages, which nobody else sees."""
        return "" if self.is_direct else self.channel


@dataclass(frozen=True, slots=True)
class Spot:
    """A message, and who did something there."""

    origin: Origin
    ts: str

    @property
    def ref(self) -> str:
        """Our name for the message."""
        return self.origin.place.ref(self.ts)


def where_of(context: Mapping[str, Any]) -> Where:
    """Return the installation that a request is for.

    Of one for an organisation, Slack's events name no workspace, and what people press or type names theirs.
    """
    team, enterprise = context.get("team_id"), context.get("enterprise_id")
    if context.get("is_enterprise_install") and enterprise and isinstance(enterprise, str):
        return Where(enterprise, enterprise)
    return Where(team if isinstance(team, str) else "")
