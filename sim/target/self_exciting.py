"""Rank areas by a self-exciting forecast: what an area always has, and what its latest records bring after them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.ratio import ratio
from sim.target.nearby import around
from sim.target.ranking import Seen
from sim.target.weighing import Of, weighed

ROUNDS = 300
"""Rounds of expectation and maximisation. How fast the past fades goes on settling for many more; the order of the areas does not."""


class SelfExciting(NamedTuple):
    """A self-exciting process over areas and windows of time.

    Parameters
    ----------
    background
        (n_areas,) records a window that nothing brought on.
    children
        Records that one record brings on in the windows after its own, on average.
    fading
        Share of these that are still to come, from one window to the next; in [0, 1).
    next_door
        Share of these that come in a neighbouring area.
    """

    background: NDArray[np.float64]
    children: float
    fading: float
    next_door: float


class SelfExcitingRanking:
    """Ranks by the records, or their harm, that the next 28 days should bring.

    Parameters
    ----------
    of
        Whether records count alike or by the harm that a record of their area has had on average.
    """

    def __init__(self, of: Of = "harm") -> None:
        self._of = of

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area by its forecast: (n_areas,)."""
        count, terrain = weighed(seen, "count"), seen.terrain
        beside = handed_on(count, terrain.neighbour_start, terrain.neighbour)
        expected = forecast(fitted(count, beside), count, beside)
        if self._of == "count":
            return expected
        total, harm = count.sum(axis=0), weighed(seen, self._of).sum(axis=0)
        return ratio(expected * harm, total, 0.0)


def fitted(count: NDArray[np.float64], beside: NDArray[np.float64]) -> SelfExciting:
    """Fit the process to counts.

    Parameters
    ----------
    count
        (n_windows, n_areas) records, oldest window first.
    beside
        (n_windows, n_areas) what neighbours hand on to each area: for each its records, shared among its neighbours.

    Returns
    -------
    SelfExciting
        Where expectation and maximisation end, from a half of the records as background.

    Notes
    -----
    λ(t, a) = μ(a) + θ Σ_l (1 − ρ) ρ^(l − 1) [(1 − σ) n(t − l, a) + σ m(t − l, a)], l = 1, 2, … windows: the process of
    Mohler et al. (2011, doi:10.1198/jasa.2011.ap09546; 2015, doi:10.1080/01621459.2015.1077710), with months for its days,
    as the past is kept by months. A record's children in its own month are part of the month's level, so near-repeats
    that come within days are not in θ. Before the first window each area is taken to have had its mean: an empty past would
    make everything in the first windows background. Of a year alone, θ comes out low, as each area's background is fitted to
    the same twelve or thirteen counts.
    """
    now = SelfExciting(count.mean(axis=0) / 2.0, 0.3, 0.5, 0.2)
    for _ in range(ROUNDS):
        now = _improved(now, count, beside)
    return now


def forecast(process: SelfExciting, count: NDArray[np.float64], beside: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the records to be expected in the window after the last: (n_areas,); parameters as of `fitted`."""
    last = _faded(process, count, beside)[-1]
    expected: NDArray[np.float64] = process.background + process.children * (
        (1.0 - process.next_door) * last[0] + process.next_door * last[1]
    )
    return expected


def _improved(now: SelfExciting, count: NDArray[np.float64], beside: NDArray[np.float64]) -> SelfExciting:
    """Share each record out over what may have brought it on, and fit each part to its share."""
    windows = len(count)
    faded = _faded(now, count, beside)[:-1]
    own = now.children * (1.0 - now.next_door) * faded[:, 0]
    other = now.children * now.next_door * faded[:, 1]
    rate = now.background + own + other
    each = ratio(count, rate, 0.0)
    brought = np.array([float((each * own).sum()), float((each * other).sum())])
    children = float(brought.sum())
    if children <= 0.0:
        return now._replace(background=count.mean(axis=0), children=0.0)
    aged = now.children * ((1.0 - now.next_door) * faded[:, 2] + now.next_door * faded[:, 3])
    fading = 1.0 - children / float((each * aged).sum())
    parents = float(((1.0 - now.next_door) * faded[:, 0] + now.next_door * faded[:, 1]).sum())
    return SelfExciting(
        background=now.background * each.sum(axis=0) / windows,
        children=children / parents,
        fading=fading,
        next_door=float(brought[1]) / children,
    )


def _faded(process: SelfExciting, count: NDArray[np.float64], beside: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum up the faded past before each window and after the last.

    (n_windows + 1, 4, n_areas): records of the area and of its neighbours, Σ (1 − ρ) ρ^(l − 1) n(t − l), and the same
    with each multiplied by its age l.
    """
    keep = process.fading
    faded = np.empty((len(count) + 1, 4, count.shape[1]))
    always = np.stack([count.mean(axis=0), beside.mean(axis=0)])
    faded[0, :2], faded[0, 2:] = always, always / (1.0 - keep)
    for window, fresh in enumerate(np.stack([count, beside], axis=1)):
        before = faded[window]
        faded[window + 1, :2] = keep * before[:2] + (1.0 - keep) * fresh
        faded[window + 1, 2:] = keep * (before[2:] + before[:2]) + (1.0 - keep) * fresh
    return faded


def handed_on(
    count: NDArray[np.float64], neighbour_start: NDArray[np.int32], neighbour: NDArray[np.int16]
) -> NDArray[np.float64]:
    """Share the records of each area among its neighbours: (n_windows, n_areas)."""
    among = np.maximum(np.diff(neighbour_start), 1)
    return around(count / among, neighbour_start, neighbour)
