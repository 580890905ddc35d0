"""What Slack delivers twice is done once: in the same process, in another one beside it, and after a restart."""

from pathlib import Path

from adapters.core import Core
from bot.nouns import State
from tests.adapters.slack.program import opened_slack
from tests.adapters.slack.wiring import Room
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import SlackServer
from tests.until import until


async def writes(room: Room, text: str, thread: str = "") -> str:
    """Let an answer begin and wait in the middle; return the question's ``ts``."""
    room.model.says("one two three four five six")
    room.model.hold(after=2)
    ts = await room.slack.says("C1", text, thread_ts=thread)

    async def begun() -> bool:
        exchange = await room.core.store.exchanges.by_message("slack", f"T1:C1:{ts}")
        return bool(exchange and exchange.refs)

    await until(begun)
    return ts


async def heard(room: Room) -> None:
    """Wait until all that was delivered before was heard."""
    told = len(room.slack.ephemerals)
    await room.slack.commands("/code", "settings")
    await until(lambda: len(room.slack.ephemerals) > told)


async def whole(room: Room, thread: str) -> None:
    """Let the answer be written to its end, and see that nobody stopped it."""
    await heard(room)
    room.model.release()

    async def ended() -> bool:
        return not (await room.last(thread)).state.is_open

    await until(ended)
    assert (await room.last(thread)).state is State.DONE


async def test_a_word_that_stops(room: Room) -> None:
    ts, _ = await room.asks("<@UBOT1> one")
    await room.slack.says("C1", "stop", thread_ts=ts)
    said = len(room.slack.deliveries) - 1
    await room.told("No answer is being written")
    await writes(room, "count", ts)
    await room.slack.redelivers(said)
    await whole(room, ts)


async def test_slacks_own_stop(room: Room) -> None:
    ts = await writes(room, "<@UBOT1> count")
    await until(lambda: room.slack.teams["T1"].sessions.get(("C1", ts)) == "processing")
    await room.slack.stops_session("C1", ts)
    pressed = len(room.slack.deliveries) - 1

    async def stopped() -> bool:
        return (await room.last(ts)).state is State.STOPPED

    await until(stopped)
    room.model.release()
    await writes(room, "again", ts)
    await room.slack.redelivers(pressed)
    await whole(room, ts)


async def test_slacks_own_stop_where_it_names_no_stream(room: Room) -> None:
    ts, _ = await room.asks()
    stop = {"type": "agent_session_stopped", "channel": "C1", "thread_ts": ts, "user": "UANA", "event_ts": "1.5"}
    await room.slack.happens(stop)
    await heard(room)
    await writes(room, "count", ts)
    await room.slack.redelivers(-3)
    assert room.slack.deliveries[-1].payload["event"]["type"] == "agent_session_stopped"
    await whole(room, ts)


async def test_a_command_that_stops(room: Room) -> None:
    ts, _ = await room.asks()
    await room.slack.commands("/code", "stop")
    given = len(room.slack.deliveries) - 1
    await room.told("No answer is being written")
    await writes(room, "count", ts)
    await room.slack.redelivers(given)
    await whole(room, ts)


async def test_what_is_told(room: Room) -> None:
    await room.slack.says("C1", "<@UBOT1>")
    await room.slack.redelivers()
    await room.slack.redelivers(-2)
    await room.slack.says("C1", "<@UBOT1> help")
    await room.slack.redelivers()
    _, answer = await room.asks()
    await room.slack.reacts("C1", answer.ts, "-1")
    await room.slack.redelivers()
    await room.told("What should I change?")
    await heard(room)
    for text in ("question is empty", "/code model` –", "What should I change?"):
        assert len([seen for seen in room.slack.ephemerals if text in seen.markdown]) == 1, text


async def test_with_two_replicas_and_after_a_restart(tmp_path: Path, model_server: ModelServer) -> None:
    model_server.hold(after=1)
    async with SlackServer(minute=3.0, transport="http") as slack:
        async with opened_slack(tmp_path, model_server, slack) as one:
            first = slack.signed.url
            async with opened_slack(tmp_path, model_server, slack, lease_seconds=5):
                ts = await slack.says("C1", "<@UBOT1> print one")  # the second one hears it
                await until(lambda: bool(slack.messages("C1", ts)))
                slack.to_http(first)
                await slack.redelivers(-1)
                await slack.redelivers(-3)
                assert len(slack.messages("C1", ts)) == 1
                await slack.says("C1", "stop", thread_ts=ts)  # that reaches the second one through the store
                await until(lambda: slack.messages("C1", ts)[0].markdown.endswith("*Stopped.*"))
            model_server.release()
            await _answers(slack, one, await slack.says("C1", "<@UBOT1> print two"))
        async with opened_slack(tmp_path, model_server, slack) as again:
            for delivery in range(len(slack.deliveries)):
                await slack.redelivers(delivery)
            await _answers(slack, again, await slack.says("C1", "<@UBOT1> print three"))
        assert len(model_server.asked) == 3
        assert len([post for post in slack.messages("C1") if post.user == "UBOT1"]) == 3
        assert not [seen for seen in slack.ephemerals if not seen.deleted]


async def _answers(slack: SlackServer, core: Core, ts: str) -> None:
    """Wait for the answer to a question."""

    async def ended() -> bool:
        exchange = await core.store.exchanges.by_message("slack", f"T1:C1:{ts}")
        return exchange is not None and not exchange.state.is_open

    await until(ended)
    assert len(slack.messages("C1", ts)) == 1
