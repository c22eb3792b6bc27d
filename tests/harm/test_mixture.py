"""The mean of a mixture and the interval that comes of ranges."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.harm.mixture import MixedMean, Spread, mixed_mean


def spread(*rows):
    """Build numbers with ranges from (low, value, high)."""
    low, value, high = zip(*rows, strict=True)
    return Spread.of(value, low, high)


def slow_mixed_mean(count, weight):
    """Try every corner of the box of counts."""
    corners = [np.array(corner) for corner in product(*zip(count.low, count.high, strict=True))]
    lows = [corner @ weight.low / corner.sum() for corner in corners if corner.sum() > 0]
    highs = [corner @ weight.high / corner.sum() for corner in corners if corner.sum() > 0]
    return MixedMean(float(count.value @ weight.value / count.value.sum()), min(lows), max(highs))


def test_mean_of_burglary_by_hand():
    # 2,484 residential at 273.5 days and 919 other at 183.5: (679,374 + 168,636.5) / 3,403 = 249.20
    mean = mixed_mean(spread((2484, 2484, 2484), (919, 919, 919)), spread((273.5, 273.5, 273.5), (183.5, 183.5, 183.5)))
    assert mean.value == pytest.approx(848_010.5 / 3403)
    assert mean.low == pytest.approx(mean.value)
    assert mean.high == pytest.approx(mean.value)


def test_interval_by_hand():
    # lowest: 3 at 1 and 1 at 8 → 11 / 4; highest: 1 at 3 and 2 at 12 → 27 / 3
    mean = mixed_mean(spread((1, 2, 3), (1, 2, 2)), spread((1, 2, 3), (8, 10, 12)))
    assert mean == (6, 2.75, 9)


def test_a_single_part_needs_no_count():
    assert mixed_mean(spread((0, 7, 900)), spread((1, 2, 5))) == (2, 1, 5)


@st.composite
def mixtures(draw):
    n = draw(st.integers(1, 6))
    numbers = st.tuples(*[st.floats(0, 1000)] * 3).map(sorted)
    count = draw(st.lists(numbers.filter(lambda row: row[1] > 0.01), min_size=n, max_size=n))
    return spread(*count), spread(*draw(st.lists(numbers, min_size=n, max_size=n)))


@given(mixtures())
def test_interval_is_that_of_the_slow_version(parts):
    assert mixed_mean(*parts) == pytest.approx(slow_mixed_mean(*parts), rel=1e-9, abs=1e-9)


@given(mixtures())
def test_value_lies_in_its_interval(parts):
    mean = mixed_mean(*parts)
    assert mean.low <= mean.value <= mean.high


@pytest.mark.parametrize("count", [[(0, 0, 5)], [(-1, 1, 2)], []])
def test_a_mixture_of_nothing_is_refused(count):
    empty = Spread.of(*np.zeros((3, 0)))
    with pytest.raises(ValueError, match="counts of a mixture"):
        mixed_mean(spread(*count) if count else empty, spread(*[(1, 1, 1)] * len(count)) if count else empty)


def test_a_number_outside_its_range_is_refused():
    with pytest.raises(ValueError, match="outside its range"):
        Spread.of([3], [1], [2])
