"""Snippets as VS Code has them: a name, a word to be typed, and the code as a template with ``$1`` and ``${2:x}``.

Written, code is a template that stands for itself. Read, what stands for itself is code again; places to be filled in
stay as they are written. A word to be typed that the name does not say becomes a tag.
"""

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from bot.errors import UsageError
from bot.languages import canonical
from bot.nouns import Snippet
from bot.snippets.carried import MOST, Carried, Load, make, short
from bot.snippets.decoding import language_of
from bot.snippets.file_names import safe
from bot.snippets.limits import check_tags, is_language

_MEANS_MORE = re.compile(r"[\\$}]")
_STANDS_FOR_ITSELF = re.compile(r"\\([\\$}])")
_SCOPES = {
    "bash": "shellscript",
    "console": "shellscript",
    "docker": "dockerfile",
    "jsx": "javascriptreact",
    "make": "makefile",
    "md": "markdown",
    "plaintext": "plaintext",
    "ps1": "powershell",
    "tex": "latex",
    "text": "plaintext",
    "tsx": "typescriptreact",
    "txt": "plaintext",
}
"""What VS Code calls languages that have another name here."""
_LANGUAGES = {
    "javascriptreact": "jsx",
    "latex": "tex",
    "plaintext": "text",
    "shellscript": "bash",
    "typescriptreact": "tsx",
}
_OF_ALL = ("snippets", "global", "")
"""Names of files that say nothing of a language."""


class _Template(msgspec.Struct, omit_defaults=True):
    prefix: str | list[str] = ""
    scope: str = ""
    body: str | list[str] = ""
    description: str | list[str] | None = ""


def write(carried: Iterable[Carried]) -> str:
    """Return a file of snippets for VS Code; each file beside a snippet's code is a snippet of its own."""
    templates: dict[str, _Template] = {}
    for each in sorted(carried, key=lambda each: (each.snippet.at, each.snippet.key)):
        snippet = each.snippet
        _add(templates, snippet, snippet.name, snippet.language, snippet.code)
        for file in snippet.files:
            _add(templates, snippet, f"{snippet.name} {file.name}", language_of(file.name), file.text)
    return msgspec.json.format(msgspec.json.encode(templates), indent=2).decode() + "\n"


def is_of_vscode(said: Any) -> bool:
    return isinstance(said, dict) and any(isinstance(each, dict) and "body" in each for each in said.values())


def read(said: dict[str, Any], file_name: str) -> Load:
    """Return what such a file holds; without a scope, its name says the language, as of ``python.json``."""
    if len(said) > MOST:
        raise UsageError(f"It holds {len(said):,} snippets; {MOST:,} can be brought at once.")
    stem = file_name.rpartition("/")[2].partition(".")[0].lower()
    load = Load()
    for name, each in said.items():
        load.add(name, lambda name=name, each=each: _read(name, each, "" if stem in _OF_ALL else stem))  # type: ignore[misc]
    return load


def _add(templates: dict[str, _Template], snippet: Snippet, name: str, language: str, code: str) -> None:
    # Of two of one name VS Code would take the last.
    title = name if name not in templates else f"{name} ({snippet.key})"
    number = 2
    while title in templates:
        title, number = f"{name} ({snippet.key}, {number})", number + 1
    lines = _MEANS_MORE.sub(lambda match: f"\\{match[0]}", code).split("\n")
    templates[title] = _Template(_prefix(name, snippet.key), _scope(language), lines, snippet.note)


def _prefix(name: str, key: str) -> str:
    return safe(name, key).lower()


def _scope(language: str) -> str:
    named = canonical(language) or language
    return _SCOPES.get(named, named)


def _read(name: str, said: Any, of_file: str) -> Carried:
    try:
        template = msgspec.convert(said, _Template)
    except msgspec.ValidationError as error:
        raise UsageError(f"It is no snippet of VS Code's: {error}.") from error
    scope = template.scope.partition(",")[0].strip().lower() or of_file
    language = _LANGUAGES.get(scope, scope)
    prefixes = [template.prefix] if isinstance(template.prefix, str) else template.prefix
    called = short(name) or short(prefixes[0] if prefixes else "")
    code = _STANDS_FOR_ITSELF.sub(r"\1", _text(template.body))
    snippet = make(
        called,
        code,
        language=language if is_language(language) else "",
        tags=_tags(prefixes, called),
        note=_text(template.description),
    )
    return Carried(snippet)


def _text(said: str | list[str] | None) -> str:
    return said if isinstance(said, str) else "\n".join(said or ())


def _tags(prefixes: list[str], name: str) -> tuple[str, ...]:
    """Return what is typed to have it as tags, but what its name says and what can't be one."""
    tags = list[str]()
    for prefix in prefixes:
        if prefix and not _prefix(name, "").startswith(safe(prefix, "").lower()):
            try:
                tags += check_tags([prefix])
            except UsageError:
                continue
    return tuple(tags[:10])
