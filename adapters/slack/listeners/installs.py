"""The end of an installation: the app was removed from a workspace, or its token revoked."""

import logging

from slack_bolt.async_app import AsyncApp

from adapters.slack.listeners.net import caught
from adapters.slack.origin import Where
from adapters.slack.parts import Parts
from adapters.slack.payload import Payload, child

_log = logging.getLogger(__name__)


def attach(app: AsyncApp, slack: Parts) -> None:
    app.event("app_uninstalled")(caught(slack, lambda body, where: where, _forget, waits=False))
    app.event("tokens_revoked")(caught(slack, _read_revoked, _forget, waits=False))


def _read_revoked(body: Payload, where: Where) -> Where | None:
    """People's own tokens can be revoked, too; we have none of those."""
    return where if child(body, "event", "tokens").get("bot") else None


async def _forget(slack: Parts, where: Where) -> None:
    _log.warning("the Slack app was removed from %s", where.team or where.enterprise)
    slack.workspaces.forget(where.team)
    await slack.uninstalled(where.team, where.enterprise)
