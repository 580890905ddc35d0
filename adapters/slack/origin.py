"""Who did something in Slack, and where."""

from dataclasses import dataclass, field

from adapters.slack.place import Place


@dataclass(frozen=True, slots=True)
class Where:
    """The workspace something comes from, as it was installed."""

    team: str
    enterprise: str = ""
    """Only where the app was installed for the whole organisation."""


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

    @property
    def place(self) -> Place:
        return Place(self.where.team, self.channel, self.thread, self.where.enterprise)

    @property
    def is_direct(self) -> bool:
        """True in the direct messages of a person and the bot; Slack names their channels with a D."""
        return self.channel.startswith("D")
