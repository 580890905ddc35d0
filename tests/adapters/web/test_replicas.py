"""Two processes on one database: whoever looks on through one sees what the other writes, to the same last letter."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.adapters.web.house import Heard, House, housing
from tests.fakes.openai_server import ModelServer
from tests.postgres import postgres_server, postgres_url
from tests.until import until

__all__ = ["postgres_server", "postgres_url"]

LONG = "".join(f"Line {n}: é 👩\u200d👧 `code`\n" for n in range(60))


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Settings for the database that they share."""
    return {"database_url": request.getfixturevalue("postgres_url")} if request.param == "postgres" else {}


@pytest.fixture
async def houses(tmp_path: Path, model_server: ModelServer, database: dict[str, Any]) -> AsyncIterator[list[House]]:
    async with (
        housing(tmp_path, model_server, **database) as first,
        housing(tmp_path, model_server, **database) as other,
    ):
        yield [first, other]


async def test_the_text_grows_also_where_it_is_not_written(houses: list[House]) -> None:
    writing, other = houses
    writing.model.says(LONG)
    writing.model.hold(after=60)
    async with writing.viewer() as asker, other.viewer() as onlooker:
        run = await asker.asks("Go.")
        seen = await asker.hears_until("Line 5")
        await onlooker.says("resume", run=run, epoch=seen.epoch, after=seen.seq)
        looked = await onlooker.hears_until("Line 5")
        assert LONG.startswith(looked.text)
        async with httpx2.AsyncClient(base_url=other.url, trust_env=False) as web:
            (shown,) = (await web.get(f"/api/conversations/{asker.conversation}")).json()["exchanges"]
            assert (shown["running"], shown["run"]) == (True, run)
        writing.model.release()
        await asker.hears_out(seen)
        await onlooker.hears_out(looked)
    assert looked.text == seen.text == LONG
    assert looked.last == seen.last
    assert other.core.engine.writing == set()


async def test_stop_reaches_the_process_that_writes(houses: list[House]) -> None:
    writing, other = houses
    writing.model.says(LONG)
    writing.model.hold(after=60)
    async with writing.viewer() as asker, other.viewer() as onlooker:
        run = await asker.asks("Go.")
        seen = await asker.hears_until("Line 5")
        await onlooker.says("resume", run=run)
        looked = await onlooker.hears_until("Line 5")
        await onlooker.says("stop", conversation=asker.conversation)
        await onlooker.hears_out(looked)
        await asker.hears_out(seen)
    await writing.model.left()
    assert looked.last["reason"] == "stopped"
    assert looked.last["shown"]["answer"] == looked.text


async def test_an_answer_that_ended_elsewhere_is_shown_whole(houses: list[House]) -> None:
    writing, other = houses
    async with writing.viewer() as asker, other.viewer() as onlooker:
        run = await asker.asks("Go.")
        ended = await asker.hears_out()
        await onlooker.says("resume", run=run, epoch=ended.epoch, after=3)
        shown = await onlooker.hears_out()
        assert (shown.text, shown.last) == (ended.text, ended.last)
        again = str(uuid4())
        await asker.says("again", client_id=again, exchange=ended.last["exchange"])
        await asker.hears_out()
        await onlooker.says("resume", run=again)
        assert (await onlooker.hears_out()).last["shown"]["run"] == again
        await onlooker.says("resume", run=str(uuid4()))
        assert (await onlooker.hears_out()).last["type"] == "gone"


async def test_what_a_process_leaves_unfinished_is_gone_on_with_before_the_eyes_of_who_looks_on(
    tmp_path: Path, model_server: ModelServer
) -> None:
    model_server.says(LONG, LONG)
    model_server.hold(after=60)
    async with housing(tmp_path, model_server, lease_seconds=2) as other, other.viewer() as onlooker:
        async with housing(tmp_path, model_server, grace_seconds=0, lease_seconds=2) as writing:
            async with writing.viewer() as asker:
                run = await asker.asks("Go.")
                await asker.hears_until("Line 5")
            await onlooker.says("resume", run=run)
            looked = await onlooker.hears_until("Line 5")
            writing.core.engine.lose_turns()
        model_server.release()
        await onlooker.hears_out(looked)
    assert isinstance(looked, Heard)
    assert looked.text == LONG
    assert looked.last["reason"] == "done"


async def test_what_is_not_written_again_keeps_what_stood_there(tmp_path: Path, model_server: ModelServer) -> None:
    model_server.says(LONG)
    model_server.hold(after=60)
    async with (
        housing(tmp_path, model_server, lease_seconds=2, recover_minutes=0) as other,
        housing(tmp_path, model_server, lease_seconds=2, recover_minutes=0) as writing,
        writing.viewer() as asker,
        other.viewer() as onlooker,
    ):
        run = await asker.asks("Go.")
        await asker.hears_until("Line 5")
        await onlooker.says("resume", run=run)
        looked = await onlooker.hears_until("Line 5")
        writing.core.engine.lose_turns()
        await onlooker.hears_out(looked)
        assert looked.last["reason"] == "interrupted"
        (exchange,) = await other.core.store.exchanges.conversation(f"web:{asker.conversation}")
        await until(lambda: _has_ended(other, exchange.id))
        stored = await other.core.store.exchanges.get(exchange.id)
    assert stored
    assert stored.answer
    assert LONG.startswith(stored.answer)


async def _has_ended(house: House, id: int) -> bool:
    exchange = await house.core.store.exchanges.get(id)
    return exchange is not None and not exchange.state.is_open
