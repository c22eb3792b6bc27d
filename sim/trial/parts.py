"""Pilots a handful at a time, so that work on many of them stays within the memory of a small machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.trial.pilot import Estimates, Floats, Pilots

CELLS: Final = 4_000_000
"""Counts that are worked on at once: 32 MB for each copy of them."""


def some_of(pilots: Pilots, some: slice | NDArray[np.intp]) -> Pilots:
    """Take some of the pilots."""
    buffer = None if pilots.buffer is None else pilots.buffer[some]
    return replace(
        pilots, count=pilots.count[some], treated=pilots.treated[some], block=pilots.block[some], buffer=buffer
    )


def handfuls(pilots: Pilots, cells: int = CELLS) -> Iterator[Pilots]:
    """Give the pilots in order, so many at a time that each handful has about `cells` counts."""
    size = max(1, cells // max(1, int(np.prod(pilots.count.shape[1:]))))
    for first in range(0, pilots.n_pilots, size):
        yield some_of(pilots, slice(first, first + size))


def in_handfuls(pilots: Pilots, estimate: Callable[[Pilots], Estimates], cells: int = CELLS) -> Estimates:
    """Estimate a handful of pilots at a time.

    Parameters
    ----------
    pilots
        The pilots.
    estimate
        What estimates a handful.
    cells
        Counts of a handful.

    Returns
    -------
    Estimates
        Of all the pilots, in order.
    """
    found = [estimate(some) for some in handfuls(pilots, cells)]
    if not found:
        return nothing(pilots)
    return Estimates(
        *(np.concatenate([getattr(part, name) for part in found]) for name in ("change", "low", "high", "p"))
    )


def nothing(pilots: Pilots) -> Estimates:
    """Say nothing of any pilot or outcome."""
    return Estimates(*(unknown(pilots) for _ in range(4)))


def unknown(pilots: Pilots) -> Floats:
    """Give NaN for every pilot and outcome."""
    return np.full(pilots.count.shape[:2], np.nan)
