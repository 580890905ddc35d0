"""Who calls the API: the person at the page, or whoever a token acts as."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from adapters.tokens.scopes import ASK, READ, WRITE
from adapters.web.people import NOBODY, people_of
from bot.store.snippets import Viewer
from bot.store.tokens import TokenRows

_BEARER = "bearer"


class Callers:
    """Tells a request's caller by its ``Authorization``; without a bearer token it is the person at the page.

    A token acts as one person of one workspace, who is in no channel: it sees what is theirs and what is open to all.
    """

    def __init__(self, tokens: TokenRows) -> None:
        self._tokens = tokens

    async def admit(self, request: Request, scope: str) -> Viewer:
        """Return who calls. Raises 401 where nobody does whom we know, and 403 for a token without ``scope``."""
        secret = bearer(request.headers.get("authorization", ""))
        if secret is None:
            return await _at_page(request)
        token = await self._tokens.find(secret)
        if not token:
            refusal = {"WWW-Authenticate": 'Bearer realm="Code Supporter", error="invalid_token"'}
            raise HTTPException(401, "This token is not known here, or was revoked.", refusal)
        if scope not in token.scopes:
            refusal = {
                "WWW-Authenticate": f'Bearer realm="Code Supporter", error="insufficient_scope", scope="{scope}"'
            }
            raise HTTPException(403, f"This token lacks the scope {scope}.", refusal)
        return Viewer(token.author, token.workspace)


async def _at_page(request: Request) -> Viewer:
    person = await people_of(request).at(request)
    if not person:
        raise HTTPException(401, NOBODY, {"WWW-Authenticate": 'Bearer realm="Code Supporter"'})
    return person


def bearer(authorization: str) -> str | None:
    """Return the token that a header carries; None where it carries none, such as a proxy's ``Basic``."""
    scheme, _, secret = authorization.strip().partition(" ")
    return secret.strip() if scheme.lower() == _BEARER else None


async def _reader(request: Request) -> Viewer:
    callers: Callers = request.app.state.callers
    return await callers.admit(request, READ)


async def _writer(request: Request) -> Viewer:
    callers: Callers = request.app.state.callers
    return await callers.admit(request, WRITE)


async def _asker(request: Request) -> Viewer:
    callers: Callers = request.app.state.callers
    return await callers.admit(request, ASK)


Reader = Annotated[Viewer, Depends(_reader)]
"""A caller who may read."""
Writer = Annotated[Viewer, Depends(_writer)]
"""A caller who may change things."""
Asker = Annotated[Viewer, Depends(_asker)]
"""A caller who may ask."""
