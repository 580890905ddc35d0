"""The names of people and channels, asked of Slack once in a while."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable

from adapters.slack.payload import Payload, child, word
from adapters.slack.place import PLATFORM
from adapters.slack.workspaces import Workspace
from bot.errors import SurfaceError
from bot.nouns import Author

_REMEMBERED = 3600.0
"""Seconds for which a name is taken for right."""
_AGAIN = 60.0
"""Seconds after which Slack is asked once more for a name that it did not say."""
_SOON = 1.5
"""Seconds that a name is waited for: people wait, too, and an id does as well."""
_MOST = 10_000
_CHANNELS = ("C", "G", "D")


class People:
    """Who is who in each workspace. Where Slack does not say so soon, an id is its own name."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], tuple[float, str, bool]] = OrderedDict()

    async def author(self, workspace: Workspace, team: str, user: str) -> Author:
        """Return a person, or a bot, as the author of a message."""
        name, is_bot = await self._look_up(workspace, team, user)
        return Author(PLATFORM, user, name, is_bot)

    async def names(self, workspace: Workspace, team: str, ids: Iterable[str]) -> dict[str, str]:
        """Return the names of people and channels by their ids."""
        async with asyncio.TaskGroup() as group:
            tasks = {id: group.create_task(self._look_up(workspace, team, id)) for id in ids}
        return {id: task.result()[0] for id, task in tasks.items()}

    async def _look_up(self, workspace: Workspace, team: str, id: str) -> tuple[str, bool]:
        until, name, is_bot = self._known.get((team, id), (0.0, id, False))
        if time.monotonic() < until:
            return name, is_bot
        try:
            async with asyncio.timeout(_SOON):
                name, is_bot = await _ask(workspace, id)
            until = time.monotonic() + _REMEMBERED
        except (SurfaceError, TimeoutError):
            until = time.monotonic() + _AGAIN
        self._known[team, id] = until, name, is_bot
        self._known.move_to_end((team, id))
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return name, is_bot


async def _ask(workspace: Workspace, id: str) -> tuple[str, bool]:
    if id.startswith(_CHANNELS):
        answer = await workspace.call("conversations.info", channel=id)
        return word(answer.data, "channel", "name") or id, False
    user = child((await workspace.call("users.info", user=id)).data, "user")
    return _name(user) or id, user.get("is_bot") is True


def _name(user: Payload) -> str:
    shown = word(user, "profile", "display_name")
    return shown or word(user, "profile", "real_name") or word(user, "real_name") or word(user, "name")
