"""The tables of the feedback-transfer test, in Markdown."""

import math
from collections.abc import Iterator, Mapping, Sequence

from evals.arms import NEAR_MISS, UNFORESEEN, Arm
from evals.figures import Figures
from evals.ledger import Answered, Learnt
from evals.stats import Estimate, wilson

SHOWN = (Arm.NONE, Arm.SYSTEM, Arm.ORACLE, Arm.RAW, Arm.PLACEBO, Arm.UNDONE)
"""Arms whose answers are judged, in the order in which they are shown."""
CAVEATS = """\
Lessons and gates were tuned on the first held-out task of each lesson (of sql_limit on two), hence the rows without
those tasks; and gates with the near-miss tasks in view, hence the unforeseen ones, which were written when they were
finished. The reading of complaints was tuned on the complaints below. One complaint teaches the whole channel here (a
team's default is two people's), no lesson is withheld, no earlier answer is shown. A2 and A4 have the rule's check and
so its line of code, as A1 has where a check knows its rule; A3 has none. Where a check finds nothing that it is about,
a held-out answer counts as not following. Dropped are lessons that more than 80 % of answers follow untaught, or that
less than half follow with the rule pasted; both were fixed before the first run. Intervals are 95 %: of shares
Wilson's, of differences a bootstrap over whole lessons, of HumanEval's difference Bonett and Price's."""


def arms(figures: Figures) -> Iterator[str]:
    """Yield how often the lesson is followed in each arm."""
    yield from _head("arm", "held-out answers that follow", "share", "prompts that had the lesson")
    for arm in SHOWN:
        if rows := figures.of(arm):
            yield _row(arm.label, count(rows), percent(figures.following(arm)), percent(figures.reached(arm)))


def parts(figures: Figures) -> Iterator[str]:
    """Yield what is won, for all lessons and for some."""
    yield from _head("lessons", "", "A0", "A1", "A2", "A1 − A0", "(A1 − A0) / (A2 − A0)")
    for name, part in figures.parts().items():
        if part.cases:
            shares = [_bare(part.following(arm).value) for arm in (Arm.NONE, Arm.SYSTEM, Arm.ORACLE)]
            won, efficiency = part.difference(Arm.NONE, Arm.SYSTEM), part.efficiency()
            yield _row(name, str(len(part.cases)), *shares, points(won), _bare(efficiency))
    yield ""
    yield f"Dropped: {', '.join(figures.dropped()) or 'none'}."


def others(figures: Figures) -> Iterator[str]:
    """Yield the other figures."""
    solved = ", ".join(percent(figures.solving(arm)) for arm in (Arm.NONE, Arm.SYSTEM))
    yield from _head("what", "figure")
    yield _row("distiller: A1 − A3", points(figures.difference(Arm.RAW, Arm.SYSTEM)))
    yield _row("placebo: A4 − A0", points(figures.difference(Arm.NONE, Arm.PLACEBO)))
    yield _row("undo: A5 − A0", points(figures.difference(Arm.NONE, Arm.UNDONE)))
    for kind, name in ((NEAR_MISS, "near-miss"), (UNFORESEEN, "unforeseen near-miss")):
        if near := figures.of(Arm.SYSTEM, kind):
            share = f"{count(near)}: {percent(figures.overapplied(kind=kind))}"
            yield _row(f"over-application: {name} answers that follow, A1", share)
            yield _row("… those with the lesson in their prompt", percent(figures.misled(kind)))
            yield _row(
                "… of those in which the check finds what it is about", percent(figures.overapplied_where_seen(kind))
            )
            yield _row("… prompts in which the lesson stood", percent(figures.let_in(kind)))
    yield _row("… near-miss answers that follow untaught, A0", percent(figures.overapplied(Arm.NONE)))
    for arm in Arm:
        leaked, prompts = figures.leaks(arm)
        if arm.is_bare and prompts:
            share = percent(wilson(leaked, prompts))
            yield _row(f"prompts with a lesson where none may be: {arm.label}", f"{leaked}/{prompts}: {share}")
    yield _row("answers that name just the lessons in their prompt", percent(figures.told_rightly()))
    yield _row("HumanEval solved: A0, A1", solved)
    yield _row("HumanEval: A1 − A0", points(figures.regression()))


def lessons(figures: Figures) -> Iterator[str]:
    """Yield each lesson: how many answers follow it, and how many near-miss answers wrongly do."""
    yield from _head("lesson", *(arm.label.partition(" ")[0] for arm in SHOWN), "in A1's prompts", "near-miss A0", "A1")
    for case in figures.cases:
        followed = [count(figures.of(arm, case=case.id)) for arm in SHOWN]
        rows = figures.of(Arm.SYSTEM, case=case.id)
        near = [count(figures.of(arm, NEAR_MISS, case.id)) for arm in (Arm.NONE, Arm.SYSTEM)]
        yield _row(case.id, *followed, f"{sum(row.has_own for row in rows)}/{len(rows)}", *near)


def learnt(figures: Figures, rows: Mapping[str, Learnt]) -> Iterator[str]:
    """Yield what each complaint became."""
    yield from _head("lesson", "complaint", "rule", "check", "facet", "scope")
    for case in figures.cases:
        if row := rows.get(case.id):
            rule = "; ".join(f"{row.when}: {text}" if row.when else text for text in row.rules) or "none"
            yield _row(case.id, row.complaint, rule, row.check or "–", row.facet or "–", row.scope or "–")


def count(rows: Sequence[Answered]) -> str:
    """Say how many follow, of how many."""
    return f"{sum(row.verdict is True for row in rows)}/{len(rows)}" if rows else "–"


def percent(share: Estimate) -> str:
    """Say a share with its interval."""
    return "–" if math.isnan(share.value) else f"{share.value:.0%} ({share.low:.0%} to {share.high:.0%})"


def points(difference: Estimate) -> str:
    """Say a difference in points, with its interval."""
    if math.isnan(difference.value):
        return "–"
    return f"{100 * difference.value:+.1f} points ({100 * difference.low:+.1f} to {100 * difference.high:+.1f})"


def _bare(share: float) -> str:
    return "–" if math.isnan(share) else f"{share:.0%}"


def _head(*names: str) -> Iterator[str]:
    yield _row(*names)
    yield "|" + "---|" * len(names)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
