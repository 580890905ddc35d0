"""The commands that Discord shows, sent there when they differ from those that were sent last.

Discord takes 200 new commands a day: https://docs.discord.com/developers/interactions/application-commands.
"""

import hashlib
import json
import logging
from typing import Any

from discord.app_commands import CommandTree

from adapters.discord.errors import translated
from adapters.discord.place import PLATFORM
from bot.errors import SurfaceError
from bot.store import Store

_log = logging.getLogger(__name__)


async def sync(tree: CommandTree[Any], store: Store, application: int) -> None:
    """Send the commands of ``tree``, unless these are what Discord has from us. Where it refuses, the log says so."""
    name, now = f"commands:{application}", _digest(tree)
    if await store.preferences.noted(PLATFORM, name) == now:
        return
    try:
        async with translated():
            await tree.sync()
    except SurfaceError as problem:
        _log.error("Discord did not take the commands, so the old ones are shown until the next start: %s", problem)
        return
    await store.preferences.note(PLATFORM, name, now)
    _log.info("Discord has the commands of this version")


def _digest(tree: CommandTree[Any]) -> str:
    commands = [command.to_dict(tree) for command in tree.get_commands()]
    return hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()
