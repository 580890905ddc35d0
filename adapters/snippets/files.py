"""Files that carry snippets, read and written whole."""

import os
import sys
from pathlib import Path

import click

from bot.errors import UsageError
from bot.nouns import Attachment
from bot.snippets.carried import LARGEST_FILE


def is_seen() -> bool:
    """True where a person types, and sees what is printed."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def read(path: Path) -> Attachment:
    """Return a file as it comes with a command: as text where it is one, else as bytes."""
    if not path.is_file():
        raise UsageError(f"There is no file {path}.")
    if path.stat().st_size > LARGEST_FILE:
        raise UsageError(f"A file has {LARGEST_FILE // 1024**2} MB at most; {path} has more.")
    data = path.read_bytes()
    try:
        return Attachment(path.name, data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Attachment(path.name, data=data)


def write(file: Attachment | None, path: Path | None, *, force: bool) -> None:
    """Write what was exported; None: to standard output. Raises ``UsageError`` rather than write over what is there."""
    data = (file.data or file.text.encode()) if file else b""
    if path is None:
        click.echo(data, nl=False)
        return
    if path.exists() and not force:
        raise UsageError(f"{path} is there already: --force writes over it")
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        new.write_bytes(data)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
