"""One answer, from its turn in the conversation to its last word: asked of a model, written onto a live message."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot import metrics
from bot.briefing import Briefing, brief, estimate
from bot.errors import ModelError, StoreError, UsageError
from bot.live import LiveMessage
from bot.models import Completion, Model, Models
from bot.nouns import Exchange, Mode, State, Usage
from bot.refine import refine
from bot.store import Store
from bot.turns import Turns

NO_ANSWER_YET = "There is no answer here yet that this could be about. Ask a question first."
NO_CHANGE = "I found no change to make in that. Say what should be different, for example: *in C++* or *shorter*."
EMPTY = "The model gave an empty answer. Try again, or choose another model."
STOPPED = "*Stopped.*"
RESTARTED = "Code Supporter was restarted while this was being written. Try again for the whole answer."


@dataclass(slots=True)
class Ending:
    """How an answer ended; filled in while it is written, so that it holds also where writing breaks off."""

    state: State = State.DONE
    problem: str = ""
    """A sentence for the person, where something went wrong."""
    model: str = ""
    usage: Usage | None = None


class Answering:
    """Ask a model and write what it says."""

    def __init__(self, store: Store, models: Models, turns: Turns) -> None:
        self._store = store
        self._models = models
        self._turns = turns

    async def compose(self, exchange: Exchange, live: LiveMessage, ending: Ending) -> None:
        """Write the answer of ``exchange`` onto ``live``; what goes wrong is said there. Raises ``SurfaceError``."""
        conversation = exchange.message.conversation
        try:
            async with self._turns.deadline(conversation):
                await self._ask(exchange, live, ending)
        except TimeoutError:
            self._cut_short(self._turns.why(conversation), ending)
        except (ModelError, UsageError, StoreError) as error:
            ending.state, ending.problem = State.FAILED, str(error)
        if ending.state is State.STOPPED:
            live.note(STOPPED)
        elif ending.problem:
            live.note(f"⚠️ {ending.problem}")

    async def _ask(self, exchange: Exchange, live: LiveMessage, ending: Ending) -> None:
        message = exchange.message
        model = await self._models.choose(exchange.model or message.model)
        ending.model = model.name
        history = await self._store.exchanges.history(message.conversation, before=exchange.id)
        correction = ""
        if message.mode is Mode.FEEDBACK:
            correction = await self._correct(exchange, history, model, live)
            if not correction:
                return
        await self._store.exchanges.writing(exchange.id, model.name, correction)
        briefing = brief(message, history, context=model.context, correction=correction)
        await self._write(model, briefing, live, ending)

    async def _correct(self, exchange: Exchange, history: list[Exchange], model: Model, live: LiveMessage) -> str:
        if not history:
            raise UsageError(NO_ANSWER_YET)
        correction = await refine(exchange.message.text, model, self._models)
        if correction:
            live.lead(f"> **Correction:** {correction}")
        else:
            live.note(NO_CHANGE)
        return correction

    async def _write(self, model: Model, briefing: Briefing, live: LiveMessage, ending: Ending) -> None:
        async with self._models.complete(model, briefing.turns) as completion, _counted(model, briefing, live, ending):
            await _pour(completion, model, live)
            ending.usage = completion.usage
        if not live.text.strip():
            ending.state, ending.problem = State.FAILED, EMPTY
        elif completion.finish == "length":
            ending.problem = "The model reached the end of its room here. Say *go on* for the rest."

    def _cut_short(self, why: str, ending: Ending) -> None:
        if why == "stopped":
            ending.state = State.STOPPED
        elif why == "closing":
            ending.state, ending.problem = State.INTERRUPTED, RESTARTED
        else:
            ending.state = State.FAILED
            ending.problem = f"The answer took longer than {self._turns.limit:g} seconds and was cut here."


async def _pour(completion: Completion, model: Model, live: LiveMessage) -> None:
    asked = time.monotonic()
    async for delta in completion:
        metrics.FIRST_TOKEN.labels(model.name).observe(time.monotonic() - asked)
        live.write(delta)
        break
    async for delta in completion:
        live.write(delta)


@asynccontextmanager
async def _counted(model: Model, briefing: Briefing, live: LiveMessage, ending: Ending) -> AsyncIterator[None]:
    """Count the tokens of what goes on inside, also where it ends early and the provider did not say them."""
    began = time.monotonic()
    try:
        yield
    finally:
        metrics.ANSWER.labels(model.name).observe(time.monotonic() - began)
        ending.usage = ending.usage or Usage(briefing.tokens, estimate(live.text), estimated=True)
        metrics.TOKENS.labels("in", model.name).inc(ending.usage.prompt)
        metrics.TOKENS.labels("out", model.name).inc(ending.usage.completion)
