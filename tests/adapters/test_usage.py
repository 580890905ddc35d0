"""Usage in the hands of whoever runs the program: the real command line on a database."""

import csv
from pathlib import Path

import pytest

from bot.nouns import Author, Message, State, Usage
from bot.store import open_store
from bot.store.usage import Source
from tests.adapters.test_cli import Person
from tests.fakes.openai_server import ModelServer


@pytest.fixture
def person(tmp_path: Path, model_server: ModelServer) -> Person:
    return Person(tmp_path, model_server)


async def test_usage_is_shown_by_day_person_model_and_channel(person: Person) -> None:
    person.data.mkdir(parents=True, exist_ok=True)
    async with open_store(f"sqlite+aiosqlite:///{person.data / 'code-supporter.db'}") as store:
        for ref, name, usage in (
            ("m1", "Ann", Usage(10, 20, cost=1_500_000)),
            ("m2", "=Ben()", Usage(100, 200, estimated=True)),
        ):
            said = Message(ref, ref, Author("slack", name, name), "Go.", workspace="T1", channel="C1")
            exchange = await store.exchanges.begin(said, "p1")
            assert exchange
            of = Source("large", "shop")
            await store.exchanges.finish(exchange.id, state=State.DONE, answer="Yes.", usage=usage, of=of)
    shown = await person.calls("usage", "--by", "model")
    assert shown.code == 0, shown.err
    header, model, total = (line.split() for line in shown.out.splitlines())
    assert header == [
        "provider",
        "model",
        "answers",
        "prompt",
        "completion",
        "cached",
        "dollars",
        "unpriced",
        "estimated",
    ]
    assert model == ["shop", "large", "2", "110", "220", "0", "1.500000", "1", "1"]
    assert total == ["all", "2", "110", "220", "0", "1.500000", "1", "1"]
    rows = list(csv.reader((await person.calls("usage", "--by", "person", "--csv")).out.splitlines()))
    assert rows[1:] == [
        ["slack", "T1", "'=Ben()", "'=Ben()", "1", "100", "200", "0", "", "1", "1"],
        ["slack", "T1", "Ann", "Ann", "1", "10", "20", "0", "1.500000", "0", "0"],
    ]
    assert "slack     T1         C1" in (await person.calls("usage", "--by", "channel")).out
    assert len((await person.calls("usage", "--days", "1")).out.splitlines()) == 3
    refused = await person.calls("usage", "--by", "year")
    assert refused.code == 2
