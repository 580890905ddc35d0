"""The whole feedback-transfer test with a scripted model: what is taught transfers, is undone, and leaks nowhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals import report
from evals.arms import NEAR_MISS, Arm
from evals.figures import Figures
from evals.ledger import Ledger
from evals.people import Unanswered
from evals.recorder import ANSWER_TOKENS, SEED
from evals.run import Plan, TooLate, run
from tests.evals.obedient import CASES, PROBLEM, Obedient
from tests.fakes.openai_server import ModelServer
from tests.fakes.openai_wire import Asked

FOLLOWED = {
    Arm.NONE: 0,
    Arm.ORACLE: 2,
    Arm.RAW: 0,
    Arm.PLACEBO: 0,
    Arm.SYSTEM: 2,
    Arm.UNDONE: 0,
}
"""Of one held-out task of each of two lessons."""
RETAUGHT = 2
"""Answers to one teacher: to the question, and to the complaint."""
WITHOUT_TASKS = 2 * 2 + 1
"""Near-miss tasks and the problem, in one arm."""
UNFORESEEN = 2 * 2


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(tmp_path, "scripted", CASES, tasks=1, problems=(PROBLEM,), embeddings="none")


@pytest.fixture
def model(model_server: ModelServer) -> Obedient:
    model = Obedient()
    model_server.answer = model.answer
    return model


async def test_what_is_taught_transfers_and_is_undone_and_leaks_nowhere(
    plan: Plan, model: Obedient, model_server: ModelServer
) -> None:
    ledger = await run(plan, model_server.url)
    figures = Figures(ledger.answers.values(), CASES)
    assert {arm: sum(row.verdict is True for row in figures.of(arm)) for arm in FOLLOWED} == FOLLOWED
    assert {len(figures.of(arm)) for arm in Arm} == {2}
    won = figures.difference(Arm.NONE, Arm.SYSTEM)
    assert (won.value, won.low, won.high, figures.efficiency()) == (1, 1, 1, 1)
    assert figures.difference(Arm.NONE, Arm.UNDONE).value == 0
    assert figures.leaks(*(arm for arm in Arm if arm.is_bare)) == (0, 4 * 2 + WITHOUT_TASKS)
    assert (figures.reached(Arm.SYSTEM).value, figures.reached(Arm.RAW).value, figures.told_rightly().value) == (
        1,
        1,
        1,
    )
    near = figures.of(Arm.SYSTEM, NEAR_MISS)
    assert [row.verdict is True for row in near] == [row.has_own for row in near]
    assert not any(row.verdict for row in figures.of(Arm.NONE, NEAR_MISS))
    assert (figures.solving(Arm.NONE).value, figures.regression().value) == (1, 0)
    assert [ledger.learnt[case.id].rules for case in CASES] == [(case.rule,) for case in CASES]
    said = model_server.asked[-1].body
    assert (said["temperature"], said["seed"], said["max_tokens"]) == (0, SEED, ANSWER_TOKENS)
    text = report.write(plan.folder, ledger, CASES, "scripted", 1.0)
    assert "| A1 system | 2/2 | 100% (34% to 100%) | 100% (34% to 100%) |" in text
    assert f"| annotations | {CASES[0].complaint} | {CASES[0].rule} | type_hints | style | channel |" in text
    assert {(row.scope, row.check) for row in ledger.learnt.values()} == {("channel", case.check) for case in CASES}


async def test_a_run_that_was_stopped_goes_on_where_it_was(
    plan: Plan, model: Obedient, model_server: ModelServer
) -> None:
    whole = model_server.answer

    def refuse_soon(asked: Asked) -> str:
        model_server.key = "another" if model.answers > 22 else ""
        return whole(asked)

    model_server.answer = refuse_soon
    with pytest.raises(Unanswered, match="wants a key"):
        await run(plan, model_server.url)
    model_server.answer, model_server.key = whole, ""
    before, learnt = Ledger(plan.folder).answers, Ledger(plan.folder).learnt
    assert 15 <= len(before) < 22
    with (plan.folder / "answers.jsonl").open("a") as lines:
        lines.write('{"arm": "undo')
    rows = (plan.folder / "learnt.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (plan.folder / "learnt.jsonl").write_text("".join(rows[:-1]), encoding="utf-8")
    asked = model.answers
    ledger = await run(plan, model_server.url)
    after = ledger.answers
    assert ledger.learnt == learnt
    assert {key: after[key] for key in before} == before
    assert len(after) == 8 * 2 + 2 * WITHOUT_TASKS + UNFORESEEN
    assert model.answers - asked == len(after) - len(before) + RETAUGHT
    asked = model.answers
    await run(plan, model_server.url)
    assert model.answers == asked
    with pytest.raises(TooLate, match="undone"):
        await run(replace(plan, tasks=2), model_server.url)
