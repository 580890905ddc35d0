"""A rule's characters: which hide or pretend to be others, and the plain text that a model would read in them."""

import re
import unicodedata

HIDDEN = (
    "I can't keep a rule with hidden or look-alike characters or line breaks: please write it in plain letters, "
    "on one line."
)

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_BLANK = set("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd")
"""Characters of harmless categories that are drawn as nothing."""
_SPACES = set(" \u00a0\u202f\u3000")
"""The spaces that people type; the others are as wide as nobody sees."""
_SELECTORS = re.compile("[\ufe00-\ufe0e\u180b-\u180f\U000e0100-\U000e01ef]")
_EMOJI_SELECTOR = "\ufe0f"
_DISGUISES = re.compile(
    "[\u0250-\u02af\u1d00-\u1dbf\ua720-\ua7ff\uab30-\uab6f"  # phonetic and other odd Latin letters
    "\u13a0-\u13ff\uab70-\uabbf\ua4d0-\ua4ff\u2c80-\u2cff\U00010400-\U0001044f"  # Cherokee, Lisu, Coptic, Deseret
    "\U0001f100-\U0001f1ff]"  # letters in circles and squares
)
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝвкмнтгпиАВЕКМНОРСТУХІЈЅԌ"  # Cyrillic
    "οναρικυτεχγηωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"  # Greek
    "օսոցհքƖıǃɡ",
    "aeopcyxijshdqwbkmhtrnuABEKMHOPCTYXIJSG" + "ovapikutexynwABEZHIKMNOPTYX" + "ounghqli!g",
)
_QUOTES = str.maketrans("\u2018\u2019\u201a\u02bc\u00b4\u201c\u201d\u201e\u2010\u2011\u2212", "'''''\"\"\"---")
_WORD = re.compile(r"[^\W\d_]+")
_SPACED = re.compile(r"(?<!\w)(?:\w[ .\-_*|/]{1,3}){4,}\w(?!\w)")
_SHORT = re.compile(r"[\d.]+")
_LEET = str.maketrans("0134579@$!", "oieastgasi")


def hides(text: str) -> bool:
    """Whether something in ``text`` is not seen, or seen as what it is not."""
    if any(_unseen(character) for character in text) or _SELECTORS.search(text):
        return True
    if any(at == 0 or unicodedata.category(text[at - 1]) != "So" for at in _places(text, _EMOJI_SELECTOR)):
        return True
    normal = unicodedata.normalize("NFKC", text)
    if any(_unseen(character) for character in normal) or _DISGUISES.search(text + normal):
        return True
    return _stacks(normal) or _mixes(normal) or _spells(normal)


def plain(text: str) -> str:
    """``text`` as a model reads it: compatibility forms, accents and look-alike letters as the ASCII they stand for."""
    normal = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    bare = "".join(_without_accent(character) for character in normal)
    return " ".join(_WORD.sub(_as_latin, bare).split())


def unleet(text: str) -> str:
    """``text`` with the digits in its words as the letters that they stand for: ``1gn0re`` as ``ignore``."""
    return re.sub(r"\S+", lambda word: _without_digits(word[0]), text)


def _unseen(character: str) -> bool:
    category = unicodedata.category(character)
    return category in _UNSEEN or character in _BLANK or (category == "Zs" and character not in _SPACES)


def _places(text: str, character: str) -> list[int]:
    return [at for at, other in enumerate(text) if other == character]


def _stacks(text: str) -> bool:
    """Whether three marks stand over one letter: no script needs that, and other text disappears below them."""
    kinds = "".join("m" if unicodedata.category(character) in ("Mn", "Me") else "-" for character in text)
    return "mmm" in kinds


def _mixes(text: str) -> bool:
    """Whether a word has both Latin letters and letters of other scripts that look like Latin ones."""
    return any(
        any("a" <= letter.lower() <= "z" for letter in word) and word.translate(_LOOKALIKES) != word
        for word in _WORD.findall(text)
    )


def _spells(text: str) -> bool:
    """Whether a word is written with gaps, as in ``i g n o r e``."""
    return any(not _SHORT.fullmatch(re.sub(r"[^\w.]", "", found[0])) for found in _SPACED.finditer(text))


def _without_accent(character: str) -> str:
    first = unicodedata.normalize("NFD", character)[0]
    return first if first.isascii() else character


def _as_latin(word: re.Match[str]) -> str:
    latin = word[0].translate(_LOOKALIKES)
    return latin if latin.isascii() else word[0]


def _without_digits(word: str) -> str:
    return word.translate(_LEET) if re.search(r"[A-Za-z][\d@$!]+[A-Za-z]|^[\d@$][A-Za-z]{2}", word) else word
