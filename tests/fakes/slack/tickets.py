"""What Slack hands out for a while: trigger ids for views, response URLs, tickets for sockets, codes of an install."""

import asyncio
import secrets
from dataclasses import dataclass

from tests.fakes.slack.nouns import Json, Refused

TRIGGER_SECONDS = 3.0
RESPONSES, RESPONSE_SECONDS = 5, 1800.0


@dataclass
class Trigger:
    """The right to open one view for a person who has just done something."""

    team: str
    user: str
    at: float
    used: bool = False


@dataclass
class Response:
    """The right to answer, a few times, what a person did."""

    team: str
    user: str
    channel: str
    ts: str
    """Of the message whose button was pressed; empty: it was a command."""
    thread_ts: str
    at: float
    left: int = RESPONSES


class Tickets:
    """All that were handed out."""

    trigger_seconds = TRIGGER_SECONDS

    def __init__(self) -> None:
        self.responses: dict[str, Response] = {}
        self.codes: dict[str, Json] = {}
        self._triggers: dict[str, Trigger] = {}
        self._sockets: set[str] = set()
        self.lapsed = 0
        """So many of the next tickets for sockets come too late, whoever hurries."""

    def trigger(self, team: str, user: str) -> str:
        id = f"{secrets.randbelow(10**6)}.{secrets.randbelow(10**6)}.{secrets.token_hex(8)}"
        self._triggers[id] = Trigger(team, user, asyncio.get_running_loop().time())
        return id

    def exchange(self, id: str) -> Trigger:
        """Use a trigger id up. Raises ``Refused`` for one that is unknown, late or used."""
        trigger = self._triggers.get(id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if asyncio.get_running_loop().time() - trigger.at > self.trigger_seconds:
            raise Refused("expired_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        trigger.used = True
        return trigger

    def response(self, team: str, user: str, channel: str, ts: str = "", thread_ts: str = "") -> str:
        """Return the path of a new response URL."""
        id = secrets.token_hex(8)
        self.responses[id] = Response(team, user, channel, ts, thread_ts, asyncio.get_running_loop().time())
        return f"/actions/{team}/{id}"

    def respond(self, id: str) -> Response:
        """Use a response URL once. Raises ``Refused`` for one that is unknown, late or used up."""
        response = self.responses.get(id)
        if response is None or asyncio.get_running_loop().time() - response.at > RESPONSE_SECONDS:
            raise Refused("expired_url")
        if not response.left:
            raise Refused("used_url")
        response.left -= 1
        return response

    def socket(self) -> str:
        ticket = secrets.token_hex(8)
        if self.lapsed:
            self.lapsed -= 1
        else:
            self._sockets.add(ticket)
        return ticket

    def admit(self, ticket: str) -> bool:
        """Tell whether a socket may be opened with a ticket, and use it up."""
        known = ticket in self._sockets
        self._sockets.discard(ticket)
        return known

    def code(self, team: str, user: str) -> str:
        code = secrets.token_hex(8)
        self.codes[code] = {"team": team, "user": user}
        return code
