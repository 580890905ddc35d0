"""What reaches which session of the gateway: by shard and intents, and without the words that it may not read."""

import copy
from dataclasses import dataclass

from tests.fakes.discord.cast import BOT
from tests.fakes.discord.nouns import Json

GUILDS, MEMBERS, PRESENCES = 1 << 0, 1 << 1, 1 << 8
GUILD_MESSAGES, GUILD_REACTIONS, DIRECT_MESSAGES, DIRECT_REACTIONS = 1 << 9, 1 << 10, 1 << 12, 1 << 13
MESSAGE_CONTENT = 1 << 15


@dataclass(frozen=True)
class Delivery:
    """One event."""

    event: str
    data: Json
    guild: str
    """Where it happened; empty: in direct messages."""
    at: float
    """By the clock of the event loop."""

    @property
    def intent(self) -> int:
        """What a session must have asked for; 0: nothing."""
        if self.event == "INTERACTION_CREATE":
            return 0
        if self.event.startswith("MESSAGE_REACTION"):
            return GUILD_REACTIONS if self.guild else DIRECT_REACTIONS
        if self.event.startswith("MESSAGE"):
            return GUILD_MESSAGES if self.guild else DIRECT_MESSAGES
        return MEMBERS if self.event.startswith("GUILD_MEMBER") else GUILDS

    def is_for(self, intents: int, shard: tuple[int, int]) -> bool:
        """Tell whether a session takes it; direct messages go to shard 0."""
        own = (int(self.guild) >> 22) % shard[1] if self.guild else 0
        return own == shard[0] and (not self.intent or bool(self.intent & intents))

    def seen_with(self, intents: int) -> Json:
        """Return its data, censored where the session may not read messages."""
        data = copy.deepcopy(self.data)
        if self.event in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and self.guild and not intents & MESSAGE_CONTENT:
            censor(data)
        return data


def censor(message: Json) -> None:
    """Take out what an app without the intent does not see; its own messages and those that mention it are whole.

    From https://discord.com/developers/docs/events/gateway#message-content-intent.
    """
    mentioned = any(user["id"] == BOT for user in message["mentions"])
    if message["author"]["id"] != BOT and not mentioned:
        message |= {"content": "", "embeds": [], "attachments": [], "components": []}
        message.pop("message_snapshots", None)
    if message.get("referenced_message"):
        censor(message["referenced_message"])
