"""What a run of the feedback-transfer test found, in its folder: tables for people, figures as JSON, and a picture."""

import json
import math
import os
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals import tables
from evals.arms import NEAR_MISS, UNFORESEEN, Arm
from evals.figures import Figures
from evals.ledger import Ledger
from evals.plot import Bar, svg
from evals.tables import SHOWN
from evals.tasks import Case

_COLOURS = {Arm.SYSTEM: "#2a7f3f", Arm.ORACLE: "#4c78a8"}
_OTHERS = "#999999"


def write(folder: Path, ledger: Ledger, cases: Sequence[Case], model: str, seconds: float) -> str:
    """Write all into the folder; return the tables."""
    figures, date = Figures(ledger.answers.values(), cases), time.strftime("%Y-%m-%d")
    parts = (
        [f"{model}, {date}; {os.cpu_count()} cores."],
        tables.arms(figures),
        tables.parts(figures),
        tables.others(figures),
        [tables.CAVEATS],
        tables.lessons(figures),
        tables.learnt(figures, ledger.learnt),
    )
    text = "\n\n".join("\n".join(lines) for lines in parts) + "\n"
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "load": round(os.getloadavg()[0], 1)}
    made = {"model": model, "date": date, "seconds_of_the_last_run": round(seconds), **machine}
    found = {
        "made": made,
        "dropped": figures.dropped(),
        "parts": {name: numbers(part) for name, part in figures.parts().items() if part.cases},
        "learnt": [asdict(ledger.learnt[case.id]) for case in cases if case.id in ledger.learnt],
    }
    bars = [Bar(arm.label, figures.following(arm), _COLOURS.get(arm, _OTHERS)) for arm in SHOWN if figures.of(arm)]
    (folder / "table.md").write_text(text, encoding="utf-8")
    (folder / "results.json").write_text(json.dumps(_plain(found), indent=1, ensure_ascii=False) + "\n", "utf-8")
    (folder / "plot.svg").write_text(svg(f"Held-out answers that follow: {model}", bars), encoding="utf-8")
    return text


def numbers(figures: Figures) -> dict[str, Any]:
    """Return all figures by name; an estimate as its value and its interval."""
    arms = [arm for arm in SHOWN if figures.of(arm)]
    return {
        "lessons": len(figures.cases),
        "following": {arm: [len(figures.of(arm)), asdict(figures.following(arm))] for arm in arms},
        "reached": {arm: asdict(figures.reached(arm)) for arm in arms},
        "won": asdict(figures.difference(Arm.NONE, Arm.SYSTEM)),
        "efficiency": figures.efficiency(),
        "distiller": asdict(figures.difference(Arm.RAW, Arm.SYSTEM)),
        "placebo": asdict(figures.difference(Arm.NONE, Arm.PLACEBO)),
        "undone": asdict(figures.difference(Arm.NONE, Arm.UNDONE)),
        **{kind: _near(figures, kind) for kind in (NEAR_MISS, UNFORESEEN)},
        "leaks": {arm: figures.leaks(arm) for arm in Arm if arm.is_bare},
        "told_rightly": asdict(figures.told_rightly()),
        "humaneval": {
            "solved": {arm: asdict(figures.solving(arm)) for arm in (Arm.NONE, Arm.SYSTEM)},
            "difference": asdict(figures.regression()),
        },
    }


def _near(figures: Figures, kind: str) -> dict[str, Any]:
    return {
        "answers": len(figures.of(Arm.SYSTEM, kind)),
        "overapplied": asdict(figures.overapplied(kind=kind)),
        "with_the_lesson": asdict(figures.misled(kind)),
        "where_seen": asdict(figures.overapplied_where_seen(kind)),
        "let_in": asdict(figures.let_in(kind)),
        "untaught": asdict(figures.overapplied(Arm.NONE, kind)),
    }


def _plain(value: Any) -> Any:
    """Return what JSON knows: what was not measured is null, and no figure has more than six digits."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 6)
    return value
