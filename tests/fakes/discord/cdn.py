"""Where attachments are fetched from: as they are, slow, without end, or smaller than they said."""

import asyncio

from aiohttp import web

from tests.fakes.discord.errors import Strange
from tests.fakes.discord.ground import Ground


async def download(discord: Ground, request: web.Request) -> web.StreamResponse:
    """Give a file's content."""
    if "Authorization" in request.headers:
        raise Strange("the bot shows its token to a host of files")
    file = discord.world.files.get(request.match_info["file"])
    if file is None or file.name != request.match_info["name"]:
        raise web.HTTPNotFound
    if file.status != 200:
        return web.Response(status=file.status)
    kind = {"Content-Type": file.content_type or "application/octet-stream"}
    if file.delay:
        await asyncio.sleep(file.delay)
    if not file.endless:
        return web.Response(body=file.content, headers=kind)
    answer = web.StreamResponse(headers=kind)
    await answer.prepare(request)
    while True:
        await answer.write(file.content * 100 or b"\0" * 10_000)
        await asyncio.sleep(0)
