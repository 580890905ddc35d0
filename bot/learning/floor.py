"""The security floor: whether a rule, read with its negations, makes code less safe than it would be without it."""

import re
from collections.abc import Iterator

from bot.learning.perils import DEEDS
from bot.learning.protections import PROTECTIONS

_NOT = (
    r"never|not|no|nothing|none|nobody|without|avoid\w*|\w+n't|dont|cannot|neither|nor"
    r"|nie|niemals|nicht|kein\w*|nunca|jamais"
)
_AWAY = (
    r"disabl\w+|deactivat\w+|skip\w*|bypass\w*|circumvent\w*|ignor\w+|suppress\w*|silenc\w+|omit\w*|strip\w*|weaken\w*"
    r"|relax\w*|loosen\w*|remov\w+|delet\w+|drop(?:s|ped|ping)?|forget|forgo|stop(?:s|ped|ping)?"
    r"|(?:turn|switch|comment|leav|opt|shut)\w*\s(?:off|out|down)|(?:turn|switch|leave)\b(?=.*\b(?:off|out)\b)|get\srid\sof"
)
_AGAINST = (
    r"instead\sof|rather\sthan|in\s(?:place|lieu)\sof|(?<=prefer\s)\S+\sover|refus\w+|reject\w*|forbid\w*|bans?|banned|prohibit\w*"
    r"|disallow\w*|prevent\w*|replac\w+|eliminat\w+|flag|warn\w*|detect\w*|block\w*|report|deny|unlike|mask\w*|redact\w*|scrub\w*|move\saway\sfrom"
    r"|migrat\w+\s(?:away\s)?from|over(?=\s)"
)
_TURNED_DOWN = r"reject\w*|den(?:y|ies)|refus\w+|block\w*|forbid\w*|40[13]|fail\w*|errors?|raise"
_AGAINST_DEED = re.compile(rf"\b(?:{_NOT}|{_AWAY}|{_AGAINST})\b(?<!=)", re.IGNORECASE)
_AGAINST_PROTECTION = re.compile(rf"\b(?:{_NOT}|{_AWAY}|{_TURNED_DOWN})\b", re.IGNORECASE)

_IDIOMS = re.compile(
    r"\bwhy\snot\b|\bnot\sonly\b|\bno\s(?:problem|matter|worries|longer\sa\sproblem)\b|\bnot\sa\s(?:problem|risk)\b"
    r"|\b(?:never|don't|do\snot)\s(?:forget|fail|hesitate|be\safraid|worry)\b|\bnothing\sbut\b|\bno\sneed\sto\s(?:avoid|worry)\b"
    r"|\bif\snot\b|\bwhether\sor\snot\b|\bnot\sin\s(?:production|prod)\b",
    re.IGNORECASE,
)
"""What reads like a negation and is none."""
_START = (
    r"(?:use|always|never|don't|do\snot|do|set|disable|turn|switch|skip|pass|make|prefer|write|add|put|return|keep|just|simply"
    r"|let|call|run|store|hard-?code|log|print|commit|concatenate|build|grant|allow|ignore|bypass|remove|trust|accept|leave"
    r"|enable|go|create|instead\suse|rely|send|wrap|load|choose|take|try|apply|strip|drop|delete)\b"
)
_BREAK = re.compile(
    r"(?<!never)(?<!avoid)[.;:!?]+(?=\s|$)|\s[-\u2013\u2014]+\s|,\s*(?:and\s|but\s|then\s|so\s)?(?=" + _START + ")"
    r"|\b(?:and|but|then|so|however|while|yet|because|since)\s(?:also\s|then\s|instead\s)?(?=" + _START + ")",
    re.IGNORECASE,
)
_OR_DO = re.compile(r"\b(?:or|nor)\s(?=" + _START + ")", re.IGNORECASE)
_CONDITION = re.compile(
    r"^\s*(?:if|when|whenever|where|unless|once|because|since|to|in\sorder\sto|for|so)\b", re.IGNORECASE
)
_THEN = re.compile(r"(?<!the)(?<!to)(?<!any)(?<!not)(?<!never)(?<!n't)\s(?=" + _START + ")", re.IGNORECASE)
_CURE = re.compile(
    r"\b(errors?|warnings?|problems?|issues?|failures?|noise|trouble)\s(?=(?:by|with|via|using|through)\b)"
    r"|\b((?:avoid|prevent|stop|silenc\w+|fix)\b[^.;,]{0,80}?)\s(?=(?:by|via|through)\b)",
    re.IGNORECASE,
)
"""What is avoided *by* something speaks for that: "avoid certificate errors with verify=False"."""
_AGAIN = re.compile(
    r"\b((?:no|neither|not|never|without)\b[^.;:]{0,60}?),?\s(?:nor|(?:and|or)\s(?:no|without))\b", re.IGNORECASE
)
"""One negation said twice: "no eval and no exec"."""
_ASIDE = re.compile(r"\s\(([^()]*(?:\([^()]*\)[^()]*)*)\)")

