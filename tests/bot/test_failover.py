"""Another model answers where one does not: along the list, before the first word, and saying so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.core import Core
from bot.models import Catalogue, Provider
from bot.models.catalogue import Named
from bot.nouns import Author, Exchange, Message, Mode, State
from tests.fakes.board import Board
from tests.fakes.openai_server import ModelServer
from tests.stack import opened

ANA = Author("board", "ana", "Ana")


class Team:
    """Ana's conversation with the bot, which has a first model and a spare one."""

    def __init__(self, core: Core, first: ModelServer, spare: ModelServer) -> None:
        self.core = core
        self.first = first
        self.spare = spare
        self._board = Board(calls=100, seconds=1.0)
        self._asked = 0

    async def asks(self, text: str = "Hi", *, model: str = "", mode: Mode = Mode.QUERY) -> tuple[str, Exchange]:
        """Ask, and return what stands there in the end, and what is known of it."""
        self._asked += 1
        message = Message(f"m{self._asked}", "thread", ANA, text, mode, model)
        exchange = await self.core.engine.answer(message, self._board.place("thread"))
        assert exchange
        return self._board.posts[exchange.refs[0]].text, exchange

    async def offers(self, catalogue: Catalogue) -> None:
        await self.core.models.take_up(catalogue)

    def catalogue(self, *, fallbacks: tuple[str, ...] = ("spare",), **more: object) -> Catalogue:
        first = Provider("first", self.first.url, default="scripted")
        providers = (first, Provider("second", self.spare.url, default="spare"))
        return Catalogue(providers, fallbacks=fallbacks, **more)  # type: ignore[arg-type]


@pytest.fixture
async def spare() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        server.models = {"spare": 32_768, "tiny": 8_000}
        server.answer = lambda asked: f"Spare says: {asked.text}"
        yield server


@asynccontextmanager
async def team_of(folder: Path, first: ModelServer, spare: ModelServer) -> AsyncIterator[Team]:
    async with opened(folder, first) as core:
        team = Team(core, first, spare)
        await team.offers(team.catalogue())
        yield team


@pytest.fixture
async def team(tmp_path: Path, model_server: ModelServer, spare: ModelServer) -> AsyncIterator[Team]:
    async with team_of(tmp_path, model_server, spare) as team:
        yield team


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("401", "its key is refused"),
        ("404", "not served any more"),
        ("429", "rate limited"),
        ("429-long", "rate limited"),
        ("quota", "quota used up"),
        ("500", "failed"),
        ("503", "out of reach"),
        ("200-page", "no model server is there"),
        ("302", "no model server is there"),
        ("cut", "failed"),
        ("error", "failed"),
    ],
)
async def test_the_next_model_answers_and_the_answer_says_so(team: Team, fault: str, why: str) -> None:
    team.first.breaks(fault, times=3)
    shown, exchange = await team.asks()
    assert shown == f"⚠️ scripted did not answer ({why}), so spare answers.\n\nSpare says: Hi"
    assert (exchange.state, exchange.model, exchange.answer) == (State.DONE, "spare", "Spare says: Hi")


async def test_a_server_that_is_gone_is_got_over(team: Team) -> None:
    await team.first.stop()
    shown, _ = await team.asks()
    assert shown == "⚠️ scripted did not answer (out of reach), so spare answers.\n\nSpare says: Hi"


async def test_after_the_first_word_the_answer_is_that_model_s(team: Team) -> None:
    team.first.says("12345678")
    team.first.breaks("cut", after=1)
    shown, exchange = await team.asks()
    assert shown.startswith("1234\n\n⚠️ ")
    assert "broke off" in shown
    assert exchange.model == "scripted"
    assert team.spare.asked == []


@pytest.mark.parametrize("fault", ["400", "422", "policy", "flagged"])
async def test_what_the_model_would_not_be_asked_elsewhere_is_not(team: Team, fault: str) -> None:
    team.first.breaks(fault)
    shown, exchange = await team.asks()
    assert "refused the request" in shown
    assert exchange.state is State.FAILED
    assert team.spare.asked == []


async def test_without_a_list_nobody_else_is_asked(team: Team) -> None:
    await team.offers(team.catalogue(fallbacks=()))
    team.first.breaks("401")
    shown, exchange = await team.asks()
    assert "wants a key" in shown
    assert exchange.model == "scripted"
    assert team.spare.asked == []


