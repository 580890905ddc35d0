"""What people type after a command: its subcommand, or the question that it is."""

import difflib
import re
from collections.abc import Iterable

from bot.errors import UsageError

CODE = ("help", "model", "url", "settings", "usage", "stop", "web")
SETTINGS = ("mention", "inplace")
"""What a channel can set, in the order in which ``ChannelSettings`` shows it."""
WEB = ("logout",)
URL = ("list", "add", "remove", "test")
_FLAG = re.compile(r"(--|—|–)[a-z]+", re.IGNORECASE)
_NEAR = 0.8
"""How alike two words must be, of 1, for the one to be taken for the other mistyped."""
_ALONE = re.compile(r"(\w+)[.!?]?")


def parse_code(text: str) -> str | None:
    """Return the subcommand that ``text`` is, mistyped ones too; None for a question, which is anything else.

    "model gpt-5" is a subcommand, and so is "modle"; "stop words removal in Python" and "model a bank" are questions.
    """
    words = text.split()
    if line := _parse_long(words):
        return line
    if len(words) == 1 and (alone := _ALONE.fullmatch(words[0])):
        return alone[1].lower() if _resembles(alone[1], CODE) and alone[1].lower() != "curl" else None
    if not 1 < len(words) <= 3:
        return None
    verb = words[0].lower()
    if verb == "model" and len(words) == 2:
        return f"{verb} {words[1]}"
    if verb == "web" and len(words) == 2 and _resembles(words[1], WEB):
        return " ".join(words).lower()
    if verb == "settings" and (len(words) == 2 or _resembles(words[1], SETTINGS)):
        return " ".join(words).lower()
    return None


def _parse_long(words: list[str]) -> str | None:
    """Return what has words of its own behind it: "model gpt-5 --channel", "url add laptop http://…"."""
    verb = words[0].lower() if words else ""
    if verb == "model" and 1 < len(words) <= 3 and any(_FLAG.fullmatch(word) for word in words[1:]):
        return " ".join([verb, *words[1:]])
    if verb == "url" and len(words) > 1 and words[1].lower() in URL and _fits(words[1].lower(), words[2:]):
        return " ".join([verb, words[1].lower(), *words[2:]])
    return None


def _fits(verb: str, rest: list[str]) -> bool:
    """Tell whether what follows ``url add`` and so on may belong to it, and the whole is no question."""
    if verb == "list":
        return not rest
    if verb == "add":
        return len(rest) <= 1 or "://" in rest[1]
    return len(rest) <= 1


def split(text: str) -> tuple[str, str]:
    """Return the first word in small letters, and what follows it."""
    verb, rest = [*text.split(maxsplit=1), "", ""][:2]
    return verb.lower(), rest.strip()


def unknown(typed: str, known: Iterable[str], before: str = "") -> UsageError:
    """Return what to raise for a word that is no command; ``before``: the command that it stands behind."""
    known = list(known)
    path = f"/{before} " if before else "/"
    near = difflib.get_close_matches(typed.lower(), known, n=1)
    if near:
        hint = f"Did you mean `{path}{near[0]}`?"
    else:
        hint = "There is: " + ", ".join(f"`{path}{name}`" for name in known) + "."
    return UsageError(f"There is no command `{path}{typed.replace('`', ' ')[:80]}`. {hint}")


def _resembles(word: str, known: Iterable[str]) -> bool:
    return bool(difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=_NEAR))
