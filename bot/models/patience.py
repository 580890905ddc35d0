"""How long a question that got no answer is worth asking again, and after which rest."""

import random
import re
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

import openai

from bot.models.reason import Reason
from bot.models.stream import Failure
from bot.models.transport import Silence

PATIENCE = 30.0
"""Seconds within which the last try begins: who sees nothing for longer gives up, and most rate limits are over."""
HURRIED = 3.0
"""The same where another model stands ready to answer."""
TRIES = 3
_TRIES_OF_A_STREAM = 2
"""Where a stream had been opened and broke: the server has worked for it already."""
_FIRST, _LONGEST = 0.5, 8.0
"""Seconds of the first rest, of which each is twice the one before, and the most that is waited unasked."""
_PASSING = frozenset({408, 409, 429})
"""Refusals that may be none a moment later, beside all from 500 on."""


_SECONDS = re.compile(r"[0-9]{1,9}")


class Patience:
    """The tries of one question."""

    def __init__(
        self,
        seconds: float = PATIENCE,
        *,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._clock = clock
        self._chance = chance
        self._until = clock() + seconds
        self._tries = 0

    def rest(self, error: Exception) -> float | None:
        """Return how many seconds to rest before the next try, after one that failed; None: there is no next.

        What the server asks for is obeyed where the patience lasts that long; where it does not, the person decides.
        """
        self._tries += 1
        refused = isinstance(error, openai.APIStatusError)
        most = TRIES if refused or isinstance(error, openai.APIConnectionError) else _TRIES_OF_A_STREAM
        if self._tries >= most or not _may_pass(error):
            return None
        wished = read_wait(error.response.headers) if isinstance(error, openai.APIStatusError) else None
        seconds = self._back_off() if wished is None else wished
        return seconds if self._clock() + seconds <= self._until else None

    def _back_off(self) -> float:
        # Those who were refused together must not come back together.
        return min(_FIRST * 2.0 ** (self._tries - 1), _LONGEST) * (0.5 + 0.5 * self._chance())


def read_wait(headers: Mapping[str, str]) -> float | None:
    """Return for how many seconds a server asks to be left alone; None where it names none, or nonsense."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        if _SECONDS.fullmatch(said := headers.get(name, "")):
            return int(said) * scale
    try:
        when = parsedate_to_datetime(headers.get("retry-after", "")).timestamp()
    except ValueError:
        return None
    return max(0.0, when - time.time())


def _may_pass(error: Exception) -> bool:
    match error:
        case openai.APIStatusError():
            if error.response.headers.get("x-should-retry") == "false":
                return False
            reason = Reason(error.status_code, error.body)
            return (reason.status in _PASSING or reason.status >= 500) and not reason.is_no_quota
        case Failure():
            reason = Reason(0, error.body)
            return reason.status >= 500 and not reason.is_overflow
    # After a silence the person has waited long enough.
    return not isinstance(error, Silence)
