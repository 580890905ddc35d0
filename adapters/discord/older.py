"""Finds the files that an earlier attempt at an answer left behind, and nobody else's."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import discord

from adapters.discord.place import Place
from bot.errors import SurfaceError

_LATER = 50
"""Messages behind the first of an answer that are looked through."""


class Caller(Protocol):
    """What makes calls."""

    async def call(self, make: Callable[[discord.Client], Awaitable[list[int]]]) -> list[int]: ...


async def find_files(connection: Caller, place: Place, first: int, name: str, reply_to: str) -> Sequence[int]:
    """Return the messages of the answer that begins with ``first`` which bring a file of this name.

    In a chain of replies all that belongs to an answer replies to the same message. Anywhere else an answer ends where
    somebody else writes, or where there is text behind its files. Without the permission to read, there are none.
    """

    async def look(client: discord.Client) -> list[int]:
        found: list[int] = []
        channel = client.get_partial_messageable(int(place.channel))
        async for message in channel.history(after=discord.Object(first), limit=_LATER):
            mine = client.user is not None and message.author.id == client.user.id
            if reply_to:
                replied = message.reference.message_id if message.reference else None
                mine = mine and replied == int(reply_to)
            elif not mine or (found and message.content):
                break
            if mine and any(file.filename == name for file in message.attachments):
                found.append(message.id)
        return found

    try:
        return await connection.call(look)
    except SurfaceError:
        return []
