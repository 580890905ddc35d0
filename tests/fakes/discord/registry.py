"""The methods of commands: what the app puts into the menus of all guilds, or of one."""

import asyncio

from tests.fakes.discord.ask import Answer, Ask, Method
from tests.fakes.discord.cast import BOT
from tests.fakes.discord.errors import Refused
from tests.fakes.discord.ground import Ground
from tests.fakes.discord.nouns import Json
from tests.fakes.discord.shape import CHAT, check_all, check_command

MOST_A_DAY, DAY = 200, 86_400.0


def listed(discord: Ground, ask: Ask) -> Answer:
    return list(_scope(discord, ask).values())


def fetch(discord: Ground, ask: Ask) -> Answer:
    return _one(discord, ask)


def overwrite(discord: Ground, ask: Ask) -> Answer:
    """Replace all commands; those that were there by name and type keep their ids, and are not counted as created."""
    scope = _scope(discord, ask)
    for command in ask.items:
        check_command(command)
    check_all(ask.items)
    before = {(one["type"], one["name"]): one["id"] for one in scope.values()}
    new = [one for one in ask.items if (one.get("type", CHAT), one["name"]) not in before]
    _count(discord, ask, len(new))
    made = [_fill(discord, ask, one, before.get((one.get("type", CHAT), one["name"]), "")) for one in ask.items]
    scope.clear()
    scope.update({one["id"]: one for one in made})
    return made


def create(discord: Ground, ask: Ask) -> Answer:
    """Add a command, or replace that of the same name and type."""
    scope, body = _scope(discord, ask), ask.body
    check_command(body)
    same = [one for one in scope.values() if (one["type"], one["name"]) == (body.get("type", CHAT), body["name"])]
    if not same:
        check_all([*scope.values(), body])
        _count(discord, ask, 1)
    made = _fill(discord, ask, body, same[0]["id"] if same else "")
    scope[made["id"]] = made
    return made


def edit(discord: Ground, ask: Ask) -> Answer:
    scope, before = _scope(discord, ask), _one(discord, ask)
    shown = {
        name: value for name, value in before.items() if name not in ("id", "application_id", "version", "guild_id")
    }
    after = {**shown, **ask.body}
    check_command(after)
    scope[before["id"]] = _fill(discord, ask, after, before["id"])
    return scope[before["id"]]


def delete(discord: Ground, ask: Ask) -> Answer:
    del _scope(discord, ask)[_one(discord, ask)["id"]]
    return None


def _scope(discord: Ground, ask: Ask) -> dict[str, Json]:
    if ask["application"] != BOT:
        raise Refused(10002)
    guild = ask.params.get("guild", "")
    if guild:
        discord.world.guild(guild)
    return discord.world.synced.setdefault(guild, {})


def _one(discord: Ground, ask: Ask) -> Json:
    scope = _scope(discord, ask)
    if ask["command"] not in scope:
        raise Refused(10063)
    return scope[ask["command"]]


def _count(discord: Ground, ask: Ask, new: int) -> None:
    now = asyncio.get_running_loop().time()
    created = discord.world.created.setdefault(ask.params.get("guild", ""), [])
    created[:] = [at for at in created if at > now - DAY]
    if len(created) + new > MOST_A_DAY:
        raise Refused(30034)
    created += [now] * new


def _fill(discord: Ground, ask: Ask, command: Json, id: str) -> Json:
    filled: Json = {"type": CHAT, "description": "", "nsfw": False, "default_member_permissions": None}
    filled |= {"contexts": None, "integration_types": [0]}
    filled |= {name: value for name, value in command.items() if value is not None}
    filled |= {"id": id or discord.world.ids.next(), "application_id": BOT, "version": discord.world.ids.next()}
    return filled | ({"guild_id": ask["guild"]} if "guild" in ask.params else {})


def _methods(path: str) -> dict[str, Method]:
    return {
        f"GET {path}": listed,
        f"PUT {path}": overwrite,
        f"POST {path}": create,
        f"GET {path}/{{command}}": fetch,
        f"PATCH {path}/{{command}}": edit,
        f"DELETE {path}/{{command}}": delete,
    }


METHODS: dict[str, Method] = {
    **_methods("/applications/{application}/commands"),
    **_methods("/applications/{application}/guilds/{guild}/commands"),
}
