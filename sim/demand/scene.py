"""Time on scene: from its configuration to numbers that the marks are read against."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.demand.model import NO_POINTS, ScenePoints
from sim.demand.rows import EXPONENTIAL, FIXED, GAMMA, LISTED, LOGNORMAL, QUANTILES
from sim.demand.scene_config import ListedScene, Scene

_WAYS = {"lognormal": LOGNORMAL, "exponential": EXPONENTIAL, "fixed": FIXED, "gamma": GAMMA}


class SceneTime(NamedTuple):
    """Time on scene of one type.

    Parameters
    ----------
    way
        `sim.demand.rows.LOGNORMAL` to `QUANTILES`.
    mean_min, cv
        Mean minutes, and coefficient of variation.
    points
        Listed minutes, if any.
    """

    way: int
    mean_min: float
    cv: float
    points: ScenePoints


def scene_time(scene: Scene | ListedScene) -> SceneTime:
    """Work out the time on scene of one type; mean and variation of listed minutes follow from the list."""
    if isinstance(scene, Scene):
        cv = {"exponential": 1.0, "fixed": 0.0}.get(scene.kind, scene.cv)
        return SceneTime(_WAYS[scene.kind], scene.mean_min, cv, NO_POINTS)
    if scene.quantiles:
        return _of_quantiles(np.array(scene.quantiles, dtype=np.float64))
    minutes = np.array(scene.minutes, dtype=np.float64)
    weights = np.array(scene.weights or [1.0] * minutes.size, dtype=np.float64)
    return _of_list(minutes, weights / weights.sum())


def _of_list(minutes: NDArray[np.float64], share: NDArray[np.float64]) -> SceneTime:
    """Each of the minutes comes as often as its share says; one without any share never does."""
    minutes, share = minutes[share > 0], share[share > 0]
    mean = float(share @ minutes)
    deviation = float(share @ (minutes - mean) ** 2) ** 0.5
    before = np.concatenate([[0.0], np.cumsum(share)[:-1]])
    return SceneTime(LISTED, mean, deviation / mean, ScenePoints(minutes, before))


def _of_quantiles(minutes: NDArray[np.float64]) -> SceneTime:
    """Between two neighbouring quantiles all times are as likely: a mixture of uniforms of equal weight."""
    low, high = minutes[:-1], minutes[1:]
    mean = float(((low + high) / 2).mean())
    variance = float(((low**2 + low * high + high**2) / 3).mean()) - mean**2
    deviation = max(variance, 0.0) ** 0.5
    return SceneTime(QUANTILES, mean, deviation / mean, ScenePoints(minutes, np.linspace(0, 1, minutes.size)))
