"""Text as people and models send it, made safe to store, to send on, and to quote."""


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
