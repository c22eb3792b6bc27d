"""Response times against a slow, obvious version."""

import math
import statistics

import numpy as np
import pytest

from sim.outcomes.response import ResponseTimes


def slow_median(times):
    """Take the middle of all calls, those that nobody reached last."""
    if not times:
        return math.nan
    median = statistics.median(times)
    return math.nan if math.isinf(median) else median


def slow_share(times, target_min):
    """Count the calls that were reached in time."""
    return sum(time <= target_min for time in times) / len(times) if times else math.nan


@pytest.mark.parametrize("seed", range(5))
def test_medians_and_shares_equal_the_slow_version(seed):
    rng = np.random.default_rng(seed)
    n_areas, n_groups = 12, 5
    times = np.where(rng.random(300) < 0.4, np.inf, np.round(rng.gamma(2, 6, 300), 1))
    area = rng.integers(0, n_areas - 1, 300).astype(np.int16)
    group_of_area = rng.integers(0, n_groups, n_areas).astype(np.int16)
    fast = ResponseTimes(times, area, 15.0)
    for groups, number in ((group_of_area, n_groups), (np.arange(n_areas, dtype=np.int16), n_areas)):
        by_group = [times[groups[area] == group].tolist() for group in range(number)]
        np.testing.assert_array_equal(fast.median_by(groups, number), [slow_median(part) for part in by_group])
        np.testing.assert_array_equal(
            fast.within_target_by(groups, number), [slow_share(part, 15.0) for part in by_group]
        )
        np.testing.assert_array_equal(fast.calls_by(groups, number), [len(part) for part in by_group])


def test_calls_that_nobody_reached_keep_their_place():
    """Of 1, 2, 3, never, never the middle is 3, not 2; one more that nobody reached leaves it empty."""
    one = np.zeros(1, dtype=np.int16)
    times = np.array([3.0, np.inf, 1.0, np.inf, 2.0])
    assert ResponseTimes(times, np.zeros(5, np.int16), 2.0).median_by(one, 1) == [3.0]
    assert ResponseTimes(times, np.zeros(5, np.int16), 2.0).within_target_by(one, 1) == [2 / 5]
    more = np.append(times, np.inf)
    assert np.isnan(ResponseTimes(more, np.zeros(6, np.int16), 2.0).median_by(one, 1)).all()


def test_no_calls_give_no_response_time():
    times = ResponseTimes(np.zeros(0), np.zeros(0, np.int16), 15.0)
    assert np.isnan(times.median_by(np.zeros(3, np.int16), 1)).all()
    assert np.isnan(times.within_target_by(np.zeros(3, np.int16), 1)).all()
