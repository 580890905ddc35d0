"""What can be asked: not nothing, and not more than a model should be sent."""

from bot.briefing import MAX_PICTURES
from bot.errors import UsageError
from bot.nouns import Message
from bot.text import clean

EMPTY = "The question is empty. Say in words what the code should do."


def check_question(message: Message, longest: int) -> None:
    """Raise ``UsageError`` for what can't be asked; ``longest`` is in characters, attached texts included."""
    if not clean(message.text).strip() and not message.attachments:
        raise UsageError(EMPTY)
    size = len(message.text) + sum(len(file.text) for file in message.attachments)
    if size > longest:
        raise UsageError(
            f"The question has {size:,} characters; the limit is {longest:,}. Leave out what does not matter."
        )
    pictures = sum(bool(file.image) for file in message.attachments)
    if pictures > MAX_PICTURES:
        raise UsageError(f"The question has {pictures} pictures; the limit is {MAX_PICTURES}.")
