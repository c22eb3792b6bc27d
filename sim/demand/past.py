"""The recorded past: what the force has on record of the year before the study starts (MODEL.md §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW
from sim.demand.calendar import Calendar, Span
from sim.demand.kernels import draw_poisson
from sim.demand.model import Demand
from sim.demand.weather import PAST_WINDOWS
from sim.keys import Purpose, entity_key, philox_key

ASB_ROWS, NO_ROW = "anti-social behaviour rows", "calls that leave no row"
"""What calls become if no offence; names that key the draws."""
_PLAIN, _HATE = range(2)


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


def past_calendar(demand: Demand, start: date) -> Calendar:
    """Build the calendar of the recorded past of a study that starts on a day."""
    days = PAST_WINDOWS * DAYS_PER_WINDOW
    return Calendar.of(Span(start - timedelta(days=days), days), demand.hour_profile, demand.season)


def draw_past(demand: Demand, calendar: Calendar, weather: NDArray[np.float64], seed: int, replication: int) -> Past:
    """Draw the recorded past: independent Poisson counts at observed rates × season × frailty.

    Parameters
    ----------
    demand
        Observed rates.
    calendar
        What `past_calendar` gives.
    weather
        (n_groups, 13, n_areas) frailty in the windows of the past.
    seed, replication
        The study's seed and the replication.

    Returns
    -------
    Past
        Counts; each call is counted in `calls`, and in one of the others or none, and perhaps in `hate`.

    Notes
    -----
    Calls of several types that become the same offence are drawn together, hate crimes and others apart: sums and
    parts of independent Poisson counts are independent Poisson counts.
    """
    share = np.column_stack([demand.offence_share, demand.asb_record_share])
    share = np.column_stack([share, np.maximum(0.0, 1 - share.sum(axis=1))])
    mean = _means(demand, calendar, weather, share)
    counts = np.zeros(mean.shape, dtype=np.int32)
    for row, name in enumerate((*demand.offence_key, ASB_ROWS, NO_ROW)):
        for part in (_PLAIN, _HATE):
            if mean[part, row].any():
                key = philox_key(seed, replication, Purpose.PAST_COUNTS, entity_key(name), part)
                draw_poisson(key, mean[part, row], counts[part, row])
    by_area = counts.reshape(2, -1, PAST_WINDOWS, demand.n_areas)
    rows = by_area.sum(axis=0, dtype=np.int32)
    return Past(
        calls=rows.sum(axis=0, dtype=np.int32),
        asb=rows[-2],
        hate=by_area[_HATE].sum(axis=0, dtype=np.int32),
        offences=np.ascontiguousarray(rows[:-2].swapaxes(0, 1)),
    )


def _means(
    demand: Demand, calendar: Calendar, weather: NDArray[np.float64], share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the expected calls without and with hate that become each kind of row: (2, n_rows, 13 * n_areas)."""
    in_window = calendar.in_window
    mean = np.zeros((2, share.shape[1], PAST_WINDOWS * demand.n_areas))
    for kind in range(demand.n_types):
        calls = weather[demand.frailty.group_of_type[kind]] * demand.observed_per_year[kind]
        calls = (calls * in_window[kind][:, None]).ravel()
        for row in np.flatnonzero(share[kind]):
            for part, of_part in ((_PLAIN, 1 - demand.hate_share[kind]), (_HATE, demand.hate_share[kind])):
                if of_part > 0:
                    mean[part, row] += (share[kind, row] * of_part) * calls
    return mean