async def test_where_the_others_fail_too_the_last_failure_is_said(team: Team) -> None:
    await team.offers(team.catalogue(fallbacks=("nobody", "tiny", "spare")))
    team.first.breaks("401")
    team.spare.breaks("404")
    team.spare.breaks("quota")
    shown, exchange = await team.asks()
    assert [part for part in shown.split("\n\n") if part][:2] == [
        "⚠️ scripted did not answer (its key is refused), so tiny answers.",
        "⚠️ tiny did not answer (not served any more), so spare answers.",
    ]
    assert "The quota of the key" in shown
    assert exchange.state is State.FAILED


async def test_who_may_not_use_the_next_model_is_not_answered_by_it(team: Team) -> None:
    named = (Named("spare", "second", users=frozenset({"board:bo"})), Named("tiny", "second"))
    await team.offers(team.catalogue(fallbacks=("spare", "tiny"), models=named))
    team.first.breaks("401")
    shown, _ = await team.asks()
    assert "so tiny answers." in shown


async def test_a_model_that_was_named_in_the_request_falls_over_too(team: Team) -> None:
    team.first.breaks("401")
    shown, _ = await team.asks(model="scripted")
    assert "so spare answers." in shown
    team.spare.breaks("401")
    await team.offers(team.catalogue(fallbacks=("scripted",)))
    shown, _ = await team.asks(model="spare")
    assert "spare did not answer (its key is refused), so scripted answers." in shown


async def test_a_next_model_that_is_left_alone_is_passed_over(team: Team) -> None:
    await team.offers(team.catalogue(fallbacks=("spare", "tiny")))
    team.first.breaks("401", times=2)
    team.spare.breaks("500", times=6)
    shown, _ = await team.asks()
    assert "so spare answers." in shown
    assert "so tiny answers." in shown
    asked = len(team.spare.asked)
    shown, exchange = await team.asks()
    assert "wants a key" in shown
    assert exchange.state is State.FAILED
    assert len(team.spare.asked) == asked == 6


@pytest.mark.parametrize(("context", "answers"), [(32_768, True), (8_000, False)])
async def test_what_is_too_long_goes_to_a_model_with_more_room_alone(team: Team, context: int, answers: bool) -> None:
    team.first.models["scripted"] = 8_000
    team.spare.models["spare"] = context
    shown, exchange = await team.asks("word " * 4_000)
    assert ("scripted did not answer (too long for it), so spare answers." in shown) is answers
    assert (exchange.state is State.DONE) is answers


async def test_where_not_even_the_models_can_be_listed_the_next_one_answers(team: Team) -> None:
    await team.first.stop()
    providers = (Provider("first", team.first.url), Provider("second", team.spare.url))
    await team.offers(Catalogue(providers, fallbacks=("spare",)))
    shown, _ = await team.asks()
    assert shown.startswith("⚠️ The model that should answer did not answer (out of reach), so spare answers.")


async def test_where_another_model_stands_ready_nobody_waits_for_a_rate_limit(team: Team) -> None:
    team.first.breaks("429-ten")
    async with asyncio.timeout(5):
        shown, _ = await team.asks()
    assert "so spare answers." in shown


async def test_a_correction_that_was_found_is_kept_when_the_answer_fails(team: Team) -> None:
    await team.asks("Sort a list.")
    team.first.says("Write the answer in C++.")
    team.first.sends(b'data: {"error": {"message": "no", "code": "insufficient_quota"}}\n\n')
    shown, exchange = await team.asks("no, in C++!!", mode=Mode.FEEDBACK)
    assert shown.index("**Correction:**") < shown.index("so spare answers.")
    assert exchange.correction == "Write the answer in C++."
    assert shown.count("**Correction:**") == 1


async def test_who_answers_instead_refines_what_could_not_be_refined(team: Team) -> None:
    await team.asks("Sort a list.")
    await team.first.stop()
    team.spare.says("Write the answer in C++.", "std::sort")
    shown, exchange = await team.asks("no, in C++!!", mode=Mode.FEEDBACK)
    assert (exchange.model, exchange.correction, exchange.answer) == ("spare", "Write the answer in C++.", "std::sort")
    assert shown.index("so spare answers.") < shown.index("**Correction:**")
