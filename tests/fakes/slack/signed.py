"""Delivery by HTTP: forms and JSON, signed.

https://docs.slack.dev/authentication/verifying-requests-from-slack says how.
"""

import asyncio
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack import delivery as deliveries
from tests.fakes.slack.delivery import Delivery
from tests.fakes.slack.nouns import Json

_FORM = "application/x-www-form-urlencoded"


class Signed:
    """Posts to one URL of the app."""

    def __init__(self, secret: str) -> None:
        self.url = ""
        self.seconds = deliveries.PATIENCE
        self._secret = secret
        self._session: aiohttp.ClientSession | None = None

    @property
    def is_listened_to(self) -> bool:
        return bool(self.url)

    async def carry(self, delivery: Delivery) -> None:
        """Deliver; only a status of 200 to 299 within the time counts as an acknowledgement."""
        body, kind = encode(delivery)
        retry = {"x-slack-retry-num": str(delivery.attempt), "x-slack-retry-reason": delivery.reason}
        try:
            async with asyncio.timeout(self.seconds):
                status, text = await self.post(body, kind, retry if delivery.attempt else {})
        except (TimeoutError, aiohttp.ClientError):
            return
        delivery.status = status
        if 200 <= status < 300:
            delivery.seconds, delivery.response = 0.0, _decode(text)

    async def post(
        self, body: str, kind: str, headers: dict[str, str], *, secret: str | None = None, at: int | None = None
    ) -> tuple[int, str]:
        """Post a body, signed; return the status and the text of the response."""
        stamp = str(int(time.time()) if at is None else at)
        signed = hmac.new((secret or self._secret).encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
        proof = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signed.hexdigest()}"}
        if self._session is None:
            self._session = aiohttp.ClientSession()
        sent = {"Content-Type": kind, "User-Agent": "Slackbot 1.0", **proof, **headers}
        async with self._session.post(self.url, data=body.encode(), headers=sent) as response:
            return response.status, await response.text()

    async def close(self) -> None:
        if self._session:
            await self._session.close()


def encode(delivery: Delivery) -> tuple[str, str]:
    """Return the body of a delivery and its content type."""
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload), "application/json"
    if delivery.kind == "slash_commands":
        return urlencode(delivery.payload), _FORM
    return urlencode({"payload": json.dumps(delivery.payload)}), _FORM


def _decode(text: str) -> Json:
    """An acknowledgement may be empty, JSON or plain text."""
    try:
        answer = json.loads(text) if text else {}
    except ValueError:
        return {"text": text}
    return answer if isinstance(answer, dict) else {"text": text}
