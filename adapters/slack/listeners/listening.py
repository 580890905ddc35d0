"""Where replies are heard that do not mention the bot."""

from adapters.slack.origin import Origin
from adapters.slack.parts import Parts
from adapters.slack.place import PLATFORM


async def hears_replies(slack: Parts, origin: Origin) -> bool:
    """Tell whether what is said in a thread is for us without a mention."""
    if origin.is_direct:
        return True
    if not await _is_our_thread(slack, origin):
        return False
    return not await slack.store.preferences.needs_mention(PLATFORM, origin.where.team, origin.channel)


async def is_written_in(slack: Parts, origin: Origin) -> bool:
    """Tell whether an answer is being written in a thread, or is to be."""
    said = await slack.store.exchanges.conversation(origin.place.conversation)
    return any(exchange.state.is_open for exchange in said)


async def _is_our_thread(slack: Parts, origin: Origin) -> bool:
    """Tell whether the message that a thread hangs on is a question to us."""
    root = origin.place.ref(origin.thread)
    return await slack.store.exchanges.by_message(PLATFORM, root) is not None
