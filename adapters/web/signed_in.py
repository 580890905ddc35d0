"""People who sign in: each browser that did holds a random cookie, by whose digest its session is found."""

from typing import ClassVar, Literal

from starlette.requests import HTTPConnection
from starlette.responses import Response

from bot.store.sessions import LONGEST, Session, Sessions
from bot.store.snippets import Viewer

_MINUTE = 60.0


class SignedIn:
    """Tells people by their sessions."""

    auth: ClassVar[Literal["local", "chat"]] = "chat"

    def __init__(self, sessions: Sessions, *, https: bool, recheck: float = _MINUTE) -> None:
        """``https``: people open the page over HTTPS alone; without, it is for this machine."""
        self._sessions = sessions
        self._https = https
        # A browser takes a cookie called __Host-… from this host alone, over HTTPS, and for all of it.
        self._cookie = "__Host-cs" if https else "cs"
        self.recheck = recheck

    async def at(self, connection: HTTPConnection, *, idle: bool = False) -> Viewer | None:
        session = await self._find(connection, idle=idle)
        return session.person if session else None

    async def session(self, connection: HTTPConnection) -> Session | None:
        return await self._find(connection)

    async def _find(self, connection: HTTPConnection, *, idle: bool = False) -> Session | None:
        secret = connection.cookies.get(self._cookie, "")
        return await self._sessions.find(secret, idle=idle) if secret else None

    def give(self, response: Response, secret: str) -> None:
        """Let the browser hold the secret of its session."""
        response.set_cookie(
            self._cookie, secret, max_age=int(LONGEST), path="/", secure=self._https, httponly=True, samesite="lax"
        )

    def take(self, response: Response) -> None:
        """Let the browser forget it."""
        response.delete_cookie(self._cookie, path="/", secure=self._https, httponly=True, samesite="lax")
