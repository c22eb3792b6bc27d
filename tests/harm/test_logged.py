"""Harm by incident, and what an index leaves out."""

import numpy as np
import pytest

from sim.harm.logged import EXCLUSIONS, LoggedCrimes, by_area, of_incidents
from sim.harm.low_harm import LowHarmAdded
from sim.harm.weighted import WeightedHarm

CRIME = WeightedHarm("hand", "days", {"robbery": 365.0, "theft": 2.0})
KEYS = ("robbery", "theft")


def log(offence, **flags):
    return LoggedCrimes(KEYS, np.array(offence), {name: np.array(flag) for name, flag in flags.items()})


def test_harm_of_each_incident():
    crimes = log([1, 0, -1])
    assert CRIME.harm(of_incidents(crimes)).tolist() == [2, 365, 0]
    assert LowHarmAdded(CRIME, 0.5).harm(of_incidents(crimes)).tolist() == [2, 365, 0.5]


def test_what_is_left_out_has_no_harm():
    crimes = log([1, 0, 1], company_detected=[True, False, False], historic=[False, True, False])
    assert CRIME.harm(of_incidents(crimes, EXCLUSIONS)).tolist() == [0, 0, 2]
    assert CRIME.harm(of_incidents(crimes, ["historic"])).tolist() == [2, 0, 2]
    assert CRIME.harm(of_incidents(crimes, ["police_detected"])).tolist() == [2, 365, 2]


@pytest.mark.parametrize("seed", range(3))
def test_areas_are_the_sum_of_their_incidents(seed):
    rng = np.random.default_rng(seed)
    crimes = log(rng.integers(-1, 2, 500), historic=rng.random(500) < 0.2)
    area = rng.integers(-1, 7, 500)
    index = LowHarmAdded(CRIME, 0.25)
    slow = [0.0] * 7
    for where, harm in zip(area, index.harm(of_incidents(crimes, ["historic"])), strict=True):
        if where >= 0:
            slow[where] += harm
    assert index.harm(by_area(crimes, area, 7, ["historic"])).tolist() == slow
