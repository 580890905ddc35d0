"""The files that people attach in Discord, fetched from Discord's own hosts only, without the bot's token."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
import discord
from yarl import URL

from adapters.attached import (
    MAX_PICTURE,
    MAX_TEXT,
    Unread,
    check_text,
    gather,
    is_picture,
    read_picture,
    read_text,
    too_large,
)
from bot.errors import UsageError
from bot.nouns import Attachment, Gathered

_OWN = ("cdn.discordapp.com", "media.discordapp.net")
_SECONDS = 30.0
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Hosts:
    """From where files are fetched: Discord's hosts, and the one where its API is."""

    api: str

    def has(self, url: URL) -> bool:
        if not url.absolute or url.user is not None or url.password is not None:
            return False
        if url.origin() == URL(self.api).origin():
            return True
        return url.scheme == "https" and url.port == 443 and url.host in _OWN


async def read(hosts: Hosts, files: Sequence[discord.Attachment]) -> Gathered:
    """Fetch the texts and pictures among ``files``; what can't be read has a sentence in ``notes``."""
    if not files:
        return Gathered()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session, asyncio.TaskGroup() as group:
        tasks = [group.create_task(_read(hosts, session, file)) for file in files]
    attachments, notes = gather([task.result() for task in tasks])
    return Gathered(attachments, notes)


async def fetch(hosts: Hosts, file: discord.Attachment, most: int) -> bytes:
    """Return what a file of up to so many bytes consists of, whatever that is. Raises ``UsageError``."""
    try:
        return await _fetch_one(hosts, file, most)
    except Unread as problem:
        raise UsageError(_unread(file, problem)) from problem


async def fetch_text(hosts: Hosts, file: discord.Attachment, most: int) -> Attachment:
    """Return a text file of up to so many bytes. Raises ``UsageError``."""
    kind = _kind(file)
    try:
        return Attachment(file.filename, read_text(await _fetch_one(hosts, file, most), kind, kind))
    except Unread as problem:
        raise UsageError(_unread(file, problem)) from problem


async def _fetch_one(hosts: Hosts, file: discord.Attachment, most: int) -> bytes:
    if file.size > most:
        raise too_large(file.size, most)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        return await _fetch(hosts, session, file.url, most)


def _kind(file: discord.Attachment) -> str:
    return (file.content_type or "").partition(";")[0]


def _unread(file: discord.Attachment, problem: Unread) -> str:
    return f"I can't read {file.filename}: {problem}."


async def _read(hosts: Hosts, session: aiohttp.ClientSession, file: discord.Attachment) -> Attachment | str:
    kind = _kind(file)
    try:
        if is_picture(kind):
            if file.size > MAX_PICTURE:
                raise too_large(file.size, MAX_PICTURE)
            return Attachment(file.filename, image=read_picture(await _fetch(hosts, session, file.url, MAX_PICTURE)))
        check_text(kind, file.size, kind)
        data = await _fetch(hosts, session, file.url, MAX_TEXT)
        return Attachment(file.filename, read_text(data, kind, kind))
    except Unread as problem:
        return _unread(file, problem)


async def _fetch(hosts: Hosts, session: aiohttp.ClientSession, address: str, most: int) -> bytes:
    try:
        url = URL(address)
        if not hosts.has(url):
            raise Unread("it is not kept by Discord itself; send me the text or the file")
        async with asyncio.timeout(_SECONDS), session.get(url, allow_redirects=False) as response:
            return await _take(response, most)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unread("Discord did not send it; try again in a moment") from error
    except ValueError as error:
        raise Unread("its address makes no sense") from error


async def _take(response: aiohttp.ClientResponse, most: int) -> bytes:
    if response.status in (403, 404, 410):
        raise Unread("Discord does not show it to me any more")
    if response.status != 200:
        raise Unread(f"Discord did not send it (HTTP {response.status}); try again in a moment")
    body = bytearray()
    async for piece in response.content.iter_chunked(_PIECE):
        body += piece
        if len(body) > most:
            raise too_large(0, most)
    return bytes(body)
