"""What the page asks, made into a message: where it stands in its conversation, what it complains about, its files."""

from adapters.web.files import read_files
from adapters.web.frames import Ask
from adapters.web.whereabouts import read_id
from bot.complaint import say
from bot.errors import Missing
from bot.nouns import Gathered, Message, Mode
from bot.preparing import Gather
from bot.store import Store
from bot.store.snippets import Viewer

HOME = "web"
"""Where conversations of the page stand, whatever platform their people are of."""


def make_message(ask: Ask, person: Viewer) -> tuple[Message, Gather | None]:
    """Return what a person says, and what is still to be told of its files. Raises ``UsageError``."""
    complains = ask.mode is Mode.FEEDBACK
    read = read_files(ask.files)

    async def tell() -> Gathered:
        return Gathered(notes=read.notes)

    message = Message(
        ask.client_id,
        read_id(ask.conversation),
        person.author,
        say(ask.reasons, ask.text.strip()) if complains and ask.reasons else ask.text,
        ask.mode,
        ask.model,
        person.workspace,
        attachments=read.attachments,
        about=ask.about if complains else 0,
        follows=ask.follows,
        home=HOME,
    )
    return message, tell if read.notes else None


async def check_place(store: Store, message: Message) -> None:
    """Raise ``Missing`` where a message is to follow, or is about, what is not in its conversation."""
    for named in {message.follows or 0, message.about} - {0}:
        exchange = await store.exchanges.get(named)
        if not exchange or exchange.message.conversation != message.conversation:
            raise Missing(f"There is no answer {named} in this conversation; reload the page.")
