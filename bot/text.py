"""Text as people and models send it, made safe to store and to send on."""


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
