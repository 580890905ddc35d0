"""How often one address may try to sign in."""

import asyncio
from collections import OrderedDict, deque
from math import ceil

from starlette.exceptions import HTTPException
from starlette.requests import Request

_MINUTE = 60.0
_MOST = 10_000
"""Addresses that are remembered for what they tried within the last minute."""


class Attempts:
    """Counts them. A link can't be guessed; this is against those who would keep the database busy."""

    def __init__(self, a_minute: int = 30) -> None:
        self._a_minute = a_minute
        self._tried: OrderedDict[str, deque[float]] = OrderedDict()

    def admit(self, request: Request) -> None:
        """Let one more attempt through. Raises 429 where its address had too many within a minute."""
        now, tried = asyncio.get_running_loop().time(), self._of(request.client.host if request.client else "")
        if len(tried) == self._a_minute and (left := tried[0] + _MINUTE - now) > 0:
            raise HTTPException(
                429, f"Too many attempts. Wait {ceil(left)} s, then try again.", {"Retry-After": str(ceil(left))}
            )
        tried.append(now)

    def _of(self, address: str) -> deque[float]:
        tried = self._tried.setdefault(address, deque(maxlen=self._a_minute))
        self._tried.move_to_end(address)
        while len(self._tried) > _MOST:
            self._tried.popitem(last=False)
        return tried
