"""Does feedback make later answers better? The feedback-transfer test, with a real model and the real program.

    python -m evals.transfer                                 # the local 0.5B model; goes on where it was stopped
    python -m evals.transfer --model qwen2.5-coder-1.5b
    python -m evals.transfer --url http://gpu-server:8000/v1 --model NAME --slots 32     # key: OPENAI_API_KEY

In a strict Slack on loopback teachers complain about answers, and other people ask what shows whether the lessons were
learnt; programs judge (see ``evals.arms`` for who asks what). A folder takes what comes out: each answer as it ends,
and in the end the tables, the figures and a picture. HumanEval's problems come by the extra "evals".
"""

import argparse
import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import beside
from evals import humaneval, report
from evals.arms import Arm
from evals.ledger import Ledger
from evals.people import Unanswered
from evals.run import Plan, TooLate, run
from evals.school import NotUndone
from evals.tasks import HELD_OUT, read_cases

RESULTS = Path(__file__).with_name("results")
MODEL = "qwen2.5-coder-0.5b"


@contextmanager
def served(options: argparse.Namespace) -> Iterator[str]:
    """Give the address of the model: a given one, or of our own server."""
    if options.url:
        yield options.url.rstrip("/")
        return
    with beside("llm_host", "serve", options.model, "--port", "0", "--slots", str(options.slots)) as (ready, _):
        yield ready.split()[1]


def read_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=MODEL, help=f"a name that llm_host knows, or that --url serves [{MODEL}]")
    parser.add_argument("--url", default="", help="an OpenAI-compatible server, up to and with /v1, instead of our own")
    parser.add_argument(
        "--tasks", type=int, default=HELD_OUT, choices=range(1, HELD_OUT + 1), help="of each lesson [5]"
    )
    parser.add_argument("--lessons", default="", help="names with commas, as in evals/lessons [all]")
    parser.add_argument("--arms", default="", help=f"some of {', '.join(Arm)} [all]")
    parser.add_argument("--humaneval", type=int, default=humaneval.PROBLEMS, help="problems; 0: none [164]")
    parser.add_argument("--slots", type=int, default=4, help="questions at once [4]")
    parser.add_argument("--out", type=Path, help="folder for what comes out [evals/results/MODEL]")
    return parser.parse_args(arguments)


def make_plan(options: argparse.Namespace) -> Plan:
    """Return what the command line asks for. Raises ``SystemExit`` for what there is not."""
    cases = {case.id: case for case in read_cases()}
    names = [name for name in options.lessons.split(",") if name] or list(cases)
    arms = [name for name in options.arms.split(",") if name] or list(Arm)
    if odd := [*({*names} - {*cases}), *({*arms} - {*Arm})]:
        raise SystemExit(f"There is no lesson or arm called {', '.join(sorted(odd))}.")
    try:
        problems = humaneval.read_problems()[: options.humaneval] if options.humaneval else ()
    except humaneval.NotInstalled as error:
        raise SystemExit(f"{error}, or say --humaneval 0") from error
    folder = options.out or RESULTS / options.model.rpartition("/")[2]
    chosen = tuple(cases[name] for name in sorted(names))
    return Plan(folder, options.model, chosen, frozenset(map(Arm, arms)), options.tasks, problems, options.slots)


def main() -> None:
    """Run it from the command line."""
    options = read_options()
    plan, begun, problem = make_plan(options), time.monotonic(), ""
    try:
        with served(options) as url:
            asyncio.run(run(plan, url))
    except* (Unanswered, NotUndone, TooLate) as errors:
        problem = _first(errors)
    except* KeyboardInterrupt:
        problem = "Stopped."
    if problem:
        raise SystemExit(f"{problem} What was answered is kept; the same command goes on.")
    print(report.write(plan.folder, Ledger(plan.folder), plan.cases, plan.model, time.monotonic() - begun))


def _first(error: BaseException) -> str:
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else str(error)


if __name__ == "__main__":
    main()
