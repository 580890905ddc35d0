"""Model output that can't ping people or pass one address off as another.

What would do so gets a zero-width space in its middle: it reads the same and means nothing to Slack. All else, code
above all, stays as it is. Whether a place is touched hangs on what stands before it and a bounded way after it, so
growing text can be shown as it comes, but for a short tail.
"""

import re

from adapters.slack.masks import open_link, part

_BREAK = "\u200b"
_ADDRESS = r"(?:[a-z][a-z0-9+.-]{1,20}://|mailto:|tel:|www\.)[^\n<>|]"
_PING = re.compile(
    r"<(?=!(?:(?:channel|here|everyone|group)[|>]|(?:subteam|date)\^)"  # <!here>, <!subteam^S012>
    r"|(?-i:[@#][A-Z][A-Z0-9]{2,20}[|>])"  # <@U012>, <#C012|name>
    rf"|{_ADDRESS}{{0,2000}}\||{_ADDRESS}{{2001}})"  # <https://where|label>, or too long to wait for its end
    r"|(?<![\w@.])@(?=(?:channel|here|everyone)(?![\w(/-]|\.\w))",  # but not @here/maps, @channel.command or @here()
    re.IGNORECASE,
)
_MAY_PING = re.compile(
    r"(?:<(?:[!@#][\w^]{0,22}|[a-z][a-z0-9+.-]{0,21}|[a-z][a-z0-9+.-]{1,20}:/?"
    rf"|{_ADDRESS}{{0,2000}})?"
    r"|(?<![\w@.])@(?:[a-z]{0,7}|everyone|(?:channel|here|everyone)\.))\Z",
    re.IGNORECASE,
)
_LONGEST_WAIT = 2100
"""Characters behind which nothing is open any more."""


def safe(text: str) -> str:
    """Return finished text made safe."""
    return _without_pings(part(text, _BREAK))


def shown(text: str) -> str:
    """Return as much of a growing text, made safe, as no later word can change.

    Whatever follows, it is a prefix of what ``shown`` and ``safe`` return then.
    """
    text = part(text, _BREAK, open_link(text))
    return _without_pings(text[: _open_ping(text)])


def _without_pings(text: str) -> str:
    return _PING.sub(lambda mark: mark[0] + _BREAK, text)


def _open_ping(text: str) -> int:
    match = _MAY_PING.search(text, max(0, len(text) - _LONGEST_WAIT))
    return match.start() if match else len(text)
