"""Everything that comes in from Slack: one module for each way in, all of them over one net."""

from slack_bolt.async_app import AsyncApp

from adapters.slack.listeners import (
    buttons,
    commands,
    forms,
    home,
    installs,
    messages,
    modals,
    net,
    reactions,
    sessions,
    shortcuts,
    unknown,
)
from adapters.slack.parts import Parts


def attach(app: AsyncApp, slack: Parts) -> None:
    """Let ``app`` hand all that it is sent to the engine. ``slack.work`` must be open while it does."""
    for way_in in (messages, commands, buttons, modals, forms, reactions, shortcuts, home, sessions, installs, unknown):
        way_in.attach(app, slack)
    net.attach(app, slack)
