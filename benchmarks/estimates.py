"""How near our estimates of tokens come to what a model's server counts, with and without what earlier counts taught.

Conversations are made of this repository's own texts: prose, code in several languages, data, and a little Chinese. The
real local model's server counts each briefing: its chat format is applied, and that is taken apart by its tokenizer.
"""

import asyncio
import statistics
from collections.abc import Iterator
from pathlib import Path

import httpx2

from benchmarks.measure import ROOT, Table, progress, publish, read_options
from bot.briefing import brief
from bot.models import Model
from bot.models.scale import Scales
from bot.nouns import Author, Exchange, Message, State
from tests.real_model import start_real_model

MODEL = Model("local", "local", 32_768)
ANA = Author("web", "ana", "Ana")
CHINESE = "请写一个函数,把嵌套的列表展开成一个列表,并且说明为什么这样写。不要使用递归,要考虑很深的嵌套。" * 100
KINDS = {
    "prose": ["docs/operators.md", "docs/slack.md", "README.md", "docs/design.md"],
    "Python": ["bot/engine.py", "bot/turns.py", "adapters/slack/stream.py", "bot/learning/merge.py"],
    "JavaScript": ["adapters/web/static/js/main.js", "adapters/web/static/js/keys.js"],
    "data": ["pyproject.toml", "docker-compose.yml", "adapters/web/static/page.html"],
    "Chinese": [],
}
PIECE = 1500
"""Characters of a question or an answer."""


def conversations() -> Iterator[tuple[str, list[str]]]:
    """Yield what is said in each conversation, question and answer by turns."""
    for kind, files in KINDS.items():
        text = "".join((ROOT / file).read_text() for file in files if Path(ROOT / file).exists()) or CHINESE
        pieces = [text[at : at + PIECE] for at in range(0, min(len(text), 12 * PIECE), PIECE)]
        yield kind, pieces


async def count(client: httpx2.AsyncClient, turns: list[dict[str, str]]) -> int:
    """Return how many tokens the server makes of a briefing."""
    prompt = (await client.post("/apply-template", json={"messages": turns})).json()["prompt"]
    said = await client.post("/tokenize", json={"content": prompt, "parse_special": True})
    return len(said.json()["tokens"])


async def compare(url: str) -> Table:
    table = Table(
        "Estimated tokens against the server's count, mean and largest error of the briefings of a conversation"
    )
    scales = Scales()
    errors: dict[str, list[float]] = {"plain": [], "scaled": []}
    async with httpx2.AsyncClient(base_url=url.removesuffix("/v1"), timeout=60) as client:
        for kind, pieces in conversations():
            progress(kind)
            seen = await _measure(client, pieces, scales)
            for way, values in seen.items():
                errors[way] += values
            table.add(conversation=kind, briefings=len(seen["plain"]), **_say(seen))
    table.add(conversation="all", briefings=len(errors["plain"]), **_say(errors))
    table.notes.append("Positive: estimated too high. One model, its factor carried from one conversation to the next.")
    return table


async def _measure(client: httpx2.AsyncClient, pieces: list[str], scales: Scales) -> dict[str, list[float]]:
    errors: dict[str, list[float]] = {"plain": [], "scaled": []}
    history: list[Exchange] = []
    for number in range(0, len(pieces) - 1, 2):
        message = Message(f"m{number}", "c", ANA, pieces[number])
        briefing = brief(message, history, context=MODEL.context)
        counted = await count(client, briefing.turns)
        errors["plain"].append(briefing.tokens / counted - 1)
        errors["scaled"].append(briefing.tokens * scales.of(MODEL) / counted - 1)
        scales.learn(MODEL, briefing.tokens, counted)
        history.append(Exchange(number + 1, message, State.DONE, pieces[number + 1]))
    return errors


def _say(errors: dict[str, list[float]]) -> dict[str, str]:
    said: dict[str, str] = {}
    for way, values in errors.items():
        said[way] = f"{statistics.mean(map(abs, values)):.0%}"
        said[f"{way}_worst"] = f"{max(values, key=abs):+.0%}"
    return said


if __name__ == "__main__":
    options = read_options(__doc__)
    with start_real_model() as url:
        publish(options, asyncio.run(compare(url)))
