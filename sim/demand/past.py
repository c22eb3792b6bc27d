"""The recorded past: what the force has on record of the year before the study starts (MODEL.md §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW
from sim.demand.calendar import BusyClock, Span, hourly_weight
from sim.demand.frailty import PAST_WINDOWS
from sim.demand.model import Demand
from sim.keys import Purpose, entity_key, stream


@dataclass(frozen=True, slots=True)
class Past:
    """Counts by 28-day window before the start, oldest first; as in `sim.demand.records.History`.

    Parameters
    ----------
    calls, asb, hate
        (13, n_areas) logged calls, ASB rows, hate crimes and incidents.
    offences
        (13, n_offences, n_areas) recorded crimes.
    """

    calls: NDArray[np.int32]
    asb: NDArray[np.int32]
    hate: NDArray[np.int32]
    offences: NDArray[np.int32]


def draw_past(demand: Demand, weather: NDArray[np.float64], start: date, seed: int, replication: int) -> Past:
    """Draw the recorded past: independent Poisson counts at observed rates × season × frailty.

    Parameters
    ----------
    demand
        Observed rates.
    weather
        (n_groups, 13, n_areas) frailty in the windows of the past.
    start
        First day of the study.
    seed, replication
        The study's seed and the replication.

    Returns
    -------
    Past
        Counts; each call is counted in `calls`, and in one of the others or none, and perhaps in `hate`.
    """
    shape = (PAST_WINDOWS, demand.n_areas)
    calls, asb, hate = (np.zeros(shape, dtype=np.int32) for _ in range(3))
    offences = np.zeros((PAST_WINDOWS, len(demand.offence_key), demand.n_areas), dtype=np.int32)
    days = PAST_WINDOWS * DAYS_PER_WINDOW
    span = Span(start - timedelta(days=days), days)
    for kind, key in enumerate(demand.type_key):
        clock = BusyClock.of(hourly_weight(span, demand.hour_profile[kind], demand.season[kind]))
        in_window = clock.in_windows(span.window_edge_hour)[:, None]
        mean = in_window * demand.observed_per_year[kind] * weather[demand.frailty.group_of_type[kind]]
        random = stream(seed, replication, Purpose.PAST_COUNTS, entity_key(key))
        of_type = np.zeros(shape, dtype=np.int32)
        for offence in np.flatnonzero(demand.offence_share[kind]):
            count = random.poisson(mean * demand.offence_share[kind, offence])
            offences[:, offence] += count.astype(np.int32)
            of_type += count
        asb_share = float(demand.asb_record_share[kind])
        if asb_share > 0:
            count = random.poisson(mean * asb_share)
            asb += count.astype(np.int32)
            of_type += count
        rest = max(0.0, 1 - float(demand.offence_share[kind].sum()) - asb_share)
        of_type += random.poisson(mean * rest).astype(np.int32)
        if demand.hate_share[kind] > 0:
            hate += random.binomial(of_type, demand.hate_share[kind]).astype(np.int32)
        calls += of_type
    return Past(calls, asb, hate, offences)
