"""Near-repeats: where a child of a call lands, and how many calls are nobody's child (MODEL.md §1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ive

from sim.county.model import County
from sim.demand.model import NearRepeat

LEAST_IMMIGRANT_SHARE = 0.05
"""Share of an area's calls that are never near-repeats, whatever lands there from busier neighbours."""


def landing_kernel(county: County, sigma_m: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int16]]:
    """Spread near-repeats over their parent's area and its neighbours.

    Parameters
    ----------
    county
        Areas with centres, sizes and neighbours.
    sigma_m
        (n_types,) standard deviation along each axis of the distance from parent to child, metres; 0: same area.

    Returns
    -------
    tuple[NDArray[np.float64], NDArray[np.int16]]
        (n_types, n_areas, k) probability, not cumulative, of landing in each candidate area, and (n_areas, k) the
        candidates: the area itself first, then its neighbours, then itself again (probability 0) as filling.

    Notes
    -----
    A call lies anywhere in its area, taken as a disc of the same size (radius R), and its child at a Gaussian distance.
    The child stays in the disc with probability 1 − e^{−x}(I₀(x) + I₁(x)), x = R²/σ² (the mean over a uniform parent;
    modified Bessel functions). The rest is shared among the neighbours in proportion to A_b exp(−d²/2s²),
    s² = σ² + (R_a² + R_b²)/4: a Gaussian with the variance of the two discs and of the distance. Children do not land
    beyond the neighbours: at 50–250 m in areas of a third of a square kilometre or more hardly any would.
    """
    candidates = _candidates(county)
    own = np.arange(county.n_areas)[:, None]
    dx = county.x_m[candidates] - county.x_m[own]
    dy = county.y_m[candidates] - county.y_m[own]
    size_m2 = np.maximum(county.area_km2, 1e-6) * 1e6
    radius2 = size_m2 / np.pi
    spread = 0.25 * (radius2[own] + radius2[candidates])
    is_neighbour = candidates != own
    probability = np.zeros((sigma_m.size, *candidates.shape))
    for index, sigma in enumerate(sigma_m):
        stay = _stay(radius2, float(sigma))
        weight = np.where(is_neighbour, size_m2[candidates] * np.exp(-0.5 * (dx**2 + dy**2) / (sigma**2 + spread)), 0.0)
        total = weight.sum(axis=1)
        stay = np.where(total > 0, stay, 1.0)
        probability[index] = weight * ((1 - stay) / np.where(total > 0, total, 1.0))[:, None]
        probability[index, :, 0] = stay
    return probability, candidates


def near_repeat_of(
    branching: NDArray[np.float64],
    decay_days: NDArray[np.float64],
    probability: NDArray[np.float64],
    candidates: NDArray[np.int16],
) -> NearRepeat:
    """Put the parts together; `probability` and `candidates` as `landing_kernel` gives them."""
    cumulative = np.cumsum(probability, axis=2)
    cumulative /= cumulative[:, :, -1:]
    cumulative[:, :, -1] = 1.0
    shape = probability.shape
    return NearRepeat(branching, decay_days, cumulative, np.broadcast_to(candidates, shape))


def landing_probability(near_repeat: NearRepeat) -> NDArray[np.float64]:
    """Undo the cumulation of `NearRepeat.landing`: (n_types, n_areas, k) probabilities."""
    return np.diff(near_repeat.landing, axis=2, prepend=0.0)


def arrivals(near_repeat: NearRepeat, kind: int, sent: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give what arrives in each area when each sends (n_areas,) children of one type: (n_areas,)."""
    flow = np.diff(near_repeat.landing[kind], axis=1, prepend=0.0) * sent[:, None]
    target = near_repeat.landing_area[kind].ravel()
    return np.bincount(target, weights=flow.ravel(), minlength=sent.size).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Immigration:
    """How the observed calls of one type divide into calls of their own accord and near-repeats.

    Parameters
    ----------
    per_year
        (n_areas,) calls a year that occur and are nobody's child.
    children
        Mean number of potential children of a call that occurs (m of MODEL.md §1).
    clipped
        Number of areas where near-repeats from neighbours alone would exceed what is observed, so that the
        least share was used.
    """

    per_year: NDArray[np.float64]
    children: float
    clipped: int


def solve_immigration(
    observed: NDArray[np.float64], near_repeat: NearRepeat, kind: int, occurring: NDArray[np.float64]
) -> Immigration:
    """Solve for the calls that are nobody's child, so that all calls together give the observed rates.

    Parameters
    ----------
    observed
        (n_areas,) observed calls a year λ.
    near_repeat
        Branching n and kernel K of all types.
    kind
        Index of the type.
    occurring
        (n_areas,) share 1 − q̄ of potential calls that occur, weighted by the type's hour profile.

    Returns
    -------
    Immigration
        λ_b − (1 − q̄_b) m Σ_a K_ab λ_a, with m such that near-repeats are the share n of all that occur.

    Raises
    ------
    ValueError
        If a call would have one child or more on average.
    """
    branching = float(near_repeat.branching[kind])
    total = float(observed.sum())
    if branching <= 0 or total <= 0:
        return Immigration(observed, 0.0, 0)
    landed = occurring * arrivals(near_repeat, kind, observed)
    children = branching * total / float(landed.sum())
    if not 0 <= children < 1:
        message = f"a call would have {children:.3f} potential near-repeats on average; it must be below 1"
        raise ValueError(message)
    wanted = observed - children * landed
    clipped = int((wanted < LEAST_IMMIGRANT_SHARE * observed).sum())
    return Immigration(keep_least_share(wanted, observed), children, clipped)


def keep_least_share(wanted: NDArray[np.float64], observed: NDArray[np.float64]) -> NDArray[np.float64]:
    """Raise (n_areas,) wanted immigrants to the least share of the observed calls; the others give up the excess."""
    floor = LEAST_IMMIGRANT_SHARE * observed
    kept: NDArray[np.float64] = np.maximum(wanted, floor)
    surplus = kept - floor
    excess = float(kept.sum() - wanted.sum())
    if excess > 0:
        kept = kept - excess * surplus / float(surplus.sum())
    return kept


def _stay(radius2: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Probability that a child of a uniform parent stays in a disc of squared radius `radius2`."""
    if sigma == 0:
        return np.ones_like(radius2)
    x = radius2 / sigma**2
    stay: NDArray[np.float64] = 1 - (ive(0, x) + ive(1, x))
    return stay


def _candidates(county: County) -> NDArray[np.int16]:
    """Candidate areas of each area: itself, its neighbours, and itself again as filling."""
    degree = np.diff(county.neighbour_start)
    own = np.arange(county.n_areas)
    table = np.repeat(own[:, None], 1 + int(degree.max(initial=0)), axis=1).astype(np.int16)
    column = np.arange(county.neighbour.size) - np.repeat(county.neighbour_start[:-1], degree) + 1
    table[np.repeat(own, degree), column] = county.neighbour
    return table
