"""What the bot does: answer, stop, answer again. The one door for every platform."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from bot import metrics
from bot.answering import RESTARTED, Answering
from bot.budgets import Budgets
from bot.drawing import Drawing
from bot.ending import Ending
from bot.errors import UsageError
from bot.learning.learning import Learning
from bot.live import LiveMessage
from bot.models import Models
from bot.named import heed_name
from bot.nouns import Author, Exchange, Message, State
from bot.preparing import Gather
from bot.question import check_question
from bot.rating import Rating
from bot.snippets import SnippetBook
from bot.store import Store
from bot.surface import Surface
from bot.turns import Turns

_CLOSING = "Code Supporter is being restarted. Ask again in a moment."


class Engine:
    """Answers questions, one at a time in a conversation, and none twice."""

    def __init__(
        self,
        store: Store,
        models: Models,
        turns: Turns,
        learning: Learning,
        budgets: Budgets,
        *,
        holder: str,
        max_question: int,
        keeps_in: SnippetBook | None = None,
    ) -> None:
        """``holder`` names this process in the store; ``max_question`` is in characters, attached texts included.

        ``keeps_in``: where the code of each answer is kept at once; None: it is kept when somebody saves it.
        """
        self._store = store
        self._models = models
        self._turns = turns
        self._answering = Answering(store, models, turns, learning, budgets, holder, max_question, keeps_in)
        self._drawing = Drawing(store.exchanges, holder)
        self._rating = Rating(store, learning)
        self._holder = holder
        self._max_question = max_question
        self.closing = False
        """True once no new questions are taken."""
        self.writing: set[int] = set()
        """The exchanges that this process has in hand."""
        self._speaking: dict[str, int] = {}
        """Of each conversation the exchange whose turn it is here."""

    async def answer(self, message: Message, surface: Surface, *, gather: Gather | None = None) -> Exchange | None:
        """Answer ``message`` on ``surface``; return when it is complete.

        ``gather`` fetches what belongs to the message, once that is written down and has its turn. None where there
        is nothing to do: a bot said it, or the same message was seen before, also by another process. Raises
        ``UsageError`` for what can't be asked.
        """
        if message.author.is_bot:
            return None
        if self.closing:
            raise UsageError(_CLOSING)
        message = await heed_name(message, self._store.preferences, self._models)
        if not gather:
            check_question(message, self._max_question)
        with self._turns.expected(message.conversation):
            exchange = await self._rating.begin(message, self._holder)
            return await self._in_turn(exchange, surface, gather) if exchange else None

    async def regenerate(
        self, exchange_id: int, surface: Surface, *, event: str, model: str = "", refs: Sequence[str] = ()
    ) -> Exchange | None:
        """Answer the message of an exchange once more.

        ``event`` names the wish, so that a redelivered one counts once (None is returned for the second); messages
        named in ``refs`` are drawn on again. Raises ``UsageError``.
        """
        if self.closing:
            raise UsageError(_CLOSING)
        earlier = await self._store.exchanges.get(exchange_id)
        if not earlier:
            raise UsageError(f"There is no answer {exchange_id} that could be written again.")
        with self._turns.expected(earlier.message.conversation):
            exchange = await self._store.exchanges.repeat(exchange_id, self._holder, model=model, event=event)
            return await self._in_turn(replace(exchange, refs=tuple(refs)), surface) if exchange else None

    async def rate(self, platform: str, ref: str, author: Author, verdict: int, words: str = "") -> Exchange | None:
        """Take a person's verdict, +1 or -1, on the answer that the bot's message ``ref`` shows, in part or whole.

        It replaces their earlier one. None where the message shows no answer, and where a bot rates.
        """
        return await self._rating.rate(platform, ref, author, verdict, words)

    async def revoke(self, platform: str, ref: str, author: Author, verdict: int) -> Exchange | None:
        """Take a verdict back; None where it is not the one that stands."""
        return await self._rating.revoke(platform, ref, author, verdict)

    async def judge(self, exchange_id: int, author: Author, verdict: int) -> None:
        """Take a person's verdict on the answer of an exchange: +1, -1, or 0 to take back what they gave.

        Raises ``Missing``.
        """
        await self._rating.judge(exchange_id, author, verdict)

    async def stop(self, conversation: str) -> bool:
        """Cut short the answer that is being written, in whichever process; False where there is none.

        An answer that has all its words and is only drawn to its end is not being written any more.
        """
        if self._turns.stop(conversation):
            return True
        # Another process keeps its turn for a moment longer than its answer is open.
        pending = await self._store.exchanges.pending(conversation)
        return pending is not None and await self._store.turns.ask_stop(conversation, self._holder)

    async def stop_answer(self, exchange_id: int) -> bool:
        """Cut short the answer of one exchange, also where it waits for its turn; False where it has ended."""
        exchange = await self._store.exchanges.get(exchange_id)
        if not (exchange and exchange.state.is_open):
            return False
        conversation = exchange.message.conversation
        if self._speaking.get(conversation) == exchange_id:
            return self._turns.cut(conversation)
        if exchange.state is State.WRITING:
            return await self._store.turns.ask_stop(conversation, self._holder)
        await self._store.exchanges.finish(exchange_id, state=State.STOPPED, answer="")
        return True

    async def heed_stops(self) -> None:
        """Stop the answers that people asked another process to stop."""
        for conversation in await self._store.turns.stops(self._holder):
            self._turns.cut(conversation)

    def lose_turns(self) -> None:
        """Leave all running answers, undrawn, to whichever process takes them up: our lease ran out."""
        self._turns.lose()

    async def close(self, *, grace: float) -> None:
        """Take no new questions; give running answers ``grace`` seconds, then mark them as interrupted."""
        self.closing = True
        await self._turns.close(grace=grace)

    async def resume(self, exchange: Exchange, surface: Surface) -> Exchange:
        """Write anew an answer that a dead process left unfinished, into the messages that it had posted."""
        with self._turns.expected(exchange.message.conversation):
            return await self._in_turn(exchange, surface)

    async def give_up(self, exchange: Exchange, surface: Surface | None) -> None:
        """Say of an answer that a dead process left unfinished that it was interrupted; None: there is no place.

        What stands of it stays: people have read it. The note goes below.
        """
        ending = Ending(State.INTERRUPTED, RESTARTED, stands=exchange.answer)

        async def note(live: LiveMessage) -> None:
            live.note(f"⚠️ {RESTARTED}")

        with self._in_hand(exchange):
            if surface:
                await self._drawing.draw(replace(exchange, refs=()), surface, ending, note)
            else:
                await self._drawing.finish(exchange, exchange.answer, ending)

    async def _in_turn(self, exchange: Exchange, surface: Surface, gather: Gather | None = None) -> Exchange:
        ending, conversation = Ending(), exchange.message.conversation

        async def compose(live: LiveMessage) -> None:
            await self._answering.compose(exchange, live, ending, gather)

        with self._in_hand(exchange):
            async with self._turns.take(conversation) as mine:
                if mine and await self._is_open(exchange):  # else the next start answers, or nobody wants it any more
                    self._speaking[conversation] = exchange.id
                    try:
                        await self._drawing.draw(exchange, surface, ending, compose)
                    finally:
                        del self._speaking[conversation]
                return await self._store.exchanges.get(exchange.id) or exchange

    async def _is_open(self, exchange: Exchange) -> bool:
        stored = await self._store.exchanges.get(exchange.id)
        return stored is not None and stored.state.is_open

    @contextmanager
    def _in_hand(self, exchange: Exchange) -> Iterator[None]:
        self.writing.add(exchange.id)
        try:
            with metrics.ACTIVE.labels(exchange.message.home or exchange.message.author.platform).track_inprogress():
                yield
        finally:
            self.writing.discard(exchange.id)
