"""What a rule must not carry, whatever it says: addresses, code, marks that steer a model, secrets."""

import math
import re
from collections import Counter

ADDRESS = "I can't keep links, hosts, phone numbers or e-mail addresses in a lesson: please say it without them."
CODE = "I can't keep blocks of code in a lesson: please say in words what to do."
MARKS = "I can't keep marks that steer a model, such as chat tokens or tags, in a lesson: please say it in plain words."
SECRET = "That looks as if it held a key, a password or a token, which must not be shared: please say it without."

_ADDRESS = re.compile(
    r"""\w{2,}://|\b(?:javascript|vbscript|mailto|tel|data:\w+/\w+)[:;]\S|\bwww\.\w
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b
    | (?<![\w.-])(?!example\.(?:com|net|org)\b(?!\.\w)|asp\.net\b|system\.(?:net|io)\b|java\.|socket\.io\b)
      (?:[\w-]+\.)+(?:com|net|org|io|dev|ai|co|biz|xyz|tk|ru|cn|de|uk|ly|gg|onion|internal)\b(?!\.\w|\()
    | (?<![\w.-])(?:[\w-]+\.){2,}(?:app|site|online|link|click|info|example|top|sh|me)\b(?!\()
    | (?<![\w.-])(?!(?:\w+\.)+(?:js|ts|tsx|py|net|md|c|h|java|d)/)(?:[\w-]+\.)+[a-z]{2,}/\w
    | (?<![\w.])(?:[\w-]+\.)+\w+:\d{2,5}\b
    | \w\s?[\[({]\s*(?:dot|punkt|\.)\s*[\])}]\s?\w | \bdot\s+(?:com|net|org|io|dev)\b | [\[({]\s*at\s*[\])}]
    | (?<![\w.])(?!127\.0\.0\.1\b|0\.0\.0\.0\b)\d{1,3}(?:\.\d{1,3}){3}(?![\w.])
    | (?<![\w:])(?=[0-9a-f:]*\d)(?:[0-9a-f]{1,4}:){3,7}:?[0-9a-f]{1,4}(?![\w:]) | (?<![\w:])[0-9a-f]{1,4}::\d
    | (?<!\w)\+\d[\d ()-]{8,} | !?\[[^\]]*\]\(\s*\S""",
    re.VERBOSE | re.IGNORECASE,
)
_TICKED = re.compile(r"`([^`]*)`")
_FEW_WORDS = re.compile(r"(?!.*//)[\w.,:=@#/<>*+\-\[\]()\"'%!?~^|]+(?: [\w.,:=@#/<>*+\-\[\]()\"'%!?~^|]+){0,5}")
LONGEST_TICKED = 40
"""A name, a flag or a line such as ``from __future__ import annotations``; what is longer is a program."""
_MARKS = re.compile(
    r"""<\|\s*\w+|\w\s*\|>\s*(?:system|user|assistant)|\b(?:im_start|im_end|endoftext|eot_id|eom_id|begin_of_text)\b
    | \b(?:start|end)_header_id\b|\bfim_(?:prefix|suffix|middle)\b|<(?:start|end)_of_turn>|\[/?INST\]|<</?SYS>>
    | </?s>|\[/?(?:system|assistant|sys)\]|<!--|-->|\{%|<!(?:here|channel|everyone|subteam)|<[@\#]!?&?\w{3,}
    | \#{2,}\s*(?:system|instructions?|response|human|user|assistant|input|new)\b
    | </?(?:system|assistant|human|instructions?|prompt|tool\w*|function\w*|team_lessons|lessons?|rules?|quote|data)
      \b[^>]*>
    | <(?:a|img|script|iframe|object|embed)\s[^>]*\b(?:href|src|data|on\w+)\s*=
    | ["'](?:role|rule|scope|is_lesson|lesson|facet|avoid|standing|one_off)["']\s*:|\bLESSONS?:\s*(?:L?\d|\[)""",
    re.VERBOSE | re.IGNORECASE,
)
_SECRET = re.compile(
    r"""\b(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?\w{12,}|\bgh[pousr]_\w{16,}|\bgithub_pat_\w+|\bglpat-[\w-]{10,}
    | \bxox[abeprs]-[\w-]{8,}|\bxapp-[\w-]{8,}|\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\bAIza[\w-]{20,}|\bhf_\w{16,}
    | \bnpm_\w{20,}|\bpypi-\w{16,}|-----BEGIN|\bey[JK]\w{8,}\.\w|\bssh-(?:rsa|ed25519)\s+AAAA
    | \b(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|pin|api[_ -]?key|credentials?)\b\s*
      (?:(?:[=:]|\bis\b)\s*["']?(?=\S*\d)\S{4,}|[=:]\s*["'][^"'\s]{4,}["']
      |\s["']?(?!sha|argon|md\d|pbkdf|base|oauth|v\d|utf)(?=\S*\d)(?=\S*[a-z])[^\s.,]{6,})
    | (?<![\w.])(?:\d[ -]?){13,19}(?![\w.])""",
    re.VERBOSE,
)
_RUN = re.compile(r"[A-Za-z0-9+/=]{20,}")
_UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
RANDOM_BITS = 3.5
"""Bits a character, above which twenty letters and digits are no word; English words joined have about 3."""


def forbidden_cargo(text: str) -> str:
    """Why ``text`` must not be kept for what it carries; empty where it carries nothing of the sort."""
    if secret(text):
        return SECRET
    if _MARKS.search(text):
        return MARKS
    if _ADDRESS.search(text):
        return ADDRESS
    return CODE if _codes(text) else ""


def secret(text: str) -> bool:
    """Whether ``text`` has what looks like a key, a password or a token."""
    return bool(_SECRET.search(text) or _UUID.search(text) or any(_random(run[0]) for run in _RUN.finditer(text)))


def _codes(text: str) -> bool:
    if "```" in text or "~~~" in text or text.count("`") % 2:
        return True
    return any(not (len(words) <= LONGEST_TICKED and _FEW_WORDS.fullmatch(words)) for words in _TICKED.findall(text))


def _random(run: str) -> bool:
    digits = sum(character.isdigit() for character in run)
    if digits < 3 or digits == len(run) or ("/" in run.strip("/") and digits < 6):
        return False
    bits = -sum(n / len(run) * math.log2(n / len(run)) for n in Counter(run).values())
    return bits > RANDOM_BITS or re.fullmatch(r"[0-9a-fA-F]{32,}", run) is not None
