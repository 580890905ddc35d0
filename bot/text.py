"""Text as people and models send it, made safe to store, to send on, and to quote."""

import re

_CONTROL = re.compile(r"<\|(?=\w+\|>)|<(?=(?:start|end)_of_turn>)|\[(?=/?INST\])|<(?=<SYS>>)")
"""Where people write a token that steers a model's chat format, a space takes away its meaning, not its look."""
_BYTES_PER_TOKEN = 3


def clean(text: str) -> str:
    """Replace what no database or UTF-8 encoder takes; everything else stays, bidirectional marks too.

    NUL becomes U+2400, its picture. Two surrogates that belong together become their character, a lone one U+FFFD.
    """
    text = text.replace("\0", "\N{SYMBOL FOR NULL}")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def measure(text: str) -> int:
    """Return how long a text is where an emoji counts as two: so the browser does, and perhaps the platform."""
    return len(text) + sum(char > "\uffff" for char in text)


def shorten(text: str, most: int) -> str:
    """Return the beginning of a text that is no longer than ``most``, as ``measure`` says."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def bare(text: str) -> str:
    """Return a text as one line without backticks, which may then stand as code in Markdown."""
    return " ".join(text.replace("`", " ").split())


def tame(text: str) -> str:
    """Return a text in which nothing steers a model's chat format."""
    return _CONTROL.sub(lambda match: f"{match[0]} ", text)


def estimate(text: str) -> int:
    """Return about how many tokens ``text`` has."""
    return len(text.encode(errors="replace")) // _BYTES_PER_TOKEN + 1
