"""Made-up names: groups of four to six, numbered from the north."""

import numpy as np
import pytest

from sim.county.names import code, name_areas


def test_codes_count_up():
    assert code(0) == "S01900001"
    assert code(689) == "S01900690"


def test_northern_group_comes_first_and_letters_run_west_to_east():
    x_m = np.array([30.0, 10.0, 20.0, 40.0, 50.0, 30.0, 10.0, 20.0, 40.0, 50.0])
    y_m = np.array([0.0] * 5 + [900.0] * 5)
    names = name_areas("Town", x_m, y_m)
    assert names[5:] == ["Town 101C", "Town 101A", "Town 101B", "Town 101D", "Town 101E"]
    assert names[:5] == ["Town 102C", "Town 102A", "Town 102B", "Town 102D", "Town 102E"]


@pytest.mark.parametrize("count", [1, 4, 7, 8, 13, 52, 94])
def test_groups_have_at_most_six_areas(count):
    angle = np.arange(count) * 2.4
    names = name_areas("Town", 1000 * np.cos(angle) * np.arange(count), 1000 * np.sin(angle) * np.arange(count))
    assert len(set(names)) == count
    sizes = np.unique([name[:-1] for name in names], return_counts=True)[1]
    assert sizes.max() <= 6
    assert count < 8 or sizes.min() >= 4
