"""What can be asked for over HTTP: models and conversations; and for an operator, health and figures."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from adapters.web.answers import name_conversation
from adapters.web.frames import UUID
from adapters.web.remarks import recall_remarks
from adapters.web.views import show_exchange, show_model
from bot.errors import BotError, ModelError, UsageError
from bot.models import Models
from bot.store import Store

Readiness = Callable[[], Awaitable[list[str]]]
"""Returns the reasons why questions can't be answered now; none: they can."""


def offer_api(store: Store, models: Models, readiness: Readiness) -> APIRouter:
    """Routes that the page uses."""
    routes = APIRouter(prefix="/api")

    @routes.get("/models")
    async def list_models() -> dict[str, Any]:
        """The models to choose from and the default; ``problem`` is the sentence that says why there is none."""
        try:
            offered = await models.list()
            default = await models.choose("")
        except (ModelError, UsageError) as error:
            reasons = await readiness()
            return {"models": [], "default": "", "problem": reasons[0] if reasons else str(error)}
        return {"models": [show_model(model) for model in offered], "default": default.name, "problem": ""}

    @routes.get("/conversations/{id}")
    async def show_conversation(id: str) -> dict[str, Any]:
        """The exchanges of one conversation, oldest first; none where nothing was asked in it yet."""
        if not re.fullmatch(UUID, id):
            raise UsageError("A conversation's id is a UUID in small letters.")
        exchanges = await store.exchanges.conversation(name_conversation(id))
        remarks = await recall_remarks(store, exchanges)
        return {"id": id, "exchanges": [show_exchange(one, remarks.get(one.id, ())) for one in exchanges]}

    return routes


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


async def tell_problem(_: Request, error: Exception) -> JSONResponse:
    """Turn an error of ours into RFC 9457 problem details."""
    assert isinstance(error, BotError)
    status = 400 if isinstance(error, UsageError) else 503
    return JSONResponse({"status": status, "detail": str(error)}, status, media_type="application/problem+json")
