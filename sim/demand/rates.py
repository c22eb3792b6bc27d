"""Potential rates: how many calls must be drawn so that those that occur give back the observed rates (MODEL.md §1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_YEAR
from sim.demand.displacement import Deterrence, solve_tested
from sim.demand.marks import Neighbours
from sim.demand.model import Demand, Suppression
from sim.demand.near_repeat import Immigration, solve_immigration
from sim.ratio import ratio


@dataclass(frozen=True, slots=True)
class PotentialRates:
    """Potential rates of all types under one suppression.

    In an area and hour, a type's calls that are nobody's child come at `scale` ÷ (1 − `kept` · q) times their `base`
    rate, and crimes that nobody reports at `lift` ÷ (1 − `kept` · q) times what is observed.

    Parameters
    ----------
    base
        (n_types, n_areas) calls a year that are nobody's child, without any suppression.
    scale, lift
        (n_types, n_areas) as above; the spare calls of a backfire effect are in them.
    kept
        (n_types,) share of the prevented calls that does not happen next door instead: 1, or 1 − d.
    least_happening, most_happening
        (n_types, n_areas) least of 1 − `kept` · q over the hours of the week, and (n_types,) most of it anywhere.
    tested
        (n_types,) row of `q` that belongs to the type; -1 where nothing is prevented.
    q
        (n_types, n_areas, 168) share of potential calls that the baseline prevents; empty where that is nothing.
    shaped
        (n_types,) whether anything of this differs from the base rates.
    potential
        (n_types, n_areas) potential calls a year of any parentage.
    children
        (n_types,) mean number of potential near-repeats of a potential call.
    orphans
        (n_types, n_areas) expected near-repeats, by area of the parent, of calls made before the start, in a month
        of average season.
    """

    base: NDArray[np.float64]
    scale: NDArray[np.float64]
    lift: NDArray[np.float64]
    kept: NDArray[np.float64]
    least_happening: NDArray[np.float64]
    most_happening: NDArray[np.float64]
    tested: NDArray[np.int32]
    q: NDArray[np.float32]
    shaped: NDArray[np.bool_]
    potential: NDArray[np.float64]
    children: NDArray[np.float64]
    orphans: NDArray[np.float64]

    @property
    def extra(self) -> NDArray[np.float64]:
        """(n_types, n_areas) most that the wanted rate has over the base rate in any hour, calls a year."""
        return self.base * np.maximum(self.scale / self.least_happening - 1, 0)

    @property
    def highest_lift(self) -> NDArray[np.float64]:
        """(n_types, n_areas) most times what is observed at which crimes that nobody reports come in any hour."""
        return self.lift / self.least_happening


def base_rates(demand: Demand) -> list[Immigration]:
    """Solve each type's calls that are nobody's child as if nothing were prevented; the same for all replications."""
    everything = np.ones(demand.n_areas)
    return [
        solve_immigration(demand.observed_per_year[kind], demand.near_repeat, kind, everything)
        for kind in range(demand.n_types)
    ]


def potential_rates(
    demand: Demand, base: list[Immigration], suppression: Suppression, neighbours: Neighbours
) -> PotentialRates:
    """Solve the potential rates of all types.

    Parameters
    ----------
    demand
        Observed rates.
    base
        What `base_rates` gives.
    suppression
        What the baseline prevents, and how many spare calls a backfire effect needs.
    neighbours
        Neighbours of all areas.

    Returns
    -------
    PotentialRates
        Rates at which the calls that occur come at the observed rates.

    Raises
    ------
    ValueError
        If near-repeats would never die out.
    """
    shape, n_types = demand.observed_per_year.shape, demand.n_types
    prevents = [int(kind) for kind in np.flatnonzero(suppression.beta) if suppression.q[kind].any()]
    tested = np.full(n_types, -1, dtype=np.int32)
    tested[prevents] = prevents
    rates = PotentialRates(
        base=np.array([solved.per_year for solved in base]),
        scale=np.ones(shape),
        lift=np.ones(shape),
        kept=np.ones(n_types),
        least_happening=np.ones(shape),
        most_happening=np.ones(n_types),
        tested=tested,
        q=np.ascontiguousarray(suppression.q) if prevents else np.zeros((0, 0, 0), dtype=np.float32),
        shaped=np.zeros(n_types, dtype=np.bool_),
        potential=demand.observed_per_year.copy(),
        children=np.array([solved.children for solved in base]),
        orphans=np.empty(shape),
    )
    for kind in range(n_types):
        happening = _solve(rates, demand, suppression, kind, neighbours)
        _check_dies_out(demand, kind, float(rates.children[kind]), float(suppression.spare[kind]))
        decay_years = demand.near_repeat.decay_days[kind] / DAYS_PER_YEAR
        rates.orphans[kind] = rates.children[kind] * decay_years * happening
    return rates


def _solve(
    rates: PotentialRates, demand: Demand, suppression: Suppression, kind: int, neighbours: Neighbours
) -> NDArray[np.float64]:
    """Fill in the rates of one type; give its (n_areas,) calls a year that happen, here or next door."""
    observed: NDArray[np.float64] = demand.observed_per_year[kind]
    spare = float(suppression.spare[kind])
    if rates.tested[kind] < 0 and spare == 1:
        return observed
    rates.shaped[kind] = True
    q, profile = rates.q[rates.tested[kind]] if rates.tested[kind] >= 0 else None, demand.hour_profile[kind]
    if q is not None and suppression.displacement > 0 and spare == 1:
        rates.kept[kind] = 1 - suppression.displacement
        deterrence = Deterrence(q.astype(np.float64), profile, suppression.displacement)
        solved = solve_tested(observed, demand.near_repeat, kind, deterrence, neighbours)
        rates.children[kind], rates.potential[kind] = solved.children, solved.potential
        rates.scale[kind] = ratio(solved.immigrants, rates.base[kind], 0.0)
        rates.lift[kind] = ratio(solved.childless, observed, 0.0)
        happening = solved.happening
    else:
        occurring = np.ones_like(observed) if q is None else profile.sum() - q @ profile
        wanted = solve_immigration(observed, demand.near_repeat, kind, occurring)
        rates.children[kind], rates.potential[kind] = wanted.children * spare, observed * spare / occurring
        rates.scale[kind] = ratio(wanted.per_year, rates.base[kind], 0.0) * spare
        rates.lift[kind] = spare
        happening = observed
    if q is not None:
        rates.least_happening[kind] = 1 - rates.kept[kind] * q.max(axis=1).astype(np.float64)
        rates.most_happening[kind] = 1 - rates.kept[kind] * float(q.min())
    return happening


def _check_dies_out(demand: Demand, kind: int, children: float, spare: float) -> None:
    """Refuse near-repeats that never end; calls that occur under no scenario have no children."""
    deterrable = float(demand.deterrable_share[kind])
    mean = children * (deterrable + (1 - deterrable) / spare)
    if mean >= 1:
        message = f"{demand.type_key[kind]}: a potential call has {mean:.3f} near-repeats on average; must be below 1"
        raise ValueError(message)
