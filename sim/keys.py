"""Keyed random streams: every draw belongs to (study seed, replication, purpose, entity).

Nothing is drawn from a shared generator, and the scenario never enters a key: two options walk through
the same history, and any worker can redo replication 17 alone (DESIGN.md §2).
"""

from __future__ import annotations

import zlib
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Purpose(IntEnum):
    """What a stream is for. Numbers are part of the result: never reuse or renumber one."""

    FRAILTY = 1
    IMMIGRANTS = 2
    CHILDREN = 3
    MARKS = 4
    PAST_FRAILTY = 5
    PAST_COUNTS = 6
    ABSTRACTION = 7
    LEAVERS = 8
    EFFECT = 9
    RANDOM_PATROL = 10
    COUNTY = 11
    UNREPORTED = 12
    BLOCK = 13
    RATES = 14
    FIT_RESAMPLES = 15
    FORECAST = 16
    RANK_MONTHS = 20
    KNOX = 21
    BACKTEST_TIES = 24
    PILOT_ASSIGNMENT = 30
    PILOT_VISITS = 31
    RETURN_TIMES = 34
    PERMUTATIONS = 36
    TRACK = 45
    IMPOSED_FALLS = 46


STUDY_WIDE = 2**32 - 1
"""Replication number of the draws that a study makes once."""


def stream(seed: int, replication: int, purpose: Purpose, *entity: int) -> np.random.Generator:
    """Open the stream of one purpose and entity.

    Parameters
    ----------
    seed
        The study's seed, at least 0.
    replication
        Replication number from 0, or `STUDY_WIDE`.
    purpose
        What is drawn.
    entity
        What it is drawn for: non-negative integers; use `entity_key` for names.

    Returns
    -------
    numpy.random.Generator
        A Philox generator that starts at the beginning of its stream.
    """
    key = np.random.SeedSequence(seed, spawn_key=(replication, int(purpose), *entity))
    return np.random.Generator(np.random.Philox(key))


def philox_key(seed: int, replication: int, purpose: Purpose, *entity: int) -> NDArray[np.uint64]:
    """Give the key of a stream, for compiled code that counts through it by itself (`sim.philox`).

    Parameters
    ----------
    seed, replication, purpose, entity
        As in `stream`.

    Returns
    -------
    NDArray[np.uint64]
        (2,) key of the Philox generator that `stream` gives.
    """
    sequence = np.random.SeedSequence(seed, spawn_key=(replication, int(purpose), *entity))
    return sequence.generate_state(2, np.uint64).astype(np.uint64, copy=False)


def block_seed(seed: int, block: int) -> int:
    """Give the seed of one block of a study that is made of several, each with luck of its own.

    Parameters
    ----------
    seed
        The study's seed.
    block
        Number of the block, from 1; 0 is a study of one block, whose seed is the study's.

    Returns
    -------
    int
        A seed of 64 bits that the block's number has entered as an entity: more blocks leave those before them alone.
    """
    return seed if block == 0 else int(philox_key(seed, STUDY_WIDE, Purpose.BLOCK, block)[0])


def entity_key(name: str) -> int:
    """Turn a name into a stable number, so that adding a call type leaves the others' draws alone."""
    return zlib.crc32(name.encode("utf-8"))
