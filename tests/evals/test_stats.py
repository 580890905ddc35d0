"""The figures are those of the literature, and intervals cover what they say they cover."""

import math
import random
import xml.etree.ElementTree as ET

import pytest

from evals.plot import Bar, svg
from evals.stats import Estimate, clustered_difference, paired_difference, quantile, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17:857, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(successes: int, trials: int, low: float, high: float) -> None:
    share = wilson(successes, trials)
    assert share.value == successes / trials
    assert (share.low, share.high) == pytest.approx((low, high), abs=5e-5)
    other = wilson(trials - successes, trials)
    assert (1 - other.high, 1 - other.low) == pytest.approx((share.low, share.high))


def test_wilson_at_its_ends() -> None:
    assert wilson(9, 9).high == 1.0
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)
    assert math.isnan(wilson(0, 0).value)
    with pytest.raises(ValueError, match="3 successes of 2"):
        wilson(3, 2)


def test_paired_difference_as_published() -> None:
    # Airway hyper-responsiveness of 21 children before and after, in Fagerland, Lydersen and Laake (2014),
    # Statistics in Medicine 33:2850: Wald's interval with Bonett's and Price's adjustment.
    pairs = [(True, True)] + [(True, False)] + [(False, True)] * 7 + [(False, False)] * 12
    difference = paired_difference(pairs)
    assert difference.value == pytest.approx(6 / 21)
    assert (difference.low, difference.high) == pytest.approx((0.013, 0.508), abs=5e-4)


def test_paired_difference_turns_with_its_pairs_and_grows_narrow() -> None:
    pairs = [(True, False)] * 3 + [(False, True)] * 9 + [(True, True)] * 88
    there, back = paired_difference(pairs), paired_difference([(after, before) for before, after in pairs])
    assert (back.value, back.low, back.high) == pytest.approx((-there.value, -there.high, -there.low))
    many = paired_difference(pairs * 100)
    # Wald: 0.06 ± 1.96 √((0.12 − 0.0036) / 10,000)
    assert (many.low, many.high) == pytest.approx((0.0533, 0.0667), abs=1e-4)
    assert paired_difference([(True, True)] * 164).value == 0
    assert paired_difference([(True, True)] * 164).high < 0.02
    assert math.isnan(paired_difference([]).value)


def test_clusters_of_one_give_the_interval_of_a_mean() -> None:
    chance = random.Random(1)
    changes = [chance.gauss(0.3, 1.0) for _ in range(400)]
    found = clustered_difference([[(0.0, change)] for change in changes], resamples=4_000)
    mean = sum(changes) / 400
    error = math.sqrt(sum((change - mean) ** 2 for change in changes)) / 400
    assert found.value == pytest.approx(mean)
    assert (found.low, found.high) == pytest.approx((mean - 1.96 * error, mean + 1.96 * error), abs=0.1 * error)


def test_tasks_that_are_alike_within_a_lesson_do_not_make_the_interval_narrower() -> None:
    changes = [0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0]
    once = clustered_difference([[(0.0, change)] for change in changes])
    five_times = clustered_difference([[(0.0, change)] * 5 for change in changes])
    assert (five_times.value, five_times.low, five_times.high) == pytest.approx((once.value, once.low, once.high))
    assert once.value == pytest.approx(0.625)
    # The quantiles of a binomial distribution of 8 trials with 5/8 each.
    assert once.low == 0.25
    assert once.high == pytest.approx(0.9375, abs=0.07)


def test_the_same_seed_gives_the_same_interval_and_a_lesson_counts_by_its_tasks() -> None:
    clusters = [[(0.0, 1.0)] * 3, [(1.0, 0.0)], [(0.0, 0.0), (0.0, 1.0)]]
    assert clustered_difference(clusters, seed=3) == clustered_difference(clusters, seed=3)
    assert clustered_difference(clusters).value == pytest.approx(3 / 6)
    assert clustered_difference([*clusters, []]) == clustered_difference(clusters)
    assert math.isnan(clustered_difference([]).value)


def test_the_bootstrap_covers_the_truth_about_as_often_as_it_says() -> None:
    chance, covered = random.Random(5), 0
    for study in range(200):
        clusters = []
        for _ in range(24):
            share = chance.betavariate(1.4, 0.93)
            clusters.append([(0.0, float(chance.random() < share)) for _ in range(5)])
        found = clustered_difference(clusters, resamples=300, seed=study)
        covered += found.low <= 1.4 / 2.33 <= found.high
    assert covered / 200 == pytest.approx(0.94, abs=0.05)


def test_quantiles_lie_between_the_values() -> None:
    assert [quantile([1.0, 2.0, 4.0], share) for share in (0, 0.5, 0.75, 1)] == [1.0, 2.0, 3.0, 4.0]
    assert quantile([7.0], 0.3) == 7.0


def test_the_picture_is_svg_with_every_bar_and_its_figures() -> None:
    bars = [Bar("no lessons", Estimate(0.02, 0.0, 0.06)), Bar("lessons & <all>", Estimate(0.5, 0.4, 0.6), "#e45756")]
    picture = ET.fromstring(svg("Held-out tasks", bars))
    texts = [each.text for each in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Held-out tasks", "no lessons", "lessons & <all>", "50% (40% to 60%)"} <= set(texts)
    assert len(list(picture.iter("{http://www.w3.org/2000/svg}rect"))) == 3
