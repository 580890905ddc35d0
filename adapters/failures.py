"""What goes wrong on the command line: one line on standard error, and an exit code."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import click

from bot.errors import BotError, StartError, UsageError

_FAILED, _USAGE, _STOPPED = 1, 2, 130


@contextmanager
def told_in_one_line(program: str) -> Iterator[None]:
    """End the program where what is inside fails; with LOG_LEVEL=DEBUG a traceback comes instead of the line.

    Where nobody reads the output any more, click has ended it before, without a word, with exit code 1.
    """
    sys.excepthook = lambda kind, error, trace: _tell_bug(program, kind, error, trace)
    try:
        yield
    except click.exceptions.NoArgsIsHelpError as help_text:
        help_text.show()
        sys.exit(_USAGE)
    except click.ClickException as error:
        _fail(program, error.format_message(), error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(_STOPPED)
    except (BotError, OSError) as error:
        if _debugging():
            raise
        # Python writes at its end what could not be written before, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _fail(program, str(error), _USAGE if isinstance(error, StartError | UsageError) else _FAILED)


def _fail(program: str, sentence: str, code: int) -> None:
    click.echo(f"{program}: {sentence}", err=True)
    sys.exit(code)


def _tell_bug(program: str, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if _debugging():
        sys.__excepthook__(kind, error, trace)
        return
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    click.echo(f"{program}: {type(error).__name__}: {error} (a bug; LOG_LEVEL=DEBUG shows where)", err=True)


def _debugging() -> bool:
    return os.environ.get("LOG_LEVEL", "").upper() == "DEBUG"
