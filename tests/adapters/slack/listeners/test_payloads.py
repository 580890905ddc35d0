"""Whatever Slack sends is acknowledged, and nothing of it ends the program: real payloads, with fields that are missing
or of another kind."""

import copy
import logging
import traceback
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack import transport
from tests.adapters.slack.wiring import CODE, Room, in_room
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import Delivery

ODD = [
    None,
    0,
    -1,
    1e99,
    True,
    "",
    "x",
    "U1",
    "E1",
    "<@UBOT1> x",
    "9" * 30,
    "\0",
    [],
    [None],
    {},
    {"id": None},
    {"x": "y"},
]
ROOT = Path(__file__).parents[4]
NOT_OURS = 404
"""Bolt's answer, with a line in its log, where no listener fits: what has lost its type is of no kind."""


@dataclass
class House:
    """A room, and one payload of each kind that was delivered there."""

    room: Room
    payloads: list[Delivery]


@pytest.fixture
async def house(tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture) -> AsyncIterator[House]:
    model_server.answer = lambda asked: CODE
    caplog.set_level(logging.DEBUG, "adapters.slack")
    async with in_room(tmp_path, model_server, transport="http", limits=False) as room:
        await act(room)
        yield House(room, list(room.slack.deliveries))
        ts = await room.slack.says("C1", "<@UBOT1> still there?")
        await room.answers(ts)
        await room.slack.settle()
    said = [record for phase in ("setup", "call", "teardown") for record in caplog.get_records(phase)]
    assert not [record for record in said if is_fault_of_ours(record)]
    assert any("what it failed at" in record.msg for record in said)  # else nothing was looked at


def is_fault_of_ours(record: logging.LogRecord) -> bool:
    """Tell whether a line in the log comes with a traceback through our code, or with any that is an error."""
    if not record.exc_info:
        return False
    files = {Path(frame.filename) for frame in traceback.extract_tb(record.exc_info[2])}
    ours = {file for file in files if ROOT in file.parents and "site-packages" not in file.parts}
    return record.levelno >= logging.ERROR or bool(ours - {Path(transport.__file__)})


async def act(room: Room) -> None:
    """Do once each thing that people can do."""
    slack = room.slack
    ts, answer = await room.asks()
    reply = await slack.says("C1", "louder", thread_ts=ts, files=[slack.file("a.py", "x = 1")])
    await room.answers(ts, 2)
    await slack.says("D1", "hello")
    await slack.edits("C1", reply, "quieter")
    offer = await room.told("You changed your question")
    await slack.presses("C1", offer.ts, "again:edited")
    await slack.reacts("C1", answer.ts, "-1")
    await slack.reacts("C1", answer.ts, "-1", removed=True)
    for action, value in (("rate", "up"), ("rate", "down"), ("regenerate", ""), ("save", "")):
        await slack.presses("C1", answer.ts, action, value=value)
    change = await room.form("change")
    await slack.submits(change, {"chips": ["wrong"], "words": "shorter"})
    await slack.commands("/code", "settings")
    await slack.presses("C1", (await room.told("**Settings**")).ts, "run:0")
    await slack.commands("/code", "sort a list")
    await slack.commands("/code", "")
    await slack.submits(await room.form("ask"), {"problem": "x", "model": "default", "mode": "query"})
    await slack.shortcut("explain", "C1", ts)
    await slack.shortcut("save_snippet", "C1", ts)
    await slack.opens_home()
    await slack.opens_home(tab="messages")
    await slack.happens({"type": "agent_session_stopped", "channel": "C1", "thread_ts": ts, "user": "UANA"})
    await slack.happens({"type": "tokens_revoked", "tokens": {"oauth": ["UANA"]}})
    await slack.deletes("C1", reply)


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
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
async def test_no_payload_is_too_odd(house: House, data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(house.payloads))
    payload = copy.deepcopy(original.payload)
    places = list(paths(payload))
    for path in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)):
        change(payload, path, data.draw(st.sampled_from(["gone", *ODD])))
    delivery = await house.room.slack.courier.deliver(Delivery(original.kind, payload))
    assert delivery.status in (200, NOT_OURS), payload