_BE = re.compile(
    r"^\W*(?:[\w-]+\W+){0,2}?(?:(?:is|are|be|being|stays?|remains?|must|should|can|may|shall|could|need)\b|"
    r"(?P<short>(?:is|are|must|should|can|need|does|do)n't|cannot))(?P<rest>(?:\s[\w-]+){0,4})",
    re.IGNORECASE,
)
_OFF = re.compile(
    r"\b(?:off|disabled|skipped|omitted|removed|ignored|bypassed|dropped|unnecessary|unneeded|needless|optional|overkill|forbidden|banned"
    r"|prohibited|disallowed|rejected|refused|avoided|bad|dangerous|unsafe|evil|insecure|waived|suppressed|superfluous)\b",
    re.IGNORECASE,
)
_OFF_AT_ONCE = re.compile(r"^['\"`]?\s*(?:[=:]\s*)?(?:to\s)?(?:off|disabled|false|unnecessary)\b", re.IGNORECASE)
_LIGHT = re.compile(
    r"(?:\W*\b(?:use|using|do|doing|perform\w*|requir\w+|need\w*|add\w*|check\w*|enforc\w+|enabl\w+|implement\w*|the|a|an|any|all|your|our"
    r"|of|for|to|about|bother\w*|with|by|from|make|sure|care|user|ssl|tls|https?|their|its|some|server|client|on|every|out|off|this|includ\w+|mention\w*|warn\w*|report\w*|talk\w*|linter(?:'s)?|pipeline(?:'s)?|known|possible)\b){0,5}\W*",
    re.IGNORECASE,
)
"""The words that may stand between a negation and the protection that it takes away."""
_PARTS = re.compile(
    r"\s+(?:decorators?|boilerplate|logic|messages?|mixins?|attempts?|examples?|headers\sin)\b", re.IGNORECASE
)


_VERB = re.compile(
    rf"\b(?:{_START}|{_NOT}|{_AWAY}|{_AGAINST}|validat\w+|check\w*|escap\w+|verif\w+|requir\w+|hash|encrypt|enforce)",
    re.IGNORECASE,
)


def weakens(text: str, *, avoid: bool = False) -> str:
    """Why code that follows ``text``, in plain characters, would be less safe; empty where it would not.

    With ``avoid``, a text that only names a thing ("authentication in examples") is taken for a "don't".
    """
    if avoid and not _VERB.search(text):
        text = f"avoid {text}"
    return next((reason for clause in _clauses(text) if (reason := _weakens(clause))), "")


def _weakens(clause: str) -> str:
    for reason, deed in DEEDS:
        if any(not _turned(clause, found, _AGAINST_DEED) for found in deed.finditer(clause)):
            return reason
    for reason, protection in PROTECTIONS:
        if any(_taken_away(clause, found) for found in protection.finditer(clause)):
            return reason
    return ""


def _clauses(text: str) -> Iterator[str]:
    """The parts of a rule that are each for or against something; what stands in brackets goes with what is before."""
    text = _AGAIN.sub(r"\1 or", _IDIOMS.sub(" ", text))
    text = _CURE.sub(lambda found: f"{found[0].rstrip()}. ", text)
    wholes = [_ASIDE.sub("", text), *(f"{text[: aside.start()]} {aside[1]}" for aside in _ASIDE.finditer(text))]
    for whole in wholes:
        clauses = re.split(r"(?<=[.;!?])\s", whole) if _OR_DO.search(whole) else _BREAK.split(whole)
        for clause in clauses:
            yield from _THEN.split(clause) if _CONDITION.match(clause) else [clause]


def _turned(clause: str, found: re.Match[str], against: re.Pattern[str]) -> bool:
    """Whether what was found is spoken against: an odd number of negations stands over it."""
    gaps = " ".join(words for name, words in found.groupdict().items() if name.startswith("gap") and words)
    before = len(against.findall(clause[: found.start()])) + len(against.findall(gaps))
    return (before + _said_after(clause[found.end() :])) % 2 == 1


def _said_after(rest: str) -> int:
    """The negations in what is said of a thing behind it: "is forbidden", "must not be disabled"."""
    be = _BE.match(rest)
    if not be:
        return 0
    nots = len(re.findall(r"\b(?:not|never|no)\b", be["rest"], re.IGNORECASE)) + bool(be["short"])
    return nots + len(_OFF.findall(be["rest"]))


def _taken_away(clause: str, found: re.Match[str]) -> bool:
    rest = clause[found.end() :]
    at_once = _OFF_AT_ONCE.match(rest) is not None
    if _PARTS.match(rest) or _turned(clause, found, _AGAINST_PROTECTION) == at_once:
        return False
    if at_once or _said_after(rest):
        return True
    *_, end = 0, *(negation.end() for negation in _AGAINST_PROTECTION.finditer(clause[: found.start()]))
    return end > 0 and _LIGHT.fullmatch(clause[end : found.start()]) is not None
