"""What people do in channels: they say, edit, delete, react, command, press; each act is delivered to the app.

An act returns once the app has acknowledged it, or failed to for three seconds (``Ground.late``).
"""

import asyncio
import copy
import mimetypes
from collections.abc import Iterable

from tests.fakes.slack.conversations import reaction
from tests.fakes.slack.delivery import Delivery
from tests.fakes.slack.files import describe_file
from tests.fakes.slack.ground import changed
from tests.fakes.slack.happenings import Happenings
from tests.fakes.slack.nouns import FakeFile, FakeMessage, Json
from tests.fakes.slack.payloads import carry_command, typed_blocks
from tests.fakes.slack.responses import show_response
from tests.fakes.slack.typed import typed
from tests.fakes.slack.world import Team


class Persons(Happenings):
    """The acts of people; ``team`` is the workspace in which they act."""

    async def says(
        self,
        channel: str,
        text: str,
        user: str = "UANA",
        thread_ts: str = "",
        team: str = "T1",
        files: Iterable[FakeFile] = (),
        *,
        subtype: str = "",
    ) -> str:
        """Post a message; return its ``ts``. With "<@UBOT1>" in its text it is delivered as a mention too."""
        place, shared = self.teams[team], list(files)
        if thread_ts:
            place.thread(channel, thread_ts)
        sent, ts = typed(text), place.stamp()
        blocks = typed_blocks(sent) if sent else []
        message = FakeMessage(ts, channel, user, sent, thread_ts, blocks, client_msg_id=f"m{ts}", files=shared)
        if place.users[user].is_bot:
            message.client_msg_id, message.bot_id = "", f"B{user[1:]}"
        place.post(message)
        await self._tell(place, message, subtype)
        return ts

    def file(
        self, name: str, content: bytes | str, *, user: str = "UANA", team: str = "T1", remote: bool = False
    ) -> FakeFile:
        """Make a file to be said with a message. ``remote``: over Slack Connect, so that events only name it."""
        place = self.teams[team]
        data = content if isinstance(content, bytes) else content.encode()
        mimetype = mimetypes.guess_type(name)[0] or "text/plain"
        made = FakeFile(f"F{next(place.number)}", name, data, mimetype, user, remote=remote)
        place.files[made.id] = made
        return made

    async def edits(self, channel: str, ts: str, text: str, *, team: str = "T1") -> None:
        """Change what a message says."""
        place = self.teams[team]
        message = place.message(channel, ts)
        before = self._event(place, message)
        message.text, message.edited, message.edited_ts = typed(text), True, place.stamp()
        message.blocks = typed_blocks(message.text)
        self.redraw(message)
        await self.tell_in(place, channel, changed(place, channel, self._event(place, message), before))

    async def unfurls(self, channel: str, ts: str, *, team: str = "T1") -> None:
        """Slack adds the preview of a link to a message: it is changed, and says the same."""
        place = self.teams[team]
        before = self._event(place, place.message(channel, ts))
        after = {**copy.deepcopy(before), "attachments": [{"from_url": "https://code.invalid", "id": 1}]}
        await self.tell_in(place, channel, changed(place, channel, after, before))

    async def deletes(self, channel: str, ts: str, *, team: str = "T1") -> None:
        """Delete a message."""
        place = self.teams[team]
        await self.tell_in(place, channel, self.erase(place, place.message(channel, ts)))

    async def reacts(
        self, channel: str, ts: str, name: str, user: str = "UANA", *, removed: bool = False, team: str = "T1"
    ) -> None:
        """Add or take back a reaction, by its name without colons."""
        place = self.teams[team]
        message = place.message(channel, ts)
        who = message.reactions.setdefault(name, [])
        if removed:
            who.remove(user)
        elif user in who:
            raise ValueError(f"{user} has reacted with {name} already")
        else:
            who.append(user)
        kind = "reaction_removed" if removed else "reaction_added"
        await self.tell_in(place, channel, reaction(place, message, name, user, kind))

    async def commands(
        self, command: str, text: str = "", channel: str = "C1", user: str = "UANA", *, team: str = "T1"
    ) -> Delivery:
        """Type a slash command, which goes to the app from any channel."""
        place = self.teams[team]
        rights = {"trigger_id": self.tickets.trigger(team, user), "response_url": self._respond(team, user, channel)}
        carried = carry_command(place, place.channels[channel], user, command, typed(text), rights)
        delivery = await self.courier.deliver(carried)
        show_response(self, self.tickets.responses[rights["response_url"].rpartition("/")[2]], delivery.response)
        return delivery

    async def stops_session(self, channel: str, thread_ts: str, user: str = "UANA", *, team: str = "T1") -> None:
        """Press Slack's own Stop, which stands there while the session is processing."""
        place = self.teams[team]
        if place.sessions.get((channel, thread_ts)) != "processing":
            raise ValueError("there is no Stop: this session is not processing")
        streams = [reply for reply in place.replies(channel, thread_ts) if reply.streaming]
        for stream in streams:
            stream.stopped_by = user
        where = {"channel": channel, "thread_ts": thread_ts, "user": user, "event_ts": place.stamp()}
        stopped = {"type": "agent_session_stopped", "streaming_message_ts": [stream.ts for stream in streams]}
        await self.tell_in(place, channel, {**stopped, **where})

    async def _tell(self, team: Team, message: FakeMessage, subtype: str) -> None:
        event = self._event(team, message)
        tellings = [self.tell_in(team, message.channel, {**event, "subtype": subtype} if subtype else event)]
        if f"<@{team.bot_user}>" in message.text and not team.channels[message.channel].with_user:
            own = {name: value for name, value in event.items() if name not in ("channel_type", "subtype")}
            tellings.insert(0, self.tell_in(team, message.channel, {**own, "type": "app_mention"}))
        await asyncio.gather(*tellings)

    def _event(self, team: Team, message: FakeMessage) -> Json:
        channel = team.channels[message.channel]
        event = {**message.json(), "team": team.id, "channel": channel.id, "event_ts": message.ts}
        if message.thread_ts:
            event["parent_user_id"] = team.posts[channel.id, message.thread_ts].user
        if message.files:
            event |= {"files": [self._announce(team, file) for file in message.files], "upload": False}
            event["subtype"] = "file_share"
        return {**event, "channel_type": channel.kind}

    def _announce(self, team: Team, file: FakeFile) -> Json:
        if file.remote:
            return {"id": file.id, "mode": "file_access", "file_access": "check_file_info"}
        return describe_file(self, team, file)

    def _respond(self, team: str, user: str, channel: str, ts: str = "", thread_ts: str = "") -> str:
        return self.url + self.tickets.response(team, user, channel, ts, thread_ts)
