"""What Bolt itself stumbles over: it takes on trust that payloads have the shapes of Slack's documentation."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

_log = logging.getLogger(__name__)
_STUMBLES = (AttributeError, IndexError, KeyError, TypeError, ValueError)


@contextmanager
def passed_over() -> Iterator[None]:
    """Log what Bolt can't read inside, and go on; whoever calls acknowledges it, as the same would only come again."""
    try:
        yield
    except _STUMBLES as error:
        _log.error("Slack sent what can't be read, and it is passed over: %s: %s", type(error).__name__, error)
