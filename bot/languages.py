"""Programming languages as code fences and people name them, and how their files are called."""

import re

_EXTENSIONS = {
    "bash": "sh",
    "c++": "cpp",
    "console": "txt",
    "csharp": "cs",
    "c#": "cs",
    "dockerfile": "dockerfile",
    "elixir": "ex",
    "erlang": "erl",
    "golang": "go",
    "haskell": "hs",
    "javascript": "js",
    "jsonc": "json",
    "julia": "jl",
    "kotlin": "kt",
    "makefile": "mk",
    "markdown": "md",
    "objective-c": "m",
    "ocaml": "ml",
    "perl": "pl",
    "plaintext": "txt",
    "powershell": "ps1",
    "python": "py",
    "python3": "py",
    "ruby": "rb",
    "rust": "rs",
    "shell": "sh",
    "terraform": "tf",
    "text": "txt",
    "typescript": "ts",
    "yaml": "yml",
    "zsh": "sh",
}
_LONGEST = 5
_SAME = {
    "c#": "csharp",
    "c++": "cpp",
    "cc": "cpp",
    "cs": "csharp",
    "cplusplus": "cpp",
    "golang": "go",
    "js": "javascript",
    "jsx": "javascript",
    "kt": "kotlin",
    "node": "javascript",
    "postgres": "sql",
    "postgresql": "sql",
    "pwsh": "powershell",
    "py": "python",
    "python3": "python",
    "rb": "ruby",
    "rs": "rust",
    "sh": "bash",
    "shell": "bash",
    "sqlite": "sql",
    "ts": "typescript",
    "tsx": "typescript",
    "yml": "yaml",
    "zsh": "bash",
}
_NAMED = (
    *("bash", "clojure", "cobol", "csharp", "cpp", "dart", "elixir", "erlang", "fortran", "golang", "haskell", "html"),
    *("java", "javascript", "julia", "kotlin", "lua", "matlab", "ocaml", "perl", "php", "powershell", "python", "ruby"),
    *("rust", "scala", "sql", "swift", "typescript", "zig", "postgres", "postgresql", "sqlite", "css"),
)
"""Names that stand for a language wherever they stand."""
_IN_TEXT = re.compile(rf"(?<![\w.+#-])(?:{'|'.join(_NAMED)}|c\+\+|c#|node\.?js)(?![\w+#])", re.IGNORECASE)
_AFTER_IN = re.compile(
    r"\b(?:in|into|to|using|a|an) (?P<name>c|go|r|shell|js|ts|py|rs|kt)(?=$|[\s,.;:!?)])", re.IGNORECASE
)
"""Names that are words as well stand for a language only where one is expected: "in go", "to C"."""

KNOWN = tuple(sorted({"c", "go", "r", "json", "yaml", "toml", "markdown", *(_SAME.get(name, name) for name in _NAMED)}))
"""The names of languages to choose from; there are others."""


def extension(language: str) -> str:
    """Return the ending of a file in ``language``, without its dot; what is not known is its own, or ``txt``."""
    language = language.lower()
    if language in _EXTENSIONS:
        return _EXTENSIONS[language]
    return language if language.isascii() and language.isalnum() and len(language) <= _LONGEST else "txt"


def canonical(name: str) -> str:
    """Return the one name of a language that goes by several; empty for what names none."""
    name = name.strip().lower()
    return _SAME.get(name, name) if re.fullmatch(r"[a-z][\w+#.-]{0,19}", name) else ""


def spellings(language: str) -> tuple[str, ...]:
    """Return all names under which a language may be kept, its own first: ``py``, ``python``, ``python3``."""
    language = language.strip().lower()
    one, ending = canonical(language), extension(language)
    same = [name for name in _SAME if one and _SAME[name] == one]
    if ending != "txt":
        same += [ending, *(name for name in _EXTENSIONS if _EXTENSIONS[name] == ending)]
    return tuple(dict.fromkeys([language, *([one] if one else []), *same]))


def named_languages(text: str) -> tuple[str, ...]:
    """Return the languages that a person names in words, by their one name, in order."""
    found = [(match.start(), match[0]) for match in _IN_TEXT.finditer(text)]
    found += [(match.start("name"), match["name"]) for match in _AFTER_IN.finditer(text)]
    return tuple(dict.fromkeys(canonical(re.sub(r"(?i)^node.*", "js", name)) for _, name in sorted(found)))
