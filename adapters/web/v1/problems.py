"""Errors of the API: each is problem details (RFC 9457), whoever raised it."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from bot.errors import BotError, HadAlready, Missing, NotTheirs, Outdated, UsageError

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_STATUSES = ((Missing, 404), (NotTheirs, 403), (Outdated, 412), (HadAlready, 409), (UsageError, 422))
_UNAVAILABLE = 503
NO_DATABASE = "The database can't be used at the moment. Try again soon."
"""Which file or server it is concerns the operator alone."""
_SAYS = {
    400: "The body is not what its media type says, or the Host is none of ours",
    401: "The token is not known, or was revoked",
    403: "It is not yours to do so: the token lacks a scope, or somebody else saved the snippet",
    404: "It is not there, or not for you to see",
    409: "That is there already",
    412: "Somebody changed it meanwhile; nothing was written",
    413: "The body is too large",
    422: "It makes no sense, or is too long; `errors` says what",
    428: "If-Match is missing: send the ETag of what you read",
    503: "The database can't be used now",
}


class Mistake(BaseModel):
    """What is wrong with one part of a request."""

    at: str
    """Where, such as ``body.tags.0``."""
    says: str


class Problem(BaseModel):
    """Why a request was not done."""

    title: str
    status: int
    detail: str
    """A sentence for people."""
    errors: list[Mistake] = []


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what the description says of the errors that a route may answer with."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {code: {"description": _SAYS[code], "content": {MEDIA_TYPE: {"schema": schema}}} for code in statuses}


def tell(
    status: int, detail: str, headers: Mapping[str, str] | None = None, mistakes: list[dict[str, str]] | None = None
) -> JSONResponse:
    """Return an error as problem details."""
    told: dict[str, Any] = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if mistakes:
        told["errors"] = mistakes
    return JSONResponse(told, status, headers, media_type=MEDIA_TYPE)


def tell_problems(api: FastAPI) -> None:
    """Let every error of ``api`` be told so."""
    api.add_exception_handler(BotError, _tell_ours)
    api.add_exception_handler(RequestValidationError, _tell_invalid)
    api.add_exception_handler(HTTPException, _tell_http)
    api.add_exception_handler(Exception, _tell_fault)


async def _tell_ours(_: Request, error: Exception) -> JSONResponse:
    status = next((status for kind, status in _STATUSES if isinstance(error, kind)), _UNAVAILABLE)
    if status != _UNAVAILABLE:
        return tell(status, str(error))
    _log.warning("a request to the API failed: %s", error)
    return tell(status, NO_DATABASE, {"Retry-After": "5"})


async def _tell_invalid(_: Request, error: Exception) -> JSONResponse:
    # What was sent is not repeated: it may be large, or text that can't be encoded.
    assert isinstance(error, RequestValidationError)
    mistakes = [{"at": ".".join(map(str, each["loc"])), "says": each["msg"]} for each in error.errors()]
    return tell(422, "; ".join(f"{each['at']}: {each['says']}" for each in mistakes[:3]) + ".", mistakes=mistakes)


async def _tell_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return tell(error.status_code, error.detail, error.headers)


async def _tell_fault(_: Request, error: Exception) -> JSONResponse:
    return tell(500, "A fault of ours, noted in the log.")
