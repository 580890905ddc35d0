"""The methods about the bot itself, its guilds and their members, and direct messages."""

from tests.fakes.discord.ask import Answer, Ask, Method
from tests.fakes.discord.cast import BOT, CY
from tests.fakes.discord.describe import show_channel, show_member
from tests.fakes.discord.errors import Refused, missing
from tests.fakes.discord.ground import Ground
from tests.fakes.discord.nouns import Json


def me(discord: Ground, ask: Ask) -> Answer:
    return discord.world.users[BOT].json()


def user(discord: Ground, ask: Ask) -> Answer:
    if ask["user"] not in discord.world.users:
        raise Refused(10013)
    return discord.world.users[ask["user"]].json()


def application(discord: Ground, ask: Ask) -> Answer:
    shown: Json = {"id": BOT, "name": "Code", "description": "", "icon": None, "bot_public": True, "verify_key": "0"}
    shown |= {"bot_require_code_grant": False, "owner": discord.world.users[CY].json(), "team": None}
    return {**shown, "flags": discord.application_flags, "interactions_endpoint_url": None, "redirect_uris": []}


def gateway(discord: Ground, ask: Ask) -> Answer:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    return {"url": discord.gateway_url, "shards": discord.shards, "session_start_limit": limit}


def guild(discord: Ground, ask: Ask) -> Answer:
    return discord.world.guild(ask["guild"]).json()


def guilds(discord: Ground, ask: Ask) -> Answer:
    own = [one for one in discord.world.guilds.values() if BOT in one.members]
    return [{"id": one.id, "name": one.name, "icon": None, "owner": False, "features": []} for one in own]


def channels(discord: Ground, ask: Ask) -> Answer:
    id = discord.world.guild(ask["guild"]).id
    here = [one for one in discord.world.channels.values() if one.guild == id and not one.is_thread]
    return [show_channel(discord.world, one) for one in here if not one.deleted]


def member(discord: Ground, ask: Ask) -> Answer:
    one = discord.world.guild(ask["guild"])
    if ask["user"] not in one.members:
        raise Refused(10007)
    return show_member(discord.world, one.id, ask["user"])


def direct(discord: Ground, ask: Ask) -> Answer:
    """Open direct messages; that a user takes none shows only when something is sent."""
    if "recipient_id" not in ask.only("recipient_id"):
        raise missing("recipient_id")
    return show_channel(discord.world, discord.world.direct(ask.body["recipient_id"]))


METHODS: dict[str, Method] = {
    "GET /users/@me": me,
    "GET /users/{user}": user,
    "GET /users/@me/guilds": guilds,
    "POST /users/@me/channels": direct,
    "GET /oauth2/applications/@me": application,
    "GET /applications/@me": application,
    "GET /gateway/bot": gateway,
    "GET /guilds/{guild}": guild,
    "GET /guilds/{guild}/channels": channels,
    "GET /guilds/{guild}/members/{user}": member,
}
