"""What becomes of a question that is edited or deleted."""

from dataclasses import replace

from adapters.slack.blocks import button
from adapters.slack.events import Deletion, Edit
from adapters.slack.insist import insist
from adapters.slack.interactions import Press
from adapters.slack.listeners.answered import find_exchange
from adapters.slack.listeners.telling import dismiss, tell
from adapters.slack.parts import Parts
from adapters.slack.payload import Payload, children, word
from adapters.slack.place import PLATFORM, Place, name_message, ts_of
from bot.errors import UsageError
from bot.nouns import Exchange

ANSWER_EDITED = "again:edited"


async def offer_again(slack: Parts, edit: Edit) -> None:
    """Ask the person who changed the words of an answered question whether they want another answer."""
    origin = edit.origin
    exchange = await slack.store.exchanges.by_message(PLATFORM, origin.place.ref(edit.ts))
    if not exchange or exchange.message.author.id != origin.user:
        return
    if await slack.read(origin, edit.text) == exchange.message.text:
        return
    if await slack.store.events.first(f"slack:edit:{exchange.message.ref}:{edit.moment}"):
        again = button("Answer again", ANSWER_EDITED, str(exchange.id))
        await tell(slack, origin, "You changed your question.", [again])


async def answer_edited(slack: Parts, press: Press) -> None:
    """Answer a question as it stands now, below. Raises ``UsageError``."""
    exchange = await find_exchange(slack, press.origin, press.value)
    said, place = exchange.message, Place.of(exchange.message.conversation)
    now = await _fetch(slack, press, place, ts_of(said.ref))
    text = await slack.read(press.origin, word(now, "text"))
    if exchange.state.is_open:
        await slack.engine.stop(said.conversation)
    await dismiss(press.origin)
    ref = f"{said.ref}@{word(now, 'edited', 'ts')}"
    await slack.answers.ask(replace(said, ref=ref, text=text), press.origin.user, press.origin.user_team)


async def _fetch(slack: Parts, press: Press, place: Place, ts: str) -> Payload:
    workspace = await slack.workspace(press.origin)
    window = {"channel": place.channel, "ts": place.thread, "oldest": ts, "latest": ts, "inclusive": True, "limit": 2}
    answer = await insist(lambda: workspace.call("conversations.replies", **window))
    for message in children(answer.data, "messages"):
        if word(message, "ts") == ts:
            return message
    raise UsageError("Your question is not there any more, so it can't be answered again.")


async def heed_deletion(slack: Parts, deletion: Deletion) -> None:
    """Stop the answer to a question that is gone."""
    where = deletion.origin.where
    ref = name_message(where.team, deletion.origin.channel, deletion.ts)
    exchange = await slack.store.exchanges.by_message(PLATFORM, ref)
    if exchange and exchange.state.is_open and not await _is_behind(slack, exchange):
        await slack.engine.stop(exchange.message.conversation)


async def _is_behind(slack: Parts, exchange: Exchange) -> bool:
    """Tell whether another answer is being written in the thread, which a stop would hit instead."""
    others = await slack.store.exchanges.conversation(exchange.message.conversation)
    return any(other.state.is_open and other.id < exchange.id for other in others)
