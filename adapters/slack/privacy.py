"""Which channels all of a workspace may read, and which their members alone: asked of Slack once in a while."""

import asyncio
import time
from collections import OrderedDict

from adapters.slack.origin import Origin
from adapters.slack.payload import child
from adapters.slack.workspaces import Workspace
from bot.errors import SurfaceError

_GROUP, _DIRECT, _OF_FEW = "privategroup", "directmessage", "mpdm-"
"""What Slack calls private channels in commands and under buttons, whatever their names, and how it calls others."""
_REMEMBERED, _AGAIN = 3600.0, 60.0
"""Seconds for which an answer is taken for right, and for which none is."""
_SOON = 1.5
_MOST = 10_000


class Privacy:
    """Who reads along where; where Slack does not say so soon, it is taken for private."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], tuple[float, bool]] = OrderedDict()

    async def is_private(self, workspace: Workspace, origin: Origin) -> bool:
        """Tell whether not everybody in the workspace may read what is said there."""
        if origin.is_direct or not origin.channel:
            return True
        if name := origin.channel_name:
            return name in (_GROUP, _DIRECT) or name.startswith(_OF_FEW)
        key = (origin.where.team, origin.channel)
        until, is_private = self._known.get(key, (0.0, True))
        if time.monotonic() >= until:
            seconds, is_private = await _ask(workspace, origin.channel)
            self._known[key] = time.monotonic() + seconds, is_private
            self._known.move_to_end(key)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return is_private


async def _ask(workspace: Workspace, channel: str) -> tuple[float, bool]:
    """Return for how long the answer holds, and whether the channel is private: those that we can't see are, too."""
    try:
        async with asyncio.timeout(_SOON):
            found = child((await workspace.call("conversations.info", channel=channel)).data, "channel")
    except (SurfaceError, TimeoutError):
        return _AGAIN, True
    return _REMEMBERED, any(found.get(mark) is True for mark in ("is_private", "is_im", "is_mpim"))
