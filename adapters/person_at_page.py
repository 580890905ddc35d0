"""Whoever opens the page, as long as nobody signs in: one person, in one workspace."""

from bot.nouns import Author

WORKSPACE = "web"
LOCAL = Author("web", "local", "you")
