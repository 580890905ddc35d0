"""What commands say, in the words of Discord: there, what follows `/code` elsewhere are commands of their own."""

import re
from dataclasses import replace

from bot.commands import Reply
from bot.fences import fenced

_VERB = re.compile(r"`/code (?P<verb>help|model|settings|usage|stop|web)\b")
_OPTIONS = {
    "/model NAME": "/model name:NAME",
    "/model default": "/model name:default",
    "/settings mention on": "/settings setting:mention value:on",
    "/settings inplace on": "/settings setting:inplace value:on",
    "/snippets list WORDS": "/snippets search words:WORDS",
    "/snippets search WORDS": "/snippets search words:WORDS",
    "/snippets rename NAME NEW NAME": "/snippets rename name:NAME new:NEW NAME",
    "/lessons list WORDS": "/lessons list words:WORDS",
    "/lessons add RULE": "/lessons add rule:RULE",
    "/lessons add Use pathlib for paths.": "/lessons add rule:Use pathlib for paths.",
    "/lessons forget me": "/lessons forget",
    "/lessons edit NUMBER RULE": "/lessons edit lesson:NUMBER rule:RULE",
}
_ONE_WORD = "; say which one by its key where its name has several words"
"""Said of renaming, and not true where each name has an option of its own."""
_NUMBERED = re.compile(r"`/lessons (?P<verb>[a-z]+) (?P<number>NUMBER|\d+)`")
_NAMED = re.compile(r"`/snippets (?P<verb>show|delete|restore) (?P<name>NAME|s-\w+)`")


def in_words_of_discord(reply: Reply) -> Reply:
    """Return a reply that names commands as Discord has them; what people wrote stands in code blocks, and stays."""
    text, at, said = reply.text, 0, list[str]()
    for block in fenced(text):
        end = len(text) if block.end is None else block.end
        said += [_translate(text[at : block.start]), text[block.start : end]]
        at = end
    return replace(reply, text="".join([*said, _translate(text[at:])]))


def _translate(text: str) -> str:
    text = _VERB.sub(r"`/\g<verb>", text)
    for elsewhere, here in _OPTIONS.items():
        text = text.replace(f"`{elsewhere}`", f"`{here}`")
    text = _NUMBERED.sub(r"`/lessons \g<verb> lesson:\g<number>`", text)
    return _NAMED.sub(r"`/snippets \g<verb> name:\g<name>`", text.replace(_ONE_WORD, ""))
