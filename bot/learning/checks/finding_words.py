"""Finds the words that a rule wants at the beginning or the end: "every file starts with the line "# Owner: us"."""

import re

_EDGE = re.compile(
    r"\b(?P<edge>begin|start|open|end|close|finish)\w* with (?:(?:an?|the|this|that|one|header|first|last) )*"
    r"(?P<noun>(?:comment|line|header|words?|text|clause) )?(?:(?:that says|saying) )?"
    r"(?:\"(?P<double>[^\"\n]{2,100})\"|“(?P<curly>[^”\n]{2,100})”|`(?P<ticks>[^`\n]{2,100})`"
    r"|(?P<capitals>[A-Z][A-Z_]+(?: [A-Z0-9_]+){0,6}))",
)
_EVERY = re.compile(r"\b(?:every\w*|each|all|always)\b", re.IGNORECASE)
_ELSE = re.compile(
    r"\b(?:never|not|don't|no|it|output|lines?|results?|names?|strings?|texts?|titles?|messages?)\b[^.!?]*$",
    re.IGNORECASE,
)
"""Before the words: what is refused, or what is no code."""


def find_words(rule: str) -> str:
    """Return the words that a rule for all of a kind wants in the code; empty where it wants none."""
    found = _EDGE.search(rule)
    if not found or not _EVERY.search(rule) or _ELSE.search(rule[: found.start()]):
        return ""
    return (found["double"] or found["curly"] or found["ticks"] or found["capitals"]).strip()


def say_words(rule: str) -> str:
    """Return what a rule wants that ``find_words`` reads, in one imperative sentence; empty where it reads none."""
    found, words = _EDGE.search(rule), find_words(rule)
    if not found or not words:
        return ""
    verb = "End" if found["edge"] in ("end", "close", "finish") else "Begin"
    return f"{verb} the code with the {found['noun'] or 'words '}{words}"
