"""The payloads that an app is sent, in the shapes of https://docs.slack.dev/reference/events and interactivity."""

import time
import uuid
from itertools import count

from tests.fakes.slack.delivery import Delivery
from tests.fakes.slack.nouns import FakeMessage, Json
from tests.fakes.slack.people import Channel
from tests.fakes.slack.world import Team

_numbers = count(1)
_TOKEN = "verification"


def carry_event(team: Team, event: Json) -> Delivery:
    """Wrap an event as the Events API sends it; each has an ``event_id`` of its own.

    Where the app was installed for an organisation, the authorization names no workspace.
    """
    whose = {"enterprise_id": team.enterprise} if team.enterprise else {"enterprise_id": None, "team_id": team.id}
    authorization = {**whose, "user_id": team.bot_user, "is_bot": True}
    body = {
        "token": _TOKEN,
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": team.enterprise or None,
        "api_app_id": "A1",
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{next(_numbers):08d}",
        "event_time": int(time.time()),
        "authorizations": [{**authorization, "is_enterprise_install": bool(team.enterprise)}],
        "is_ext_shared_channel": False,
        "event_context": f"4-{uuid.uuid4().hex}",
    }
    return Delivery("events_api", {**body, "enterprise_id": team.enterprise} if team.enterprise else body)


def carry_command(team: Team, channel: Channel, user: str, command: str, text: str, rights: Json) -> Delivery:
    """``rights``: the ``trigger_id`` and the ``response_url``."""
    body = {
        "token": _TOKEN,
        "team_id": team.id,
        "team_domain": team.id.lower(),
        "channel_id": channel.id,
        "channel_name": channel.shown_name,
        "user_id": user,
        "user_name": team.users[user].name.lower(),
        "command": command,
        "text": text,
        "api_app_id": "A1",
        "is_enterprise_install": "true" if team.enterprise else "false",
        **({"enterprise_id": team.enterprise, "enterprise_name": "All of us"} if team.enterprise else {}),
        **rights,
    }
    return Delivery("slash_commands", body)


def carry_interaction(team: Team, kind: str, user: str, more: Json) -> Delivery:
    """``kind``: block_actions, view_submission, view_closed, message_action or shortcut."""
    name = team.users[user].name
    body = {
        "type": kind,
        "user": {"id": user, "username": name.lower(), "name": name.lower(), "team_id": team.id},
        "api_app_id": "A1",
        "token": _TOKEN,
        "team": {"id": team.id, "domain": team.id.lower()},
        "enterprise": {"id": team.enterprise, "name": "All of us"} if team.enterprise else None,
        "is_enterprise_install": bool(team.enterprise),
        **more,
    }
    return Delivery("interactive", body)


def describe(team: Team, message: FakeMessage) -> Json:
    """Return a message as payloads have it."""
    return {**message.json(), "team": team.id}


def typed_blocks(text: str) -> list[Json]:
    """Return the block that Slack's own clients send with what a person types."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": f"p{next(_numbers)}", "elements": [section]}]
