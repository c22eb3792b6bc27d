"""A crime that is published twice counts once; what has no identity always counts."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from sim.records.place import OUTSIDE, UNPLACED
from sim.records.repeats import is_repeat


def repeats(*rows):
    """Find the repeats among rows of (identity, area)."""
    identity = pa.chunked_array([pa.array([name for name, _ in rows], pa.string())])
    return is_repeat(identity, np.array([area for _, area in rows], dtype=np.int32)).tolist()


def test_the_first_of_two_in_the_county_counts():
    assert repeats(("a", 5), ("b", 1), ("a", 2)) == [False, False, True]


def test_a_place_in_the_county_goes_before_one_outside_and_that_before_none():
    assert repeats(("a", UNPLACED), ("a", OUTSIDE), ("a", 3)) == [True, True, False]
    assert repeats(("a", UNPLACED), ("a", OUTSIDE)) == [True, False]


def test_rows_that_look_alike_without_an_identity_are_separate():
    assert repeats((None, 3), (None, 3), (None, UNPLACED)) == [False, False, False]


def slowly(rows):
    """Keep the best row of each identity, one by one."""
    best = {}
    for number, (name, area) in enumerate(rows):
        if name is not None and (name not in best or min(area, 0) > min(rows[best[name]][1], 0)):
            best[name] = number
    return [name is not None and best[name] != number for number, (name, _) in enumerate(rows)]


@given(st.lists(st.tuples(st.sampled_from([None, "a", "b", "c"]), st.integers(-2, 3)), min_size=1, max_size=20))
def test_many_rows_at_once_are_judged_as_one_by_one(rows):
    assert repeats(*rows) == slowly(rows)
