"""What people, channels and workspaces may take in a day, and what the answers of a day cost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.core import Core
from bot.commands import Call
from bot.costs import cost, dollars
from bot.day_limits import DayLimit, read_day_limits
from bot.errors import StartError
from bot.models import Price
from bot.nouns import Author, Exchange, Message, Mode, State, Usage
from tests.fakes.board import Board
from tests.fakes.openai_server import ModelServer
from tests.stack import by_the_back_door, opened
from tests.until import until

ANA, BEN, BOSS = Author("board", "ana", "Ana"), Author("board", "ben", "Ben"), Author("board", "boss", "Boss")


class Office:
    """People of one workspace, whose budgets stand in the catalogue."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.board = Board(calls=1000, seconds=1.0)
        self.threads = 0

    async def ask(self, author: Author = ANA, channel: str = "C1", mode: Mode = Mode.QUERY) -> Exchange:
        """Let somebody ask in a thread of its own, or complain in the last one."""
        self.threads += mode is Mode.QUERY
        thread = f"thread-{self.threads}"
        message = Message(f"m{self.threads}{mode}", thread, author, "Go.", mode, workspace="T1", channel=channel)
        exchange = await self.core.engine.answer(message, self.board.place(thread))
        assert exchange
        return exchange

    def shown(self) -> str:
        """What stands in the last thread."""
        return "\n".join(post.text for post in self.board.shown(f"thread-{self.threads}"))

    async def spent(self, exchange: Exchange) -> Usage:
        return (await self.core.store.usage.of([exchange.id]))[exchange.id]


@asynccontextmanager
async def office(folder: Path, server: ModelServer, budgets: str = "", price: str = "") -> AsyncIterator[Office]:
    """Open it; the catalogue sets a price for the scripted model where there is one."""
    (folder / "code-supporter.toml").write_text(
        f'[providers.shop]\nbase_url = "{server.url}"\n{price}\n[budgets]\n{budgets}\n'
    )
    async with opened(folder, server, openai_base_url="", openai_model="", admins="board:boss") as core:
        yield Office(core)


PRICE = "price = { input = 2.0, output = 10.0, cached = 0.5 }"


def test_a_cost_is_rounded_to_millionths_of_a_dollar() -> None:
    price = Price(2.0, 10.0, 0.5)
    assert cost(Usage(1_000_000, 0), price) == 2_000_000
    assert cost(Usage(100, 10, cached=60), price) == 40 * 2 + 30 + 100
    assert cost(Usage(100, 10, cached=60), Price(2.0, 10.0)) == 300
    assert cost(Usage(1, 0, cached=5), price) == 0
    assert cost(Usage(1, 1), None) is None
    assert cost(Usage(1, 1), Price(0, 0)) == 0


def test_costs_of_which_one_is_unknown_are_unknown_together() -> None:
    assert (Usage(1, 1, cost=3) + Usage(1, 1, cost=4)).cost == 7
    assert (Usage(1, 1, cost=3) + Usage(1, 1)).cost is None


@pytest.mark.parametrize(
    ("amount", "said"),
    [(0, "$0.00"), (12, "$0.000012"), (1234, "$0.0012"), (99_999, "$0.10"), (1_234_567_890, "$1,234.57")],
)
def test_small_amounts_keep_two_figures(amount: int, said: str) -> None:
    assert dollars(amount) == said


def test_a_budget_is_read_in_tokens_or_dollars() -> None:
    said = {"person": "200k tokens", "channel": "1.5M tokens", "workspace": "$5.50"}
    assert read_day_limits(said) == {
        "you": DayLimit(200_000, "tokens"),
        "channel": DayLimit(1_500_000, "tokens"),
        "workspace": DayLimit(5_500_000, "dollars"),
    }
    assert read_day_limits({"person": "12,000 tokens"}) == {"you": DayLimit(12_000, "tokens")}


@pytest.mark.parametrize(
    "wrong", ["", "5", "$0", "0 tokens", "-5 tokens", "$-1", "5 euros", "$1e9", 5, ["$5"], "$" + "9" * 40]
)
def test_what_is_no_budget_stops_the_start(wrong: object) -> None:
    with pytest.raises(StartError, match="person has to look like"):
        read_day_limits({"person": wrong})


def test_who_has_no_budget_is_named() -> None:
    with pytest.raises(StartError, match="'team'"):
        read_day_limits({"team": "$5"})


async def test_an_answer_costs_what_its_model_costs(tmp_path: Path, model_server: ModelServer) -> None:
    async with office(tmp_path, model_server, price=PRICE) as there:
        spent = await there.spent(await there.ask())
        assert spent.cost == cost(spent, Price(2.0, 10.0, 0.5))
        assert spent.cost
        model_server.says("Write it in C++.", "In C++.", '{"rule": "Use C++", "reach": "always"}')
        complaint = await there.ask(mode=Mode.FEEDBACK)
        mended = await there.spent(complaint)
        assert mended.prompt > 2 * spent.prompt  # it was refined, answered and learnt from
        assert mended.cost
        assert mended.cost > spent.cost


async def test_a_model_without_a_price_is_not_free(tmp_path: Path, model_server: ModelServer) -> None:
    async with office(tmp_path, model_server, 'person = "$1"') as there:
        assert (await there.spent(await there.ask())).cost is None


