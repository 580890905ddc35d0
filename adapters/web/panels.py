"""What the page has beside the conversation: the routes of each of its parts."""

from fastapi import APIRouter

from adapters.core import Core
from adapters.web.commands import offer_commands
from adapters.web.endpoints import offer_endpoints
from adapters.web.lessons import offer_lessons
from adapters.web.models import offer_models
from adapters.web.usage import offer_usage


def panels_of(core: Core) -> list[APIRouter]:
    """Return all of them."""
    return [
        offer_lessons(core.learning, core.commands, core.store),
        offer_commands(core.commands, core.store),
        offer_models(core.store, core.models, core.learning.rights.is_admin, core.readiness),
        offer_endpoints(core.endpoints, core.models),
        offer_usage(core.store, core.budgets, core.learning.rights.is_admin),
    ]
