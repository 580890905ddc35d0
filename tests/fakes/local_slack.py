"""What people do and see in local-slack; its page is told of every change, and so are we."""

import json

import aiohttp

from tests.fakes.slack.blocks import markdown_of
from tests.fakes.slack.inputs import fill
from tests.fakes.slack.nouns import FakeMessage, Json
from tests.fakes.slack.presses import press
from tests.until import until


class LocalSlack:
    """A running server, and what its page would show now."""

    def __init__(self, url: str, page: aiohttp.ClientWebSocketResponse, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.views: list[Json] = []
        """The modals that are open, the topmost last."""
        self.errors: Json = {}
        """What the app found wrong with the last submission."""
        self.homes: dict[str, Json] = {}
        """The Home tab of each user."""
        self._messages: dict[str, dict[str, Json]] = {}
        self._submitted = 0
        self._page = page
        self._session = session

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def messages(self, channel: str, thread_ts: str = "") -> list[FakeMessage]:
        """The messages of a channel, or of a thread without the one that it hangs on; no ephemerals."""
        shown = [message for message in self._shown(channel) if message.get("subtype") != "ephemeral"]
        return [_read(message) for message in shown if not thread_ts or message.get("thread_ts") == thread_ts]

    def ephemerals(self, channel: str) -> list[FakeMessage]:
        """What only one person sees."""
        return [_read(message) for message in self._shown(channel) if message.get("subtype") == "ephemeral"]

    async def says(self, channel: str, text: str, user: str = "UANA", thread_ts: str = "") -> str:
        said = {"channel": channel, "user": user, "text": text, **({"thread_ts": thread_ts} if thread_ts else {})}
        return str((await self._control("message", said))["message"]["ts"])

    async def edits(self, channel: str, ts: str, text: str, user: str = "UANA") -> None:
        await self._control("edit-message", {"channel": channel, "ts": ts, "user": user, "text": text})

    async def deletes(self, channel: str, ts: str, user: str = "UANA") -> None:
        await self._control("delete-message", {"channel": channel, "ts": ts, "user": user})

    async def reacts(self, channel: str, ts: str, name: str, user: str = "UANA", *, removed: bool = False) -> None:
        reaction = {"channel": channel, "ts": ts, "user": user, "name": name, "present": not removed}
        await self._control("reaction", reaction)

    async def commands(self, command: str, text: str = "", channel: str = "C1", user: str = "UANA") -> None:
        await self._control("command", {"command": command, "text": text, "channel": channel, "user": user})

    async def presses(self, channel: str, ts: str, action_id: str, user: str = "UANA", value: str = "") -> None:
        action = press(self._messages[channel][ts].get("blocks", []), action_id, value)
        await self._control("interact", {"channel": channel, "messageTs": ts, "user": user, "action": action})

    async def submits(self, values: Json, user: str = "UANA") -> None:
        """Fill in the topmost modal, by ``action_id``, and submit it."""
        done, filled = self._submitted, fill(self.views[-1]["blocks"], values)
        await self._page.send_json({"t": "view_submit", "user": user, "values": filled})
        await until(lambda: self._submitted > done)

    async def opens_home(self, user: str = "UANA") -> None:
        await self._control("open-home", {"user": user})

    async def follow(self) -> None:
        """Take in whatever changes, until the server ends."""
        async for frame in self._page:
            self._take(json.loads(frame.data))

    def _shown(self, channel: str) -> list[Json]:
        return list(self._messages.get(channel, {}).values())

    async def _control(self, what: str, body: Json) -> Json:
        async with self._session.post(f"{self.url}/_control/{what}", json=body) as response:
            answer: Json = await response.json()
        if not answer.get("ok"):
            raise ValueError(f"local-slack takes no {what} of {body}: {answer}")
        return answer

    def _take(self, frame: Json) -> None:
        match frame:
            case {"t": "init", "state": state}:
                for channel, messages in state["messages"].items():
                    self._messages[channel] = {message["ts"]: message for message in messages}
            case {"t": "message" | "message_update", "message": message}:
                self._messages.setdefault(message["channel"], {})[message["ts"]] = message
            case {"t": "message_delete", "channel": channel, "ts": ts}:
                del self._messages[channel][ts]
            case {"t": "view", "stack": stack}:
                self.views, self.errors = stack, {}
                self._submitted += 1
            case {"t": "view_errors", "errors": errors}:
                self.errors = errors
                self._submitted += 1
            case {"t": "home", "user": user, "view": view}:
                self.homes[user] = view


def _read(message: Json) -> FakeMessage:
    blocks = message.get("blocks", [])
    read = FakeMessage(message["ts"], message["channel"], message["user"], message["text"], blocks=blocks)
    read.thread_ts, read.markdown = message.get("thread_ts", ""), markdown_of(blocks)
    read.reactions = {reaction["name"]: reaction["users"] for reaction in message.get("reactions", [])}
    return read
