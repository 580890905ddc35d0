"""Text made safe for a terminal: nothing in it can move the cursor, ring, or rewrite what stands there."""

_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
_C1 = dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
# Overrides and isolates can make code read differently from what a compiler sees; plain marks (LRM, RLM) can't.
_BIDI = {code: f"<U+{code:04X}>" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_SHOWN = str.maketrans(_PICTURES | _C1 | _BIDI)


def make_visible(text: str) -> str:
    """Return ``text`` with every control character but newline and tab replaced by a picture of it."""
    return text.replace("\r\n", "\n").translate(_SHOWN)
