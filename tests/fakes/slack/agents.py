"""assistant.threads.* and agents.sessions.*: the loading line, suggested prompts, and the session with its Stop."""

import asyncio

from tests.fakes.slack.arguments import need
from tests.fakes.slack.ground import Ground, Method
from tests.fakes.slack.nouns import Json, Refused
from tests.fakes.slack.streams import SESSION_STATUSES
from tests.fakes.slack.world import Team

STATUS_MINUTES = 2
"""After which Slack takes the loading line away."""
MOST_LINES = 10
MOST_PROMPTS = 4
TITLE = 200


def set_status(slack: Ground, team: Team, args: Json) -> Json:
    """assistant.threads.setStatus: an empty status takes the line away."""
    need(args, "channel_id", "thread_ts")
    channel = team.writable(args["channel_id"])
    team.thread(channel.id, args["thread_ts"])
    if len(args.get("loading_messages") or []) > MOST_LINES:
        raise Refused("invalid_arguments", "[ERROR] no more than 10 items allowed [json-pointer:/loading_messages]")
    place, status = (channel.id, str(args["thread_ts"])), str(args.get("status") or "")
    if status:
        team.statuses[place] = status
        asyncio.get_running_loop().call_later(STATUS_MINUTES * slack.minute, _fade, team, place, status)
    else:
        team.statuses.pop(place, None)
    return {}


def _fade(team: Team, place: tuple[str, str], status: str) -> None:
    if team.statuses.get(place) == status:
        del team.statuses[place]


def set_prompts(slack: Ground, team: Team, args: Json) -> Json:
    """assistant.threads.setSuggestedPrompts."""
    need(args, "channel_id", "prompts")
    channel = team.writable(args["channel_id"])
    if not channel.with_user:
        raise Refused("channel_type_not_supported")
    prompts = args["prompts"]
    if not isinstance(prompts, list) or not all(prompt.get("title") and prompt.get("message") for prompt in prompts):
        raise Refused("invalid_arguments", "[ERROR] a prompt has a title and a message [json-pointer:/prompts]")
    if len(prompts) > MOST_PROMPTS:
        raise Refused("invalid_arguments", "[ERROR] no more than 4 items allowed [json-pointer:/prompts]")
    team.prompts[channel.id] = prompts
    return {}


def set_title(slack: Ground, team: Team, args: Json) -> Json:
    """assistant.threads.setTitle."""
    need(args, "channel_id", "thread_ts", "title")
    channel = team.writable(args["channel_id"])
    if not channel.with_user:
        raise Refused("channel_type_not_supported")
    team.titles[channel.id, args["thread_ts"]] = args["title"]
    return {}


def set_session(slack: Ground, team: Team, args: Json) -> Json:
    """agents.sessions.setStatus: while it is processing, people see a Stop button."""
    need(args, "channel_id", "status")
    if args["status"] not in SESSION_STATUSES:
        raise Refused("invalid_status")
    channel = team.channel(args["channel_id"])
    if team.bot_user not in channel.members:
        raise Refused("not_authorized")
    if not args.get("thread_ts"):
        raise Refused("thread_ts_required")
    if len(args.get("title") or "") > TITLE:
        raise Refused("invalid_arguments", "[ERROR] must be less than 201 characters [json-pointer:/title]")
    team.thread(channel.id, args["thread_ts"])
    team.sessions[channel.id, args["thread_ts"]] = args["status"]
    return {}


METHODS: dict[str, Method] = {
    "assistant.threads.setStatus": set_status,
    "assistant.threads.setSuggestedPrompts": set_prompts,
    "assistant.threads.setTitle": set_title,
    "agents.sessions.setStatus": set_session,
}
