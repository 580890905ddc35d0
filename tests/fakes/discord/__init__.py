"""A strict Discord on loopback, in the event loop of the test: it refuses what the real one refuses.

    async with DiscordServer(second=0.1) as discord:    # or headers=False, limits=False
        Route.BASE = discord.api_url                    # discord.http
        DiscordWebSocket.DEFAULT_GATEWAY = URL(discord.gateway_url)     # discord.gateway
        client.start(TOKEN)
        await discord.connected()
        id = await discord.says(GENERAL, f"<@{BOT}> sort a list")       # a person acts: ``people`` and ``screens``
        done = await discord.commands("/code", {"prompt": "sort"})      # what came of it: ``interaction``
        discord.messages(GENERAL)                       # what stands there
        discord.fails("PATCH", "/channels/{channel}/messages/{message}", 500)   # or 50013, "cut", "cloudflare"
        await discord.settle()                          # the app has read all that happened
        assert not discord.refused and not discord.late and not discord.pinged

Who and what is there: see ``cast``. ``second`` is how long a second of Discord's rate limits lasts here. With
``headers=False`` no answer says what is left of its bucket, so that only the bot's own pacing keeps it within limits.
"""

from tests.fakes.discord.calls import Call
from tests.fakes.discord.cast import (
    ANA,
    BEN,
    BOT,
    CY,
    DEE,
    EMBEDDED,
    EMBEDDED2,
    G1,
    G2,
    GENERAL,
    GENERAL2,
    OTHER,
    ROLE1,
    ROLE2,
    TOKEN,
)
from tests.fakes.discord.delivery import Delivery
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.nouns import FakeFile, FakeMessage
from tests.fakes.discord.places import Channel
from tests.fakes.discord.server import DiscordServer

__all__ = [
    "ANA",
    "BEN",
    "BOT",
    "CY",
    "DEE",
    "EMBEDDED",
    "EMBEDDED2",
    "G1",
    "G2",
    "GENERAL",
    "GENERAL2",
    "OTHER",
    "ROLE1",
    "ROLE2",
    "TOKEN",
    "Call",
    "Channel",
    "Delivery",
    "DiscordServer",
    "FakeFile",
    "FakeMessage",
    "Interaction",
]
