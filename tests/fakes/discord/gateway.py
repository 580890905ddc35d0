"""The gateway: HELLO, IDENTIFY or RESUME, heartbeats, and members on request."""

import asyncio
import json
import uuid

from aiohttp import WSMsgType, web

from tests.fakes.discord import cast
from tests.fakes.discord.delivery import MEMBERS, MESSAGE_CONTENT, PRESENCES
from tests.fakes.discord.describe import show_channel, show_member
from tests.fakes.discord.errors import Strange
from tests.fakes.discord.ground import Ground
from tests.fakes.discord.nouns import Json
from tests.fakes.discord.sessions import Session
from tests.fakes.discord.wire import Wire

BEAT_MS = 41_250
RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 9, 10, 11
UNKNOWN_OPCODE, NOT_AUTHENTICATED, AUTHENTICATION_FAILED = 4001, 4003, 4004
INVALID_SHARD, DISALLOWED_INTENTS = 4010, 4014


class Gateway:
    """Takes sockets for a server."""

    def __init__(self, discord: Ground) -> None:
        self._discord = discord

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Take a connection until it ends."""
        if request.query.get("encoding") != "json" or request.query.get("compress", "zlib-stream") != "zlib-stream":
            raise Strange(f"the fake gateway speaks JSON, plain or as zlib-stream: {request.query_string}")
        if not self._discord.gateway_open:
            raise web.HTTPServiceUnavailable
        wire = Wire(request)
        await wire.socket.prepare(request)
        writer = asyncio.create_task(wire.write())
        wire.send({"op": HELLO, "d": {"heartbeat_interval": BEAT_MS}, "s": None, "t": None})
        try:
            async for message in wire.socket:
                if message.type is WSMsgType.TEXT:
                    self._take(wire, json.loads(message.data))
                elif message.type is WSMsgType.PONG:
                    wire.pong(bytes(message.data))
        finally:
            wire.end()
            self._discord.sessions.leave(wire, wire.socket.close_code)
            writer.cancel()
            await asyncio.wait([writer])
        return wire.socket

    def _take(self, wire: Wire, frame: Json) -> None:
        data = frame["d"]
        match frame["op"]:
            case 1:  # HEARTBEAT
                wire.send({"op": HEARTBEAT_ACK, "d": None, "s": None, "t": None})
            case 2:  # IDENTIFY
                self._identify(wire, data)
            case 6:  # RESUME
                self._resume(wire, data)
            case 8:  # REQUEST_GUILD_MEMBERS
                self._members(wire, data)
            case 3:  # PRESENCE_UPDATE
                pass
            case _:
                wire.close(UNKNOWN_OPCODE)

    def _identify(self, wire: Wire, data: Json) -> None:
        discord, intents = self._discord, int(data["intents"])
        shard = tuple(data.get("shard", (0, 1)))
        allowed = MESSAGE_CONTENT * discord.message_content | MEMBERS * discord.members_intent
        if data["token"] != cast.TOKEN:
            return wire.close(AUTHENTICATION_FAILED)
        if intents & (MESSAGE_CONTENT | MEMBERS | PRESENCES) & ~allowed:
            return wire.close(DISALLOWED_INTENTS)
        if not 0 <= shard[0] < shard[1]:
            return wire.close(INVALID_SHARD)
        session = Session(uuid.uuid4().hex, intents, (shard[0], shard[1]), wire)
        guilds = [
            id
            for id, guild in discord.world.guilds.items()
            if cast.BOT in guild.members and (int(id) >> 22) % shard[1] == shard[0]
        ]
        session.take("READY", self._ready(session, guilds))
        for id in guilds:
            session.take("GUILD_CREATE", {**show_guild(discord, id, intents), "unavailable": False})
        return discord.sessions.begin(session)

    def _ready(self, session: Session, guilds: list[str]) -> Json:
        discord = self._discord
        ready: Json = {"v": 10, "user": discord.world.users[cast.BOT].json(), "session_id": session.id}
        ready |= {"guilds": [{"id": id, "unavailable": True} for id in guilds], "shard": list(session.shard)}
        ready |= {"application": {"id": cast.BOT, "flags": discord.application_flags}}
        return {**ready, "resume_gateway_url": discord.gateway_url, "session_type": "normal", "private_channels": []}

    def _resume(self, wire: Wire, data: Json) -> None:
        sessions = self._discord.sessions
        session = sessions.open.get(data["session_id"])
        if data["token"] != cast.TOKEN:
            return wire.close(AUTHENTICATION_FAILED)
        if session is None:
            return wire.send({"op": INVALID_SESSION, "d": False, "s": None, "t": None})
        session.resume(wire, int(data["seq"]))
        return sessions.news()

    def _members(self, wire: Wire, data: Json) -> None:
        session = next((one for one in self._discord.sessions.connected if one.wire is wire), None)
        if session is None:
            return wire.close(NOT_AUTHENTICATED)
        guild, world = str(data["guild_id"]), self._discord.world
        wanted = {str(id) for id in data.get("user_ids") or ()}
        query = data.get("query") or ""
        found = [
            show_member(world, guild, user)
            for user in world.guilds[guild].members
            if (user in wanted if wanted else world.users[user].name.lower().startswith(query.lower()))
        ]
        chunk: Json = {"guild_id": guild, "members": found, "chunk_index": 0, "chunk_count": 1}
        chunk["not_found"] = [id for id in wanted if id not in world.guilds[guild].members]
        if "nonce" in data:
            chunk["nonce"] = data["nonce"]
        return session.take("GUILD_MEMBERS_CHUNK", chunk)


def show_guild(discord: Ground, id: str, intents: int) -> Json:
    """Return a guild as GUILD_CREATE has it: only with the intent for members are these all."""
    world, guild = discord.world, discord.world.guilds[id]
    shown: Json = {**guild.json(), "member_count": len(guild.members), "large": False, "joined_at": None}
    listed = guild.members if intents & MEMBERS else [cast.BOT]
    shown["members"] = [show_member(world, id, user) for user in listed]
    here = [channel for channel in world.channels.values() if channel.guild == id and not channel.deleted]
    shown["channels"] = [show_channel(world, channel) for channel in here if not channel.is_thread]
    threads = [channel for channel in here if channel.is_thread and not channel.archived]
    shown["threads"] = [show_channel(world, channel) for channel in threads]
    return {**shown, "voice_states": [], "presences": [], "stage_instances": [], "guild_scheduled_events": []}
