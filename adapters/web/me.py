"""What the page is told about whoever is at it, and about itself."""

from collections.abc import Callable
from typing import Any, Protocol

from fastapi import APIRouter, Request

from adapters.web.people import Person, people_of
from adapters.web.sign_in import Names
from bot.complaint import CHIPS, HINT
from bot.models import Models
from bot.nouns import Author


class _Settings(Protocol):
    @property
    def max_question(self) -> int: ...


def offer_me(models: Models, settings: _Settings, is_admin: Callable[[Author], bool], name_team: Names) -> APIRouter:
    """A route that says who somebody is, and what holds for them."""
    routes = APIRouter(prefix="/api/me")

    @routes.get("")
    async def tell(request: Request, person: Person) -> dict[str, Any]:
        author = person.author
        return {
            "name": author.name,
            "platform": author.platform,
            "workspace": await name_team(person),
            "auth": people_of(request).auth,
            "admin": is_admin(author),
            "chips": [{"name": name, "label": label} for name, (label, _) in CHIPS.items()],
            "hint": HINT,
            "urls": models.catalogue.urls,
            "max_question": settings.max_question,
        }

    return routes
