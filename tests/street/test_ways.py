"""Ways through a county: by hand, and made once."""

import numpy as np

from sim.street.ways import reach, ways_of

BASE_MIN = np.array([[1, 5, 9, 4], [6, 1, 2, 8], [7, 3, 1, 5], [2, 8, 6, 1]], dtype=np.float32)
DISTRICT = np.array([0, 0, 1, 1], dtype=np.int16)


def test_districts_come_by_the_minutes_from_their_nearest_area():
    minutes, district = reach(BASE_MIN, DISTRICT)
    assert minutes.tolist() == [[1, 2], [1, 3], [1, 2], [1, 4]]
    assert district.tolist() == [[0, 1], [0, 1], [1, 0], [1, 0]]


def test_the_same_county_has_the_same_ways_and_another_one_its_own():
    first = ways_of(BASE_MIN, DISTRICT)
    assert (first.to_min == BASE_MIN.T).all()
    assert ways_of(BASE_MIN, DISTRICT) is first
    longer = 2 * BASE_MIN
    assert (ways_of(longer, DISTRICT).reach_min == 2 * first.reach_min).all()
    assert (ways_of(BASE_MIN, DISTRICT[::-1].copy()).reach_from == 1 - first.reach_from).all()
