"""Another model answers where one does not, along the list of whoever runs the program, and says so first."""

import logging
from collections.abc import Awaitable, Callable, Sequence

from bot import metrics
from bot.errors import ModelError, TooLong, UsageError
from bot.live import LiveMessage
from bot.models import Asker, Model, Models
from bot.models.patience import HURRIED, PATIENCE

_log = logging.getLogger(__name__)
SAID = "{} did not answer ({}), so {} answers."
NOBODY = "The model that should answer"
"""What stands for its name where not even that could be found out."""
_TOO_LONG = "too long for it"


class Failover:
    """Find the next model to ask. Only before the first word: what people read is one model's."""

    def __init__(self, models: Models) -> None:
        self._models = models

    async def ask(
        self,
        asker: Asker,
        choose: Callable[[], Awaitable[Model]],
        write: Callable[[Model, float], Awaitable[None]],
        live: LiveMessage,
    ) -> None:
        """Let ``write`` ask the model that ``choose`` returns, or the first of the list that answers ``asker``.

        ``write`` is given the seconds that it may ask again for: few where another model stands ready. Raises the
        ``ModelError`` of the last one.
        """
        failed: list[Model] = []
        try:
            model = await choose()
        except ModelError as error:
            model = await self._instead(asker, failed, error, live)
        while True:
            try:
                await write(model, HURRIED if self._others([*failed, model]) else PATIENCE)
            except ModelError as error:
                if live.text:
                    raise
                failed.append(model)
                model = await self._instead(asker, failed, error, live)
            else:
                return

    async def _instead(self, asker: Asker, failed: Sequence[Model], error: ModelError, live: LiveMessage) -> Model:
        """Return who answers instead, and say so. Raises ``error`` where there is nobody."""
        why = error.why or (_TOO_LONG if isinstance(error, TooLong) else "")
        model = await self._find(asker, failed, error) if why else None
        if not model:
            raise error
        name = failed[-1].called if failed else NOBODY
        _log.warning("%s answers in place of %s: %s", model.called, name, error)
        metrics.FELL_OVER.labels(name, model.called).inc()
        live.lead(f"⚠️ {SAID.format(name, why, model.called)}")
        return model

    async def _find(self, asker: Asker, failed: Sequence[Model], error: ModelError) -> Model | None:
        for name in self._others(failed):
            try:
                model = await self._models.choose(name, asker)
            except (UsageError, ModelError) as problem:  # not for this person, or not there: the next one may be
                _log.info("%s can't answer instead: %s", name, problem)
                continue
            is_known = any((model.provider, model.name) == (one.provider, one.name) for one in failed)
            is_small = isinstance(error, TooLong) and model.context <= failed[-1].context
            if not (is_known or is_small or self._models.problem(model)):
                return model
        return None

    def _others(self, failed: Sequence[Model]) -> list[str]:
        """Return the names of the list that no failed model has."""
        tried = {name for model in failed for name in (model.name, model.called, f"{model.provider}/{model.name}")}
        return [name for name in self._models.catalogue.fallbacks if name not in tried]
