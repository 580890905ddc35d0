"""Answers of REST: what came of a call, its errors, and what the headers say of its bucket."""

import json
import time
from hashlib import md5

from aiohttp import web

from tests.fakes.discord.ask import Answer
from tests.fakes.discord.buckets import Charge
from tests.fakes.discord.calls import Fault
from tests.fakes.discord.errors import ERRORS, Refused
from tests.fakes.discord.nouns import Json

_VIA = {"Via": "1.1 google"}
"""Without this the SDK takes a 429 for one of Cloudflare's."""


def accept(answer: Answer) -> web.Response:
    if answer is None:
        return web.Response(status=204, headers=_VIA)
    return _json(answer, 200)


def refuse(refused: Refused) -> web.Response:
    return _json(refused.body, refused.status)


def throttle(charge: Charge) -> web.Response:
    """Answer a call that came too fast."""
    return limited(charge.reset_after, is_global=charge.is_global)


def limited(seconds: float, *, is_global: bool = False, code: int = 0) -> web.Response:
    message = ERRORS[code][1] if code else "You are being rate limited."
    body = {"message": message, "retry_after": seconds, "global": is_global} | ({"code": code} if code else {})
    answer = _json(body, 429)
    answer.headers["Retry-After"] = str(int(seconds) + 1)
    answer.headers["X-RateLimit-Scope"] = "global" if is_global else "user"
    if is_global:
        answer.headers["X-RateLimit-Global"] = "true"
    return answer


def fail(fault: Fault) -> web.Response:
    """Answer as a test ordered it; "cut" is not for here."""
    what = fault.what
    if what == "cloudflare":
        return web.Response(status=429, text="<html>You are being rate limited</html>", content_type="text/html")
    assert isinstance(what, int), f"no such fault: {what}"
    if what == 429 or ERRORS.get(what, (0,))[0] == 429:
        return limited(fault.retry_after, is_global=fault.is_global, code=what if what in ERRORS else 0)
    if what >= 500 and what not in ERRORS:
        return web.Response(status=what, text="upstream connect error", content_type="text/plain", headers=_VIA)
    return refuse(Refused(what))


def label(answer: web.Response, charge: Charge) -> None:
    """Say what is left of a bucket; of the limit of all calls Discord says nothing until it is over."""
    if charge.is_global:
        return
    shown = {
        "X-RateLimit-Limit": str(charge.limit),
        "X-RateLimit-Remaining": str(charge.remaining),
        "X-RateLimit-Reset": f"{time.time() + charge.reset_after:.3f}",
        "X-RateLimit-Reset-After": f"{charge.reset_after:.3f}",
        "X-RateLimit-Bucket": md5(charge.bucket.encode(), usedforsecurity=False).hexdigest(),
    }
    answer.headers.update(shown)


def _json(body: Json | list[Json], status: int) -> web.Response:
    # Discord sends no charset, and the SDK reads as JSON only what is exactly application/json.
    data = json.dumps(body).encode()
    return web.Response(status=status, body=data, headers={"Content-Type": "application/json", **_VIA})
