"""The end of an installation: the app was removed from a workspace, or its token revoked."""

import logging
import time
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp

from adapters.slack.listeners.net import caught
from adapters.slack.origin import Where
from adapters.slack.parts import Parts
from adapters.slack.payload import Payload, child, word

_log = logging.getLogger(__name__)
_YEAR_3000 = 32_503_680_000


@dataclass(frozen=True, slots=True)
class _Removal:
    where: Where
    event: str
    before: float
    """Installations from then on are none of its business, in seconds since 1970."""


def attach(app: AsyncApp, slack: Parts) -> None:
    app.event("app_uninstalled")(caught(slack, _read, _forget, waits=False))
    app.event("tokens_revoked")(caught(slack, _read_revoked, _forget, waits=False))


def _read(body: Payload, where: Where) -> _Removal:
    at = body.get("event_time")
    if not isinstance(at, int) or not 0 < at < _YEAR_3000:
        at = int(time.time())
    return _Removal(where, word(body, "event_id"), at + 1)  # Slack counts whole seconds


def _read_revoked(body: Payload, where: Where) -> _Removal | None:
    """People's own tokens can be revoked, too; we have none of those."""
    return _read(body, where) if child(body, "event", "tokens").get("bot") else None


async def _forget(slack: Parts, removal: _Removal) -> None:
    """Forget an installation, once: news of its end can come again after the app was installed anew."""
    where = removal.where
    if await slack.store.events.first(f"slack:removed:{where.team}:{removal.event}"):
        _log.warning("Slack says that the Slack app was removed from %s", where.team)
        await slack.uninstalled(where, removal.before)
        slack.workspaces.forget(where.team)
