"""Keep the names on a map apart."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_LETTER: Final = 0.56
"""Mean width of a letter, as a share of the size of the type."""

_ROUNDS: Final = 60


def lines_of(name: str, longest: int = 11) -> tuple[str, ...]:
    """Break a long name of several words into two lines."""
    head, _, tail = name.rpartition(" ")
    return (head, tail) if head and len(name) > longest else (name,)


def spread_names(centres: NDArray[np.float64], names: tuple[str, ...], size: float) -> NDArray[np.float64]:
    """Move names up or down until none covers another.

    Parameters
    ----------
    centres
        (n_names, 2) where each would best stand.
    names
        The names, which `lines_of` breaks.
    size
        Size of the type, in the units of `centres`.

    Returns
    -------
    NDArray[np.float64]
        (n_names, 2) the middle of each name; two that overlap part by half of the overlap each, again and again.
    """
    places = np.array(centres, dtype=np.float64)
    width = np.array([max(len(line) for line in lines_of(name)) * size * _LETTER for name in names])
    height = np.array([len(lines_of(name)) * size for name in names])
    for _ in range(_ROUNDS):
        moved = False
        for first in range(len(names)):
            for second in range(first + 1, len(names)):
                across = (width[first] + width[second]) / 2.0 - abs(places[first][0] - places[second][0])
                along = (height[first] + height[second]) / 2.0 - abs(places[first][1] - places[second][1])
                if across > 0.0 and along > 0.0:
                    shift = along / 2.0 if places[first][1] >= places[second][1] else -along / 2.0
                    places[first][1] += shift
                    places[second][1] -= shift
                    moved = True
        if not moved:
            break
    return places
