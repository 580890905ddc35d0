"""Who and what is there at the beginning: two guilds, their channels, people and bots.

``G1`` belongs to Cy, who alone may manage it, and ``G2`` to Dee. Ana and Ben are in both, and so are our bot and a
foreign one. Each has the channels ``general`` and ``embedded``. With two shards ``G1`` is on shard 0, ``G2`` on 1.
"""

from tests.fakes.discord.nouns import snowflake
from tests.fakes.discord.permissions import USUAL, bits
from tests.fakes.discord.places import Channel, Guild, Member, Role, User

_BEGIN = 1_700_000_000_000


def _made(milliseconds: int) -> str:
    return snowflake(_BEGIN + milliseconds)


G1, G2 = _made(0), _made(1)
GENERAL, EMBEDDED = _made(10), _made(11)
"""Channels of ``G1``."""
GENERAL2, EMBEDDED2 = _made(20), _made(21)
"""Channels of ``G2``."""
ANA, BEN, CY, DEE = _made(30), _made(31), _made(32), _made(33)
OTHER = _made(34)
"""A foreign bot."""
BOT = _made(35)
"""Our bot's user, and the id of our application too."""
ROLE1, ROLE2 = _made(40), _made(41)
"""Our bot's own role in each guild."""
TOKEN = "MTA.fake.discord-bot-token"


def users() -> dict[str, User]:
    people = [User(ANA, "Ana"), User(BEN, "Ben"), User(CY, "Cy"), User(DEE, "Dee")]
    return {user.id: user for user in [*people, User(OTHER, "Other", True), User(BOT, "Code", True)]}


def guilds() -> dict[str, Guild]:
    first = _guild(G1, "Guild One", CY, ROLE1, [ANA, BEN, CY, OTHER])
    second = _guild(G2, "Guild Two", DEE, ROLE2, [ANA, BEN, DEE, OTHER])
    return {G1: first, G2: second}


def channels() -> dict[str, Channel]:
    every = [
        Channel(GENERAL, "general", guild=G1),
        Channel(EMBEDDED, "embedded", guild=G1, position=1),
        Channel(GENERAL2, "general", guild=G2),
        Channel(EMBEDDED2, "embedded", guild=G2, position=1),
    ]
    return {channel.id: channel for channel in every}


def _guild(id: str, name: str, owner: str, role: str, people: list[str]) -> Guild:
    usual = bits(USUAL)
    roles = [Role(id, "@everyone", usual), Role(role, "Code", usual, position=1, bot=BOT)]
    members = [*(Member(person) for person in people), Member(BOT, [role])]
    return Guild(id, name, owner, {one.id: one for one in roles}, {one.user: one for one in members})
