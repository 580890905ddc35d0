"""Code worth keeping: found again, changed, thrown away, carried from one house to another."""

from bot.snippets.book import PAGE, Found, SnippetBook
from bot.snippets.limits import LONGEST_NAME

__all__ = ["LONGEST_NAME", "PAGE", "Found", "SnippetBook"]
