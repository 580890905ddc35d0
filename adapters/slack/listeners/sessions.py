"""What comes with Slack's view for agents: prompts to begin with, and a stop button of Slack's own."""

import logging

from slack_bolt.async_app import AsyncApp

from adapters.slack.events import SessionStop, read_session_stop
from adapters.slack.listeners.net import caught
from adapters.slack.origin import Origin
from adapters.slack.parts import Parts
from adapters.slack.place import PLATFORM

_log = logging.getLogger(__name__)
PROMPTS = (
    ("Write a function", "Write a Python function that groups a list of dates by week."),
    ("Explain an error", "What does this error mean, and how do I mend it?"),
    ("Review my code", "What would you change in the following code, and why?"),
    ("Write tests", "Which tests would you write for a function that parses a price?"),
)


def attach(app: AsyncApp, slack: Parts) -> None:
    app.event("agent_session_stopped")(caught(slack, read_session_stop, _stop, waits=False))


async def _stop(slack: Parts, pressed: SessionStop) -> None:
    """Stop the answers whose streams Slack ended; where it ended none, what is written in the thread, once."""
    place = pressed.origin.place
    for ts in pressed.streams:
        if exchange := await slack.store.exchanges.by_ref(PLATFORM, place.ref(ts)):
            _log.info("exchange %d is stopped by %s in Slack's own way", exchange.id, pressed.origin.user)
            await slack.engine.stop_answer(exchange.id)
    if not pressed.streams and await slack.store.events.first(f"slack:stop:{place.conversation}:{pressed.moment}"):
        await slack.engine.stop(place.conversation)


async def suggest_prompts(slack: Parts, origin: Origin) -> None:
    """Offer somebody who opens the direct messages something to begin with, where the workspace has that."""
    if origin.channel:
        workspace = await slack.workspace(origin)
        prompts = [{"title": title, "message": message} for title, message in PROMPTS]
        method = "assistant.threads.setSuggestedPrompts"
        await slack.statuses.offer(workspace, origin.where.team, method, channel_id=origin.channel, prompts=prompts)
