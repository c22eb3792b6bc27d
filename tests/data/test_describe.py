"""What is said of a county's files are numbers that a reader can work out."""

from types import SimpleNamespace

import numpy as np

from sim.data.describe import describe_ways


def ways(minutes, *neighbours):
    """Describe the ways of a county whose areas have these neighbours."""
    start = np.cumsum([0, *map(len, neighbours)])
    neighbour = np.array([area for areas in neighbours for area in areas], dtype=np.int64)
    travel = SimpleNamespace(base_min=np.array(minutes, dtype=np.float32))
    county = SimpleNamespace(n_areas=len(minutes), neighbour_start=start, neighbour=neighbour, travel=travel)
    return describe_ways(county)


def test_neighbours_and_the_longest_way_are_told():
    """Three areas in a row: 4 and 6 minutes to neighbours, both ways, so 5 at the middle; 9 from end to end."""
    told = ways([[1, 4, 9], [4, 1, 6], [9, 6, 1]], [1], [0, 2], [1])
    assert told == "5.0 min between neighbouring areas (median), 9 min across the county"


def test_an_area_alone_has_no_ways():
    assert ways([[1]], []) == "no area has a neighbour"
