"""Rows under headings, as wide as what stands in them."""

from collections.abc import Sequence

from adapters.terminal.visible import make_visible


def align(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return them as text; a column in which nothing stands is left out."""
    kept = [at for at in range(len(headings)) if any(row[at] for row in rows)]
    shown = [[make_visible(row[at]) for at in kept] for row in [headings, *rows]]
    widths = [max(len(row[at]) for row in shown) for at in range(len(kept))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in shown)
