"""Model output that can't ping people or pass one address off as another.

What would do so gets a zero-width space in its middle: it reads the same and means nothing to Slack. All else, code
above all, stays as it is. Whether a place is touched hangs on what stands before it and a bounded way after it, so
growing text can be shown as it comes, but for a short tail.
"""

import re

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
_TLDS = "com|org|net|edu|gov|mil|io|ai|app|dev|co|info|biz|xyz|us|uk|eu|de|fr|ru|cn|jp"
"""Not all there are: a label like ``os.path`` or ``main.py`` is no address."""
_HOST = re.compile(
    rf"(?:[a-z][a-z0-9+.-]{{1,20}}://|www\.)(?P<plain>[\w.-]+)|(?<![\w.-])(?P<bare>(?:[\w-]+\.)+(?:{_TLDS}))(?![\w-])",
    re.IGNORECASE,
)
_LONGEST_TARGET = 300
_TARGET = rf"\(\s{{0,8}}+<?+(?P<target>[^\s)>]{{0,{_LONGEST_TARGET}}}+)"
_LINK = re.compile(rf"\](?=\[|:|{_TARGET}[\s\S])")
_MAY_LINK = re.compile(rf"\](?=(?:{_TARGET})?\Z)")
_AUTHORITY = re.compile(
    r"(?:(?:https?:)?//(?:[^/?#\\]*@)?|mailto:[^/?#\\]*@)(?P<host>[\w.-]+)(?::\d*)?(?=[/?#]|\Z)", re.IGNORECASE
)
_LONGEST_LABEL = 1000
_LONGEST_WAIT = 2100
"""Characters behind which nothing is open any more."""


def safe(text: str) -> str:
    """Return finished text made safe."""
    return _without_pings(_without_masks(text))


def shown(text: str) -> str:
    """Return as much of a growing text, made safe, as no later word can change.

    Whatever follows, it is a prefix of what ``shown`` and ``safe`` return then.
    """
    text = _without_masks(text[: _open_link(text)])
    return _without_pings(text[: _open_ping(text)])


def _without_pings(text: str) -> str:
    return _PING.sub(lambda mark: mark[0] + _BREAK, text)


def _open_ping(text: str) -> int:
    match = _MAY_PING.search(text, max(0, len(text) - _LONGEST_WAIT))
    return match.start() if match else len(text)


def _without_masks(text: str) -> str:
    """Part the label of a link from its target where the label shows the address of another place."""
    return _LINK.sub(lambda link: "]" + _BREAK if _masks(link) else "]", text)


def _open_link(text: str) -> int:
    for match in _MAY_LINK.finditer(text, max(0, len(text) - _LONGEST_WAIT)):
        if _hosts(text, _opening(text, match.start()), match.start()):
            return match.start()
    return len(text)


def _masks(link: re.Match[str]) -> bool:
    text, end = link.string, link.start()
    start = _opening(text, end)
    hosts = _hosts(text, start, end)
    if not hosts:
        return False
    target = link["target"] or ""
    if len(target) == _LONGEST_TARGET:
        target += "@"  # so much may be a user's name, with the host behind it
    if authority := _AUTHORITY.match(target):
        there = authority["host"].lower()
        return not all(there == host or there.endswith(f".{host}") for host in hosts)
    return not _is_code(text, start, end)


def _hosts(text: str, start: int, end: int) -> list[str]:
    """Return the hosts of the addresses that a label shows."""
    found = ((match["plain"] or match["bare"]).lower() for match in _HOST.finditer(text[start + 1 : end]))
    return [host.removeprefix("www.").rstrip(".") for host in found]


def _opening(text: str, end: int) -> int:
    """Return where the bracket stands that the one at ``end`` closes; ``end`` where there is none."""
    depth = 0
    for place in range(end, max(-1, end - _LONGEST_LABEL), -1):
        depth += (text[place] == "]") - (text[place] == "[")
        if not depth:
            return place
    return end


def _is_code(text: str, start: int, end: int) -> bool:
    """True for an index, as in ``grid[pos.us][0]``, a quoted key, and a colon that ends no link's definition."""
    if text[end + 1] == ":" and text[text.rfind("\n", 0, start) + 1 : start].strip(" >"):
        return True
    return text[start + 1] in "\"'" or (start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_])"))
