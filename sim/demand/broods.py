"""Broods: how many potential calls of each kind, brood and window there are in one replication.

* *base*: calls that are nobody's child, at the rate without any suppression, thinned where the wanted rate is lower;
* *extra*: what the wanted rate has over the base (what today's policing prevents; the spare calls of a backfire effect);
* *orphans*: near-repeats of calls made before the start;
* *unreported*: crimes that nobody reports;
* *children*: near-repeats of the others, drawn one parent after the other (`sim.demand.kernels`).

Each brood has streams of its own and each call a number in them, so that a call is the same whatever the others are:
another effect adds calls and thins them, and moves none. Numbers of calls are Poisson for each type and window of 28
days; which area each is in is drawn call by call, so that the numbers of the areas are Poisson too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.demand.calendar import Calendar
from sim.demand.model import Demand
from sim.demand.rates import PotentialRates
from sim.demand.rows import BASE, EXTRA, LOT, ORPHANS, UNREPORTED_BROOD, WINDOW_BITS
from sim.keys import Purpose, entity_key, stream

_PURPOSE = {
    BASE: Purpose.IMMIGRANTS,
    EXTRA: Purpose.IMMIGRANTS,
    ORPHANS: Purpose.CHILDREN,
    UNREPORTED_BROOD: Purpose.UNREPORTED,
}


@dataclass(frozen=True, slots=True)
class Lots:
    """The calls to be drawn that are nobody's child.

    Parameters
    ----------
    rows
        (n_lots,) `sim.demand.rows.LOT`: window by window, type by type.
    rates
        (n_rates, n_areas) calls a year by area, by ``rows["rate"]``.
    frailty
        (n_groups * n_windows, n_areas) frailties, by ``rows["frailty"]``.
    """

    rows: NDArray[np.void]
    rates: NDArray[np.float64]
    frailty: NDArray[np.float64]


def draw_lots(
    demand: Demand,
    calendar: Calendar,
    rates: PotentialRates,
    frailty: NDArray[np.float64],
    seed: int,
    replication: int,
) -> Lots:
    """Draw how many calls there are of each type and brood in each window.

    Parameters
    ----------
    demand
        Observed rates and shares.
    calendar
        How busy each window is.
    rates
        Potential rates.
    frailty
        (n_groups, n_windows, n_areas) frailties of the run.
    seed, replication
        The study's seed and the replication.

    Returns
    -------
    Lots
        Lots of at least one call.
    """
    n_windows = frailty.shape[1]
    by_brood = _rates_by_brood(demand, calendar, rates)
    flat = np.concatenate(list(by_brood.values()))
    groups = demand.frailty.group_of_type.astype(np.int64)
    counts = np.zeros((n_windows, demand.n_types, len(by_brood)), dtype=np.int64)
    for brood, per_year in by_brood.items():
        for kind in np.flatnonzero(per_year.any(axis=1)):
            busy = (np.arange(n_windows) == 0) if brood == ORPHANS else calendar.in_window[kind]
            mean = busy * (frailty[groups[kind]] @ per_year[kind])
            key = entity_key(demand.type_key[kind])
            counts[:, kind, brood] = stream(seed, replication, _PURPOSE[brood], key, brood).poisson(mean)
    windows, kinds, broods = np.nonzero(counts)
    rows = np.zeros(windows.size, dtype=LOT)
    rows["count"] = counts[windows, kinds, broods]
    rows["number"] = windows.astype(np.uint64) << np.uint64(WINDOW_BITS)
    rows["kind"], rows["brood"] = kinds, broods
    rows["from_hour"] = calendar.span.window_edge_hour[windows]
    rows["until_hour"] = calendar.span.window_edge_hour[windows + 1]
    rows["rate"] = broods * demand.n_types + kinds
    rows["frailty"] = groups[kinds] * n_windows + windows
    return Lots(rows, flat, frailty.reshape(-1, demand.n_areas))


def _rates_by_brood(demand: Demand, calendar: Calendar, rates: PotentialRates) -> dict[int, NDArray[np.float64]]:
    """Give the highest rates of each brood, (n_types, n_areas) calls a year; orphans are a number, not a rate."""
    silent = demand.unreported_ratio * demand.offence_share.sum(axis=1)
    return {
        BASE: rates.base,
        EXTRA: rates.extra,
        ORPHANS: rates.orphans * calendar.first_season[:, None],
        UNREPORTED_BROOD: silent[:, None] * demand.observed_per_year * rates.highest_lift,
    }


def expected_calls(demand: Demand, lots: Lots, children: NDArray[np.float64]) -> int:
    """Guess how many calls will be placed, near-repeats included; generously, and never too few by much."""
    by_type = np.bincount(lots.rows["kind"], weights=lots.rows["count"], minlength=demand.n_types)
    expected = float((by_type / (1 - np.minimum(children, 0.9))).sum())
    return int(1.02 * expected + 8 * expected**0.5) + 64
