"""Rows are placed by their code, and by their point only where the code leaves a choice."""

import numpy as np
import pyarrow as pa
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sim.records.encode import encode
from sim.records.place import OUTSIDE, UNPLACED, Ground, place

SQUARES = [shapely.box(x, 0, x + 100, 100) for x in (0, 100, 200)]
GROUND = Ground(
    ["A", "B", "C"],
    SQUARES,
    {"old": ("A", "B"), "one": ("C",), "border": ("C", "elsewhere")},
)
"""Three squares side by side: A and B were one area, C was called one, and border reaches beyond the county."""


def placed(*rows):
    """Place rows of (code, x); y is in the middle."""
    codes = pa.chunked_array([pa.array([code for code, _ in rows], pa.string())])
    x = np.array([np.nan if x is None else float(x) for _, x in rows])
    return place(encode(codes), x, np.where(np.isnan(x), np.nan, 50.0), GROUND)


def test_the_code_is_trusted_wherever_the_point_lies():
    found = placed(("A", 50), ("A", 250), ("A", 9_999), ("A", None))
    assert found.area.tolist() == [0, 0, 0, 0]
    assert not found.by_point.any()
    assert not found.translated.any()


def test_a_code_of_another_vintage_means_its_only_counterpart():
    found = placed(("one", 50), ("one", None))
    assert found.area.tolist() == [2, 2]
    assert found.translated.tolist() == [True, True]
    assert not found.by_point.any()


def test_the_point_decides_between_areas_that_one_of_another_vintage_straddles():
    # 250 lies in C, which "old" does not mean: B is nearer than A
    found = placed(("old", 50), ("old", 150), ("old", 250), ("old", None))
    assert found.area.tolist() == [0, 1, 1, UNPLACED]
    assert found.by_point.tolist() == [True, True, True, False]


def test_an_area_that_reaches_beyond_the_county_counts_only_where_its_point_is_in_it():
    assert placed(("border", 250), ("border", 310)).area.tolist() == [2, OUTSIDE]


def test_rows_without_a_code_are_placed_by_their_point():
    assert placed((None, 150), ("", 150), (None, 950), (None, None)).area.tolist() == [1, 1, OUTSIDE, UNPLACED]


def test_a_code_that_means_nothing_lies_outside():
    assert placed(("E01999999", 50)).area.tolist() == [OUTSIDE]


def slowly(code, x):
    """Place one row, rule by rule."""
    own = dict(zip(GROUND.code, range(3), strict=True))
    if code in own:
        return own[code]
    if not code:
        return (
            UNPLACED
            if x is None
            else next((n for n, s in enumerate(SQUARES) if s.covers(shapely.Point(x, 50))), OUTSIDE)
        )
    others = GROUND.counterparts.get(code, ())
    if len(others) == 1:
        return own[others[0]]
    if not others:
        return OUTSIDE
    if x is None:
        return UNPLACED
    away = sorted((SQUARES[own[other]].distance(shapely.Point(x, 50)), own[other]) for other in others if other in own)
    return away[0][1] if away[0][0] == 0 or all(other in own for other in others) else OUTSIDE


CODES = st.sampled_from([None, "", "A", "B", "C", "old", "one", "border", "nothing"])


@given(st.lists(st.tuples(CODES, st.none() | st.integers(-50, 400)), min_size=1, max_size=30))
def test_many_rows_at_once_are_placed_as_one_by_one(rows):
    assert placed(*rows).area.tolist() == [slowly(code, x) for code, x in rows]
