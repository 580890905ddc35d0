"""Slash commands: a question is posted and answered in its thread, all else is answered to the caller alone."""

import asyncio
import re

from slack_bolt.async_app import AsyncApp

from adapters.slack.command_forms import IMPORT
from adapters.slack.interactions import Slash, read_slash
from adapters.slack.listeners.asking import ask, invite, is_outside
from adapters.slack.listeners.calling import run
from adapters.slack.listeners.choosing import survey
from adapters.slack.listeners.forms import answer, ask_for_import
from adapters.slack.listeners.net import caught
from adapters.slack.listeners.windows import open_window
from adapters.slack.modals import ask_form
from adapters.slack.origin import Origin
from adapters.slack.parts import Parts
from adapters.slack.place import PLATFORM
from adapters.slack.plain import straight
from bot.commands import parse_code
from bot.errors import UsageError
from bot.models import Asker
from bot.nouns import Author

_CODE = "code"
_NO_FORM = "Slack did not let the form open this time. Type your problem behind the command: `/code …`."


def attach(app: AsyncApp, slack: Parts) -> None:
    app.command(re.compile(""))(caught(slack, read_slash, obey))


async def obey(slack: Parts, slash: Slash) -> None:
    """Do what a command says, once. Raises ``UsageError``."""
    origin = slash.origin
    if origin.trigger and not await slack.store.events.first(f"slack:command:{origin.trigger}"):
        return
    text = straight(await slack.read(origin, slash.text))
    line = parse_code(text) if slash.name == _CODE else text
    if f"{slash.name} {text} ".startswith(f"{IMPORT} "):  # whatever follows it: a command has no files in Slack
        await ask_for_import(slack, origin)
    elif line is None and not text:
        await _open_form(slack, origin)
    elif line is not None:
        await answer(slack, origin, await run(slack, origin, f"{slash.name} {line}"))
    else:
        await ask(slack, origin, await slack.author(origin), text)


async def _open_form(slack: Parts, origin: Origin) -> None:
    workspace = await slack.workspace(origin)
    author = Author(PLATFORM, origin.user, origin.user)
    chosen = await slack.store.preferences.model(author, origin.where.team)
    async with asyncio.TaskGroup() as group:
        offers = group.create_task(survey(slack, Asker(author, origin.where.team, origin.scope)))
        outside = group.create_task(is_outside(workspace, origin.channel))
    if outside.result():
        raise UsageError(await invite(slack, workspace, origin))
    view = ask_form(origin.channel, offers.result(), chosen)
    if not await open_window(slack, origin, view):
        raise UsageError(_NO_FORM)
