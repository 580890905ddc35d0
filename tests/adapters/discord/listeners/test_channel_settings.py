"""What a channel has set holds for all who are there, and is changed by who may manage it."""

from tests.adapters.discord.wiring import Room, answered_alone
from tests.fakes.discord import BEN, G1, GENERAL
from tests.until import until

NOT_YOURS = "by who may *Manage Channels* here"


async def test_a_member_sees_them_and_changes_nothing(room: Room) -> None:
    room.discord.permit(GENERAL, BEN, manage_channels=True)
    shown = (await room.discord.commands("/settings")).original
    assert shown
    await until(lambda: room.discord.has(shown, "Answer only mentions"))
    await room.discord.presses(shown, "Answer only mentions")
    assert NOT_YOURS in shown.content
    done = await room.discord.commands("/settings", {"setting": "inplace", "value": "on"})
    await until(lambda: answered_alone(done, NOT_YOURS))
    done = await room.discord.commands("/settings", {"setting": "inplace"})
    await until(lambda: answered_alone(done, "Say whether a mention is answered in place"))
    preferences = room.core.store.preferences
    assert not await preferences.needs_mention("discord", G1, GENERAL)
    assert not await preferences.answers_in_place("discord", G1, GENERAL)
    done = await room.discord.commands("/settings", {"setting": "inplace", "value": "on"}, BEN)
    await until(lambda: answered_alone(done, "A mention is answered below it"))
    assert await preferences.answers_in_place("discord", G1, GENERAL)