async def test_a_stopped_answer_is_counted_by_an_estimate(tmp_path: Path, model_server: ModelServer) -> None:
    async with office(tmp_path, model_server, price=PRICE) as there:
        model_server.says("word " * 100)
        model_server.hold(after=10)
        asking = asyncio.create_task(there.ask())
        await until(lambda: "word" in there.shown())
        assert await there.core.engine.stop("thread-1")
        exchange = await asking
        spent = await there.spent(exchange)
        assert exchange.state is State.STOPPED
        assert spent.estimated
        assert spent.prompt > 100
        assert 0 < spent.completion < 100
        assert spent.cost == cost(spent, Price(2.0, 10.0, 0.5))


async def test_what_a_server_refused_costs_nothing(tmp_path: Path, model_server: ModelServer) -> None:
    async with office(tmp_path, model_server, price=PRICE) as there:
        model_server.breaks("401")
        exchange = await there.ask()
        assert exchange.state is State.FAILED
        assert await there.core.store.usage.of([exchange.id]) == {}


async def test_who_nears_a_budget_is_warned_once_and_refused_when_it_is_used_up(
    tmp_path: Path, model_server: ModelServer
) -> None:
    async with office(tmp_path, model_server, 'person = "450 tokens"') as there:
        model_server.answer = lambda asked: "x" * 800
        spent = await there.spent(await there.ask())
        assert 0.8 * 450 < spent.prompt + spent.completion < 450
        assert "Your budget for today is nearly used up: 3" in there.shown()
        assert "It begins anew at 00:00 UTC, in " in there.shown()
        await there.ask(BEN)
        assert "nearly used up" in there.shown()  # his own
        exchange = await there.ask()
        assert "Your budget for today is used up: " in there.shown()
        assert exchange.state is State.DONE  # an answer that is begun is not cut
        asked = len(model_server.asked)
        exchange = await there.ask()
        assert exchange.state is State.FAILED
        assert exchange.problem.startswith("Your budget for today is used up: ")
        assert " of 450 tokens. It begins anew at 00:00 UTC" in exchange.problem
        assert len(model_server.asked) == asked
        await by_the_back_door(tmp_path, "UPDATE usage SET at = at - 86400")
        assert (await there.ask()).state is State.DONE


async def test_a_warning_is_given_once_a_day(tmp_path: Path, model_server: ModelServer) -> None:
    async with office(tmp_path, model_server, 'workspace = "1000 tokens"') as there:
        model_server.answer = lambda asked: "x" * 1600
        await there.ask()
        assert "budget" not in there.shown()
        model_server.answer = lambda asked: "Yes."
        await by_the_back_door(tmp_path, "UPDATE usage SET prompt = 650, completion = 0")
        await there.ask(BEN)
        assert "The budget of this workspace for today is nearly used up" in there.shown()
        await by_the_back_door(tmp_path, "UPDATE usage SET prompt = 300")
        await there.ask()
        assert "budget" not in there.shown()
        await by_the_back_door(tmp_path, "UPDATE usage SET prompt = 220")
        await there.ask(BOSS)
        assert "nearly used up" in there.shown()  # each admin hears of it


async def test_a_channel_s_budget_is_for_its_channel_alone(tmp_path: Path, model_server: ModelServer) -> None:
    async with office(tmp_path, model_server, 'channel = "10 tokens"') as there:
        await there.ask()
        assert "The budget of this channel for today is used up" in there.shown()
        assert (await there.ask(BEN)).state is State.FAILED
        assert (await there.ask(channel="C2")).state is State.DONE
        assert (await there.ask(channel="")).state is State.DONE
        assert (await there.ask(channel="")).state is State.DONE  # a direct message is in no channel


async def test_admins_are_warned_and_never_stopped(tmp_path: Path, model_server: ModelServer) -> None:
    async with office(tmp_path, model_server, 'workspace = "$0.0001"', PRICE) as there:
        await there.ask(BOSS)
        assert "used up: $0.0" in there.shown()
        assert "Admins are answered all the same." in there.shown()
        assert (await there.ask(BOSS)).state is State.DONE
        assert (await there.ask(BEN)).state is State.FAILED
        reply = await there.core.commands.run(_usage(BEN))
        assert "- the budget of this workspace: $" in reply.text
        assert "of $0.00010 used today" in reply.text
        assert "By person" not in reply.text
        assert (
            "**By person, the last 30 days**\n- Boss: 2 answers" in (await there.core.commands.run(_usage(BOSS))).text
        )


async def test_a_budget_that_changes_in_the_file_holds_at_once(tmp_path: Path, model_server: ModelServer) -> None:
    async with office(tmp_path, model_server, 'person = "10 tokens"') as there:
        await there.ask()
        assert (await there.ask()).state is State.FAILED
        file = tmp_path / "code-supporter.toml"
        file.write_text(file.read_text().replace("10 tokens", "100k tokens"))
        await until(lambda: there.core.models.catalogue.budgets == {"you": DayLimit(100_000, "tokens")})
        assert (await there.ask()).state is State.DONE


def _usage(author: Author) -> Call:
    return Call("code", "usage", author, "T1", "C1")
