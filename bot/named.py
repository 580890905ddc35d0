"""What stands before a question: which model is to answer it, as in ``--model NAME how do I …``."""

import re
from dataclasses import replace

from bot.choosing import decide
from bot.errors import ModelError, UsageError
from bot.models import Asker, Models
from bot.nouns import Message
from bot.store.preferences import Level, PreferenceRows

_DASHES = r"(?:--|—|–)"  # phones and Macs write two hyphens as one dash
_MODEL = re.compile(rf"\s*{_DASHES}model[ =]+`?(?P<name>[^\s`]+)`?(?P<here>\s+{_DASHES}here\b)?\s*", re.IGNORECASE)
_NO_QUESTION = "Write your question behind it: `--model {} how do I …`. `/code model {}` chooses it for all you ask."


async def heed_name(message: Message, preferences: PreferenceRows, models: Models) -> Message:
    """Return a message with the model that its text begins with, and without that.

    With ``--here`` behind it, it answers what follows in the conversation, too. Raises ``UsageError`` where that can't
    be, or no question follows.
    """
    found = _MODEL.match(message.text)
    if not found:
        return message
    name, text = found["name"], message.text[found.end() :]
    if not (text.strip() or message.attachments):
        raise UsageError(_NO_QUESTION.format(name, name))
    if found["here"]:
        name = await _keep(name, Asker.of(message), preferences, models)
    return replace(message, text=text, model=name)


async def _keep(name: str, asker: Asker, preferences: PreferenceRows, models: Models) -> str:
    try:
        return await decide(preferences, models, asker, Level.CONVERSATION, name, is_admin=False)
    except ModelError:  # the answer says so, and there is nothing to keep
        return name
