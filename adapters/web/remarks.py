"""What stands under an answer about lessons: as it was said when the answer ended, or made anew from the store."""

from collections import defaultdict
from collections.abc import Sequence

from adapters.web.runs import Frame
from bot.commands import Reply
from bot.learning.footer import say_taught, say_used
from bot.learning.nouns import Lesson
from bot.learning.recall import place_of
from bot.learning.teach import Taught
from bot.nouns import Author, Button, Exchange, Mode
from bot.store import Store

_MARK = "*"
"""How a note of ours begins; those that tell of a problem begin otherwise, and have a place of their own."""


async def recall_remarks(store: Store, exchanges: Sequence[Exchange]) -> dict[int, list[Reply]]:
    """Return what there is to say of lessons under each exchange of a conversation, by its number."""
    used = {exchange.id: await _applied(store, exchange) for exchange in exchanges if not exchange.state.is_open}
    known = await _known(store, exchanges[0]) if any(used.values()) else {}
    remarks, about = defaultdict[int, list[Reply]](list), 0
    for exchange in exchanges:
        if lessons := [known[number] for number in reversed(used.get(exchange.id, []))]:
            note, why = say_used(exchange.id, lessons)
            remarks[exchange.id].append(Reply(note, (why,)))
        if exchange.message.mode is Mode.FEEDBACK and (complained := exchange.message.about or about):
            remarks[exchange.id] += await _taught(store, complained, exchange.message.author)
        about = exchange.id if exchange.answer.strip() else about
    return remarks


def read_remarks(shown: str, answer: str, offers: Sequence[Button]) -> list[Reply]:
    """Return the notes on lessons that an answer ended with, where all that was ``shown`` of it is known."""
    notes = shown.rpartition(answer)[2].split("\n\n") if answer else []
    said = [note.strip() for note in notes if note.strip().startswith(_MARK)]
    return [Reply("\n\n".join(said), tuple(offers))] if said or offers else []


def show_reply(reply: Reply) -> Frame:
    """Return what a command answered, or what stands under an answer, as JSON."""
    return {"text": reply.text, "buttons": [show_button(button) for button in reply.buttons]}


def show_button(button: Button) -> Frame:
    return {"label": button.label, "command": button.command, "danger": button.danger}


async def _applied(store: Store, exchange: Exchange) -> list[int]:
    """Return the numbers of the lessons that an answer was given, best first."""
    return [use.number for use in await store.uses.of(exchange.id) if use.applied]


async def _known(store: Store, exchange: Exchange) -> dict[int, Lesson]:
    _, lessons = await store.lessons.all(*place_of(exchange))
    return {lesson.number: lesson for lesson in lessons}


async def _taught(store: Store, about: int, author: Author) -> list[Reply]:
    """Return what a complaint about an exchange taught, as long as its author stands by that."""
    standing = [lesson for lesson in await store.lessons.derived(about, author) if not lesson.is_gone]
    taught = [say_taught(Taught(lesson, is_new=lesson.author.id == author.id)) for lesson in standing]
    return [Reply(note, tuple(undo)) for note, undo in taught]
