"""What belongs to a question: what others said in its thread before, and files; fetched once it is written down."""

from collections.abc import Sequence

from adapters.slack import files
from adapters.slack.origin import Spot
from adapters.slack.parts import Parts
from adapters.slack.payload import Payload
from adapters.slack.thread import Thread, read_thread
from bot.nouns import Gathered
from bot.preparing import Gather


def gathering(slack: Parts, spot: Spot, attached: Sequence[Payload]) -> Gather | None:
    """Return what fetches all that belongs to the question at ``spot``; None where there is nothing."""
    if not attached and spot.origin.thread == spot.ts:
        return None

    async def gather() -> Gathered:
        workspace = await slack.workspace(spot.origin)
        thread = await _read_thread(slack, spot)
        read = await files.read(workspace, [*thread.files, *attached])
        return Gathered((*((thread.text,) if thread.text else ()), *read.attachments), read.notes)

    return gather


async def _read_thread(slack: Parts, spot: Spot) -> Thread:
    """Read what was said before: of a direct message we have all of it, unless something went unanswered."""
    place = spot.origin.place
    if place.thread == spot.ts:
        return Thread()
    history = await slack.store.exchanges.conversation(place.conversation)
    if spot.origin.is_direct and all(exchange.answer or exchange.state.is_open for exchange in history):
        return Thread()
    return await read_thread(await slack.workspace(spot.origin), slack.people, place, spot.ts, history)
