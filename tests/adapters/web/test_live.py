"""A person asks on the page and watches the answer come, whatever happens to the connection meanwhile."""

from pathlib import Path
from uuid import uuid4

import pytest
from websockets.exceptions import InvalidStatus

from adapters.person_at_page import LOCAL, WORKSPACE
from adapters.web.frames import MAX_FRAME
from bot.nouns import Author, Message, State
from tests.adapters.web.house import House, housing
from tests.fakes.openai_server import ModelServer
from tests.until import until

LONG = "".join(f"Line {n}: é 👩\u200d👧 `code`\n" for n in range(60))


async def test_an_answer_comes_piece_by_piece_and_ends_as_it_is_stored(house: House) -> None:
    house.model.says(LONG)
    house.model.pace = 0.002
    async with house.viewer() as viewer:
        run = await viewer.asks("Go.")
        heard = await viewer.hears_out()
    assert heard.frames[0] == {"type": "started", "run": run, "epoch": heard.epoch}
    assert len(heard.deltas) > 3
    assert heard.text == LONG
    stored = await house.core.store.exchanges.get(heard.last["exchange"])
    assert stored is not None
    assert stored.answer == LONG
    assert stored.refs == (run,)
    done = heard.last
    assert (done["type"], done["reason"], done["model"], done["try_again"]) == ("done", "done", "scripted", False)
    assert (done["shown"]["answer"], done["shown"]["running"]) == (LONG, False)


async def test_after_a_cut_connection_the_text_goes_on_where_it_was(house: House) -> None:
    house.model.says(LONG)
    house.model.hold(after=40)
    async with house.viewer() as viewer:
        run = await viewer.asks("Go.")
        heard = await viewer.hears_until("Line 3")
        assert house.cut() > 0
        await viewer.is_cut_off()
    house.model.release()
    async with house.viewer() as viewer:
        await viewer.says("resume", run=run, epoch=heard.epoch, after=heard.seq)
        await viewer.hears_out(heard)
    assert "restart" not in {frame["type"] for frame in heard.frames}
    assert heard.text == LONG
    assert house.model.deserted == 0


async def test_two_viewers_see_the_same(house: House) -> None:
    house.model.says(LONG)
    house.model.hold(after=20)
    async with house.viewer() as first, house.viewer() as second:
        run = await first.asks("Go.")
        await first.hears_until("Line 0")
        await second.says("resume", run=run)
        house.model.release()
        seen = await second.hears_out()
    assert seen.text == LONG
    assert seen.last["reason"] == "done"


async def test_whoever_leaves_stops_nothing(house: House) -> None:
    house.model.hold(after=1)
    async with house.viewer() as viewer:
        run = await viewer.asks("Go.")
        await house.model.runs()
    house.model.release()
    async with house.viewer() as viewer:
        await viewer.says("resume", run=run)
        assert (await viewer.hears_out()).text == "You asked: Go."


async def test_the_same_question_sent_twice_is_answered_once(house: House) -> None:
    house.model.hold(after=1)
    async with house.viewer() as viewer:
        run = await viewer.asks("Go.")
        await house.model.runs()
        await viewer.asks("Go.", client_id=run)
        house.model.release()
        assert (await viewer.hears_out()).text.startswith("You asked: Go.")
        await viewer.asks("Go.", client_id=run)
        assert (await viewer.hears_out()).last["type"] == "done"
    assert len(house.model.asked) == 1


