"""Code worth keeping: found again, changed, thrown away, carried from one house to another."""

from bot.snippets.book import SnippetBook
from bot.snippets.finding import PAGE, Found, Shelf
from bot.snippets.limits import LONGEST_NAME

__all__ = ["LONGEST_NAME", "PAGE", "Found", "Shelf", "SnippetBook"]
