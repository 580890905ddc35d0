"""What an operator can ask for over HTTP: health and figures; and how the page is told of errors."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response

from adapters.web.v1.problems import NO_DATABASE
from bot.errors import BotError, Missing, StoreError, UsageError

_log = logging.getLogger(__name__)

Readiness = Callable[[], Awaitable[list[str]]]
"""Returns the reasons why questions can't be answered now; none: they can."""


def offer_operations(readiness: Readiness) -> APIRouter:
    """Routes for whoever runs the program."""
    routes = APIRouter()

    @routes.get("/healthz")
    async def tell_health() -> PlainTextResponse:
        """200 as long as the process answers at all."""
        return PlainTextResponse("ok\n")

    @routes.get("/readyz")
    async def tell_readiness() -> JSONResponse:
        """200, or 503 with the reasons why questions can't be answered now."""
        reasons = await readiness()
        return JSONResponse({"ready": not reasons, "reasons": reasons}, 503 if reasons else 200)

    @routes.get("/metrics")
    async def tell_metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return routes


async def tell_http(_: Request, error: Exception) -> JSONResponse:
    """Tell an error of HTTP, as 401 or 413, in the same way."""
    assert isinstance(error, HTTPException)
    return _problem(error.status_code, error.detail, error.headers)


async def tell_invalid(_: Request, error: Exception) -> JSONResponse:
    """Tell that something in an address makes no sense."""
    assert isinstance(error, RequestValidationError)
    return _problem(400, "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors()[:3]) + ".")


async def tell_problem(_: Request, error: Exception) -> JSONResponse:
    """Turn an error of ours into RFC 9457 problem details."""
    assert isinstance(error, BotError)
    if isinstance(error, StoreError):
        _log.warning("a request of the page failed: %s", error)
        return _problem(503, NO_DATABASE)
    status = 404 if isinstance(error, Missing) else 400 if isinstance(error, UsageError) else 503
    return _problem(status, str(error))


def _problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    told = {"status": status, "detail": detail}
    return JSONResponse(told, status, headers, media_type="application/problem+json")
