"""What came out of a run, a line each, written down as it comes: a run that was stopped goes on where it was."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Answered:
    """One question, and what became of it."""

    arm: str
    kind: str
    case: str
    n: int
    verdict: bool | None
    """Whether the answer follows the lesson, or solves the problem; None: the check finds nothing that it is about."""
    lessons: tuple[str, ...] = ()
    """Those in the prompt, as the model got them."""
    has_own: bool = False
    """Whether what was taught by the complaint of this very lesson is among them."""
    leaks: tuple[str, ...] = ()
    """What was in the prompt although no lesson might be."""
    told_rightly: bool = True
    """Whether the lessons that the bot says it used are those in the prompt."""
    answer: str = ""
    prompt_tokens: int = 0
    tokens: int = 0
    seconds: float = 0.0
    why: str = ""
    """Of a problem that is not solved: what went wrong."""

    @property
    def key(self) -> tuple[str, str, str, int]:
        return self.arm, self.kind, self.case, self.n


@dataclass(frozen=True, slots=True)
class Learnt:
    """What one complaint taught."""

    case: str
    teacher: str
    complaint: str
    correction: str
    numbers: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()
    check: str = ""
    facet: str = ""
    scope: str = ""
    languages: tuple[str, ...] = ()
    when: str = ""


class Ledger:
    """The lines of one run, in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._answers = folder / "answers.jsonl"
        self._lessons = folder / "learnt.jsonl"
        self.answers = {row.key: row for row in (Answered(**_tupled(line)) for line in _read(self._answers))}
        self.learnt = {row.case: row for row in (Learnt(**_tupled(line)) for line in _read(self._lessons))}

    def add(self, row: Answered) -> None:
        """Write an answer down."""
        self.answers[row.key] = row
        _append(self._answers, row)

    def learn(self, row: Learnt) -> None:
        """Write down what was taught."""
        self.learnt[row.case] = row
        _append(self._lessons, row)


def _read(file: Path) -> Iterator[dict[str, Any]]:
    """Yield what was written; a last line that was cut short is dropped, from the file too."""
    if not file.exists():
        return
    whole, _, rest = file.read_text(encoding="utf-8").rpartition("\n")
    if rest:
        file.write_text(f"{whole}\n" if whole else "", encoding="utf-8")
    yield from map(json.loads, whole.splitlines())


def _append(file: Path, row: Answered | Learnt) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")


def _tupled(line: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in line.items()}