async def test_a_question_that_another_process_has_is_looked_up_in_the_store(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with housing(tmp_path, model_server, lease_seconds=60) as house, house.viewer() as viewer:
        await house.core.store.holders.renew("another", 60)
        said = str(uuid4())
        message = Message(said, f"web:{viewer.conversation}", LOCAL, "Go.", workspace=WORKSPACE)
        assert await house.core.store.exchanges.begin(message, "another")
        await viewer.asks("Go.", client_id=said)
        assert (await viewer.hears_out()).last == {"type": "gone", "run": said}
        assert house.runs.find(said) is None


async def test_stop_reaches_the_model_and_keeps_what_was_written(house: House) -> None:
    house.model.says(LONG)
    house.model.hold(after=30)
    async with house.viewer() as viewer:
        await viewer.asks("Go.")
        heard = await viewer.hears_until("Line 1")
        await viewer.says("stop", conversation=viewer.conversation)
        await viewer.hears_out(heard)
    await house.model.left()
    assert (heard.last["reason"], heard.last["try_again"]) == ("stopped", True)
    assert LONG.startswith(heard.last["shown"]["answer"])
    assert heard.last["shown"]["answer"].startswith("Line 0")


@pytest.mark.parametrize(("text", "sentence"), [(" \n ", "empty"), ("x" * 200_000, "limit")])
async def test_what_can_not_be_asked_is_refused_with_a_sentence(house: House, text: str, sentence: str) -> None:
    async with house.viewer() as viewer:
        run = await viewer.asks(text)
        refused = (await viewer.hears_out()).last
    assert (refused["type"], refused["run"]) == ("refused", run)
    assert sentence in refused["text"]
    assert house.model.asked == []


async def test_a_failing_model_is_said_and_another_try_offered(house: House) -> None:
    house.model.breaks("401")
    async with house.viewer() as viewer:
        await viewer.asks("Go.")
        done = (await viewer.hears_out()).last
        assert (done["reason"], done["try_again"]) == ("failed", True)
        assert "OPENAI_API_KEY" in done["problem"]
        house.model.says("Now it works.")
        again = {"client_id": str(uuid4()), "exchange": done["exchange"]}
        await viewer.says("again", **again)
        heard = await viewer.hears_out()
        assert (heard.text, heard.last["reason"]) == ("Now it works.", "done")
        assert heard.last["exchange"] > done["exchange"]
        await viewer.says("again", **again)
        assert (await viewer.hears_out()).last == heard.last
    assert len(house.model.asked) == 2


async def test_feedback_mends_the_last_answer(house: House) -> None:
    async with house.viewer() as viewer:
        await viewer.asks("Sort a list.")
        await viewer.hears_out()
        house.model.says("Write the answer in C++.", "In C++ then.")
        await viewer.asks("no, in C++", mode="feedback")
        shown = (await viewer.hears_out()).last["shown"]
    assert (shown["mode"], shown["answer"]) == ("feedback", "In C++ then.")
    assert shown["correction"]


async def test_an_answer_of_another_platform_can_not_be_written_again_here(house: House) -> None:
    message = Message("m", "slack:C1:1", Author("slack", "U1", "Ana"), "A secret.")
    exchange = await house.core.store.exchanges.begin(message, "another")
    assert exchange is not None
    async with house.viewer() as viewer:
        await viewer.says("again", client_id=str(uuid4()), exchange=exchange.id)
        assert (await viewer.hears_out()).last["type"] == "refused"
    assert house.model.asked == []


async def test_while_the_model_thinks_there_is_a_sign_of_life(house: House) -> None:
    house.model.hold()
    async with house.viewer() as viewer:
        run = await viewer.asks("Go.")
        assert await viewer.hears_a("status") == {"type": "status", "run": run, "state": "waiting"}
        house.model.release()
        assert (await viewer.hears_out()).ended


BAD: list[str | bytes] = [
    "not JSON",
    "[]",
    "{}",
    '{"type": "dance"}',
    '{"type": "ask"}',
    '{"type": "ask", "client_id": "1", "conversation": "2", "text": "3"}',
    '{"type": "resume", "run": "r", "after": -1}',
    '{"type": "stop", "conversation": "web:other"}',
    '"' + "x" * MAX_FRAME + '"',
    "[" * 200_000,
    '{"type": "ask", "more": ' + '{"x":' * 200_000,
    b"\x00\x01",
    "",
]


async def test_frames_that_make_no_sense_get_a_sentence_and_end_nothing(house: House) -> None:
    async with house.viewer() as viewer:
        for bad in BAD:
            await viewer.socket.send(bad)
            frame = await viewer.hears()
            assert frame["type"] == "error", bad[:60]
            assert frame["text"].endswith(".")
            assert len(frame["text"]) < 300
        await viewer.asks("Still there?")
        assert (await viewer.hears_out()).text == "You asked: Still there?"


async def test_a_frame_that_asks_and_makes_no_sense_is_refused_as_what_it_asks(house: House) -> None:
    async with house.viewer() as viewer:
        run = await viewer.asks("Go.", files=[{"name": "x" * 256, "data": ""}])
        refused = await viewer.hears()
        assert (refused["type"], refused["run"]) == ("refused", run)
        assert "files[0].name" in refused["text"]
        await viewer.says("again", client_id=run, exchange=1e99)
        assert (await viewer.hears())["type"] == "refused"
    assert house.model.asked == []


async def test_a_refused_question_leaves_nothing_behind(house: House) -> None:
    async with house.viewer() as viewer:
        run = await viewer.asks("")
        assert (await viewer.hears_out()).last["type"] == "refused"
        assert house.runs.find(run) is None
        await viewer.asks("Go.", client_id=run)
        assert (await viewer.hears_out()).last["type"] == "done"


async def test_one_socket_follows_only_so_many_answers(house: House) -> None:
    house.model.hold()
    async with house.viewer() as viewer:
        runs = []
        for _ in range(33):
            viewer.conversation = str(uuid4())
            runs.append(await viewer.asks("Go."))
        refused = await viewer.hears_a("refused")
        assert (refused["run"], "32" in refused["text"]) == (runs[32], True)
        assert [run for run in runs if house.runs.find(run) is None] == [runs[32]]
        assert await house.core.store.exchanges.conversation(f"web:{viewer.conversation}") == []
        await viewer.says("resume", run=runs[0])
        assert (await viewer.hears_a("started"))["run"] == runs[0]
        house.model.release()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "["])
