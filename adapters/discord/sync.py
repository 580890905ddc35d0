"""The commands that Discord shows, sent there when they differ from those that were sent last, or a day later.

Another program with the same token may have put its own in their place. Discord takes 200 new commands a day, and
those that it has are not new: https://docs.discord.com/developers/interactions/application-commands.
"""

import hashlib
import json
import logging
import time
from typing import Any

from discord.app_commands import CommandTree

from adapters.discord.errors import translated
from adapters.discord.place import PLATFORM
from bot.errors import SurfaceError
from bot.store import Store

_log = logging.getLogger(__name__)
_DAY = 24 * 60 * 60.0


async def sync(tree: CommandTree[Any], store: Store, application: int) -> None:
    """Send the commands of ``tree``, unless Discord got these within a day. Where it refuses, the log says so."""
    name, now = f"commands:{application}", _digest(tree)
    sent, _, at = (await store.preferences.noted(PLATFORM, name)).partition(" ")
    if sent == now and at.isdecimal() and time.time() - int(at) < _DAY:
        return
    try:
        async with translated():
            await tree.sync()
    except SurfaceError as problem:
        _log.error("Discord did not take the commands, so the old ones are shown until the next start: %s", problem)
        return
    await store.preferences.note(PLATFORM, name, f"{now} {int(time.time())}")
    _log.info("Discord has the commands of this version")


def _digest(tree: CommandTree[Any]) -> str:
    commands = [command.to_dict(tree) for command in tree.get_commands()]
    return hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()
