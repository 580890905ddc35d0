"""All that is seen to before a model is asked: what belongs to the question, what was said before, which model."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.choosing import choose
from bot.errors import SurfaceError, UsageError
from bot.live import LiveMessage
from bot.models import Asker, Model, Models
from bot.nouns import Attachment, Exchange, Gathered, Message
from bot.question import check_question
from bot.store import Store

BLIND = "{} can't see pictures, so it answers without yours. Choose a model that can, or paste the text that they show."
ONLY_PICTURES = "{} can't see pictures. Say in words what the code should do, or choose a model that can see."
RETIRED = "The model chosen here, {}, is not served any more, so {} answers. Choose another one: `/code model`."
UNREAD = "What belongs to the question could not be read ({}), so this answer goes without it."
MISSING = "that could not be read"
"""How the prompt calls a file in which a model is told what it lacks, so that it does not guess."""
Gather = Callable[[], Awaitable[Gathered]]
"""Fetches what belongs to a question. Raises ``SurfaceError``, and ``UsageError`` where it can't be asked with that."""


class Preparing:
    """Prepare an answer; what the person should know is said on the live message, before it."""

    def __init__(self, store: Store, models: Models, max_question: int) -> None:
        self._store = store
        self._models = models
        self._max_question = max_question

    async def gather(self, exchange: Exchange, gather: Gather, live: LiveMessage) -> Exchange:
        """Return the exchange with all that belongs to its message."""
        try:
            gathered = await gather()
        except SurfaceError as error:
            gathered = Gathered(notes=(UNREAD.format(error),))
        for note in gathered.notes:
            live.lead(f"⚠️ {note}")
        message = replace(exchange.message, attachments=exchange.message.attachments + gathered.attachments)
        check_question(message, self._max_question)
        if gathered.notes:
            missing = Attachment(MISSING, "\n".join(gathered.notes))
            message = replace(message, attachments=(*message.attachments, missing))
        if gathered.attachments or gathered.notes:
            await self._store.exchanges.attach(message)
        return replace(exchange, message=message)

    async def recall(self, exchange: Exchange) -> list[Exchange]:
        """Return what was said before; the last of it is what a complaint is about."""
        message = exchange.message
        exchanges = self._store.exchanges
        about = await exchanges.get(message.about) if message.about else None
        if about and about.answer and message.follows is not None:  # what stands in another branch is not said here
            return [*await exchanges.history(message.conversation, before=about.id), about]
        history = await exchanges.history(message.conversation, before=exchange.id)
        if not about or not about.answer:  # it was still to come when it was complained about, and came to nothing
            return history
        return [*(one for one in history if one.id < about.id and one.message.ref != about.message.ref), about]

    async def choose(self, exchange: Exchange, live: LiveMessage) -> Model:
        named = exchange.model or exchange.message.model
        chosen = await choose(self._store.preferences, self._models, Asker.of(exchange.message), named)
        if chosen.skipped:  # who chose what nobody serves any more is answered all the same
            live.lead(f"⚠️ {RETIRED.format(chosen.skipped, chosen.model.called)}")
        return chosen.model


def say_what_is_unseen(message: Message, model: Model, live: LiveMessage) -> None:
    if model.sees or not any(file.image for file in message.attachments):
        return
    if not message.text.strip() and all(file.image for file in message.attachments):
        raise UsageError(ONLY_PICTURES.format(model.name))
    live.lead(f"⚠️ {BLIND.format(model.name)}")
