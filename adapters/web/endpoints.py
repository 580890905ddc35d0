"""Addresses of models on the page: those that a person brought, and those shared with their workspace."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from msgspec import Meta, Struct

from adapters.web.bodies import read_body
from adapters.web.models import ask_as
from adapters.web.people import Person
from bot.endpoints import Endpoints, Outcome
from bot.models import Models
from bot.store.endpoints import Endpoint


class _New(Struct):
    """An address to keep."""

    name: Annotated[str, Meta(max_length=100)]
    url: Annotated[str, Meta(max_length=1000)]
    key: Annotated[str, Meta(max_length=1000)] = ""
    shared: bool = False


def offer_endpoints(endpoints: Endpoints, models: Models) -> APIRouter:
    """Routes for addresses; a key goes in and never out."""
    routes = APIRouter(prefix="/api/endpoints")

    @routes.get("")
    async def list_endpoints(person: Person) -> dict[str, Any]:
        """Those that a person may ask, and which ones may be brought at all."""
        asker = ask_as(person)
        outcomes = await endpoints.survey(asker)
        kept = await endpoints.list(asker)
        return {
            "endpoints": [_show(one, outcomes.get(one.id)) for one in kept],
            "policy": models.catalogue.urls,
            "allowed": sorted(models.catalogue.allowed),
        }

    @routes.post("", status_code=201)
    async def add_endpoint(person: Person, request: Request) -> dict[str, Any]:
        """Try an address, and keep it."""
        new = await read_body(request, _New)
        asker = ask_as(person)
        kept, outcome = await endpoints.add(asker, new.name, new.url, new.key, shared=new.shared)
        return _show(kept, outcome)

    @routes.delete("/{id}", status_code=204)
    async def remove_endpoint(person: Person, id: int) -> None:
        await endpoints.remove(ask_as(person), id)

    @routes.post("/{id}/test")
    async def test_endpoint(person: Person, id: int) -> dict[str, Any]:
        """Ask there one small question."""
        outcome = await endpoints.test(ask_as(person), id)
        return {
            "ok": not outcome.problem,
            "models": outcome.models,
            "problem": outcome.problem,
            "first_token_ms": round(outcome.first_token * 1000),
        }

    return routes


def _show(endpoint: Endpoint, outcome: Outcome | None) -> dict[str, Any]:
    return {
        "id": endpoint.id,
        "name": endpoint.name,
        "url": endpoint.base_url,
        "key": endpoint.masked,
        "mine": not endpoint.is_shared,
        "shared": endpoint.is_shared,
        "models": len(outcome.models) if outcome and not outcome.problem else None,
        "problem": outcome.problem if outcome else "",
    }
