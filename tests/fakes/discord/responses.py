"""The acknowledgement of interactions: in three seconds, once, in a way that their kind allows."""

import asyncio

from tests.fakes.discord import posting
from tests.fakes.discord.ask import Answer, Ask, Method
from tests.fakes.discord.bodies import check_body, is_empty
from tests.fakes.discord.cast import BOT
from tests.fakes.discord.describe import show_message
from tests.fakes.discord.errors import Refused, Strange, invalid, length
from tests.fakes.discord.ground import Ground
from tests.fakes.discord.interaction import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from tests.fakes.discord.modals import check_modal
from tests.fakes.discord.nouns import COMMAND as COMMAND_MESSAGE
from tests.fakes.discord.nouns import CONTEXT_MENU, EPHEMERAL, LOADING, PLAIN, FakeFile, FakeMessage, Json
from tests.fakes.discord.shape import MESSAGE

WAYS = {4: "message", 5: "deferred", 6: "deferred_update", 7: "update", 8: "choices", 9: "modal"}


def acknowledge(discord: Ground, ask: Ask) -> Answer:
    """Take the first response; with ``with_response`` say what came of it."""
    now = asyncio.get_running_loop().time()
    interaction = discord.interactions.get(ask["token"])
    if interaction is None or interaction.id != ask["interaction"]:
        raise Refused(10062)
    if interaction.acknowledged:
        raise Refused(40060)
    if now - interaction.at > discord.patience:
        raise Refused(10062)
    body = ask.only("type", "data")
    how, data = WAYS.get(body["type"], ""), body.get("data") or {}
    _check_way(interaction, how)
    _WAYS[how](discord, interaction, data, ask.files)
    interaction.settle(how, body, now)
    return _result(discord, interaction, body["type"]) if ask.query.get("with_response") in ("true", "1") else None


def respond(
    discord: Ground, interaction: Interaction, body: Json, files: dict[int, FakeFile], *, flags: int = 0
) -> FakeMessage:
    """Post a message that answers an interaction; an ephemeral one is kept aside."""
    check_body(body, files, is_new=True, is_response=True)
    if not flags & LOADING and is_empty({**body, "attachments": files}):
        raise Refused(50006)
    message = FakeMessage(discord.world.ids.next(), interaction.channel, BOT, flags=flags)
    message.kind = _kind(interaction)
    message.interaction = _metadata(discord, interaction)
    posting.write(discord, message, body, files, is_response=True)
    if message.is_ephemeral:
        message.contents.append((asyncio.get_running_loop().time(), message.content))
        discord.world.ephemerals.append(message)
    else:
        discord.world.post(message)
        discord.tell_message("MESSAGE_CREATE", message)
    return message


def _message(discord: Ground, interaction: Interaction, data: Json, files: dict[int, FakeFile]) -> None:
    interaction.original = respond(discord, interaction, data, files)
    interaction.is_ephemeral = interaction.original.is_ephemeral


def _defer(discord: Ground, interaction: Interaction, data: Json, files: dict[int, FakeFile]) -> None:
    if unknown := data.keys() - {"flags"}:
        raise Strange(f"a deferral has no fields {sorted(unknown)}")
    interaction.is_ephemeral = bool(data.get("flags", 0) & EPHEMERAL)
    interaction.original = respond(discord, interaction, data, files, flags=LOADING)


def _update(discord: Ground, interaction: Interaction, data: Json, files: dict[int, FakeFile]) -> None:
    _defer_update(discord, interaction, data, files)
    assert interaction.original
    posting.change(discord, interaction.original, data, files, is_response=True)


def _defer_update(discord: Ground, interaction: Interaction, data: Json, files: dict[int, FakeFile]) -> None:
    interaction.original = interaction.source
    interaction.is_ephemeral = bool(interaction.source and interaction.source.is_ephemeral)


def _choose(discord: Ground, interaction: Interaction, data: Json, files: dict[int, FakeFile]) -> None:
    choices = data["choices"]
    if len(choices) > 25:
        raise invalid("data.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for number, choice in enumerate(choices):
        length(f"data.choices.{number}.name", choice["name"], 1, 100)
        length(f"data.choices.{number}.value", str(choice["value"]), 0, 100)
    interaction.choices = choices


def _ask(discord: Ground, interaction: Interaction, data: Json, files: dict[int, FakeFile]) -> None:
    check_modal(data)
    interaction.modal = data


_WAYS = {
    "message": _message,
    "deferred": _defer,
    "update": _update,
    "deferred_update": _defer_update,
    "choices": _choose,
    "modal": _ask,
}


def _check_way(interaction: Interaction, how: str) -> None:
    allowed = {
        COMMAND: {"message", "deferred", "modal"},
        COMPONENT: {"message", "deferred", "update", "deferred_update", "modal"},
        AUTOCOMPLETE: {"choices"},
        MODAL: {"message", "deferred"} | ({"update", "deferred_update"} if interaction.source else set()),
    }[interaction.kind]
    if how not in allowed:
        raise invalid("type", "BASE_TYPE_CHOICES", f"Value must be one of {sorted(allowed)}.")


def _kind(interaction: Interaction) -> int:
    if interaction.kind != COMMAND:
        return PLAIN
    return CONTEXT_MENU if interaction.data.get("type") == MESSAGE else COMMAND_MESSAGE


def _metadata(discord: Ground, interaction: Interaction) -> Json:
    user = discord.world.users[interaction.user].json()
    shown = {"id": interaction.id, "type": interaction.kind, "user": user, "authorizing_integration_owners": {}}
    return shown | ({"interacted_message_id": interaction.source.id} if interaction.source else {})


def _result(discord: Ground, interaction: Interaction, kind: int) -> Json:
    original, how = interaction.original, interaction.acknowledged
    about: Json = {"id": interaction.id, "type": interaction.kind}
    if original is None:
        return {"interaction": about, **({"resource": {"type": kind}} if how == "modal" else {})}
    about |= {"response_message_id": original.id, "response_message_loading": original.is_loading}
    about["response_message_ephemeral"] = original.is_ephemeral
    resource: Json = {"type": kind}
    if how in ("message", "update", "deferred"):
        resource["message"] = show_message(discord.world, original)
    return {"interaction": about, "resource": resource}


METHODS: dict[str, Method] = {"POST /interactions/{interaction}/{token}/callback": acknowledge}
