"""Verdicts on answers: a thumb, up or down, and the words that follow a thumb down."""

from dataclasses import replace

from bot.errors import Missing
from bot.learning.learning import Learning
from bot.nouns import Author, Exchange, Feedback, Message, Mode
from bot.store import Store


class Rating:
    """Write down what people think of answers, whichever way they say it."""

    def __init__(self, store: Store, learning: Learning) -> None:
        self._store = store
        self._learning = learning

    async def rate(self, platform: str, ref: str, author: Author, verdict: int, words: str) -> Exchange | None:
        """See ``Engine.rate``."""
        exchange = await self._rated(platform, ref, author)
        if exchange:
            await self._give(exchange, author, verdict, words.strip())
        return exchange

    async def judge(self, exchange_id: int, author: Author, verdict: int) -> None:
        """See ``Engine.judge``."""
        exchange = await self._store.exchanges.get(exchange_id)
        if exchange is None:
            raise Missing(f"There is no answer {exchange_id} here.")
        if verdict:
            await self._give(exchange, author, verdict, "")
            return
        for given in await self._store.feedback.on(exchange_id):
            if (given.author.platform, given.author.id) == (author.platform, author.id):
                await self._take_back(exchange, author, given.verdict)

    async def revoke(self, platform: str, ref: str, author: Author, verdict: int) -> Exchange | None:
        """See ``Engine.revoke``."""
        shown = await self._rated(platform, ref, author)
        rated = await self._store.feedback.rated(shown.id, author, verdict) if shown else 0
        if not shown or not await self._take_back(replace(shown, id=rated), author, verdict):
            return None
        return shown

    async def begin(self, message: Message, holder: str) -> Exchange | None:
        """Begin the exchange of a message, as ``Exchanges.begin`` does; a complaint is kept as feedback, too.

        A complaint is what is said in feedback mode, and what follows a thumb down that its author gave the last
        answer of the conversation without a word.
        """
        return await self._store.feedback.begin(message, holder, _meant)

    async def _give(self, exchange: Exchange, author: Author, verdict: int, words: str) -> None:
        await self._store.feedback.give(exchange.id, author, verdict, words)
        if verdict > 0:  # who likes it after all has no complaint left that could teach
            await self._learning.backing.take_back(exchange, author)
            await self._learning.praise(exchange, author)
        await self._learning.exemplars.heed(exchange)

    async def _take_back(self, exchange: Exchange, author: Author, verdict: int) -> bool:
        if not await self._store.feedback.take_back(exchange.id, author, verdict):
            return False
        await self._learning.backing.take_back(exchange, author)
        await self._learning.exemplars.heed(exchange)
        return True

    async def _rated(self, platform: str, ref: str, author: Author) -> Exchange | None:
        return None if author.is_bot else await self._store.exchanges.by_ref(platform, ref)


def _meant(message: Message, given: Feedback | None) -> Message:
    """Return ``message`` as a complaint where it says what a thumb down left unsaid."""
    unsaid = given and given.verdict < 0 and not given.words
    return replace(message, mode=Mode.FEEDBACK) if unsaid else message
