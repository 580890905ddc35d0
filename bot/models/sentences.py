"""Faults in a file of settings, as one sentence: which setting, what is wrong with it, what was meant."""

import difflib
import re
from collections.abc import Iterable
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from bot.errors import StartError

T = TypeVar("T")
_UNKNOWN = re.compile(r"Object contains unknown field `(.+?)`")
_MISSING = re.compile(r"Object missing required field `(.+?)`")
_EXPECTED = re.compile(r"Expected `([^`]+)`(?: of length)?(?: ([<>]=?) ([\d.]+))?(?:, got `([^`]+)`)?")
_AT = re.compile(r" - at `\$\.?(.*?)`$")
_WORDS = {
    "int": "a whole number",
    "float": "a number",
    "str": "text in quotes",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
}
_RELATIONS = {">=": "of {} or more", ">": "above {}", "<=": "of {} or less", "<": "below {}"}
_KEYS = frozenset({"key", "api_key", "apikey", "token", "secret", "password"})
A_KEY = (
    "{} holds a key, which does not belong into a file:"
    ' put it into the environment, say as MY_LLM_KEY, and write key_env = "MY_LLM_KEY"'
)


def convert(table: Any, kind: type[T], where: str) -> T:
    """Return a table of a file as what it describes; ``where`` is what people read of where it stands.

    Raises ``StartError``, which never repeats a value.
    """
    if isinstance(table, dict) and _holds_settings(kind) and _KEYS & table.keys():
        raise StartError(A_KEY.format(where))
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise StartError(_say(str(error), kind, where)) from None


def suggest(name: str, known: Iterable[str]) -> str:
    """Return what somebody may have meant, as the end of a sentence; empty: nothing comes near."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""


def _say(said: str, kind: Any, where: str) -> str:
    at = _AT.search(said)
    path = at[1] if at else ""
    place = f"{where} {path}" if path else where
    if unknown := _UNKNOWN.match(said):
        return f"{place}: there is no setting {unknown[1]}{suggest(unknown[1], _fields(kind, path))}"
    if missing := _MISSING.match(said):
        return f"{place}: {missing[1]} is missing"
    if (expected := _EXPECTED.match(said)) and all(part.strip() in _WORDS for part in _kinds(expected[1])):
        words = " or ".join(_WORDS[part] for part in _kinds(expected[1]))
        relation = f" {_RELATIONS[expected[2]].format(f'{float(expected[3]):,.15g}')}" if expected[2] else ""
        return f"{place}: this has to be {words}{relation}"
    if choices := _choices(kind, path):
        return f"{place}: this has to be {', '.join(choices[:-1])} or {choices[-1]}"
    return f"{place}: {_AT.sub('', said).replace('`', '').lower()}"


def _holds_settings(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _kinds(expected: str) -> list[str]:
    return [part.strip() for part in expected.split("|") if part.strip() != "null"]


def _choices(kind: Any, path: str) -> list[str]:
    """Return the words of which a setting is one; none: it may be any."""
    hint = get_type_hints(kind).get(path) if _holds_settings(kind) else None
    return [word for word in get_args(hint) if isinstance(word, str) and word]


def _fields(kind: Any, path: str) -> list[str]:
    """Return the settings that there are at a path inside a table."""
    for step in filter(None, path.split(".")) if _holds_settings(kind) else ():
        info = next((field for field in msgspec.structs.fields(kind) if field.encode_name == step), None)
        types = getattr(info.type, "__args__", (info.type,)) if info else ()
        kind = next((each for each in types if _holds_settings(each)), kind)
    return [field.encode_name for field in msgspec.structs.fields(kind)] if _holds_settings(kind) else []
