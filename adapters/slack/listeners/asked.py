"""What a message of a person's led to: the answers to it as it was said, as it was changed, as it was explained."""

import logging

from adapters.slack.parts import Parts
from adapters.slack.place import PLATFORM, Place
from bot.nouns import Exchange

_log = logging.getLogger(__name__)
_MARK = "@"


def name_edited(ref: str, moment: str) -> str:
    """Return our name for the message ``ref`` as it stands since it was changed at ``moment``."""
    return f"{said_in(ref)}{_MARK}{moment}"


def name_explained(ref: str, user: str) -> str:
    """Return our name for the wish of a person to have the message ``ref`` explained."""
    return f"{said_in(ref)}{_MARK}explain.{user}"


def said_in(ref: str) -> str:
    """Return the message that one of these names is about."""
    return ref.partition(_MARK)[0]


def is_explained(ref: str) -> bool:
    return f"{_MARK}explain." in ref


async def answers_to(slack: Parts, place: Place, ts: str) -> list[Exchange]:
    """Return the exchanges that a message of this thread led to, oldest first."""
    ref = place.ref(ts)
    asked = await slack.store.exchanges.by_message(PLATFORM, ref)
    conversation = asked.message.conversation if asked else place.conversation
    exchanges = await slack.store.exchanges.conversation(conversation)
    return [exchange for exchange in exchanges if said_in(exchange.message.ref) == ref]


async def stop_answers(slack: Parts, place: Place, ts: str) -> None:
    """Stop the answers to a message that are still to come."""
    for exchange in await answers_to(slack, place, ts):
        if exchange.state.is_open:
            _log.info("exchange %d is stopped: its question is gone, or was changed", exchange.id)
            await slack.engine.stop_answer(exchange.id)
