"""A person's tokens: what they let programs do as them."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from msgspec import Meta, Struct

from adapters.tokens.scopes import SCOPES
from adapters.web.bodies import read_body
from adapters.web.people import Person
from bot.errors import Missing, UsageError
from bot.store.tokens import Token, TokenRows

_MOST = 50
"""Tokens of one person."""


class _Wish(Struct):
    """A token to be made."""

    label: Annotated[str, Meta(max_length=100)]
    scopes: Annotated[list[str], Meta(min_length=1, max_length=20)]


def offer_tokens(tokens: TokenRows) -> APIRouter:
    """Routes for a person's own tokens."""
    routes = APIRouter(prefix="/api/tokens")

    @routes.get("")
    async def list_tokens(person: Person) -> dict[str, Any]:
        return {"tokens": [_show(each) for each in await tokens.of(person)], "scopes": SCOPES}

    @routes.post("", status_code=201)
    async def make_token(request: Request, person: Person) -> dict[str, Any]:
        """Make a token; its secret is told this once."""
        wish = await read_body(request, _Wish)
        if odd := next((scope for scope in wish.scopes if scope not in SCOPES), ""):
            raise UsageError(f"There is no scope {odd!r}; there is {', '.join(SCOPES)}.")
        if len(await tokens.of(person)) >= _MOST:
            raise UsageError(f"You have {_MOST} tokens: revoke those that nothing uses any more.")
        scopes = tuple(dict.fromkeys(wish.scopes))
        token, secret = await tokens.add(person.author, person.workspace, scopes, wish.label.strip())
        return {"id": token.id, "secret": secret}

    @routes.delete("/{id}", status_code=204)
    async def revoke_token(id: Annotated[int, Path(ge=1)], person: Person) -> None:
        if not await tokens.revoke(id, person):
            raise Missing(f"You have no token {id}.")

    return routes


def _show(token: Token) -> dict[str, Any]:
    return {"id": token.id, "label": token.label, "scopes": token.scopes, "at": token.at, "used": token.used}
