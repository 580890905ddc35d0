"""The windows that are opened over a channel or the Home: Slack lets us within three seconds of what a person did."""

import logging

from adapters.slack.blocks import Block
from adapters.slack.origin import Origin
from adapters.slack.parts import Parts
from bot.errors import SurfaceError

_log = logging.getLogger(__name__)


async def open_window(slack: Parts, origin: Origin, view: Block, window: str = "") -> bool:
    """Open a window, or put it into the one where something was pressed; tell whether Slack let us."""
    workspace = await slack.workspace(origin)
    try:
        if window:
            await workspace.call("views.update", view_id=window, view=view)
        else:
            await workspace.call("views.open", trigger_id=origin.trigger, view=view)
    except SurfaceError as problem:
        _log.info("a window did not open for %s: %s", origin.user, problem)
        return False
    return True
