"""What becomes of a question that is edited or deleted."""

from dataclasses import replace
from functools import partial

from adapters.slack.blocks import button
from adapters.slack.events import Deletion, Edit
from adapters.slack.insist import insist
from adapters.slack.interactions import Press
from adapters.slack.listeners.asked import answers_to, is_explained, name_edited, said_in, stop_answers
from adapters.slack.listeners.gathering import gathering
from adapters.slack.listeners.net import attend
from adapters.slack.listeners.telling import dismiss, tell
from adapters.slack.origin import Spot
from adapters.slack.parts import Parts
from adapters.slack.payload import Payload, children, word
from adapters.slack.place import Place, ts_of
from bot.errors import UsageError
from bot.wordless import HELP

ANSWER_EDITED = "again:edited"


async def offer_again(slack: Parts, edit: Edit) -> None:
    """Ask the person who changed the words of an answered question whether they want another answer."""
    origin = edit.origin
    answers = await answers_to(slack, origin.place, edit.ts)
    asked = [exchange for exchange in answers if not is_explained(exchange.message.ref)]
    if not asked or asked[-1].message.author.id != origin.user:
        return
    exchange = asked[-1]
    if await slack.read(origin, edit.text) == exchange.message.text:
        return
    if await slack.store.events.first(f"slack:edit:{edit.ref}:{edit.moment}"):
        again = button("Answer again", ANSWER_EDITED, str(exchange.id))
        offer = partial(tell, slack, origin, "You changed your question.", [again])
        await attend(slack, origin, f"change of exchange {exchange.id}", offer)


async def answer_edited(slack: Parts, press: Press) -> None:
    """Answer a question as it stands now, below. Raises ``UsageError``."""
    exchange = await slack.exchange(press.origin, press.value)
    said, place = exchange.message, Place.of(exchange.message.conversation)
    spot = Spot(replace(press.origin, channel=place.channel, thread=place.thread), ts_of(said_in(said.ref)))
    now = await _fetch(slack, press, place, spot.ts)
    text = await slack.read(press.origin, word(now, "text"))
    await stop_answers(slack, place, spot.ts)
    await dismiss(press.origin)
    gather = gathering(slack, spot, children(now, "files"))
    ref = name_edited(said.ref, word(now, "edited", "ts"))
    message = replace(said, ref=ref, text=text or (HELP if gather else ""), attachments=())
    await slack.answers.ask(message, press.origin.user, press.origin.user_team, gather=gather)


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
    await stop_answers(slack, deletion.origin.place, deletion.ts)
