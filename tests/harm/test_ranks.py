"""Ranks with ties."""

import numpy as np
import pytest

from sim.harm.ranks import combine_ranks, mid_rank


@pytest.mark.parametrize(
    ("values", "ranks"),
    [
        ([30.0, 10.0, 20.0], [3, 1, 2]),
        ([5.0, 1.0, 5.0, 9.0], [2.5, 1, 2.5, 4]),  # second and third share 2.5
        ([0.0, 0.0, 0.0], [2, 2, 2]),
        ([4.0], [1]),
        ([], []),
    ],
)
def test_mid_rank_by_hand(values, ranks):
    assert mid_rank(np.array(values)).tolist() == ranks


def test_mid_rank_is_the_mean_position_among_equals():
    values = np.array([float((29 * k * k + k) % 13) for k in range(150)])
    below = (values[None, :] < values[:, None]).sum(axis=1)
    equal = (values[None, :] == values[:, None]).sum(axis=1)
    # places below + 1 to below + equal: their mean
    assert np.array_equal(mid_rank(values), below + (equal + 1) / 2)


def test_rankings_are_combined_by_their_mean_with_ties():
    # sums 4, 4.5, 4, 7.5: the first and third share ranks 1 and 2
    assert combine_ranks(np.array([[1.0, 2.5, 2.5, 4.0], [3.0, 2.0, 1.5, 3.5]])).tolist() == [1.5, 3, 1.5, 4]
