"""Displacement: the calls put to the test when some of those that fail it happen next door instead (MODEL.md §1)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.demand.marks import Neighbours
from sim.demand.model import NearRepeat
from sim.demand.near_repeat import arrivals, keep_least_share
from sim.ratio import ratio

MOST_ROUNDS = 200
CLOSE = 1e-9
"""Rounds end when no area's rate changes by more than this share of the busiest area's."""


@dataclass(frozen=True, slots=True)
class Deterrence:
    """How the calls of one type fare when they are put to the deterrence.

    Parameters
    ----------
    prevented
        (n_areas, 168) share q of calls that fail it, by area and hour of the week; not negative.
    profile
        (168,) share of a week's calls in each hour.
    displacement
        Share d of these that happens in a neighbouring area instead.
    """

    prevented: NDArray[np.float64]
    profile: NDArray[np.float64]
    displacement: float

    @property
    def happens(self) -> NDArray[np.float64]:
        """(n_areas, 168) share of calls that happen, here or next door: 1 − (1 − d) q."""
        return 1 - (1 - self.displacement) * self.prevented


@dataclass(frozen=True, slots=True)
class Tested:
    """Calls of one type a year by the area where they are drawn, before anything moves: all (n_areas,).

    Parameters
    ----------
    immigrants
        Calls that are nobody's child and happen, here or next door.
    happening
        Calls of any parentage that happen, here or next door: the parents of near-repeats.
    potential
        Calls put to the test: those that are nobody's child or whose parent happened.
    childless
        What `immigrants` would be at the same moves without any near-repeats (crimes that nobody reports have none).
    children
        Mean number of potential children of a call (m of MODEL.md §1).
    """

    immigrants: NDArray[np.float64]
    happening: NDArray[np.float64]
    potential: NDArray[np.float64]
    childless: NDArray[np.float64]
    children: float


@dataclass(frozen=True, slots=True)
class Moves:
    """Where calls of one type go when they are moved: K, as `sim.demand.marks` draws it.

    Parameters
    ----------
    neighbours
        Neighbours of all areas.
    weight
        (n_areas,) potential calls; a call goes to a neighbour in proportion, and stays if all neighbours have none.
    """

    neighbours: Neighbours
    weight: NDArray[np.float64]

    def land(self, sent: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give what lands in each area when each sends (n_areas,) calls: (n_areas,); the sums are equal."""
        n_areas = sent.size
        origin = np.repeat(np.arange(n_areas), np.diff(self.neighbours.start))
        weight = self.weight[self.neighbours.area]
        total = np.bincount(origin, weights=weight, minlength=n_areas)
        share = ratio(sent, total, 0.0)
        landed = np.bincount(self.neighbours.area, weights=weight * share[origin], minlength=n_areas)
        return landed.astype(np.float64) + np.where(total > 0, 0.0, sent)


def solve_tested(
    observed: NDArray[np.float64], near_repeat: NearRepeat, kind: int, deterrence: Deterrence, neighbours: Neighbours
) -> Tested:
    """Solve for the calls put to the test, so that those that occur give the observed rates where they occur.

    Parameters
    ----------
    observed
        (n_areas,) observed calls a year λ.
    near_repeat
        Branching n and kernel of all types.
    kind
        Index of the type.
    deterrence
        What is prevented, and which share of it is moved instead.
    neighbours
        Neighbours of all areas.

    Returns
    -------
    Tested
        The calls by the area where they are drawn.

    Raises
    ------
    ValueError
        If a call would have one child or more on average.

    Notes
    -----
    The calls x put to the test solve, area by area, λ_b = (1 − q_b) x_b + d Σ_a K_ab q_a x_a. Near-repeats among them
    are m Σ_a K'_ab h_a with K' their kernel and h_a = (1 − (1 − d) q_a) x_a the parents drawn at a, and m such that
    they are the share n of all that happen. Near-repeats come at the type's hours w_h, others in proportion to
    w_h / (1 − (1 − d) q_bh), so that each has its own mean of q. K depends on x itself: each round takes K and h
    from the round before and gives each area's immigrants what its calls still fall short of λ. Total and n hold
    in every round; a round takes the error down to 2 d q / (1 − (1 − d) q) of itself or less, which is below 1
    where q < 1 / (1 + d). As without displacement, an area keeps a least share of calls that are nobody's child;
    where that binds, the county's total comes back and the area's does not.
    """
    total = float(observed.sum())
    branching = float(near_repeat.branching[kind]) if total > 0 else 0.0
    happens = deterrence.happens
    settled = happens @ deterrence.profile
    moved = deterrence.displacement * (deterrence.prevented @ deterrence.profile)
    own_settled = 1 / ((1 / happens) @ deterrence.profile)
    own_moved = deterrence.displacement * own_settled * ((deterrence.prevented / happens) @ deterrence.profile)
    immigrants, happening, children = observed * (1 - branching), observed, 0.0
    moves = Moves(neighbours, observed / settled)
    for _ in range(MOST_ROUNDS):
        landed = np.zeros_like(observed)
        if branching > 0:
            arrived = arrivals(near_repeat, kind, happening)
            children = branching * total / float((settled * arrived).sum())
            landed = children * arrived
        sent = moved * landed + own_moved / own_settled * immigrants
        after = keep_least_share(observed - settled * landed + sent - moves.land(sent), observed)
        change = float(np.abs(after - immigrants).max(initial=0.0))
        immigrants, happening = after, after + settled * landed
        potential = immigrants / own_settled + landed
        moves = replace(moves, weight=potential)
        if change <= CLOSE * float(observed.max(initial=0.0)):
            break
    if children >= 1:
        message = f"a call would have {children:.3f} potential near-repeats on average; it must be below 1"
        raise ValueError(message)
    childless = _childless(observed, own_moved / own_settled, moves)
    return Tested(immigrants, happening, potential, childless, children)


def _childless(observed: NDArray[np.float64], moved: NDArray[np.float64], moves: Moves) -> NDArray[np.float64]:
    """Solve for calls that happen, by where they are drawn, if none has children and `moved` of them move."""
    childless = observed
    for _ in range(MOST_ROUNDS):
        sent = moved * childless
        after = keep_least_share(observed + sent - moves.land(sent), observed)
        change = float(np.abs(after - childless).max(initial=0.0))
        childless = after
        if change <= CLOSE * float(observed.max(initial=0.0)):
            break
    return childless
