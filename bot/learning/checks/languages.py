"""Checks of the language that an answer is written in: its fences name it, and the code looks like it."""

import ast
import re

from bot.blocks import Block
from bot.learning.checks.answer import Answer
from bot.learning.checks.check import ANY, Argument, Check
from bot.learning.checks.python import parse
from bot.learning.nouns import Facet

ALIASES = {
    "py": "python",
    "python3": "python",
    "py3": "python",
    "rs": "rust",
    "golang": "go",
    "ts": "typescript",
    "tsx": "typescript",
    "js": "javascript",
    "jsx": "javascript",
    "node": "javascript",
    "nodejs": "javascript",
    "c++": "cpp",
    "cc": "cpp",
    "cxx": "cpp",
    "c#": "csharp",
    "cs": "csharp",
    "kt": "kotlin",
    "rb": "ruby",
    "sh": "bash",
    "shell": "bash",
    "zsh": "bash",
    "postgresql": "sql",
    "postgres": "sql",
    "mysql": "sql",
    "sqlite": "sql",
}
_SPELT = {"cpp": "C++", "csharp": "C#", "javascript": "JavaScript", "sql": "SQL", "typescript": "TypeScript"}
_JAVASCRIPT = r"\b(?:const|let|var|function|class|import|export|return|await)\b|=>|console\.|[\w)\]]\.\w+\("
LOOKS = {
    "python": r"",
    "rust": r"\b(?:fn|let|use|impl|struct|enum|pub|mod|match)\b|\w!\(",
    "go": r"\b(?:func|package|import|var|type|const)\b|:=|\bfmt\.",
    "typescript": r"\b(?:interface|type|enum|readonly|as|implements)\s+\w|[\w)\]?]\s*:\s*\w|<\w[\w, ]{0,60}>|"
    r"\bimport type\b",
    "javascript": _JAVASCRIPT,
    "java": r"\b(?:class|interface|enum|record|import|public|private|static|void|new|var|int|String)\b",
    "cpp": r"#include|std::|\b(?:int|void|auto|class|struct|template|namespace|using|const|bool|double|char)\b",
    "c": r"#include|#define|\b(?:int|void|struct|char|static|const|double|float|size_t|printf|return)\b",
    "csharp": r"\b(?:using|namespace|class|record|public|private|static|void|var|int|string|new|Console)\b",
    "kotlin": r"\b(?:fun|val|var|class|object|import|println)\b",
    "ruby": r"\b(?:def|end|class|module|require|puts|do|each|attr_\w+)\b|\.\w+[?!]?",
    "bash": r"^[ \t]*(?:#!|[\w./-]+(?:[ \t]|$|=))",
    "sql": r"(?i:\b(?:select|insert|update|delete|create|alter|drop|with|from|merge|grant|begin)\b)",
}
"""A word or sign that any piece of real code in the language has."""
_UNLIKE_PYTHON = r"[;{}]|\bend\b|=>|::|!\(|:="
_DATA_LISTED = """
    text txt plain plaintext output json jsonc json5 yaml yml toml xml ini cfg env csv tsv diff patch console log
    markdown md html css http dockerfile makefile gitignore properties mermaid
"""
_DATA = frozenset(_DATA_LISTED.split())
_SHELLS = frozenset({"bash", "powershell", "bat", "cmd", "fish"})
_OF_PYTHON = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_LONGEST_LOOK = 20_000


def spell(language: str) -> str:
    """Return how people write the name of a language that ``LOOKS`` knows."""
    return _SPELT.get(language, language.capitalize())


def named(language: str) -> str:
    """Return the one name for a language that is called in several ways."""
    return ALIASES.get(language.lower(), language.lower())


def is_language(word: str) -> bool:
    return named(word) in LOOKS


def _language(answer: Answer, wanted: str) -> bool | None:
    wanted = named(wanted)
    blocks = [block for block in answer.blocks if named(block.language) not in _DATA]
    # What is typed into a shell goes with a program in any language.
    main = [block for block in blocks if named(block.language) not in _SHELLS - {wanted}] or blocks
    main = [block for block in main if block.language] or main
    return all(_is_in(block, wanted) for block in main) if main else None


def _is_in(block: Block, wanted: str) -> bool:
    if block.language and named(block.language) != wanted:
        return False
    if wanted == "python":
        return parse(block.code, sure=bool(block.language)) is not None
    return _looks_like(wanted, block.code[:_LONGEST_LOOK])


def _looks_like(language: str, code: str) -> bool:
    if not re.search(LOOKS[language], code, re.MULTILINE):
        return False
    # Whatever its fence says, what Python takes and has no sign of another language is Python.
    tree = None if re.search(_UNLIKE_PYTHON, code) else parse(code, sure=False)
    # ``a=1`` is Python's and a shell's.
    return not tree or (language == "bash" and not any(isinstance(each, _OF_PYTHON) for each in tree.body))


CHECKS = (Check("language", "the code is written in {}", ANY, Facet.LANGUAGE, _language, argument=Argument.LANGUAGE),)
