"""Shares with their bounds, against figures of others."""

import pytest

from bot.learning.shares import Z_90, Compared, Share, newcombe, wilson


@pytest.mark.parametrize(("hits", "n", "upper"), [(0, 3, 0.47), (2, 8, 0.54), (3, 10, 0.56)])
def test_the_upper_bound_of_few_is_wide(hits: int, n: int, upper: float) -> None:
    assert wilson(hits, n, Z_90).high == pytest.approx(upper, abs=0.01)


def test_the_bounds_are_wilsons() -> None:
    # Newcombe (1998), "Two-sided confidence intervals for the single proportion", method 3, 81 of 263.
    bounds = wilson(81, 263)
    assert [bounds.low, bounds.high] == pytest.approx([0.2553, 0.3662], abs=5e-5)
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)


def test_the_difference_is_newcombes() -> None:
    # Newcombe (1998), "Interval estimation for the difference between independent proportions", method 10.
    bounds = newcombe(Share(56, 70), Share(48, 80))
    assert [bounds.low, bounds.high] == pytest.approx([0.0524, 0.3339], abs=5e-5)


def test_below_five_nothing_is_said() -> None:
    assert str(Share(3, 4)) == "3 of 4, too few to say"
    assert Share(3, 4).rate is None
    few = Compared(Share(9, 10), Share(1, 4))
    assert (few.difference, few.interval, str(few)) == (None, None, "too few to say")


def test_a_comparison_says_points_and_bounds() -> None:
    assert str(Compared(Share(56, 70), Share(48, 80))) == "+20 points (+5 to +33)"
    assert str(Share(12, 15)) == "80% (12 of 15; 55% to 93%)"
