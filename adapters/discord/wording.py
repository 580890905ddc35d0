"""What commands say, in the words of Discord: there, what follows `/code` elsewhere are commands of their own."""

import re
from dataclasses import replace

from bot.commands import Reply

_VERB = re.compile(r"`/code (?P<verb>help|model|settings|usage|stop|web)\b")
_OPTIONS = {
    "/model NAME": "/model name:NAME",
    "/model default": "/model name:default",
    "/settings mention on": "/settings setting:mention value:on",
    "/settings inplace on": "/settings setting:inplace value:on",
    "/snippets list WORDS": "/snippets search words:WORDS",
    "/snippets search WORDS": "/snippets search words:WORDS",
    "/snippets rename NAME NEW NAME": "/snippets rename name:NAME new:NEW NAME",
}
_NAMED = re.compile(r"`/snippets (?P<verb>show|delete|restore) (?P<name>NAME|s-\w+)`")


def in_words_of_discord(reply: Reply) -> Reply:
    """Return a reply that names commands as Discord has them."""
    text = _VERB.sub(r"`/\g<verb>", reply.text)
    for elsewhere, here in _OPTIONS.items():
        text = text.replace(f"`{elsewhere}`", f"`{here}`")
    return replace(reply, text=_NAMED.sub(r"`/snippets \g<verb> name:\g<name>`", text))
