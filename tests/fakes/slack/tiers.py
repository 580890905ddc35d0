"""The rate limits: each method so often a minute in each workspace, and a second between posts in a channel.

From the pages of the methods and https://docs.slack.dev/apis/web-api/rate-limits: tier 2 takes 20 calls a minute,
tier 3 50, tier 4 100. Slack lets a little more pass; this takes not one.
"""

import asyncio
import math
from collections import deque

_JITTER = 0.02
"""Share by which the window is shorter than a minute."""
_STALL = 0.15
"""Seconds for which a busy event loop may hold up calls, so that they come together: not the app's fault."""
BURST = 4
"""Posts that a channel takes at once, before it wants one a second. Slack says "short bursts"."""

_TIERS = {
    20: "chat.startStream chat.stopStream reactions.remove",
    50: """
        agents.sessions.setStatus apps.connections.open auth.revoke chat.delete chat.update conversations.history
        conversations.info conversations.open conversations.replies reactions.add reactions.get
        """,
    100: """
        assistant.threads.setSuggestedPrompts assistant.threads.setTitle chat.appendStream chat.postEphemeral
        files.completeUploadExternal files.getUploadURLExternal files.info users.info
        views.open views.publish views.push views.update
        """,
    300: "chat.getPermalink chat.postMessage",
    600: "assistant.threads.setStatus auth.test oauth.v2.access",
}
MOST = {method: most for most, methods in _TIERS.items() for method in methods.split()}
"""Calls a minute, by method."""


def window(minute: float) -> float:
    """Return the seconds within which a minute's calls are counted; one that lasts a second or two forgives more."""
    return minute - max(_JITTER * minute, min(_STALL, minute / 4))


class TooMany(Exception):
    """A call came too soon; ``seconds`` until one is taken again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Tiers:
    """Counts calls, and refuses those beyond the limits."""

    def __init__(self, minute: float) -> None:
        self._minute = minute
        self._begun: dict[tuple[str, str], deque[float]] = {}
        self._posted: dict[tuple[str, str], tuple[float, float]] = {}

    def charge(self, team: str, method: str, channel: str) -> None:
        """Count a call. Raises ``TooMany``; what was refused does not count."""
        now = asyncio.get_running_loop().time()
        begun = self._begun.setdefault((team, method), deque(maxlen=MOST[method]))
        if len(begun) == MOST[method] and (left := begun[0] + window(self._minute) - now) > 0:
            raise TooMany(self._round(left))
        if method == "chat.postMessage":
            self._charge_post((team, channel), now)
        begun.append(now)

    def _charge_post(self, bucket: tuple[str, str], now: float) -> None:
        second = self._minute / 60 * (1 - _JITTER)
        burst = BURST + max(0.0, min(_STALL, self._minute / 4) / second - _STALL / (1 - _JITTER))
        tokens, since = self._posted.get(bucket, (float(burst), now))
        tokens = min(burst, tokens + (now - since) / second)
        if tokens < 1:
            raise TooMany(self._round((1 - tokens) * second))
        self._posted[bucket] = (tokens - 1, now)

    def _round(self, seconds: float) -> float:
        """Slack speaks of whole seconds; here a second may be shorter."""
        second = self._minute / 60
        return max(1, math.ceil(seconds / second)) * second
