"""One answer, from its turn in the conversation to its last word: asked of a model, written onto a live message."""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from bot import metrics
from bot.briefing import MAX_PICTURES, REMEMBERED, Briefing, brief, estimate
from bot.errors import ModelError, StoreError, SurfaceError, TakenOver, UsageError
from bot.live import LiveMessage
from bot.models import Completion, Model, Models
from bot.nouns import Exchange, Gathered, Message, Mode, State, Usage
from bot.question import check_question
from bot.refine import refine
from bot.store import Store
from bot.turns import Turns

_log = logging.getLogger(__name__)
NO_ANSWER_YET = "There is no answer here yet that this could be about. Ask a question first."
NO_CHANGE = "I found no change to make in that. Say what should be different, for example: *in C++* or *shorter*."
EMPTY = "The model gave an empty answer. Try again, or choose another model."
STOPPED = "*Stopped.*"
FAULT = "A fault of ours kept this answer from being finished; it is in the log as exchange {}. Try again."
BLIND = "{} can't see pictures, so it answers without yours. Choose a model that can, or paste the text that they show."
ONLY_PICTURES = "{} can't see pictures. Say in words what the code should do, or choose a model that can see."
RETIRED = "The model that you chose, {}, is not served any more, so {} answers. Choose another one: `/code model`."
UNREAD = "What belongs to the question could not be read ({}), so this answer goes without it."
FILTERED = "The provider's content filter cut the answer here."
RESTARTED = "Code Supporter was restarted while this was being written. Try again for the whole answer."

Gather = Callable[[], Awaitable[Gathered]]
"""Fetches what belongs to a question. Raises ``SurfaceError``, and ``UsageError`` where it can't be asked with that."""


@dataclass(slots=True)
class Ending:
    """How an answer ended; filled in while it is written, so that it holds also where writing breaks off."""

    state: State = State.DONE
    problem: str = ""
    """A sentence for the person, where something went wrong."""
    model: str = ""
    usage: Usage = field(default_factory=Usage)


