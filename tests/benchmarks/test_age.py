"""Text is shown almost as early as a rate bucket allows, and an answer's last words wait for nobody's middle ones."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.age import AIM
from benchmarks.measure import ROOT


def test_the_quick_benchmark_meets_its_aims(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    command = [sys.executable, "-m", "benchmarks.age", "--quick", "--json", str(figures)]
    shown = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60).stdout
    ages, endings = (table["rows"] for table in json.loads(figures.read_text())["tables"])
    for row in ages:
        assert row["answers"] in shown
        assert 1 <= row["ours_mean"] / row["best_mean"] <= AIM
        assert row["ours_p95"] <= row["best_p95"] * AIM
        assert row["ours_mean"] < row["timer_mean"]
    ours, timer = endings
    assert ours["unfair_draws"] == ours["beyond_them"] == 0
    assert ours["mean"] < timer["mean"] / 10
