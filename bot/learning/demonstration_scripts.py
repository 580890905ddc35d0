"""A shell script and an SQL query made up to follow a team's rules."""

from collections.abc import Sequence

_SCRIPT = 'echo "Files: $(ls | wc -l)"'
_OF_SCRIPT = (
    "The script counts the files of the current folder and says how many there are. It stops where that can't be read."
)
_QUERY = "SELECT name\nFROM rivers\nWHERE length > 500\nORDER BY length"
_OF_QUERY = (
    "The query keeps the rivers that are long, and shows the shortest of them first. Each row is one river's name."
)


def script(headers: Sequence[str], is_bare: bool) -> tuple[str, str]:
    """Return what was asked for, and a strict script with these comments."""
    comments = [header if header.startswith("#") else f"# {header}" for header in headers]
    code = "\n".join(["#!/usr/bin/env bash", *comments, "set -euo pipefail", "", _SCRIPT])
    said = "" if is_bare else f"{_OF_SCRIPT}\n\n"
    return "Write a shell script that tells how many files there are.", f"{said}```bash\n{code}\n```"


def query(headers: Sequence[str], clause: str, is_bare: bool) -> tuple[str, str]:
    """Return what was asked for, and a query that ends with ``clause``."""
    comments = [header if header.startswith("--") else f"-- {header}" for header in headers]
    code = "\n".join([*comments, _QUERY, f"{clause};"])
    said = "" if is_bare else f"{_OF_QUERY}\n\n"
    return "Write an SQL query that shows the long rivers.", f"{said}```sql\n{code}\n```"
