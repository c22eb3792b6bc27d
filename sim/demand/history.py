"""The history of one replication: every call that could happen, drawn before anything is simulated (MODEL.md §1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import HOURS_PER_WEEK, Clock
from sim.demand.broods import Lots, draw_lots, expected_calls
from sim.demand.calendar import Calendar, Span
from sim.demand.kernels import NO_ROOM, order_by_time, place_calls
from sim.demand.marks import MarkTables, Neighbours, mark_tables
from sim.demand.model import Demand, Handling, Suppression
from sim.demand.near_repeat import Immigration
from sim.demand.past import draw_past, past_calendar
from sim.demand.posterior import draw_rates
from sim.demand.rates import PotentialRates, base_rates, potential_rates
from sim.demand.records import CALL, History
from sim.demand.rows import PLACED
from sim.demand.weather import draw_frailty
from sim.demand.writing import BATCH, write_calls
from sim.keys import Purpose, entity_key, philox_key

_MOST_PREPARED = 2
"""A study and its calibration take turns."""
_MOST_STEPS = 1 << 22
"""Steps of time at most in the sorting of calls: four million fit in 16 MB."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """What all replications of a study share.

    Parameters
    ----------
    demand, handling, clock
        The study.
    neighbours
        Neighbours of all areas.
    calendar, past
        How busy each type is in the run, and in the year before it.
    base
        Calls that are nobody's child if nothing is prevented.
    tables
        What marks mean.
    harm_by_offence, harm_by_type
        What a call is worth.
    landing, landing_area
        Where near-repeats land, as in `sim.demand.model.NearRepeat`, without gaps in memory.
    """

    demand: Demand
    handling: Handling
    clock: Clock
    neighbours: Neighbours
    calendar: Calendar
    past: Calendar
    base: list[Immigration]
    tables: MarkTables
    harm_by_offence: NDArray[np.float64]
    harm_by_type: NDArray[np.float64]
    landing: NDArray[np.float64]
    landing_area: NDArray[np.int16]

    @classmethod
    def of(
        cls,
        demand: Demand,
        handling: Handling,
        neighbours: Neighbours,
        harm_by_offence: NDArray[np.float64],
        harm_by_type: NDArray[np.float64],
        clock: Clock,
    ) -> _Standing:
        """Find what was laid out for this study before, or lay it out now."""
        given = demand, handling, neighbours.start, neighbours.area, harm_by_offence, harm_by_type, clock
        for known in _prepared:
            if all(mine is its for mine, its in zip(given, known.given, strict=True)):
                return known
        near = demand.near_repeat
        found = cls(
            demand=demand,
            handling=handling,
            clock=clock,
            neighbours=neighbours,
            calendar=Calendar.of(Span(clock.start, clock.total_days), demand.hour_profile, demand.season),
            past=past_calendar(demand, clock.start),
            base=base_rates(demand),
            tables=mark_tables(demand, handling, harm_by_type),
            harm_by_offence=harm_by_offence,
            harm_by_type=harm_by_type,
            landing=np.ascontiguousarray(near.landing),
            landing_area=np.ascontiguousarray(near.landing_area),
        )
        _prepared[:] = [*_prepared[-(_MOST_PREPARED - 1) :], found]
        return found

    @property
    def given(self) -> tuple[object, ...]:
        """What it was made of, in the order of `of`."""
        around = self.neighbours
        return (
            self.demand,
            self.handling,
            around.start,
            around.area,
            self.harm_by_offence,
            self.harm_by_type,
            self.clock,
        )


_prepared: list[_Standing] = []
"""What was laid out for the studies last drawn in this process."""


def no_suppression(n_types: int, n_areas: int) -> Suppression:
    """Build the suppression of a study without any effect: nothing is prevented, no call is spare."""
    q = np.broadcast_to(np.float32(0), (n_types, n_areas, HOURS_PER_WEEK))
    return Suppression(beta=np.zeros(n_types), spare=np.ones(n_types), q=q)


def draw_history(  # noqa: PLR0913, PLR0917 - what a history depends on, and nothing else
    demand: Demand,
    handling: Handling,
    suppression: Suppression,
    neighbours: tuple[NDArray[np.int32], NDArray[np.int16]],
    harm_by_offence: NDArray[np.float64],
    harm_by_type: NDArray[np.float64],
    clock: Clock,
    seed: int,
    replication: int,
) -> History:
    """Draw the history of one replication; the scenario never enters.

    Parameters
    ----------
    demand
        Observed rates and shares; where the rates are known only so well, the replication draws its own.
    handling
        Delays, appointments, patience and custody.
    suppression
        What today's policing prevents, and how many spare calls a backfire effect needs.
    neighbours
        ``neighbour_start`` and ``neighbour`` of the county.
    harm_by_offence
        (n_offences,) harm of a crime.
    harm_by_type
        (n_types,) harm of a call that is no crime.
    clock
        Calendar of the study.
    seed, replication
        The study's seed and the replication.

    Returns
    -------
    History
        Potential calls in [0, horizon) and the recorded past.

    Raises
    ------
    ValueError
        If near-repeats would never die out.
    """
    standing = _Standing.of(demand, handling, Neighbours(*neighbours), harm_by_offence, harm_by_type, clock)
    drawn = draw_rates(demand, seed, replication)
    base = standing.base if drawn is demand else base_rates(drawn)
    rates = potential_rates(drawn, base, suppression, standing.neighbours)
    weather = draw_frailty(demand.frailty, demand.n_areas, standing.calendar.span.windows, seed, replication)
    lots = draw_lots(drawn, standing.calendar, rates, weather.run, seed, replication)
    kinds = _kinds(standing, suppression, rates, seed, replication)
    placed, call_min = _place(standing, lots, kinds, rates)
    order, in_order = _in_order(placed, call_min, clock.horizon_min)
    calls, ready_min = _write(standing, kinds, rates, placed, order, in_order)
    ready_order = _sorted(ready_min, max(float(ready_min.max(initial=0.0)), clock.horizon_min))[0]
    past = draw_past(drawn, standing.past, weather.past, seed, replication)
    return History(calls, ready_order, past.calls, past.asb, past.hate, past.offences)


def _kinds(
    standing: _Standing, suppression: Suppression, rates: PotentialRates, seed: int, replication: int
) -> NDArray[np.void]:
    """Complete the (n_types,) table of call types by what changes from one replication to the next."""
    kinds = standing.tables.kinds.copy()
    for kind, name in enumerate(standing.demand.type_key):
        key = philox_key(seed, replication, Purpose.MARKS, entity_key(name))
        kinds[kind]["key0"], kinds[kind]["key1"] = key
    kinds["spare"], kinds["kept"] = suppression.spare, rates.kept
    kinds["children"], kinds["childless"] = rates.children, np.exp(-rates.children)
    kinds["most_happening"] = rates.most_happening
    kinds["tested"], kinds["shaped"] = rates.tested, rates.shaped
    return kinds


def _place(
    standing: _Standing, lots: Lots, kinds: NDArray[np.void], rates: PotentialRates
) -> tuple[NDArray[np.void], NDArray[np.float64]]:
    """Draw time and area of all calls; where they do not fit, the same calls are drawn again in twice the room."""
    room = expected_calls(standing.demand, lots, rates.children)
    while True:
        placed, call_min = np.empty(room, dtype=PLACED), np.empty(room)
        rows = place_calls(
            lots.rows,
            kinds,
            standing.calendar.elapsed,
            standing.calendar.weeks,
            standing.calendar.first_hour,
            lots.rates,
            lots.frailty,
            rates.scale,
            rates.least_happening,
            rates.q,
            standing.landing,
            standing.landing_area,
            placed,
            call_min,
        )
        if rows != NO_ROOM:
            return placed[:rows], call_min[:rows]
        room *= 2


def _write(
    standing: _Standing,
    kinds: NDArray[np.void],
    rates: PotentialRates,
    placed: NDArray[np.void],
    order: NDArray[np.int32],
    in_order: NDArray[np.float64],
) -> tuple[NDArray[np.void], NDArray[np.float64]]:
    """Write the records of the calls by time, and when each is ready."""
    tables, around = standing.tables, standing.neighbours
    calls, ready_min = np.zeros(order.size, dtype=CALL), np.empty(order.size)  # zeros in the padding too: equal bytes
    write_calls(
        placed,
        order,
        in_order,
        kinds,
        tables.desk,
        tables.offence,
        tables.offence_until,
        standing.harm_by_offence,
        tables.points,
        tables.points_before,
        around.start,
        around.area,
        around.moves(rates.potential),
        np.empty(order.size, dtype=np.int32),
        np.empty(BATCH, dtype=PLACED),
        calls,
        ready_min,
    )
    return calls, ready_min


def _in_order(
    placed: NDArray[np.void], call_min: NDArray[np.float64], horizon_min: float
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Sort the calls by (time, type, order drawn); give their rows and times in that order."""
    order, in_order = _sorted(call_min, horizon_min)
    if (in_order[1:] == in_order[:-1]).any():  # hardly ever
        order = np.lexsort((placed["kind"], call_min)).astype(np.int32)
    return order, in_order


def _sorted(time_min: NDArray[np.float64], until_min: float) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Sort times, the earlier row first among equals; give the rows and the times in that order."""
    order, in_order = np.empty(time_min.size, dtype=np.int32), np.empty(time_min.size)
    steps = min(2 * max(time_min.size, 1), _MOST_STEPS)
    order_by_time(time_min, until_min, np.zeros(steps + 1, dtype=np.int32), order, in_order)
    return order, in_order
