"""Compiled random numbers against NumPy's own Philox, bit for bit, and what is made of them against SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from sim.demand.kernels import draw_poisson
from sim.jit import kernel
from sim.keys import Purpose, philox_key, stream
from sim.normal import normal_quantile
from sim.philox import draw_block, fill_single, open_uniform, uniform

words64 = st.integers(0, 2**64 - 1).map(np.uint64)


@kernel
def block_of(key, block, word1, word2, out):
    out[0], out[1], out[2], out[3] = draw_block(key[0], key[1], block, word1, word2)


@kernel
def doubles_of(words, out):
    for at in range(words.size):
        out[at] = uniform(words[at])


@kernel
def open_doubles_of(words, out):
    for at in range(words.size):
        out[at] = open_uniform(words[at])


@kernel
def quantiles_of(chances, out):
    for at in range(chances.size):
        out[at] = normal_quantile(chances[at])


@given(st.tuples(words64, words64), st.integers(0, 2**40), words64, words64)
def test_a_block_is_the_one_that_numpy_draws(key, block, word1, word2):
    key, out = np.array(key, dtype=np.uint64), np.empty(4, dtype=np.uint64)
    block_of(key, np.uint64(block), word1, word2, out)
    counter = np.array([block, word1, word2, 0], dtype=np.uint64)
    assert out.tolist() == np.random.Philox(key=key, counter=counter).random_raw(4).tolist()


def test_a_key_opens_the_stream_of_its_purpose():
    """Words and uniforms of the entity 0 are those that a generator of the same key draws first."""
    words, marks = np.empty(4, dtype=np.uint64), np.empty(4)
    block_of(philox_key(7, 2, Purpose.MARKS, 99), np.uint64(0), np.uint64(0), np.uint64(0), words)
    doubles_of(words, marks)
    assert marks.tolist() == stream(7, 2, Purpose.MARKS, 99).random(4).tolist()


def test_uniforms_reach_neither_end_that_they_must_not():
    words = np.array([0, 2**64 - 1], dtype=np.uint64)
    half_open, inside = np.empty(2), np.empty(2)
    doubles_of(words, half_open)
    open_doubles_of(words, inside)
    assert half_open.tolist() == [0.0, 1 - 2.0**-53]
    assert inside.tolist() == [2.0**-53, 1 - 2.0**-53]


def test_single_precision_rows_are_those_of_numpy():
    """Each row of its own counter; a table that is larger both ways holds the smaller one."""
    key = philox_key(3, 0, Purpose.ABSTRACTION)
    small, large = np.empty((3, 5), dtype=np.float32), np.empty((4, 21), dtype=np.float32)
    fill_single(key, small)
    fill_single(key, large)
    assert np.array_equal(small, large[:3, :5])
    for row in range(4):
        counter = np.array([0, row, 0, 0], dtype=np.uint64)
        numpys = np.random.Generator(np.random.Philox(key=key, counter=counter)).random(21, dtype=np.float32)
        assert np.array_equal(large[row], numpys)


def test_normal_quantile_has_fifteen_digits():
    """In the middle, at the seams of the three formulas, and out to 1e-300."""
    lower = np.concatenate(
        [np.logspace(-300, -1, 4_000), np.linspace(0.0749, 0.0751, 101), np.linspace(0.1, 0.5, 4_000)]
    )
    chances = np.concatenate([lower, 1 - lower[lower > 1e-15]])
    found = np.empty(chances.size)
    quantiles_of(chances, found)
    np.testing.assert_allclose(found, ndtri(chances), rtol=2e-15, atol=1e-16)


@pytest.mark.parametrize("mean", [0.02, 1.7, 63.9, 64.0, 500.0])
def test_counts_are_poisson(mean):
    """Mean and variance over 40,000 counts; chance of none; large means are drawn in pieces."""
    counts = np.zeros(40_000, dtype=np.int32)
    draw_poisson(philox_key(1, 0, Purpose.PAST_COUNTS, round(100 * mean)), np.full(counts.size, mean), counts)
    assert counts.mean() == pytest.approx(mean, abs=4 * (mean / counts.size) ** 0.5)
    assert counts.var() == pytest.approx(mean, rel=4 * ((2 + 1 / mean) / counts.size) ** 0.5)
    none = np.exp(-mean)
    assert (counts == 0).mean() == pytest.approx(none, abs=4 * (none / counts.size) ** 0.5 + 1e-9)
    assert abs(np.corrcoef(counts[:-1], counts[1:])[0, 1]) < 4 / counts.size**0.5


def test_counts_are_added_and_belong_to_their_place():
    """What stands before is kept, and a mean of 0 among the others shifts nobody's luck."""
    key = philox_key(1, 0, Purpose.PAST_COUNTS)
    mean = np.full(9, 3.0)
    plain, gap = np.zeros(9, dtype=np.int32), np.full(9, 10, dtype=np.int32)
    draw_poisson(key, mean, plain)
    mean[[0, 5, 6]] = 0.0
    draw_poisson(key, mean, gap)
    assert gap.tolist() == [10, *(plain[1:5] + 10), 10, 10, *(plain[7:] + 10)]
