"""Whom a message mentions, and whether that is allowed: what would really make somebody's telephone ring."""

import re

from tests.fakes.discord.cast import BOT
from tests.fakes.discord.components import text_of, walk
from tests.fakes.discord.nouns import FakeMessage, Json
from tests.fakes.discord.world import World

_USER, _ROLE, _EVERYONE = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>"), re.compile(r"@(everyone|here)\b")


def mention(world: World, message: FakeMessage, allowed: Json | None, *, is_response: bool = False) -> bool:
    """Set whom a message mentions; return whether that is somebody besides its author.

    Without ``allowed_mentions`` a message mentions all that it names, the response to an interaction only users, from
    https://discord.com/developers/docs/resources/message#allowed-mentions-object. Names in code count here too.
    """
    text = "\n".join([message.content, *text_of(list(walk(message.components)))])
    may_all = message.author != BOT or world.may(world.channels[message.channel], BOT, "mention_everyone")
    users = [id for id in dict.fromkeys(_USER.findall(text)) if id in world.users and _allows(allowed, "users", id)]
    replied = _replied(world, message)
    if replied and (allowed is None or allowed.get("replied_user")) and replied not in users:
        users.append(replied)
    message.mentions = users
    message.mention_roles = [
        id
        for id in dict.fromkeys(_ROLE.findall(text))
        if not (is_response and allowed is None)
        and _allows(allowed, "roles", id)
        and _rings(world, message, id, may_all)
    ]
    everyone = "everyone" in allowed.get("parse", []) if allowed else not is_response
    message.mention_everyone = bool(_EVERYONE.search(text)) and everyone and may_all
    return bool(set(users) - {message.author} or message.mention_roles or message.mention_everyone)


def _allows(allowed: Json | None, kind: str, id: str) -> bool:
    if allowed is None:
        return True
    return kind in allowed.get("parse", []) or id in {str(one) for one in allowed.get(kind) or ()}


def _rings(world: World, message: FakeMessage, role: str, may_all: bool) -> bool:
    guild = world.guilds.get(world.channels[message.channel].guild)
    return guild is not None and role in guild.roles and (may_all or guild.roles[role].is_mentionable)


def _replied(world: World, message: FakeMessage) -> str:
    reference = message.reference or {}
    target = world.posts.get(reference.get("message_id", ""))
    return target.author if target and not reference.get("type") else ""
