"""What an edit changed, as a unified diff; also of code that was made to take long."""

import difflib
from collections.abc import Iterator, Sequence

from bot.nouns import Snippet

_MOST_COMPARED = 3_000
"""Lines, apart from what is the same in front and behind: the time to compare them grows with their square."""
_CONTEXT = 3


def differ(before: Snippet, after: Snippet) -> str:
    """Return the unified diff of all files of two versions; empty where nothing of the code changed."""
    old, new = _files(before), _files(after)
    lines = [line for name in {**old, **new} for line in _differ(name, old, new, before.version, after.version)]
    return "".join(f"{line}\n" for line in lines)


def _files(snippet: Snippet) -> dict[str, str]:
    return {"code": snippet.code, **{file.name: file.text for file in snippet.files}}


def _differ(name: str, old: dict[str, str], new: dict[str, str], was: int, now: int) -> Iterator[str]:
    called = " ".join(name.split())
    before, after = _lines(old.get(name)), _lines(new.get(name))
    titles = (f"{called} version {was}", f"{called} version {now}")
    front, behind = _same(before, after)
    middles = (before[front : len(before) - behind], after[front : len(after) - behind])
    if max(map(len, middles)) <= _MOST_COMPARED:
        return difflib.unified_diff(before, after, *titles, n=_CONTEXT, lineterm="")
    return _replaced(before, after, titles, front, behind)


def _lines(text: str | None) -> list[str]:
    # Not splitlines(), for which other characters end a line, too: a diff knows the line feed alone.
    return text.split("\n") if text is not None else []


def _same(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Return how many lines are the same in front, and behind."""
    shorter = min(len(before), len(after))
    front = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    rest = shorter - front
    behind = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
    return front, behind


def _replaced(
    before: Sequence[str], after: Sequence[str], titles: tuple[str, str], front: int, behind: int
) -> Iterator[str]:
    """Yield a diff of one hunk, in which all that lies between what is the same is replaced."""
    start, tail = max(0, front - _CONTEXT), min(behind, _CONTEXT)
    olds, news = before[front : len(before) - behind], after[front : len(after) - behind]
    around = front - start + tail
    yield f"--- {titles[0]}"
    yield f"+++ {titles[1]}"
    yield f"@@ -{start + 1},{len(olds) + around} +{start + 1},{len(news) + around} @@"
    yield from (f" {line}" for line in before[start:front])
    yield from (f"-{line}" for line in olds)
    yield from (f"+{line}" for line in news)
    yield from (f" {line}" for line in before[len(before) - behind : len(before) - behind + tail])
