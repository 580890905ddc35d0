"""One question from the command line: asked, drawn as it is answered, and told as an exit code."""

import logging
import signal
import sys
from uuid import uuid4

import click

from adapters.core import Core, open_core
from adapters.local_model import local_model
from adapters.logs import begin_logging
from adapters.terminal.canvas import Canvas, is_screen, open_canvas
from adapters.terminal.keys import unechoed_keys
from adapters.terminal.last import LastConversations
from adapters.terminal.person import name_of_person
from adapters.terminal.plain import Plain
from adapters.terminal.stopping import run_stoppable
from adapters.terminal.surface import TerminalAdapter, TerminalSurface
from adapters.terminal.visible import make_visible
from adapters.terminal.waiting import Waiting
from adapters.terminal.wish import PLATFORM, Wish
from bot.background import background
from bot.errors import UsageError
from bot.nouns import Exchange, State
from bot.settings import Settings

_EXIT_CODES = {State.DONE: 0, State.STOPPED: 128 + signal.SIGINT}
_NOTHING_BEFORE = "There is no conversation to continue yet: ask without --continue first."
_UNFINISHED = "The last answer was not finished; for another attempt: code-supporter ask --continue --again"


async def ask(settings: Settings, wish: Wish) -> int:
    """Answer ``wish`` on this terminal; return the exit code.

    Raises ``StartError``, ``UsageError``, and ``OSError`` where the answer can't be written.
    """
    _begin_logging(settings)
    canvas, waiting = open_canvas(sys.stdout), Waiting(sys.stderr, visible=is_screen(sys.stderr))
    surface = TerminalSurface(canvas, began=waiting.stop, queued=waiting.queue)
    async with (
        local_model(settings, borrow=True) as model,
        open_core(settings, {PLATFORM: TerminalAdapter()}, model) as core,
    ):
        name, last = name_of_person(), LastConversations(settings.data_dir)
        conversation = last.find(name) if wish.looks_back else f"{PLATFORM}:{uuid4().hex}"
        before = await _look_back(core, conversation, wish) if wish.looks_back else None
        last.keep(name, conversation)
        if before and wish.again:
            work = core.engine.regenerate(before.id, surface, event=uuid4().hex, model=wish.model)
        else:
            work = core.engine.answer(wish.message(name, conversation), surface)
        with unechoed_keys():
            async with background(_wait(core, waiting)):
                exchange, ended_by = await run_stoppable(work, lambda: core.engine.stop(conversation))
                waiting.stop()
    if surface.fault:
        raise surface.fault
    if exchange:
        _conclude(canvas, exchange)
    return 128 + ended_by if ended_by else _EXIT_CODES.get(exchange.state, 1) if exchange else 1


def _begin_logging(settings: Settings) -> None:
    if settings.log_level == "DEBUG":
        begin_logging(settings)
    else:
        logging.getLogger().addHandler(logging.NullHandler())  # what matters to the person is said to the person


async def _look_back(core: Core, conversation: str, wish: Wish) -> Exchange:
    before = await core.store.exchanges.latest(conversation) if conversation else None
    if not before:
        raise UsageError(_NOTHING_BEFORE)
    if not wish.again and (before.state.is_open or before.state is State.INTERRUPTED):
        click.echo(_UNFINISHED, err=True)
    return before


async def _wait(core: Core, waiting: Waiting) -> None:
    if core.local_model:
        await core.local_model.answering.wait()  # until then it tells of its own progress
    await waiting.turn()


def _conclude(canvas: Canvas, exchange: Exchange) -> None:
    """Say on standard error what is no part of the answer: a problem, or which model wrote it."""
    if isinstance(canvas, Plain):
        note = canvas.conclude(exchange.answer)
        said = make_visible(exchange.problem or note)
        click.echo(said, err=True, nl=bool(said))
    elif exchange.model and sys.stderr.isatty():
        click.secho(f"\n— {make_visible(exchange.model)}", err=True, dim=True)
