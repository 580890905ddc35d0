"""What comes with Slack's view for agents: prompts to begin with, and a stop button of Slack's own."""

from slack_bolt.async_app import AsyncApp

from adapters.slack.events import read_origin
from adapters.slack.listeners.net import caught
from adapters.slack.origin import Origin
from adapters.slack.parts import Parts

_PROMPTS = (
    ("Write a function", "Write a Python function that groups a list of dates by week."),
    ("Explain an error", "What does this error mean, and how do I mend it?"),
    ("Review my code", "What would you change in the following code, and why?"),
    ("Write tests", "Which tests would you write for a function that parses a price?"),
)


def attach(app: AsyncApp, slack: Parts) -> None:
    app.event("agent_session_stopped")(caught(slack, read_origin, _stop, waits=False))


async def _stop(slack: Parts, origin: Origin) -> None:
    await slack.engine.stop(origin.place.conversation)


async def suggest_prompts(slack: Parts, origin: Origin) -> None:
    """Offer somebody who opens the direct messages something to begin with, where the workspace has that."""
    if origin.channel:
        workspace = await slack.workspace(origin)
        prompts = [{"title": title, "message": message} for title, message in _PROMPTS]
        method = "assistant.threads.setSuggestedPrompts"
        await slack.statuses.offer(workspace, origin.where.team, method, channel_id=origin.channel, prompts=prompts)
