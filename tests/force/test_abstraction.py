"""Marks of absence belong to the officer and the shift."""

from __future__ import annotations

import numpy as np

from sim.force.abstraction import abstraction_marks


def test_more_officers_or_shifts_leave_the_marks_of_the_others():
    small, large = abstraction_marks(7, 3, 4, 11), abstraction_marks(7, 3, 9, 40)
    assert np.array_equal(small, large[:4, :11])


def test_marks_change_with_seed_and_replication():
    first = abstraction_marks(7, 3, 4, 11)
    assert not np.array_equal(first, abstraction_marks(7, 4, 4, 11))
    assert not np.array_equal(first, abstraction_marks(8, 3, 4, 11))


def test_a_quarter_is_absent():
    marks = abstraction_marks(1, 0, 500, 200)
    present = float((marks < np.float32(0.75)).mean())
    # standard error √(.75 × .25 / 100,000) = .00137
    assert abs(present - 0.75) < 4 * 0.00137
    assert marks.min() >= 0
    assert marks.max() < 1


def test_nobody_and_no_shift():
    assert abstraction_marks(1, 0, 0, 5).shape == (0, 5)
    assert abstraction_marks(1, 0, 5, 0).shape == (5, 0)
