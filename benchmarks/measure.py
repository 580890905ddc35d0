"""What all benchmarks share: their options, a server beside them, and figures as tables and JSON."""

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

MODEL = "scripted"
"""What the scripted model server calls its model."""
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asked for, and how busy the machine was then."""

    quick: bool
    json: Path | None
    load: float
    """How many processes wanted a core, in the mean of the minute before."""


def read_options(about: str | None) -> Options:
    """Read the command line; ``about`` is the docstring of the benchmark."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a small run that shows that it works")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file, too")
    return Options(**vars(parser.parse_args()), load=os.getloadavg()[0])


@dataclass(slots=True)
class Table:
    """Figures under one heading."""

    title: str
    rows: list[dict[str, str | float]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, **figures: str | float) -> None:
        """Add a row; the names of the first one are the heads of the columns."""
        self.rows.append(figures)

    def __str__(self) -> str:
        return "\n".join(["", self.title, "", *_align(self.rows), "", *self.notes])


def publish(options: Options, *tables: Table) -> None:
    """Print the tables, and write them as JSON where that was asked for."""
    machine = {"cores": os.cpu_count() or 1, "python": platform.python_version(), "load": round(options.load, 1)}
    print(*tables, "\n{cores} cores, Python {python}; load {load} when it began".format(**machine), sep="\n")
    if options.json:
        figures = {"date": time.strftime("%Y-%m-%d"), "machine": machine, "tables": [asdict(table) for table in tables]}
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


def progress(text: str) -> None:
    """Tell a person at the terminal what is going on."""
    print(f"  {text} …", file=sys.stderr, flush=True)


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that ``share`` of all are not above."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


@contextmanager
def beside(module: str, *arguments: str) -> Iterator[tuple[str, int]]:
    """Run a server of ours in a process of its own; give what it prints first, its address, and its process id."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        # Who is told to end is interrupted, and so ends the server, too; INT may be ignored, as behind a `&`.
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            if not (address := server.stdout.readline().strip()):
                raise SystemExit(f"{module} did not start; it said above why.")
            yield address, server.pid
        finally:
            server.kill()
            signal.signal(signal.SIGTERM, before)


def model_server(rate: float, tokens: int) -> AbstractContextManager[tuple[str, int]]:
    """Run a server that answers with so many tokens, each ``1 / rate`` seconds after the last (0: at once)."""
    return beside("tests.fakes.openai_server", "--rate", str(rate), "--tokens", str(tokens))


def _align(rows: Sequence[dict[str, str | float]]) -> Iterator[str]:
    heads = list(rows[0])
    lines = [[head.replace("_", " ") for head in heads], *([_say(row.get(head, "")) for head in heads] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *others in lines:
        yield "  ".join([first.ljust(widths[0]), *map(str.rjust, others, widths[1:])]).rstrip()


def _say(figure: str | float) -> str:
    if isinstance(figure, str):
        return figure
    return f"{figure:,.0f}" if abs(figure) >= 100 or figure == int(figure) else f"{figure:.3g}"