async def test_a_foreign_site_can_not_open_the_socket(house: House, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        async with house.viewer(origin=origin):
            pass
    assert refusal.value.response.status_code == 403


async def test_a_name_that_leads_here_but_is_not_ours_can_not_open_the_socket(house: House) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        async with house.viewer(host="evil.example", origin="http://evil.example"):
            pass
    assert refusal.value.response.status_code == 400
    assert b"PUBLIC_URL" in (refusal.value.response.body or b"")


async def test_the_public_address_is_one_of_ours(tmp_path: Path, model_server: ModelServer) -> None:
    async with housing(tmp_path, model_server, public_url="https://code.example") as house:
        async with house.viewer(host="code.example", origin="https://code.example") as viewer:
            await viewer.asks("Go.")
            assert (await viewer.hears_out()).text == "You asked: Go."
        async with house.viewer(origin="https://code.example") as viewer:
            await viewer.says("resume", run="behind a proxy that puts its own Host there")
            assert (await viewer.hears())["type"] == "gone"


async def test_a_run_that_nobody_knows_is_gone(house: House) -> None:
    async with house.viewer() as viewer:
        await viewer.says("resume", run="unknown", epoch="e", after=7)
        assert await viewer.hears() == {"type": "gone", "run": "unknown"}


async def test_when_the_server_ends_the_viewer_is_told_to_come_back(tmp_path: Path, model_server: ModelServer) -> None:
    async with housing(tmp_path, model_server) as house, house.viewer() as viewer:
        await viewer.says("resume", run="hello")
        await viewer.hears()
        house.server.should_exit = True
        lost = await viewer.is_cut_off()
    assert lost.rcvd is not None
    assert lost.rcvd.code == 1012


async def test_after_a_restart_the_answer_is_written_again_and_told_from_its_start(
    tmp_path: Path, model_server: ModelServer
) -> None:
    model_server.says(LONG, LONG)
    model_server.hold(after=40)
    async with housing(tmp_path, model_server) as house, house.viewer() as viewer:
        run = await viewer.asks("Go.")
        heard = await viewer.hears_until("Line 2")
    model_server.release()
    async with housing(tmp_path, model_server, port=house.port) as house, house.viewer() as viewer:
        await until(lambda: house.runs.find(run) is not None)
        await viewer.says("resume", run=run, epoch=heard.epoch, after=heard.seq)
        await viewer.hears_out(heard)
        assert "restart" in {frame["type"] for frame in heard.frames}
        assert heard.text == LONG
        await until(lambda: _is_stored(house, heard.last["exchange"], LONG))


async def _is_stored(house: House, id: int, answer: str) -> bool:
    exchange = await house.core.store.exchanges.get(id)
    return exchange is not None and (exchange.state, exchange.answer) == (State.DONE, answer)
