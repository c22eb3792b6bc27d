"""Quantiles of the standard normal in compiled code (Wichura 1988, AS 241, PPND16): ratios of polynomials."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.jit import helper
from sim.philox import open_uniform

INNER = 0.425
"""How far from the middle the first of the ratios holds."""
FAR = 5.0
"""Distance up to which the second does."""


@helper
def normal(word: np.uint64) -> float:
    """Turn a random word into a standard normal by the inverse of its distribution."""
    return normal_quantile(open_uniform(word))


@helper
def fill_normals(
    words: NDArray[np.uint64],
    count: int,
    out: NDArray[np.float64],
    outer: NDArray[np.int32],
    distance: NDArray[np.float64],
) -> None:
    """Turn random words into standard normals, those that `normal` gives: in loops that do the same for all.

    Parameters
    ----------
    words
        (room,) words, of which the first `count` are turned.
    count
        How many.
    out
        (room,) normals, changed in place.
    outer, distance
        (room,) scratch.
    """
    for place in range(count):
        out[place] = _inner_quantile(open_uniform(words[place]) - 0.5)
    found = 0
    for place in range(count):
        outer[found] = place
        found += int(abs(open_uniform(words[place]) - 0.5) > INNER)
    for entry in range(found):
        distance[entry] = _distance(open_uniform(words[outer[entry]]))
    for entry in range(found):
        place, x = outer[entry], distance[entry]
        size = _middle_size(x) if x <= FAR else _far_size(x)
        out[place] = math.copysign(size, open_uniform(words[place]) - 0.5)


@helper
def normal_quantile(p: float) -> float:
    """Give the quantile of a standard normal at p in (0, 1), to about 1e-15 of its size."""
    q = p - 0.5
    if abs(q) <= INNER:
        return _inner_quantile(q)
    x = _distance(p)
    return math.copysign(_middle_size(x) if x <= FAR else _far_size(x), q)


@helper
def _inner_quantile(q: float) -> float:
    """Give the quantile at 1/2 + q, where q is at most `INNER`."""
    x = 0.180625 - q * q
    # fmt: off
    return q * _seventh(
        x, 2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
        13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
    ) / _seventh(
        x, 5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
        5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0,
    )
    # fmt: on


@helper
def _distance(p: float) -> float:
    """Give how far out p lies, as the ratios beyond `INNER` take it."""
    return math.sqrt(-math.log(p if p < 0.5 else 1.0 - p))


@helper
def _middle_size(distance: float) -> float:
    """Give the size of the quantile at a distance up to `FAR`."""
    x = distance - 1.6
    # fmt: off
    return _seventh(
        x, 7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
        3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
    ) / _seventh(
        x, 1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
        0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0,
    )
    # fmt: on


@helper
def _far_size(distance: float) -> float:
    """Give the size of the quantile beyond the distance `FAR`."""
    x = distance - FAR
    # fmt: off
    return _seventh(
        x, 2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
        0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
    ) / _seventh(
        x, 2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
        0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0,
    )
    # fmt: on


@helper
def _seventh(  # noqa: PLR0913, PLR0917 - a coefficient each
    x: float, a: float, b: float, c: float, d: float, e: float, f: float, g: float, h: float
) -> float:
    """Evaluate a polynomial of the seventh degree, the highest power first."""
    return ((((((a * x + b) * x + c) * x + d) * x + e) * x + f) * x + g) * x + h
