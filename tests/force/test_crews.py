"""Crews of a shift: the share is one of units."""

from __future__ import annotations

import pytest

from sim.force.crews import crew_sizes


@pytest.mark.parametrize(
    ("officers", "share", "expected"),
    [
        (0, 0.5, (0, 0)),
        (1, 1.0, (0, 1)),  # nobody to pair with
        (3, 0.5, (1, 1)),  # two units, one of them double
        (4, 0.5, (1, 2)),  # .5 × 4 / 1.5 = 1.33 → 1
        (5, 0.5, (2, 1)),  # 1.67 → 2
        (9, 0.5, (3, 3)),  # six units, half double
        (5, 1.0, (2, 1)),  # 2.5 → 3, but only two pairs
        (6, 1.0, (3, 0)),
        (6, 0.0, (0, 6)),
        (3, 0.2, (1, 1)),  # .2 × 3 / 1.2 = .5 → 1: half up
    ],
)
def test_hand_worked(officers, share, expected):
    assert crew_sizes(officers, share) == expected


def test_everybody_is_in_one_crew_and_the_share_is_as_near_as_can_be():
    for officers in range(1, 60):
        for share in (0.0, 0.3, 0.5, 0.8, 1.0):
            doubles, singles = crew_sizes(officers, share)
            assert 2 * doubles + singles == officers
            # one pair more or less would not come nearer by more than rounding: |d − s·n/(1+s)| ≤ ½ unless capped
            assert abs(doubles - share * officers / (1 + share)) <= 0.5 + 1e-9
