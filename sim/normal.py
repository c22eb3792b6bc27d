"""Quantiles of the standard normal in compiled code (Wichura 1988, AS 241, PPND16): ratios of polynomials."""

from __future__ import annotations

import math

import numpy as np

from sim.jit import helper
from sim.philox import open_uniform


@helper
def normal(word: np.uint64) -> float:
    """Turn a random word into a standard normal by the inverse of its distribution."""
    return normal_quantile(open_uniform(word))


@helper
def normal_quantile(p: float) -> float:
    """Give the quantile of a standard normal at p in (0, 1), to about 1e-15 of its size."""
    q = p - 0.5
    # fmt: off
    if abs(q) <= 0.425:
        x = 0.180625 - q * q
        return q * _seventh(
            x, 2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
            13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
        ) / _seventh(
            x, 5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
            5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0,
        )
    x = math.sqrt(-math.log(p if q < 0.0 else 1.0 - p))
    if x <= 5.0:
        x -= 1.6
        size = _seventh(
            x, 7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
            3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
        ) / _seventh(
            x, 1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
            0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0,
        )
    else:
        x -= 5.0
        size = _seventh(
            x, 2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
            0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
        ) / _seventh(
            x, 2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
            0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0,
        )
    # fmt: on
    return -size if q < 0.0 else size


@helper
def _seventh(  # noqa: PLR0913, PLR0917 - a coefficient each
    x: float, a: float, b: float, c: float, d: float, e: float, f: float, g: float, h: float
) -> float:
    """Evaluate a polynomial of the seventh degree, the highest power first."""
    return ((((((a * x + b) * x + c) * x + d) * x + e) * x + f) * x + g) * x + h
