"""The app's Home, and what is pressed there."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp

from adapters.slack.home import HOME_MODEL, home
from adapters.slack.interactions import Press, read_press
from adapters.slack.listeners.calling import run
from adapters.slack.listeners.choosing import describe_default, survey
from adapters.slack.listeners.net import caught
from adapters.slack.listeners.sessions import suggest_prompts
from adapters.slack.listeners.telling import send_file, show, with_note
from adapters.slack.listeners.windows import open_window
from adapters.slack.origin import Origin, Where
from adapters.slack.parts import Parts
from adapters.slack.payload import Payload, child, word
from adapters.slack.place import PLATFORM
from adapters.slack.replies import reply_form
from bot.commands import Reply
from bot.learning.nouns import Lesson
from bot.models import Asker
from bot.nouns import Author
from bot.store.snippets import Viewer

_TITLE = "Code Supporter"
_HOME = "home"


@dataclass(frozen=True, slots=True)
class _Visit:
    """A person opened the app: its Home, or the direct messages with it."""

    origin: Origin
    tab: str


def attach(app: AsyncApp, slack: Parts) -> None:
    app.event("app_home_opened")(caught(slack, _read, _welcome, waits=False))
    app.action(HOME_MODEL)(caught(slack, read_press, _choose_model))


def _read(body: Payload, where: Where) -> _Visit | None:
    event = child(body, "event")
    user = word(event, "user")
    return _Visit(Origin(where, user, word(event, "channel")), word(event, "tab")) if user else None


async def _welcome(slack: Parts, visit: _Visit) -> None:
    if visit.tab == _HOME:
        await publish(slack, visit.origin)
    else:
        await suggest_prompts(slack, visit.origin)


async def publish(slack: Parts, origin: Origin) -> None:
    """Show a person their Home as it is now."""
    workspace, author = await slack.workspace(origin), await slack.author(origin)
    snippets = await slack.snippets.search(Viewer(author, origin.where.team), "mine")
    chosen = await slack.store.preferences.model(author, origin.where.team)
    asker = Asker(author, origin.where.team)
    offers = await survey(slack, asker)
    lessons = await _lessons_of(slack, author, origin.where.team)
    view = home(snippets, lessons, offers, chosen, await describe_default(slack, asker))
    await workspace.call("views.publish", user_id=origin.user, view=view)


async def _lessons_of(slack: Parts, author: Author, team: str) -> list[Lesson]:
    """Return the lessons that a person is for, and that are in force, the newest first."""
    seen = await slack.learning.visible(author, (PLATFORM, team), "")
    return [one for one in reversed(seen) if author.id in one.supporters and one.standing.in_force]


async def show_in_window(slack: Parts, origin: Origin, reply: Reply, window: str = "") -> None:
    """Show what a command says to who pressed something in a view, and bring their Home up to date.

    ``window``: the one that it is shown in; empty: a new one, or where that does not open, the direct messages.
    """
    if await open_window(slack, origin, reply_form(_TITLE, with_note(reply)), window):
        await send_file(slack, origin, reply)
    else:
        await show(slack, origin, reply)
    await publish(slack, origin)


async def _choose_model(slack: Parts, press: Press) -> None:
    await run(slack, press.origin, f"code model {press.value}")
    await publish(slack, press.origin)
