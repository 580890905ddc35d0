"""What a person does with commands and their buttons, and sees alone."""

from tests.adapters.discord.wiring import Room
from tests.fakes.discord import ANA, GENERAL, FakeMessage, Interaction
from tests.until import until


async def run(room: Room, path: str, user: str = ANA, channel: str = GENERAL, **options: object) -> FakeMessage:
    """Type a command that is answered to its person alone; return the answer."""
    return await answer_to(await room.discord.commands(path, options, user, channel))


async def send(room: Room, form: Interaction, text: str, user: str = "") -> FakeMessage:
    """Write a text into a form and send it; return the answer, which nobody else sees."""
    return await answer_to(await room.discord.submits(form, {"text": text}, user))


async def answer_to(done: Interaction) -> FakeMessage:
    """Wait for what a person alone is told; return that."""
    assert done.is_ephemeral
    assert done.original
    await until(lambda: not done.original.is_loading if done.original else False)
    return done.original


async def press(room: Room, message: FakeMessage, label: str, user: str = ANA) -> str:
    """Press a button that shows what comes of it in its place; return that."""
    done = await room.discord.presses(message, label, user)
    assert done.acknowledged == "update"
    return message.content
