"""What the bot does: answer, stop, answer again. The one door for every platform."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from bot import metrics
from bot.answering import RESTARTED, Answering, Ending
from bot.errors import Gone, StoreError, SurfaceError, UsageError
from bot.live import LiveMessage
from bot.models import Models
from bot.nouns import Exchange, Message, State
from bot.store import Store
from bot.surface import Epilogue, Surface
from bot.text import clean
from bot.turns import Turns

_log = logging.getLogger(__name__)
_CLOSING = "Code Supporter is being restarted. Ask again in a moment."


class Engine:
    """Answers questions, one at a time in a conversation, and none twice."""

    def __init__(self, store: Store, models: Models, turns: Turns, *, holder: str, max_question: int) -> None:
        """``holder`` names this process in the store; ``max_question`` is in characters, attachments included."""
        self._store = store
        self._turns = turns
        self._answering = Answering(store, models, turns)
        self._holder = holder
        self._max_question = max_question
        self.closing = False
        """True once no new questions are taken."""

    async def answer(self, message: Message, surface: Surface) -> Exchange | None:
        """Answer ``message`` on ``surface``; return when it is complete.

        None where there is nothing to do: a bot said it, or the same message was seen before, also by another
        process. Raises ``UsageError`` for what can't be asked.
        """
        if message.author.is_bot:
            return None
        self._check(message)
        exchange = await self._store.exchanges.begin(message, self._holder)
        return await self._in_turn(exchange, surface) if exchange else None

    async def regenerate(
        self, exchange_id: int, surface: Surface, *, event: str, model: str = "", refs: Sequence[str] = ()
    ) -> Exchange | None:
        """Answer the message of an exchange once more.

        ``event`` names the wish, so that a redelivered one counts once (None is returned for the second); messages
        named in ``refs`` are drawn on again. Raises ``UsageError``.
        """
        if self.closing:
            raise UsageError(_CLOSING)
        if not await self._store.events.first(event):
            return None
        try:
            exchange = await self._store.exchanges.repeat(exchange_id, self._holder, model=model)
        except StoreError as error:
            raise UsageError(str(error)) from error
        return await self._in_turn(replace(exchange, refs=tuple(refs)), surface)

    async def stop(self, conversation: str) -> bool:
        """Cut short the answer that is being written, in whichever process; False where there is none."""
        return self._turns.stop(conversation) or await self._store.turns.ask_stop(conversation)

    async def heed_stops(self) -> None:
        """Stop the answers that people asked another process to stop."""
        for conversation in await self._store.turns.stops(self._holder):
            self._turns.stop(conversation)

    async def close(self, *, grace: float) -> None:
        """Take no new questions; give running answers ``grace`` seconds, then mark them as interrupted."""
        self.closing = True
        await self._turns.close(grace=grace)

    def _check(self, message: Message) -> None:
        if self.closing:
            raise UsageError(_CLOSING)
        if not clean(message.text).strip() and not message.attachments:
            raise UsageError("The question is empty. Say in words what the code should do.")
        size = len(message.text) + sum(len(file.text) for file in message.attachments)
        if size > self._max_question:
            raise UsageError(
                f"The question has {size:,} characters; the limit is {self._max_question:,}."
                " Leave out what does not matter."
            )

    async def _in_turn(self, exchange: Exchange, surface: Surface) -> Exchange:
        platform = exchange.message.author.platform
        with metrics.ACTIVE.labels(platform).track_inprogress():
            async with self._turns.take(exchange.message.conversation) as mine:
                # Where the program is closing, the question stays as it is: the next start answers it.
                return await self._write(exchange, surface) if mine else exchange

    async def resume(self, exchange: Exchange, surface: Surface) -> Exchange:
        """Write anew an answer that a dead process left unfinished, into the messages that it had posted."""
        return await self._in_turn(exchange, surface)

    async def give_up(self, exchange: Exchange, surface: Surface | None) -> None:
        """Say of an answer that a dead process left unfinished that it was interrupted; None: there is no place."""
        live = None
        if surface:
            async with self._live(exchange, surface) as live:
                live.note(f"⚠️ {RESTARTED}")
                live.epilogue = Epilogue(exchange.id, State.INTERRUPTED)
        await self._finish(exchange, live, Ending(State.INTERRUPTED, RESTARTED))

    async def _write(self, exchange: Exchange, surface: Surface) -> Exchange:
        ending = Ending()
        live = self._live(exchange, surface)
        try:
            async with live:
                await self._answering.compose(exchange, live, ending)
                live.epilogue = Epilogue(exchange.id, ending.state, ending.model)
        except SurfaceError as error:
            ending.state = State.WITHDRAWN if isinstance(error, Gone) else State.FAILED
            ending.problem = str(error)
            _log.warning("exchange %d could not be drawn: %s", exchange.id, error)
        await self._finish(exchange, live, ending)
        return await self._store.exchanges.get(exchange.id) or exchange

    async def _finish(self, exchange: Exchange, live: LiveMessage | None, ending: Ending) -> None:
        message = exchange.message
        await self._store.exchanges.finish(
            exchange.id,
            state=ending.state,
            answer=live.text if live else "",
            problem=ending.problem,
            usage=ending.usage,
        )
        metrics.ASKS.labels(message.author.platform, message.mode, ending.state).inc()

    def _live(self, exchange: Exchange, surface: Surface) -> LiveMessage:
        exchanges = self._store.exchanges
        return LiveMessage(
            surface,
            opened=lambda ref, position: exchanges.opened(exchange.id, ref, position),
            dropped=lambda ref: exchanges.dropped(exchange.id, ref),
            refs=exchange.refs,
        )
