"""What belongs to whom: at the page, people reach their own conversations, answers and runs, and nobody else's."""

from bot.errors import Missing
from bot.nouns import Message
from bot.store import Store
from bot.store.snippets import Viewer

PREFIX = "web:"
"""How the names of conversations begin that are held on the page, whatever platform their people are of."""
Whose = tuple[str, str, str]
"""A person: platform, workspace and id."""


def whose(person: Viewer) -> Whose:
    """Return what tells people apart: their names may change."""
    return person.author.platform, person.workspace, person.author.id


def whose_message(message: Message) -> Whose:
    """Return who said a message."""
    return message.author.platform, message.workspace, message.author.id


def is_held_here(conversation: str) -> bool:
    """Tell whether a conversation is held on the page. Its people may be of another platform."""
    return conversation.startswith(PREFIX)


async def check_conversation(store: Store, conversation: str, person: Viewer) -> None:
    """Raise ``Missing`` where a conversation is none of a person's; one of the page that is not begun is nobody's."""
    if is_held_here(conversation):
        latest = await store.exchanges.latest(conversation)
        is_theirs = not latest or whose_message(latest.message) == whose(person)
    else:
        is_theirs = await store.conversations.find(person, conversation) is not None
    if not is_theirs:
        raise Missing("There is no such conversation here.")
