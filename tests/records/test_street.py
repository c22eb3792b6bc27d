"""Street files are counted by month, category and area, whatever vintage their codes are of."""

import numpy as np
import pytest

from sim.study.county_file import read_county_file
from tests.records import another_county as another


@pytest.fixture
def records(county_path):
    """Give what was recorded in the made-up county."""
    return read_county_file(str(county_path)).records()


def test_every_cell_is_what_was_recorded(records):
    # half the months have codes of 2011, in which the first two areas are one and points must tell them apart
    np.testing.assert_array_equal(records.count, another.drawn_counts())
    assert records.month == another.MONTHS
    assert records.category == another.CATEGORIES
    assert records.area_code == another.AREA_CODE


def test_rows_without_a_place_in_the_county_are_told_apart(records):
    months = len(another.MONTHS)
    assert records.unplaced.sum(axis=0).tolist() == [another.UNPLACED_ROWS * months, 0, 0, 0, 0, 0]
    assert records.outside.sum(axis=0).tolist() == [another.OUTSIDE_ROWS * months, 0, 0, 0, 0, 0]


def test_station_rows_are_known(records):
    expected = np.zeros_like(records.count)
    expected[:, 0, another.STATION] = another.STATION_ROWS
    np.testing.assert_array_equal(records.at_station, expected)
