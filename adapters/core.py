"""What every way of running the program needs: store, models and engine, opened in order, closed in reverse."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from adapters.local_model import LocalModel
from adapters.providers import around, first_catalogue
from bot.background import background
from bot.brought import bring_from
from bot.budgets import Budgets
from bot.commands import Commands
from bot.endpoints import Endpoints
from bot.engine import Engine
from bot.errors import StoreError
from bot.learning.embedder import Embedder, open_embedder
from bot.learning.learning import Learning
from bot.learning.rights import Rights
from bot.learning.scopes import Quorums
from bot.learning.upkeep import Upkeep
from bot.models import Models
from bot.models.watching import Watching
from bot.settings import Settings
from bot.snippets import SnippetBook
from bot.snippets.expiring import Expiring
from bot.store import Store, open_store
from bot.surface import Adapter
from bot.turns import Turns
from bot.watch import Watch, name_of_this_process


@dataclass(frozen=True, slots=True)
class Core:
    """The opened parts."""

    settings: Settings
    store: Store
    models: Models
    learning: Learning
    engine: Engine
    commands: Commands
    budgets: Budgets
    endpoints: Endpoints
    local_model: LocalModel | None

    async def readiness(self) -> list[str]:
        """Return the reasons why questions can't be answered now; none: they can."""
        reasons = [self.local_model.reason] if self.local_model and self.local_model.reason else []
        if outage := self.models.outage():
            reasons.append(outage)
        if self.engine.closing:
            reasons.append("the program is being stopped")
        try:
            await self.store.check()
        except StoreError as error:
            reasons.append(str(error))
        return reasons


@asynccontextmanager
async def open_core(
    settings: Settings, adapters: Mapping[str, Adapter], local_model: LocalModel | None = None
) -> AsyncIterator[Core]:
    """Open everything but the platforms. Raises ``StartError``.

    ``adapters`` are asked for surfaces when answers of a dead process are taken up; ``local_model`` answers where
    there is one.
    """
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database))
        set_elsewhere = around(settings, local_model)
        catalogue = first_catalogue(settings, set_elsewhere)
        models = await stack.enter_async_context(Models(catalogue, bring_from(store.endpoints)))
        watching = Watching(settings.catalogue_file, set_elsewhere, models)
        holder = name_of_this_process()
        turns = Turns(store.turns, holder, limit=settings.answer_seconds)
        embedder = open_embedder(settings)
        if embedder:
            stack.push_async_callback(embedder.aclose)
        learning = _open_learning(settings, store, models, embedder)
        # Who is alone at the page is in charge there, and yet may want to be held to a budget.
        budgets = Budgets(store, Rights(store.lessons, settings.admins).is_admin, lambda: models.catalogue.budgets)
        engine = Engine(
            store,
            models,
            turns,
            learning,
            budgets,
            holder=holder,
            max_question=settings.max_question,
            keeps_in=SnippetBook(store.snippets) if settings.snippets_save == "always" else None,
        )
        signs_in = settings.web_auth == "chat"
        commands = Commands(engine, store, models, learning, budgets, public_url=settings.public_url, signs_in=signs_in)
        watch = Watch(
            engine,
            store,
            adapters,
            holder=holder,
            lease_seconds=settings.lease_seconds,
            recover_seconds=settings.recover_minutes * 60,
        )
        stack.push_async_callback(store.holders.release, holder)
        await watch.begin()
        async with background(watch.keep(), watching.keep(), Upkeep(store, embedder).keep(), Expiring(store).keep()):
            yield Core(settings, store, models, learning, engine, commands, budgets, commands.endpoints, local_model)


def _open_learning(settings: Settings, store: Store, models: Models, embedder: Embedder | None) -> Learning:
    quorums = Quorums(settings.lessons_channel, settings.lessons_workspace, by_admins=settings.lessons_strict)
    return Learning(
        store,
        models,
        embedder,
        quorums=quorums,
        withheld=settings.lessons_withheld,
        admins=settings.in_charge,
        exemplars=settings.lessons_exemplars,
        repairs=settings.lessons_repair,
    )
