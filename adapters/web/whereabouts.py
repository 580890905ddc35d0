"""What conversations are called in the page's addresses: its own by their UUID, those of other platforms in Base64."""

import base64
import re

from adapters.web.frames import UUID
from adapters.web.whose import PREFIX, is_held_here
from bot.errors import Missing

_FOREIGN = "~"
NONE = "There is no such conversation here."


def name_id(conversation: str) -> str:
    """Return the id by which the page calls a conversation of the store."""
    if is_held_here(conversation):
        return conversation.removeprefix(PREFIX)
    return _FOREIGN + base64.urlsafe_b64encode(conversation.encode()).decode().rstrip("=")


def read_id(id: str) -> str:
    """Return the conversation that an id names. Raises ``Missing`` for what can be none."""
    if re.fullmatch(UUID, id):
        return f"{PREFIX}{id}"
    foreign = id.removeprefix(_FOREIGN)
    try:
        named = base64.urlsafe_b64decode(foreign + "=" * (-len(foreign) % 4)).decode()
    except ValueError as error:  # no Base64, or no UTF-8 in it
        raise Missing(NONE) from error
    if foreign == id or is_held_here(named):
        raise Missing(NONE)
    return named