class Answering:
    """Ask a model and write what it says."""

    def __init__(self, store: Store, models: Models, turns: Turns, holder: str, max_question: int) -> None:
        self._store = store
        self._max_question = max_question
        self._holder = holder
        self._models = models
        self._turns = turns

    async def compose(self, exchange: Exchange, live: LiveMessage, ending: Ending, gather: Gather | None) -> None:
        """Write the answer of ``exchange`` onto ``live``; what goes wrong is said there.

        Raises ``SurfaceError``, and ``TakenOver`` where another process goes on with it.
        """
        conversation = exchange.message.conversation
        try:
            async with self._turns.deadline(conversation):
                if gather:
                    exchange = await self._gather(exchange, gather, live)
                await self._ask(exchange, live, ending)
        except TimeoutError:
            self._cut_short(self._turns.why(conversation), ending)
        except (SurfaceError, TakenOver):
            raise
        except (ModelError, UsageError, StoreError) as error:
            ending.state, ending.problem = State.FAILED, str(error)
        except Exception:  # noqa: BLE001  # why: whatever it is, the person must see an end of the answer, and the log the fault
            _log.exception("exchange %d failed", exchange.id)
            ending.state, ending.problem = State.FAILED, FAULT.format(exchange.id)
        if ending.state is State.STOPPED:
            live.note(STOPPED)
        elif ending.problem:
            live.note(f"⚠️ {ending.problem}")

    async def _ask(self, exchange: Exchange, live: LiveMessage, ending: Ending) -> None:
        message = exchange.message
        model = await self._choose(exchange, live)
        ending.model = model.name
        _say_what_is_unseen(message, model, live)
        history = await self._recall(exchange)
        if model.sees:
            seen = await self._store.exchanges.see([*history, exchange], newest=1 + REMEMBERED, most=MAX_PICTURES)
            *history, exchange = seen
        correction = ""
        if message.mode is Mode.FEEDBACK:
            correction = await self._correct(exchange, history, model, live, ending)
            if not correction:
                return
        await self._store.exchanges.writing(exchange.id, model.name, correction, holder=self._holder)
        briefing = brief(exchange.message, history, context=model.context, correction=correction, sees=model.sees)
        await self._write(model, briefing, live, ending)

    async def _gather(self, exchange: Exchange, gather: Gather, live: LiveMessage) -> Exchange:
        """Return the exchange with all that belongs to its message."""
        try:
            gathered = await gather()
        except SurfaceError as error:
            gathered = Gathered(notes=(UNREAD.format(error),))
        for note in gathered.notes:
            live.lead(f"⚠️ {note}")
        message = replace(exchange.message, attachments=exchange.message.attachments + gathered.attachments)
        check_question(message, self._max_question)
        if gathered.attachments:
            await self._store.exchanges.attach(message)
        return replace(exchange, message=message)

    async def _recall(self, exchange: Exchange) -> list[Exchange]:
        """Return what was said before; the last of it is what a complaint is about."""
        message = exchange.message
        history = await self._store.exchanges.history(message.conversation, before=exchange.id)
        about = await self._store.exchanges.get(message.about) if message.about else None
        if not about:
            return history
        return [*(one for one in history if one.id < about.id and one.message.ref != about.message.ref), about]

    async def _choose(self, exchange: Exchange, live: LiveMessage) -> Model:
        message = exchange.message
        if named := exchange.model or message.model:
            return await self._models.choose(named)
        chosen = await self._store.preferences.model(message.author, message.workspace)
        try:
            return await self._models.choose(chosen)
        except UsageError:  # who chose what nobody serves any more is answered all the same
            model = await self._models.choose()
            live.lead(f"⚠️ {RETIRED.format(chosen, model.name)}")
            return model

    async def _correct(
        self, exchange: Exchange, history: list[Exchange], model: Model, live: LiveMessage, ending: Ending
    ) -> str:
        if not history:
            raise UsageError(NO_ANSWER_YET)
        correction, usage = await refine(exchange.message.text, model, self._models)
        _count(usage or Usage(), model, ending)
        if correction:
            live.lead(f"> **Correction:** {correction}")
        else:
            live.note(NO_CHANGE)
        return correction

    async def _write(self, model: Model, briefing: Briefing, live: LiveMessage, ending: Ending) -> None:
        async with self._models.complete(model, briefing.turns) as completion:
            try:
                await _pour(completion, model, live)
            finally:
                # What ended early was paid for, too, and then nobody but us has counted.
                estimated = Usage(briefing.tokens, estimate(live.text), estimated=True)
                _count(completion.usage or estimated, model, ending)
        if not live.text.strip():
            ending.state, ending.problem = State.FAILED, EMPTY
        elif completion.finish == "length":
            ending.problem = "The model reached the end of its room here. Say *go on* for the rest."
        elif completion.finish == "content_filter":
            ending.problem = FILTERED

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


def _say_what_is_unseen(message: Message, model: Model, live: LiveMessage) -> None:
    if model.sees or not any(file.image for file in message.attachments):
        return
    if not message.text.strip() and all(file.image for file in message.attachments):
        raise UsageError(ONLY_PICTURES.format(model.name))
    live.lead(f"⚠️ {BLIND.format(model.name)}")


async def _pour(completion: Completion, model: Model, live: LiveMessage) -> None:
    asked = time.monotonic()
    async for delta in completion:
        metrics.FIRST_TOKEN.labels(model.name).observe(time.monotonic() - asked)
        live.write(delta)
        break
    async for delta in completion:
        live.write(delta)
    metrics.ANSWER.labels(model.name).observe(time.monotonic() - asked)


def _count(usage: Usage, model: Model, ending: Ending) -> None:
    ending.usage += usage
    metrics.TOKENS.labels("in", model.name).inc(usage.prompt)
    metrics.TOKENS.labels("out", model.name).inc(usage.completion)
