"""`/lessons forget me`: all that was learnt from a person goes, once they have confirmed it."""

from bot.commands.call import Call, Reply
from bot.errors import UsageError
from bot.learning.learning import Learning
from bot.nouns import Button

ASKS = """\
**Forget what I learnt from you here?** Your votes on lessons and your thumbs up are taken back. Lessons that nobody \
else is for are deleted; the others stay for those people, without your name and your words. Answers to you are \
shown to nobody as examples any more.

**This can't be undone.**"""
_CONFIRMED = "me for good"


async def forget(call: Call, rest: str, learning: Learning) -> Reply:
    """Ask whether that is meant; then forget the caller, in this workspace."""
    said = " ".join(rest.casefold().split())
    if said == "me":
        return Reply(ASKS, (Button("Forget me for good", f"lessons forget {_CONFIRMED}", danger=True),))
    if said != _CONFIRMED:
        raise UsageError("Only you can be forgotten by you: `/lessons forget me`. `/lessons delete 12` deletes one.")
    gone = await learning.forget(call.author, call.place)
    kept = f" {_count(gone.kept)} that others are for stay, without your name." if gone.kept else ""
    return Reply(f"Forgotten: {_count(gone.gone)} deleted, {gone.votes:,} of your votes taken back.{kept}")


def _count(lessons: int) -> str:
    return f"{lessons:,} lesson{'' if lessons == 1 else 's'}"
