"""One answer, from its turn in the conversation to its last word: asked of a model, written onto a live message."""

import logging
from collections.abc import Sequence
from functools import partial

from bot.afterwards import Afterwards
from bot.briefing import MAX_PICTURES, REMEMBERED, Briefing, brief
from bot.budgets import Budgets
from bot.ending import Ending
from bot.errors import ModelError, StoreError, SurfaceError, TakenOver, UsageError
from bot.failover import Failover
from bot.learning.learning import Learning
from bot.learning.recall import Recalled, place_of
from bot.live import LiveMessage
from bot.models import Asker, Model, Models
from bot.nouns import Exchange, Mode, State
from bot.preparing import Gather, Preparing, say_what_is_unseen
from bot.refine import refine
from bot.snippets import SnippetBook
from bot.store import Store
from bot.turns import Turns
from bot.writing import Writing, waits

_log = logging.getLogger(__name__)
NO_ANSWER_YET = "There is no answer here yet that this could be about. Ask a question first."
NO_CHANGE = "I found no change to make in that. Say what should be different, for example: *in C++* or *shorter*."
STOPPED = "*Stopped.*"
FAULT = "A fault of ours kept this answer from being finished; it is in the log as exchange {}. Try again."
RESTARTED = "Code Supporter was restarted while this was being written. Try again for the whole answer."


class Answering:
    """Ask a model and write what it says."""

    def __init__(
        self,
        store: Store,
        models: Models,
        turns: Turns,
        learning: Learning,
        budgets: Budgets,
        holder: str,
        max_question: int,
        snippets: SnippetBook | None,
    ) -> None:
        self._store = store
        self._learning = learning
        self._budgets = budgets
        self._preparing = Preparing(store, models, max_question)
        self._holder = holder
        self._models = models
        self._failover = Failover(models)
        self._writing = Writing(models)
        self._afterwards = Afterwards(store, models, turns, learning, budgets, snippets)
        self._turns = turns

    async def compose(self, exchange: Exchange, live: LiveMessage, ending: Ending, gather: Gather | None) -> None:
        """Write the answer of ``exchange`` onto ``live``; what goes wrong is said there.

        Raises ``SurfaceError``, and ``TakenOver`` where another process goes on with it.
        """
        conversation = exchange.message.conversation
        try:
            async with self._turns.deadline(conversation):
                if gather:
                    exchange = await self._preparing.gather(exchange, gather, live)
                await self._ask(exchange, live, ending)
        except TimeoutError:
            self._cut_short(self._turns.why(conversation), ending)
        except (SurfaceError, TakenOver):
            raise
        except (ModelError, UsageError, StoreError) as error:
            ending.state, ending.problem = State.FAILED, str(error)
            level = logging.INFO if isinstance(error, UsageError) else logging.WARNING
            _log.log(level, "exchange %d failed: %s", exchange.id, error)
        except Exception:  # noqa: BLE001  # why: whatever it is, the person must see an end of the answer, and the log the fault
            _log.exception("exchange %d failed", exchange.id)
            ending.state, ending.problem = State.FAILED, FAULT.format(exchange.id)
        if ending.state is State.STOPPED:
            live.note(STOPPED)
        elif ending.problem:
            live.note(f"⚠️ {ending.problem}")
        if ending.state is State.DONE:
            await self._afterwards.keep(exchange, live, ending)
            await self._afterwards.learn(live, ending)
        await self._afterwards.warn(exchange, live, ending)

    async def _ask(self, exchange: Exchange, live: LiveMessage, ending: Ending) -> None:
        await self._failover.ask(
            Asker.of(exchange.message),
            lambda: self._preparing.choose(exchange, live),
            lambda model, patience: self._ask_of(model, patience, exchange, live, ending),
            live,
        )

    async def _ask_of(
        self, model: Model, patience: float, exchange: Exchange, live: LiveMessage, ending: Ending
    ) -> None:
        message = exchange.message
        ending.model, ending.provider = model.called, model.provider
        ending.budgets = await self._budgets.check(exchange, model)
        say_what_is_unseen(message, model, live)
        history = await self._preparing.recall(exchange)
        if model.sees:
            seen = await self._store.exchanges.see([*history, exchange], newest=1 + REMEMBERED, most=MAX_PICTURES)
            *history, exchange = seen
        correction, recalled = "", await self._recall(exchange, history)
        exemplars = await self._learning.exemplars.choose(exchange, history, recalled.languages)
        if message.mode is Mode.FEEDBACK:
            correction = await self._correct(exchange, history, (model, patience), live, ending)
            if not correction:
                return
            ending.complaint = exchange, history[-1], correction, model
        await self._store.exchanges.writing(exchange.id, model.called, correction, holder=self._holder)
        put_together = partial(
            brief,
            exchange.message,
            context=model.context,
            correction=correction,
            sees=model.sees,
            lessons=recalled.rules,
            exemplars=exemplars,
            scale=self._models.scales.of(model),
        )
        briefing = put_together(history)
        if briefing.unsaid:
            recalled = recalled.without(briefing.unsaid)
            await self._store.uses.record(exchange.id, place_of(exchange), recalled.uses)

        def shorten() -> Briefing | None:
            less = _halve(history[briefing.left_out :], message.mode)
            return None if less is None else put_together(less)

        briefing = await self._writing.write(model, message.author, briefing, shorten, live, ending, patience)
        await self._afterwards.judge(exchange, recalled, (model, briefing), live, ending)

    async def _recall(self, exchange: Exchange, history: list[Exchange]) -> Recalled:
        try:
            return await self._learning.recall(exchange, history)
        except ModelError as error:  # an answer without lessons is better than none
            _log.warning("exchange %d goes without lessons: %s", exchange.id, error)
            return Recalled()

    async def _correct(
        self, exchange: Exchange, history: list[Exchange], asked: tuple[Model, float], live: LiveMessage, ending: Ending
    ) -> str:
        if ending.complaint:  # it was refined by a model that then did not answer
            return ending.complaint[2]
        if not history:
            raise UsageError(NO_ANSWER_YET)
        model, patience = asked
        message = exchange.message
        correction, usage = await refine(message.text, model, self._models, waits(message.author, live), patience)
        ending.count(usage, model)
        if correction:
            live.lead(f"> **Correction:** {correction}")
        else:
            live.note(NO_CHANGE)
        return correction

    def _cut_short(self, why: str, ending: Ending) -> None:
        if why == "lost":
            raise TakenOver("the lease of this process ran out")
        if why == "stopped":
            ending.state = State.STOPPED
        elif why == "closing":
            ending.state, ending.problem = State.INTERRUPTED, RESTARTED
        else:
            ending.state = State.FAILED
            ending.problem = f"The answer took longer than {self._turns.limit:g} seconds and was cut here."


def _halve(history: Sequence[Exchange], mode: Mode) -> list[Exchange] | None:
    """Return the newer half of what was said before; None where it can't be less: what a complaint is about stays."""
    kept = max(len(history) // 2, mode is Mode.FEEDBACK)
    return list(history[len(history) - kept :]) if kept < len(history) else None
