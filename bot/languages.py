"""Programming languages as code fences name them, and how their files are called."""

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


def extension(language: str) -> str:
    """Return the ending of a file in ``language``, without its dot; what is not known is its own, or ``txt``."""
    language = language.lower()
    if language in _EXTENSIONS:
        return _EXTENSIONS[language]
    return language if language.isascii() and language.isalnum() and len(language) <= _LONGEST else "txt"
