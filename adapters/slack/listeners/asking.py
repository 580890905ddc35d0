"""A question that comes without a message of its own: it is posted, and answered in the thread below."""

from adapters.slack.blocks import cut, escape, markdown
from adapters.slack.codes import code_of
from adapters.slack.insist import insist
from adapters.slack.origin import Origin
from adapters.slack.parts import Parts
from adapters.slack.payload import word
from adapters.slack.place import Place
from adapters.slack.rates import in_turn
from adapters.slack.safe import safe
from adapters.slack.workspaces import Workspace
from bot.errors import SurfaceError, UsageError
from bot.nouns import Author, Message

_LONGEST_QUOTE = 9_000
_SUMMARY = 300
_OUTSIDE = ("channel_not_found", "not_in_channel")
_INVITE = (
    "I'm not in this channel. Invite me first: `/invite @{}`, then ask again."
    " Where I can't be invited, ask me in a direct message."
)


async def ask(slack: Parts, origin: Origin, author: Author, text: str, model: str = "") -> None:
    """Post what ``author`` asks in the channel of ``origin``, and answer it below. Raises ``UsageError``."""
    workspace = await slack.workspace(origin)
    ts = await _post(slack, workspace, origin, author, text)
    place = Place(origin.where.team, origin.channel, ts, origin.where.enterprise)
    message = Message(
        place.ref(ts),
        place.conversation,
        author,
        text,
        model=model,
        workspace=place.team,
        channel=place.channel,
    )
    await slack.answers.ask(message, origin.user, origin.user_team)


async def _post(slack: Parts, workspace: Workspace, origin: Origin, author: Author, text: str) -> str:
    """Return the ``ts`` of the new message."""
    quote = "\n".join(f"> {line}" for line in cut(text, _LONGEST_QUOTE).split("\n"))
    asks = f"{author.name} asks: {text}"
    content = {
        "text": escape(cut(asks, _SUMMARY)),
        "blocks": [markdown(safe(f"**{_bare(author.name)}** asks:\n\n{quote}"))],
    }
    pace = workspace.rates.post(origin.channel)
    try:
        said = await insist(
            lambda: in_turn(pace, lambda: workspace.call("chat.postMessage", channel=origin.channel, **content)),
            once=True,
        )
    except SurfaceError as problem:
        if code_of(problem) in _OUTSIDE:
            me = await slack.people.author(workspace, origin.where.team, workspace.bot_user)
            raise UsageError(_INVITE.format(me.name)) from problem
        raise
    return word(said.data, "ts")


def _bare(name: str) -> str:
    return "".join(letter for letter in name if letter not in "*_`~[]<>")
