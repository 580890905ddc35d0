"""A purge takes up to a hundred messages at once: of those that are old the database is asked nothing."""

import time

from sqlalchemy import event

from tests.adapters.discord.wiring import Room
from tests.fakes.discord import G1
from tests.fakes.discord.nouns import snowflake
from tests.until import until


async def test_old_messages_cost_nothing(room: Room) -> None:
    thread = await room.writes()
    (draft,) = room.mine(thread)
    statements: list[str] = []
    engine = vars(room.core.store.database)["_engine"].sync_engine
    event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    before = int((time.time() - 25 * 3600) * 1000)
    old = [snowflake(before, number) for number in range(100)]
    room.discord.tell("MESSAGE_DELETE_BULK", {"ids": [*old, draft.id], "channel_id": thread, "guild_id": G1}, G1)
    await until(lambda: room.model.deserted == 1)
    assert len(statements) < 50
