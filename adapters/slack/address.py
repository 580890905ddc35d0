"""The address of a message, by which people come back to it."""

import asyncio
import logging

from adapters.slack.payload import word
from adapters.slack.place import channel_of, ts_of
from adapters.slack.workspaces import Workspace
from bot.errors import SurfaceError

_log = logging.getLogger(__name__)
_SOON = 1.5
"""Seconds that it is waited for: what is kept is worth more than where it comes from."""


async def find_address(workspace: Workspace, ref: str) -> str:
    """Return the address of a message of ours or of anybody's; empty where Slack does not say it soon."""
    try:
        async with asyncio.timeout(_SOON):
            found = await workspace.call("chat.getPermalink", channel=channel_of(ref), message_ts=ts_of(ref))
    except (SurfaceError, TimeoutError) as problem:
        _log.info("the address of %s is not known: %s", ref, problem or "Slack is slow to say it")
        return ""
    address = word(found.data, "permalink")
    return address if address.startswith("https://") else ""
