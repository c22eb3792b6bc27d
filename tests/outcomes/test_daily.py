"""Days of a run, worked by hand and against a slow version."""

import numpy as np
import pytest

from sim.outcomes.daily import daily_counts, open_by_day
from sim.street.records import ATTENDED, LATENT
from tests.outcomes.handmade import DAY, NAN, TYPE_CRIME, make_record


def test_days_by_hand(record):
    record.history.calls["parent"][2] = 1
    record.outcome["stock"][:] = np.arange(14)
    record.outcome["stock"][6] = NAN  # no stock could decide on this one
    daily = daily_counts(record)
    # warm-up and measured day, without the cool-down; the latent and the prevented are not made, the unreported is no call
    assert daily["made"].tolist() == [1, 8]
    assert daily["first"].tolist() == [1, 7]
    assert daily["potential"].tolist() == [1, 10]
    # calls 1 to 11 were potential calls of the measured day
    assert daily["stock"].tolist() == [0, sum(range(1, 12)) - 6]


def test_open_calls_by_hand():
    # open from noon of day 0 to 06:00 of day 2: half a day, a day, a quarter; the other from 18:00 of day 1 on for ever
    from_min, until_min = np.array([0.5, 1.75]) * DAY, np.array([2.25 * DAY, NAN])
    assert open_by_day(from_min, until_min, 4).tolist() == [0.5, 1.25, 1.25, 1.0]
    assert open_by_day(from_min, until_min, 2).tolist() == [0.5, 1.25]
    assert open_by_day(np.zeros(0), np.zeros(0), 2).tolist() == [0, 0]


@pytest.mark.parametrize("seed", range(3))
def test_open_calls_equal_the_slow_version(seed):
    rng = np.random.default_rng(seed)
    from_min = np.sort(rng.uniform(0, 10 * DAY, 200))
    until_min = np.where(rng.random(200) < 0.2, NAN, from_min + rng.exponential(DAY, 200))
    slow = []
    for day in range(8):
        overlap = 0.0
        for begun, over in zip(from_min, np.nan_to_num(until_min, nan=np.inf), strict=True):
            overlap += max(0.0, min(over, (day + 1) * DAY) - max(begun, day * DAY))
        slow.append(overlap / DAY)
    np.testing.assert_allclose(open_by_day(from_min, until_min, 8), slow, rtol=1e-12, atol=1e-12)


def test_a_latent_call_is_in_no_count():
    one = ((0.0, 0, 0, TYPE_CRIME, 1, 0), (ATTENDED, 0, 4.0, 7, 0))
    other = ((1.0, 0, 0, TYPE_CRIME, 1, 0), (LATENT, 0, NAN, -1, 0))
    for name, values in daily_counts(make_record((one, other))).items():
        expected = daily_counts(make_record((one,)))[name]
        assert values.tolist() == expected.tolist(), name
