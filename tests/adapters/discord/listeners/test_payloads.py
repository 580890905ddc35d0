"""Nothing that Discord sends ends the program, or leaves a person without a word: real payloads, with fields that are
missing or of another kind.

What the SDK itself can't read is its own matter, and ends its connection, see ``Gateway``; so payloads are read here
by the SDK's parsers, and not sent through its socket.
"""

import asyncio
import copy
import logging
import traceback
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.adapters.discord.program import opened_discord
from tests.adapters.discord.wiring import CODE, Room
from tests.fakes.discord import BEN, BOT, GENERAL, Delivery, DiscordServer, Interaction
from tests.fakes.openai_server import ModelServer
from tests.until import until

ME = f"<@{BOT}>"
ROOT = Path(__file__).parents[4]
HEARD = ("MESSAGE_CREATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK", "THREAD_DELETE", "INTERACTION_CREATE")
ODD = [None, 0, -1, 1e99, True, "", "x", "1", BOT, f"{ME} x", "9" * 30, "\0", [], [None], {}, {"id": None}, {"x": "y"}]
NETS = ("adapters.attempt", "bot.answering")
"""Whose lines are all right: what they caught, the person was told of."""
ENOUGH = {
    "discord_questions_per_minute": 100_000,
    "discord_edits": 10_000,
    "discord_posts": 10_000,
    "discord_calls_per_second": 10_000,
}


@dataclass
class House:
    """A room, and one payload of each kind that was delivered there."""

    room: Room
    payloads: list[Delivery]
    caplog: pytest.LogCaptureFixture

    async def deliver(self, event: str, payload: Any) -> None:
        """Let the SDK read a payload, and wait until whoever waits for an answer to it has one, or the log a line."""
        client = await self.room.adapter.gateway.client()
        waiting = self._wait(payload) if event == "INTERACTION_CREATE" else None
        lines = len(self.caplog.records)
        try:
            client._connection.parsers[event](payload)
        except Exception:  # noqa: BLE001  # why: it is about what comes after the SDK has read it
            return
        if waiting:
            try:
                await until(lambda: waiting.done.is_set() or len(self.caplog.records) > lines, seconds=5)
            except TimeoutError:
                pytest.fail(f"nobody was answered, and nothing logged: {payload}")
        await asyncio.sleep(0)

    def _wait(self, payload: Any) -> Interaction | None:
        """Let Discord know of the interaction; None where nobody waits for an answer."""
        kind, now = payload.get("type"), asyncio.get_running_loop().time()
        made = Interaction(str(payload.get("id")), str(payload.get("token")), kind, BEN, GENERAL, now, {})
        made.source = self.room.discord.ephemerals[0] if kind in (3, 5) else None
        self.room.discord.interactions[made.token] = made
        return made if kind in (2, 3, 5) and kind is not True else None


@pytest.fixture
async def house(tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture) -> AsyncIterator[House]:
    model_server.answer = lambda asked: CODE
    caplog.set_level(logging.INFO)
    async with (
        DiscordServer(second=0.01, limits=False) as discord,
        opened_discord(tmp_path, model_server, discord, second=0.01, **ENOUGH) as (core, adapter),
    ):
        room = Room(discord, model_server, core, adapter)
        await act(room)
        heard = [each for each in discord.deliveries if each.event in HEARD or "REACTION" in each.event]
        yield House(room, copy.deepcopy(heard), caplog)  # Discord goes on changing what it told
        thread = await discord.says(GENERAL, f"{ME} still there?")
        await room.answers(thread)
    said = [record for phase in ("setup", "call", "teardown") for record in caplog.get_records(phase)]
    assert not [
        record for record in said if record.name not in NETS and record.exc_info and is_ours(record.exc_info[1])
    ]


def is_ours(error: BaseException | None) -> bool:
    """Tell whether an error came through our code."""
    files = {Path(frame.filename) for frame in traceback.extract_tb(error.__traceback__)} if error else set()
    ours = {file for file in files if ROOT in file.parents and "site-packages" not in file.parts}
    return bool(ours - {Path(__file__)})


async def act(room: Room) -> None:
    """Do once each thing that people can do."""
    discord = room.discord
    thread, answer = await room.asks()
    await discord.says(thread, "louder", reply_to=answer.id, files=[discord.file("a.py", "x = 1")])
    await room.answers(thread, 2)
    direct = discord.direct()
    await discord.says(direct, "hello")
    await room.answers(direct)
    await discord.forwards(thread, direct)
    await discord.reacts(answer.id, "👎")
    await discord.unreacts(answer.id, "👎")
    for label in ("👍", "Regenerate", "Save code"):
        await discord.presses(answer, label)
    await discord.submits(await discord.presses(answer, "👎"), {"chips": ["wrong"], "words": "shorter"})
    await room.codes("sort a list", file=discord.file("a.py", "x = 1"))
    for path in ("/settings", "/model", "/snippets list", "/usage"):
        await discord.commands(path)
    await discord.presses(await room.told("**Settings**"), "Answer only mentions")
    await discord.commands("/snippets show", {"name": "x"})
    await discord.chooses("Explain this code", thread)
    await discord.chooses("Save as snippet", thread)
    await discord.completes("/snippets show", {"name": "x"}, "name")
    gone = await discord.says(GENERAL, "oh")
    await discord.purges(GENERAL, [await discord.says(GENERAL, "no")])
    await discord.deletes(gone)
    await discord.deletes_thread(await discord.begins_thread(GENERAL, "t", BEN))
    await room.answers(thread, 5)


def paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """All places in a payload."""
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, below in inside:
        yield (*path, name)
        yield from paths(below, (*path, name))


def change(payload: Any, path: tuple[Any, ...], odd: Any) -> None:
    """Put something odd at a place, or nothing at all; where an earlier change took the place away, leave it."""
    for name in path[:-1]:
        if not isinstance(payload, dict | list) or (isinstance(payload, dict) and name not in payload):
            return
        if isinstance(payload, list) and (not isinstance(name, int) or name >= len(payload)):
            return
        payload = payload[name]
    if not isinstance(payload, dict) or path[-1] not in payload:
        return
    if odd == "gone":
        del payload[path[-1]]
    else:
        payload[path[-1]] = copy.deepcopy(odd)


@settings(
    max_examples=150,
    phases=[Phase.generate],  # a payload that nobody answers takes seconds: none is made smaller
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
async def test_no_payload_is_too_odd(house: House, data: st.DataObject) -> None:
    kinds = sorted({each.event for each in house.payloads})
    event = data.draw(st.sampled_from(kinds))
    payload = copy.deepcopy(data.draw(st.sampled_from([each for each in house.payloads if each.event == event])).data)
    if event in ("MESSAGE_CREATE", "INTERACTION_CREATE"):  # else it was seen before
        payload |= {"id": house.room.discord.world.ids.next()}
        payload |= {"token": payload["id"]} if "token" in payload else {}
    places = list(paths(payload))
    for path in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)):
        change(payload, path, data.draw(st.sampled_from(["gone", *ODD])))
    await house.deliver(event, payload)
