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


def slow_p90(times):
    """Find the least time that nine in ten do not exceed, or the mean of it and the next where that is met exactly."""
    ordered = sorted(times)
    for at, time in enumerate(ordered):
        if 10 * (at + 1) >= 9 * len(ordered):
            following = ordered[at + 1] if 10 * (at + 1) == 9 * len(ordered) else time
            mean = (time + following) / 2
            return math.nan if math.isinf(mean) else mean
    return math.nan


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
    fast = ResponseTimes(times, area, np.zeros(300, np.int64), 15.0)
    some = ResponseTimes(np.where(np.isinf(times), 99.0, times), area, np.zeros(300, np.int64), 15.0)
    for groups, number in ((group_of_area, n_groups), (np.arange(n_areas, dtype=np.int16), n_areas)):
        by_group = [times[groups[area] == group].tolist() for group in range(number)]
        np.testing.assert_array_equal(
            fast.quantiles_by([50], groups, number)[0], [slow_median(part) for part in by_group]
        )
        reached = [[min(time, 99.0) for time in part] for part in by_group]
        np.testing.assert_array_equal(
            some.quantiles_by([50, 90], groups, number),
            [[slow(part) for part in reached] for slow in (slow_median, slow_p90)],
        )
        np.testing.assert_array_equal(
            fast.within_target_by(groups, number), [slow_share(part, 15.0) for part in by_group]
        )
        np.testing.assert_array_equal(fast.calls_by(groups, number), [len(part) for part in by_group])


def test_calls_that_nobody_reached_keep_their_place():
    """Of 1, 2, 3, never, never the middle is 3, not 2; one more that nobody reached leaves it empty."""
    one = np.zeros(1, dtype=np.int16)
    times = np.array([3.0, np.inf, 1.0, np.inf, 2.0])
    assert ResponseTimes(times, np.zeros(5, np.int16), np.zeros(5, np.int64), 2.0).quantiles_by([50], one, 1) == [3.0]
    assert ResponseTimes(times, np.zeros(5, np.int16), np.zeros(5, np.int64), 2.0).within_target_by(one, 1) == [2 / 5]
    more = np.append(times, np.inf)
    assert np.isnan(
        ResponseTimes(more, np.zeros(6, np.int16), np.zeros(6, np.int64), 2.0).quantiles_by([50], one, 1)
    ).all()


def test_no_calls_give_no_response_time():
    times = ResponseTimes(np.zeros(0), np.zeros(0, np.int16), np.zeros(0, np.int64), 15.0)
    assert np.isnan(times.quantiles_by([50], np.zeros(3, np.int16), 1)).all()
    assert np.isnan(times.within_target_by(np.zeros(3, np.int16), 1)).all()


def test_nine_in_ten_by_hand():
    """Of ten times 1 to 10, nine in ten lie at or below 9: halfway to the next, 9.5; of nine, the ninth."""
    one, ten = np.zeros(1, dtype=np.int16), np.arange(1.0, 11.0)
    nothing = np.zeros(10, np.int16)
    assert ResponseTimes(ten, nothing, nothing, 2.0).quantiles_by([90], one, 1) == [9.5]
    assert ResponseTimes(ten[:9], nothing[:9], nothing[:9], 2.0).quantiles_by([90], one, 1) == [9.0]
    # with two in ten never reached it is unknown; with one it is the ninth and the unknown tenth
    for never in (1, 2):
        ten[-never:] = np.inf
        assert np.isnan(ResponseTimes(ten, nothing, nothing, 2.0).quantiles_by([90], one, 1)).all()


def test_interval_counts_calls_that_nobody_reached_as_late():
    """Of 100 independent times 1 to 100, 40 and 61 hold the median; with the last 45 never reached only the low end is known."""
    times, day = np.arange(1.0, 101.0), np.arange(100)
    area = np.zeros(100, np.int16)
    assert ResponseTimes(times, area, day, 15.0).interval(50) == (40.0, 61.0)
    low, high = ResponseTimes(np.where(times > 55, np.inf, times), area, day, 15.0).interval(50)
    assert low == 40.0
    assert math.isnan(high)
    assert all(math.isnan(end) for end in ResponseTimes(np.zeros(0), area[:0], day[:0], 15.0).interval(50))
