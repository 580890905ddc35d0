"""Commands go to Discord once, and anew at the first start a day later: another program may have put its own there."""

from pathlib import Path

import pytest

from tests.adapters.discord.program import opened_discord
from tests.fakes.discord import BOT, DiscordServer
from tests.fakes.openai_server import ModelServer

SYNC = ("PUT", "/applications/{application}/commands")
NOTE = f"commands:{BOT}"


@pytest.mark.parametrize(("age", "sent"), [(23 * 3600, 1), (25 * 3600, 2)])
async def test_what_somebody_else_overwrote_comes_back_within_a_day(
    tmp_path: Path, model_server: ModelServer, age: int, sent: int
) -> None:
    async with DiscordServer(second=0.1) as discord:
        async with opened_discord(tmp_path, model_server, discord) as (core, _):
            digest, at = (await core.store.preferences.noted("discord", NOTE)).split()
            await core.store.preferences.note("discord", NOTE, f"{digest} {int(at) - age}")
        async with opened_discord(tmp_path, model_server, discord):
            assert len(discord.made(*SYNC)) == sent
        async with opened_discord(tmp_path, model_server, discord):
            assert len(discord.made(*SYNC)) == sent
