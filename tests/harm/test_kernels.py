import numpy as np
import pytest

from sim.harm.kernels import add_harm, score
from sim.jit import kernel


@kernel
def add_twice(total, slot, harm):
    """Call the street's kernel from compiled code, as the street does."""
    add_harm(total, slot, harm)
    add_harm(total, slot, harm)


def slow_score(offence, area, offence_weight, n_areas):
    """Look up and add one incident after the other."""
    out = [0.0] * n_areas
    for kind, where in zip(offence, area, strict=True):
        if kind >= 0:
            out[where] += offence_weight[kind]
    return out


def test_add_harm_adds_to_one_slot():
    total = np.array([1.0, 2.0, 3.0])
    add_twice(total, 1, 10.5)
    assert total.tolist() == [1, 23, 3]


def test_add_harm_adds_to_a_column_of_records():
    records = np.zeros(3, dtype=[("area", np.int16), ("harm", np.float64)])
    add_twice(records["harm"], 2, -4.0)
    assert records["harm"].tolist() == [0, 0, -8]


def test_score_by_hand():
    # area 0: a theft of 2; area 1: a robbery of 365 and a theft; the third is no crime
    out = np.zeros(2)
    score(np.array([0, 1, -1, 0], np.int16), np.array([0, 1, 0, 1], np.int16), np.array([2.0, 365.0]), out)
    assert out.tolist() == [2, 367]


@pytest.mark.parametrize("seed", range(3))
def test_score_equals_the_slow_version(seed):
    rng = np.random.default_rng(seed)
    offence = rng.integers(-1, 5, 1000).astype(np.int16)
    area = rng.integers(0, 20, 1000).astype(np.int16)
    weight = rng.gamma(0.3, 100, 5)
    out = np.zeros(20)
    score(offence, area, weight, out)
    assert out.tolist() == slow_score(offence, area, weight, 20)


def test_score_adds_to_what_is_there():
    out = np.array([5.0])
    score(np.zeros(0, np.int16), np.zeros(0, np.int16), np.array([2.0]), out)
    assert out.tolist() == [5]
