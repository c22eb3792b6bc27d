"""Counter-based random numbers in compiled code: Philox 4x64-10, bit for bit what NumPy's `Philox` gives.

A stream is a key; a number in it is a function of the key and of a counter of four words, so that any entity's draws
can be computed alone and in any order. Block b of the entity (word1, word2, word3) is what
``numpy.random.Philox(key=key, counter=[0, word1, word2, word3])`` gives as its numbers 4b to 4b + 3
(Salmon et al. 2011, doi:10.1145/2063384.2063405).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.jit import helper, kernel

_ROUNDS = 10
_M0, _M1 = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
_W0, _W1 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
_ONE, _NONE = np.uint64(1), np.uint64(0)
_TO_53_BITS, _TO_52_BITS, _TO_24_BITS = np.uint64(11), np.uint64(12), np.uint64(8)
PER_BLOCK = 4
Words = tuple[np.uint64, np.uint64, np.uint64, np.uint64]
NO_WORDS: Words = (_NONE, _NONE, _NONE, _NONE)


@helper
def high_word(a: np.uint64, b: np.uint64) -> np.uint64:
    """Give the upper 64 bits of a product of 128; the compiler makes one multiplication of it."""
    a_low, a_high, b_low, b_high = a & _LOW, a >> _HALF, b & _LOW, b >> _HALF
    cross, other = a_low * b_high, a_high * b_low
    middle = ((a_low * b_low) >> _HALF) + (cross & _LOW) + (other & _LOW)
    return a_high * b_high + (cross >> _HALF) + (other >> _HALF) + (middle >> _HALF)


@helper
def draw_block(key0: np.uint64, key1: np.uint64, block: np.uint64, word1: np.uint64, word2: np.uint64) -> Words:
    """Draw the four words of a block of an entity.

    Parameters
    ----------
    key0, key1
        Key of the stream.
    block
        Number of the block, from 0.
    word1, word2
        The entity; the fourth word of the counter is always 0.
    """
    c0, c1, c2, c3 = block + _ONE, word1, word2, _NONE  # NumPy counts on before it draws
    for _ in range(_ROUNDS):
        high0, low0 = high_word(_M0, c0), _M0 * c0
        high1, low1 = high_word(_M1, c2), _M1 * c2
        c0, c1, c2, c3 = high1 ^ c1 ^ key0, low1, high0 ^ c3 ^ key1, low0
        key0 += _W0
        key1 += _W1
    return c0, c1, c2, c3


@helper
def uniform(word: np.uint64) -> float:
    """Turn a word into a double on [0, 1), as ``Generator.random`` does."""
    return np.int64(word >> _TO_53_BITS) * 2.0**-53


@helper
def open_uniform(word: np.uint64) -> float:
    """Turn a word into a double inside (0, 1), both ends left out: a middle of 2^52 equal steps."""
    return (np.int64(word >> _TO_52_BITS) + 0.5) * 2.0**-52


@helper
def low_single(word: np.uint64) -> np.float32:
    """Turn the lower half of a word into a single on [0, 1), the first that ``Generator.random`` makes of it."""
    return np.float32(np.int64((word & _LOW) >> _TO_24_BITS) * 2.0**-24)


@helper
def high_single(word: np.uint64) -> np.float32:
    """Turn the upper half of a word into a single on [0, 1), the second that ``Generator.random`` makes of it."""
    return np.float32(np.int64((word >> _HALF) >> _TO_24_BITS) * 2.0**-24)


@kernel
def fill_single(key: NDArray[np.uint64], out: NDArray[np.float32]) -> None:
    """Draw a row of single-precision uniforms for each of many numbered entities.

    Parameters
    ----------
    key
        (2,) key of the stream.
    out
        (n_entities, n_draws) uniforms on [0, 1), changed in place: row i holds the first numbers that
        ``Generator(Philox(key=key, counter=[0, i, 0, 0])).random(n_draws, dtype=float32)`` gives.
    """
    words = NO_WORDS
    for entity in range(out.shape[0]):
        for draw in range(out.shape[1]):
            place = draw % (2 * PER_BLOCK)
            if place == 0:
                words = draw_block(key[0], key[1], np.uint64(draw // (2 * PER_BLOCK)), np.uint64(entity), _NONE)
            word = words[place // 2]
            out[entity, draw] = low_single(word) if place % 2 == 0 else high_single(word)
