"""What an app does with an interaction's token for fifteen minutes: its answer, and followups."""

import asyncio

from tests.fakes.discord import posting
from tests.fakes.discord.ask import Answer, Ask, Method
from tests.fakes.discord.cast import BOT
from tests.fakes.discord.describe import show_message
from tests.fakes.discord.errors import Refused
from tests.fakes.discord.ground import Ground
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.nouns import LOADING, FakeFile, FakeMessage
from tests.fakes.discord.responses import respond


def follow(discord: Ground, ask: Ask) -> Answer:
    """Post a followup; the first one after a deferral is the answer itself."""
    interaction = _interaction(discord, ask)
    original = interaction.original
    if original and original.is_loading:
        body = {name: value for name, value in ask.body.items() if name != "flags"}
        return show_message(discord.world, _answer(discord, original, ask.files, body))
    message = respond(discord, interaction, ask.body, ask.files)
    interaction.followups.append(message)
    return show_message(discord.world, message)


def fetch(discord: Ground, ask: Ask) -> Answer:
    return show_message(discord.world, _message(discord, ask))


def edit(discord: Ground, ask: Ask) -> Answer:
    message = _message(discord, ask)
    return show_message(discord.world, _answer(discord, message, ask.files, ask.body))


def delete(discord: Ground, ask: Ask) -> Answer:
    posting.erase(discord, _message(discord, ask))
    return None


def _answer(discord: Ground, message: FakeMessage, files: dict[int, FakeFile], body: dict[str, object]) -> FakeMessage:
    flags = message.flags
    message.flags &= ~LOADING
    try:
        posting.change(discord, message, body, files, is_response=True)
    except Refused:
        message.flags = flags
        raise
    return message


def _interaction(discord: Ground, ask: Ask) -> Interaction:
    """Return the interaction of a token. Raises ``Refused`` once its time is over, and before it is acknowledged."""
    interaction = discord.interactions.get(ask["token"])
    if interaction is None or ask["application"] != BOT or not interaction.acknowledged:
        raise Refused(10015)
    if asyncio.get_running_loop().time() - interaction.at > discord.token_life:
        raise Refused(50027)
    return interaction


def _message(discord: Ground, ask: Ask) -> FakeMessage:
    interaction = _interaction(discord, ask)
    own = [*interaction.followups, *([interaction.original] if interaction.original else [])]
    wanted = ask.params.get("message", "")
    found = interaction.original if not wanted else next((one for one in own if one.id == wanted), None)
    if found is None or found.deleted:
        raise Refused(10008)
    return found


_HOOK = "/webhooks/{application}/{token}"
METHODS: dict[str, Method] = {
    f"POST {_HOOK}": follow,
    f"GET {_HOOK}/messages/@original": fetch,
    f"PATCH {_HOOK}/messages/@original": edit,
    f"DELETE {_HOOK}/messages/@original": delete,
    f"GET {_HOOK}/messages/{{message}}": fetch,
    f"PATCH {_HOOK}/messages/{{message}}": edit,
    f"DELETE {_HOOK}/messages/{{message}}": delete,
}
