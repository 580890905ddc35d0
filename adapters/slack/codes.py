"""The name that Slack gave a refusal, for those who know what to do about one."""

from slack_sdk.errors import SlackApiError

from bot.errors import SurfaceError


def code_of(problem: SurfaceError) -> str:
    """Return Slack's code of what a ``Workspace`` raised; empty where it was none of Slack's answers."""
    cause = problem.__cause__
    return str(cause.response.get("error", "")) if isinstance(cause, SlackApiError) else ""
