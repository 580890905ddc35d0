"""Commands that want a text or a file: a window opens for it, and what is sent runs the command."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from adapters.attempt import giving_back
from adapters.slack.command_forms import (
    FILE,
    IMPORT,
    SEND,
    TEXT,
    WRITE,
    Sent,
    command_form,
    import_form,
    read_sent,
    read_written,
)
from adapters.slack.files import fetch_data, read
from adapters.slack.interactions import Submission
from adapters.slack.listeners.calling import run
from adapters.slack.listeners.home import show_in_window
from adapters.slack.listeners.modals import sent
from adapters.slack.listeners.net import attend
from adapters.slack.listeners.telling import show
from adapters.slack.listeners.windows import open_window
from adapters.slack.origin import Origin
from adapters.slack.parts import Parts
from bot.commands import Reply
from bot.errors import UsageError
from bot.nouns import Attachment

_LARGEST = 10 * 1024**2
"""Bytes of a file that Slack takes in a form."""
_NO_FORM = "Slack did not let the form open this time. Give the command once more: `/snippets import`."


def attach(app: AsyncApp, slack: Parts) -> None:
    app.view(WRITE)(sent(slack, TEXT, read_written, _take))
    app.view(SEND)(sent(slack, FILE, read_sent, _take))


async def answer(slack: Parts, origin: Origin, reply: Reply, *, window: str = "", replace: bool = False) -> None:
    """Show what a command says: its form, or where there is none or it does not open, its words.

    ``window``: in that one; ``replace``: in place of what was pressed. Where ``origin`` is no channel: in a new window.
    """
    if reply.form and await open_window(slack, origin, command_form(reply.form, origin), window):
        return
    if window or not origin.channel:
        await show_in_window(slack, origin, reply, window)
    else:
        await show(slack, origin, reply, replace=replace)


async def ask_for_import(slack: Parts, origin: Origin) -> None:
    """Open the form for a file of snippets. Raises ``UsageError``."""
    if not await open_window(slack, origin, import_form(origin)):
        raise UsageError(_NO_FORM)


async def _take(slack: Parts, said: Submission, form: Sent) -> None:
    """Run the command of a form that was sent, once."""
    if await slack.store.events.first(f"slack:form:{said.view}"):
        await attend(slack, form.origin, f"form {said.view} {form.command}", partial(_obey, slack, form))


async def _obey(slack: Parts, form: Sent) -> None:
    if form.file is None:
        # As a file, so that the command reads nothing out of it: what is written there is the code as it stands.
        with giving_back(form.text):
            reply = await run(slack, form.origin, form.command, [Attachment("text.txt", form.text)])
    else:
        reply = await run(slack, form.origin, form.command, [await _fetch(slack, form)])
    await answer(slack, form.origin, reply)


async def _fetch(slack: Parts, form: Sent) -> Attachment:
    """Return the file that was sent: a text, or where snippets are brought whatever it is. Raises ``UsageError``."""
    assert form.file is not None
    workspace = await slack.workspace(form.origin)
    if form.command == IMPORT:
        found = await fetch_data(workspace, form.file, _LARGEST)
    else:
        gathered = await read(workspace, [form.file])
        found = gathered.attachments[0] if gathered.attachments else gathered.notes[0]
    if isinstance(found, str):
        raise UsageError(found)
    return found
