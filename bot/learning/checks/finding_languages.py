"""Finds which language a rule wants answers in, and which one it is about."""

import re

from bot.learning.checks.languages import ALIASES, LOOKS, named
from bot.learning.checks.polarity import Wishes

_NAMES = sorted(
    {*LOOKS, *ALIASES} - {"py3", "cc", "cs", "ts", "js", "rs", "kt", "rb", "node"} | {"ts", "js"}, key=len, reverse=True
)
_NAME = rf"(?P<name>{'|'.join(map(re.escape, _NAMES))})(?![\w+#'/-])"
_KINDS = r"(?: (?:code|scripts?|programs?|answers?|solutions?|examples?|snippets?|functions?))?"
_END = r"(?: (?:please|only|by default|now|always|version))*(?: in # ?[\w-]+)?$"
_ANSWER = re.compile(
    rf"^(?:(?:always|please|just|only|you|should|must|i|we|want|would|like|to|need|it|this|and|then|now|next time) )*"
    rf"(?:(?:write|rewrite|answer|reply|respond|code|implement|give|show|provide|use|prefer|solve|"
    rf"translate|convert|switch|stick|do|"
    rf"default|program|make|return|keep|put)\b(?: (?!in )(?:me|us|it|the|this|that|all|your|my|any|"
    rf"everything|answers?|code|solutions?|"
    rf"examples?|snippets?|programs?|functions?|questions?|here|over|to|with))*(?: (?:in|to|into|with))?|in|code in|"
    rf"(?:the |all )?(?:answers?|code|solutions?|examples?)(?: (?:should|"
    rf"must) be)?(?: written)? in)? ?{_NAME}{_KINDS}{_END}"
)
_SUBJECT = (
    r"(?P<subject>(?!(?:the|this|that|it|a|an|my|your|we|i|you|they|why|what|how) )\w\S*(?: (?!in |is |are )\S+){0,7})"
)
_OURS = r"(?P<subject>(?:all|every\w*|each|any|our|new) (?!(?:the|this|that|it) )\S+(?: (?!in |is |are )\S+){0,6})"
_HERE = r"(?: (?:here|now|please|always|only|everywhere|(?:in|at) (?:this|our|the) \w+))"
_OF_SUBJECTS = (
    re.compile(rf"^(?:always |please |only )*(?:write|implement|code|do) {_SUBJECT} (?:only )?in {_NAME}{_HERE}*$"),
    re.compile(rf"^{_SUBJECT} (?:is|are|gets?|be)(?: (?:all|always|only))* (?:written|coded|done) in {_NAME}{_HERE}*$"),
    re.compile(
        rf"^{_OURS} (?:is|are|(?:must|should|has to|have to|to) be)(?: (?:all|always|only))* in {_NAME}{_HERE}*$"
    ),
    re.compile(rf"^{_SUBJECT} = {_NAME}{_HERE}+$"),
)
"""What a team writes in one language: "all our servers are in Go", "frontend = TypeScript here".

"The error is in Go" and "a = c" are said of one answer.
"""
_EVERYTHING = re.compile(
    r"^(?:(?:me|us|it|the|this|that|all|your|our|my|any|every\w*|each|new|whole|entire|answers?|code|"
    r"solutions?|examples?|snippets?|programs?|scripts?|functions?|questions?|things?|stuff) ?)+$"
)
_GO = re.compile(r"\b(?:in|use|write|prefer|to|into) go\b|\bgo (?:code|only|please)\b|^go$|= go (?:here|now|in|at)\b")
_C = re.compile(r"\bin c\b|^c\b|\bc code\b|\b(?:use|write|prefer) c\b")
_ABOUT = re.compile(
    rf"(?:\b(?:in|for|with|of|writing) {_NAME}|\b{_NAME.replace('name', 'other')} (?:code|scripts?|"
    rf"functions?|answers?|programs?))"
)


def find_language(wishes: Wishes) -> str:
    """Return the language that answers are to be written in, empty where the rule wants none."""
    clauses = [clause for clause in wishes.demanded if clause != "please"]
    for clause in clauses:
        match = _ANSWER.match(clause)
        if clause.startswith("in ") and clause != clauses[-1]:
            continue  # "In Rust, …" says what the rest is about.
        if match and _is_meant(match["name"], clause):
            return named(match["name"])
    return _of_subject(wishes)[1]


def find_subject(wishes: Wishes) -> str:
    """Return what alone is to be written in the language that a rule wants; empty where it is all code."""
    return _of_subject(wishes)[0]


def _of_subject(wishes: Wishes) -> tuple[str, str]:
    for clause in wishes.wanted:
        for pattern in _OF_SUBJECTS:
            match = pattern.match(clause)
            if match and _is_meant(match["name"], clause):
                subject = match["subject"]
                return "" if _EVERYTHING.match(subject) else subject, named(match["name"])
    return "", ""


def languages_named(rule: str) -> set[str]:
    """Return the languages that a rule says it is about: "in Rust, …"; SQL stands within others."""
    found = _ABOUT.finditer(rule)
    names = {match["name"] or match["other"]: match[0] for match in found}
    return {named(name) for name, around in names.items() if _is_meant(name, around)} - {"sql"}


def _is_meant(name: str, clause: str) -> bool:
    """Tell a language from a verb or a letter."""
    if name == "go":
        return _GO.search(clause) is not None
    if name == "c":
        return _C.search(clause) is not None
    return name != "shell" or "shell script" in clause
