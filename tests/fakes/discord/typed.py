"""What a person types after a slash, checked against the commands that the app has put there."""

from collections.abc import Callable, Iterable
from typing import Any

from tests.fakes.discord.describe import show_channel, show_file
from tests.fakes.discord.nouns import FakeFile, Json
from tests.fakes.discord.permissions import ALL
from tests.fakes.discord.places import Channel
from tests.fakes.discord.shape import (
    ATTACHMENT,
    BOOLEAN,
    CHANNEL,
    CHAT,
    INTEGER,
    NUMBER,
    PERSON,
    STRING,
    SUB,
)
from tests.fakes.discord.world import World

Upload = Callable[[FakeFile], FakeFile]
"""How a file that is given to an option goes up."""
_PYTHON: dict[int, type | tuple[type, ...]] = {
    STRING: str,
    INTEGER: int,
    BOOLEAN: bool,
    PERSON: str,
    CHANNEL: str,
    NUMBER: (int, float),
}


def find_command(world: World, channel: Channel, user: str, kind: int, name: str) -> Json:
    """Return a command that a person sees: a guild's own goes before that of all guilds."""
    guild, rights = channel.guild, world.rights(channel, user)
    for scope in dict.fromkeys((guild, "")):
        for command in world.synced.get(scope, {}).values():
            if (command["type"], command["name"]) == (kind, name) and _is_shown(command, guild, rights):
                return command
    raise ValueError(f"the app has put no command {name!r} here")


def type_command(
    world: World, channel: Channel, user: str, path: str, values: Json, upload: Upload, focused: str = ""
) -> Json:
    """Return the data of an interaction for a command such as ``/snippets show``.

    ``focused`` names the option in which the person still types, so that the others may be missing. Raises
    ``ValueError`` for what a person could not type.
    """
    names = path.removeprefix("/").split()
    command = find_command(world, channel, user, CHAT, names[0])
    options = command.get("options") or []
    for name in names[1:]:
        options = _step(options, name, path)
    if options and options[0]["type"] <= 2:
        raise ValueError(f"{path} is a group: say which of its commands")
    resolved: Json = {}
    typed = [_type(world, option, values, upload, resolved, focused) for option in _given(options, values, focused)]
    for depth, name in reversed(list(enumerate(names[1:]))):
        typed = [{"name": name, "type": SUB if depth == len(names) - 2 else SUB + 1, "options": typed}]
    data: Json = {"id": command["id"], "name": command["name"], "type": CHAT, "options": typed}
    data |= {"guild_id": channel.guild} if "guild_id" in command else {}
    return data | ({"resolved": resolved} if resolved else {})


def _is_shown(command: Json, guild: str, rights: int) -> bool:
    """A command may be for guilds only, for direct messages, or for those who may do something; 0: who may all."""
    needed = command["default_member_permissions"]
    if guild and needed is not None and int(needed or ALL) & ~rights:
        return False
    contexts = command.get("contexts")
    if contexts is None:
        return bool(guild) or command.get("dm_permission", True)
    return (0 if guild else 1) in contexts


def _step(options: list[Json], name: str, path: str) -> list[Json]:
    for option in options:
        if option["name"] == name and option["type"] <= 2:
            return list(option.get("options") or [])
    raise ValueError(f"there is no command {path}")


def _given(options: list[Json], values: Json, focused: str) -> Iterable[Json]:
    known = {option["name"] for option in options}
    if unknown := {*values, *filter(None, [focused])} - known:
        raise ValueError(f"the command has no options {sorted(unknown)}, only {sorted(known)}")
    for option in options:
        if option["name"] in values:
            yield option
        elif option.get("required") and not focused:
            raise ValueError(f"the option {option['name']} is required")


def _type(world: World, option: Json, values: Json, upload: Upload, resolved: Json, focused: str) -> Json:
    name, kind = option["name"], option["type"]
    value: Any = values[name]
    typed: Json = {"name": name, "type": kind, "value": value}
    if name == focused:
        if not option.get("autocomplete"):
            raise ValueError(f"the option {name} does not complete")
        return {**typed, "value": str(value), "focused": True}
    if kind == ATTACHMENT:
        if not isinstance(value, FakeFile):
            raise ValueError(f"the option {name} wants a file")
        file = upload(value)
        resolved.setdefault("attachments", {})[file.id] = show_file(file, True)
        return {**typed, "value": file.id}
    if not isinstance(value, _PYTHON.get(kind, (str,))) or (isinstance(value, bool) and kind != BOOLEAN):
        raise ValueError(f"the option {name} does not take {value!r}")
    _check_value(option, typed["value"])
    _resolve(world, kind, str(value), resolved)
    return typed


def _check_value(option: Json, value: str | float) -> None:
    choices = [choice["value"] for choice in option.get("choices") or ()]
    if choices and value not in choices:
        raise ValueError(f"the option {option['name']} only takes {choices}")
    size = len(value) if isinstance(value, str) else value
    least, most = ("min_length", "max_length") if isinstance(value, str) else ("min_value", "max_value")
    if not option.get(least, size) <= size <= option.get(most, 6000 if isinstance(value, str) else size):
        raise ValueError(f"the option {option['name']} does not take {value!r}: too short or too long")


def _resolve(world: World, kind: int, value: str, resolved: Json) -> None:
    if kind == PERSON:
        resolved.setdefault("users", {})[value] = world.users[value].json()
    elif kind == CHANNEL:
        resolved.setdefault("channels", {})[value] = {**show_channel(world, world.place(value)), "permissions": "0"}
