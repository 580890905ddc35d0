"""Forms that people send: read at once, so that what is missing is said in the form, and then acted on."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.attempt import giving_back
from adapters.slack.interactions import Submission, read_submission
from adapters.slack.listeners.asking import ask
from adapters.slack.listeners.net import Ack, Listener, attend
from adapters.slack.modals import ASK, CHANGE, Asked, read_ask, read_change
from adapters.slack.origin import Origin, where_of
from adapters.slack.parts import Parts
from adapters.slack.payload import Payload
from adapters.slack.place import Place, name_message
from bot.errors import UsageError
from bot.nouns import Exchange, Message, Mode

T = TypeVar("T")
_NO_ANSWER = "There is no answer to you in this channel yet that could be corrected. Ask a question first."


def attach(app: AsyncApp, slack: Parts) -> None:
    app.view(ASK)(sent(slack, "problem", read_ask, _take_question))
    app.view(CHANGE)(sent(slack, "words", read_change, _take_change))


def sent(
    slack: Parts, field: str, read: Callable[[Submission], T], act: Callable[[Parts, Submission, T], Awaitable[None]]
) -> Listener:
    """Return a listener for a form; what ``read`` does not take is said at ``field``, and the form stays open."""

    async def listen(ack: Ack, body: Payload, context: AsyncBoltContext) -> None:
        try:
            said = read_submission(body, where_of(context))
            meant = read(said)
        except UsageError as refusal:
            await ack(response_action="errors", errors={field: str(refusal)})
            return
        await ack()
        about = f"form {said.view} {said.note}"
        slack.work.start(attend(slack, said.origin, about, partial(act, slack, said, meant)), about)

    return listen


async def _take_question(slack: Parts, said: Submission, asked: Asked) -> None:
    origin = replace(said.origin, channel=asked.channel)
    if await slack.store.events.first(f"slack:form:{said.view}"):
        await attend(slack, origin, f"form {said.view}", partial(_ask, slack, origin, said.view, asked))


async def _ask(slack: Parts, origin: Origin, view: str, asked: Asked) -> None:
    author = await slack.author(origin)
    if asked.mode is Mode.QUERY:
        await ask(slack, origin, author, asked.problem, asked.model)
        return
    with giving_back(asked.problem):
        exchanges, team = slack.store.exchanges, origin.where.team
        direct = exchanges.latest_direct(author, team) if origin.is_direct else None
        last = await (direct or exchanges.latest_for(author, team, asked.channel))
        if not last:
            raise UsageError(_NO_ANSWER)
        await _complain(slack, origin, view, last, asked.problem, asked.model)


async def _take_change(slack: Parts, said: Submission, change: tuple[str, str]) -> None:
    number, words = change
    with giving_back(words):
        exchange = await slack.exchange(said.origin, number)
    place = Place.of(exchange.message.conversation)
    origin = replace(said.origin, channel=place.channel, thread=place.thread)
    await attend(slack, origin, f"exchange {number}", partial(_mend, slack, origin, said.view, exchange, words))


async def _mend(slack: Parts, origin: Origin, view: str, exchange: Exchange, words: str) -> None:
    with giving_back(words):
        await _complain(slack, origin, view, exchange, words)


async def _complain(slack: Parts, origin: Origin, view: str, exchange: Exchange, words: str, model: str = "") -> None:
    """Keep what was wrong with an answer, and answer it in its thread."""
    author, said = await slack.author(origin), exchange.message
    message = Message(
        name_message(origin.where.team, "form", view),
        said.conversation,
        author,
        words,
        mode=Mode.FEEDBACK,
        model=model,
        workspace=said.workspace,
        channel=said.channel,
        about=exchange.id,
    )
    await slack.answers.ask(message, origin.user, origin.user_team)
