"""What Slack refuses, by the names it gives: turned into the errors of the port, with a sentence for the person.

Sources: the error tables of docs.slack.dev/reference/methods, for the methods that draw an answer.
"""

from aiohttp import ClientConnectorError, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError

from bot.errors import Flaky, Forbidden, Gone, StoreError, SurfaceError, Throttled


class SlackRefused(SurfaceError):
    """Slack said no to a call, for a reason that the caller may know what to do about; ``code`` says which."""


class Unclear(Flaky):
    """A call failed on its way, so that nobody can tell whether Slack did what it asked for."""


class NotSlack(Unclear):
    """What answered is not Slack's API: a page of a proxy, or another server."""


PASSING = (Flaky, Throttled, StoreError)
"""Errors that may be over in a moment."""
NO_STREAMING = frozenset({"unknown_method", "feature_not_enabled", "method_deprecated"})
"""Codes with which a whole workspace declines native streaming."""
UNINSTALLED = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "team_access_not_granted", "token_expired", "token_revoked"}
)
"""Codes that say that a token is good for nothing any more."""

NOT_INSTALLED = "Code Supporter is no longer installed in this workspace. Somebody who manages apps can install it."
_RULES = "The rules of this Slack workspace don't let me write here. An admin of the workspace can change that."
_FROZEN = "Slack no longer lets me change this message: the workspace limits how long messages can be edited."
_FORBIDDEN = {
    **dict.fromkeys(UNINSTALLED, NOT_INSTALLED),
    "not_in_channel": "I'm not in this channel. Invite me with `/invite`, then ask again.",
    "is_archived": "This channel is archived, so I can't write in it. Ask in another channel.",
    "is_inactive": "This channel is frozen, so I can't write in it. Ask in another channel.",
    "messages_tab_disabled": "Direct messages to me are switched off in this workspace. Ask me in a channel.",
    "cant_update_message": _FROZEN,
    "edit_window_closed": _FROZEN,
    **dict.fromkeys(
        (
            "access_denied",
            "cannot_reply_to_message",
            "ekm_access_denied",
            "enterprise_is_restricted",
            "message_limit_exceeded",
            "no_permission",
            "not_allowed_token_type",
            "org_login_required",
            "posting_to_general_channel_denied",
            "restricted_action",
        ),
        _RULES,
    ),
}
_GONE = {
    "channel_not_found": "The channel is gone, or I'm not a member of it.",
    "message_not_found": "The message was deleted.",
    "root_message_deleted": "The message that this thread hangs on was deleted.",
    "thread_not_found": "The thread was deleted.",
}
_PASSING = frozenset({"request_timeout", "service_unavailable"})
_HALF_DONE = frozenset({"fatal_error", "internal_error"})
"""After these, Slack says, a part of the call may have been done."""
_RATELIMITED = frozenset({"rate_limited", "ratelimited"})
_REST = 1.0
"""Seconds to wait where a refusal for the rate does not say how long."""
_LONGEST_REST = 120.0
SENSELESS = (ValueError, AttributeError)
"""What the SDK raises for a body that is no text, or no object."""


def refusal(method: str, error: SlackApiError) -> SurfaceError:
    """Return the error of the port for what Slack answered to a call of ``method``, with Slack's code for it."""
    answer = _answer(error)
    name = answer.get("error")
    code = name if isinstance(name, str) else ""
    refused = _translate(method, error, answer, code)
    refused.code = code
    return refused


def _translate(method: str, error: SlackApiError, answer: dict[str, object], code: str) -> SurfaceError:
    status = _status(error)
    if status == 429 or code in _RATELIMITED:
        return Throttled(_retry_after(error))
    if code in _PASSING:
        return Flaky(f"Slack could not take {method}: {code}")
    if status < 500 and "ok" not in answer:
        return NotSlack(f"{method} was answered with HTTP {status} and no word of Slack's")
    if status >= 500 or code in _HALF_DONE or not code:
        return Unclear(f"Slack failed at {method}: {code or f'HTTP {status}'}")
    if code in _GONE:
        return Gone(_GONE[code])
    if sentence := _sentence(code, answer):
        return Forbidden(sentence)
    return SlackRefused(f"Slack refused {method}: {code}")


def unanswered(method: str, error: Exception) -> Flaky:
    """Return the error of the port for a call that got no answer: ``Unclear`` unless it never left."""
    if isinstance(error, SENSELESS):
        return NotSlack(f"{method} was answered with what makes no sense")
    sentence = f"Slack did not answer {method}: {type(error).__name__}"
    return Flaky(sentence) if isinstance(error, ClientConnectorError | ConnectionTimeoutError) else Unclear(sentence)


def _sentence(code: str, answer: dict[str, object]) -> str | None:
    if code == "missing_scope":
        needed = answer.get("needed")
        lacks = f"the permission `{needed}`" if isinstance(needed, str) and needed else "a permission that this takes"
        return (
            f"Code Supporter lacks {lacks} in this workspace."
            " Somebody who manages apps can grant it by installing the app again."
        )
    return _FORBIDDEN.get(code) or (_RULES if code.startswith("restricted_action") else None)


def _answer(error: SlackApiError) -> dict[str, object]:
    answer = getattr(error.response, "data", None)
    return answer if isinstance(answer, dict) else {}


def _status(error: SlackApiError) -> int:
    """Return the status of HTTP; the SDK hands over its own response, or the raw one where the body made no sense."""
    response = error.response
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 200))


def _retry_after(error: SlackApiError) -> float:
    text = str(getattr(error.response, "headers", {}).get("Retry-After", ""))
    try:
        seconds = float(text)
    except ValueError:
        return _REST
    return min(seconds, _LONGEST_REST) if seconds >= 0 else _REST
