"""Twenty conversations at once in one workspace: every character is shown, and no tier is exceeded."""

import asyncio
from pathlib import Path

import pytest

from adapters.slack.place import name_message
from adapters.slack.surface import MAX_CHARS
from bot.pages import paginate
from tests.adapters.slack.program import opened_slack
from tests.fakes.openai_server import ModelServer
from tests.fakes.slack import SlackServer
from tests.until import until

pytestmark = pytest.mark.slow
CROWD = 20
TEXT = "Some words.\n\n```python\n" + "".join(f"value_{n} = {n}  # é < & >\n" for n in range(450)) + "```\nThe end."


def bare(text: str) -> list[str]:
    """Return the lines of a text, without those that are empty or fence code: pages end and begin with such."""
    return [line for line in text.split("\n") if line and not line.startswith("```")]


@pytest.mark.parametrize("streaming", [True, False])
async def test_twenty_conversations_at_once(streaming: bool, tmp_path: Path, model_server: ModelServer) -> None:
    model_server.pace, model_server.token = 0.02, 40
    model_server.answer = lambda asked: f"To {asked.text}\n\n{TEXT}"
    async with (
        SlackServer(streaming=streaming, minute=4.0) as slack,
        opened_slack(tmp_path, model_server, slack) as core,
    ):
        asked = await asyncio.gather(*(slack.says("C1", f"<@UBOT1> number {n}") for n in range(CROWD)))

        async def are_answered() -> bool:
            found = [await core.store.exchanges.by_message("slack", name_message("T1", "C1", ts)) for ts in asked]
            return all(exchange is not None and not exchange.state.is_open for exchange in found)

        await until(are_answered, seconds=100)
        for number, ts in enumerate(asked):
            shown = [post.markdown for post in slack.messages("C1", ts) if post.user == "UBOT1"]
            assert shown == paginate(f"To number {number}\n\n{TEXT}", MAX_CHARS)
            assert bare("\n".join(shown)) == bare(f"To number {number}\n\n{TEXT}")
        assert slack.refused == []
        assert slack.overdrawn == []
        assert model_server.most_running == CROWD
