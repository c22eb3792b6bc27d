"""Arithmetic of planning a pilot: power, and the smallest fall that it would see, from counts alone."""

from __future__ import annotations

import math

from scipy.special import ndtr, ndtri


def log_ratio_error(mean: float, ratio: float, places: int, other_places: int, shape: float = math.inf) -> float:
    """Give the standard error of the log of the ratio of two arms' mean counts.

    Parameters
    ----------
    mean
        Mean count of an untreated place, above 0.
    ratio
        What treatment makes of it: .84 is a fall of 16 %.
    places, other_places
        Treated and untreated places.
    shape
        Gamma shape k of places' rates (variance μ + μ²/k); infinite if they are all alike.

    Returns
    -------
    float
        By the delta method: Σ (1/μ + 1/k)/n over the arms, its root.
    """
    return math.sqrt((1 / (mean * ratio) + 1 / shape) / places + (1 / mean + 1 / shape) / other_places)


def planned_power(log_ratio: float, error: float, level: float = 0.05) -> float:
    """Give the chance that a two-sided normal test sees an effect, on the side where it is.

    Parameters
    ----------
    log_ratio
        Effect on the log of the rate.
    error
        Its standard error.
    level
        Of the test.
    """
    return float(ndtr(abs(log_ratio) / error - ndtri(1 - level / 2)))
