"""The way in: who tells people at the page apart, and the routes by which they become known and stay so."""

from collections.abc import Mapping
from typing import Protocol

from fastapi import APIRouter

from adapters.core import Core
from adapters.web.me import offer_me
from adapters.web.people import Alone, People
from adapters.web.sessions import offer_sessions
from adapters.web.sign_in import offer_no_sign_in, offer_sign_in
from adapters.web.signed_in import SignedIn
from adapters.web.tokens import offer_tokens
from bot.settings import Settings
from bot.store.snippets import Viewer


class Home(Protocol):
    """A platform whose people sign in."""

    async def name_of(self, workspace: str) -> str:
        """Return what people call a workspace; its id where nobody knows."""


def open_entrance(core: Core, homes: Mapping[str, Home], *, recheck: float = 60.0) -> tuple[People, list[APIRouter]]:
    """Return who tells people apart, and the routes.

    ``homes`` by platform; ``recheck``: seconds that may go by until an open socket hears that its session has ended.
    """

    async def name_team(person: Viewer) -> str:
        home = homes.get(person.author.platform)
        return await home.name_of(person.workspace) if home else person.workspace

    store, settings = core.store, core.settings
    people, routes = _people(core, recheck), offer_no_sign_in()
    if isinstance(people, SignedIn):
        routes = offer_sign_in(people, store, name_team, _platforms(settings))
    is_admin = core.learning.rights.is_admin
    me = offer_me(core.models, settings, is_admin, name_team)
    return people, [routes, offer_sessions(store.sessions), offer_tokens(store.tokens), me]


def _people(core: Core, recheck: float) -> SignedIn | Alone:
    if core.settings.web_auth == "local":
        return Alone()
    return SignedIn(core.store.sessions, https=core.settings.is_public_https, recheck=recheck)


def _platforms(settings: Settings) -> list[str]:
    on = {"slack": settings.slack_is_on, "discord": bool(settings.discord_bot_token)}
    return [platform for platform, is_on in on.items() if is_on]
