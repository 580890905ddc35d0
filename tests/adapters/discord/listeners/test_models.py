"""Models in Discord: chosen for whom an option says, asked at addresses of one's own, and named below each answer."""

from dataclasses import replace

from bot.models import Provider
from tests.adapters.discord.acts import press, run
from tests.adapters.discord.wiring import Room
from tests.fakes.discord import ANA, GENERAL


async def test_a_model_is_chosen_for_others_too(room: Room) -> None:
    room.model.models["other"] = 4096
    refused = await run(room, "/model", name="other", where="channel")
    assert "Manage Channels" in refused.content
    room.discord.permit(GENERAL, ANA, manage_channels=True)
    chosen = await run(room, "/model", name="other", where="channel")
    assert "`other` answers everybody in this channel from now on" in chosen.content
    _, answer = await room.asks()
    assert room.discord.has(answer, "other")
    assert "`/model name:default where:all in this channel`" in (await run(room, "/model")).content
    assert "No model is chosen for this channel" in await press(room, chosen, "Use the default")
    assert "for an admin" in (await run(room, "/model", name="other", where="workspace")).content


async def test_a_menu_says_which_model_can_not_be_asked(room: Room) -> None:
    models = room.core.models
    gone = Provider("gone", "http://127.0.0.1:9/v1", default="large")
    await models.take_up(replace(models.catalogue, providers=(*models.catalogue.providers, gone)))
    offered = await room.discord.completes("/model", {"name": ""}, "name")
    assert {"name": "large (out of reach)", "value": "large"} in offered
    assert {"name": "scripted", "value": "scripted"} in offered


async def test_an_address_of_ones_own_is_kept(room: Room) -> None:
    url = room.model.url
    assert "code-supporter.toml" in (await run(room, "/url", action="add", name="laptop", url=url)).content
    models = room.core.models
    models.catalogue = replace(models.catalogue, allowed=frozenset({url.removesuffix("/v1")}))
    assert "`/url action:add name:NAME url:URL` keeps one" in (await run(room, "/url")).content
    assert "You can choose `laptop/scripted`" in (await run(room, "/url", action="add", name="laptop", url=url)).content
    offered = await room.discord.completes("/model", {"name": "lap"}, "name")
    assert [each["value"] for each in offered] == ["laptop/scripted"]
    assert "1 model." in (await run(room, "/url", action="test", name="laptop")).content
    assert "is gone" in (await run(room, "/url", action="remove", name="laptop")).content
