"""The history of one replication: every call that could happen, drawn before anything is simulated (MODEL.md §1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import Clock
from sim.demand.broods import Source, draw_type
from sim.demand.calendar import Span
from sim.demand.frailty import draw_frailty
from sim.demand.marks import Harm, Marker, Neighbours
from sim.demand.model import Demand, Handling, Suppression
from sim.demand.past import draw_past
from sim.demand.records import CALL, NO_CALL, History


def no_suppression(n_types: int, n_areas: int) -> Suppression:
    """Build the suppression of a study without any effect: nothing is prevented, no call is spare."""
    q = np.broadcast_to(np.float32(0), (n_types, n_areas, 168))
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
        Observed rates and shares.
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
    span = Span(clock.start, clock.total_days)
    weather = draw_frailty(demand.frailty, demand.n_areas, span.windows, seed, replication)
    around = Neighbours(*neighbours)
    harm = Harm(harm_by_offence, harm_by_type)
    batches: list[NDArray[np.void]] = []
    rows = 0
    for kind in range(demand.n_types):
        source = Source.of(demand, suppression, kind, span, around)
        marker = Marker(demand, handling, kind, source.spare, harm, around, source.potential)
        frailty = weather.run[demand.frailty.group_of_type[kind]]
        broods = draw_type(source, marker, frailty, seed, replication)
        for brood in broods:
            brood["parent"][brood["parent"] != NO_CALL] += rows
        batches += broods
        rows += sum(brood.size for brood in broods)
    calls = _in_order(batches)
    past = draw_past(demand, weather.past, clock.start, seed, replication)
    ready_order = np.argsort(calls["ready_min"], kind="stable").astype(np.int32)
    return History(calls, ready_order, past.calls, past.asb, past.hate, past.offences)


def _in_order(batches: list[NDArray[np.void]]) -> NDArray[np.void]:
    """Sort the calls of all types by (time, type, order drawn), and let `parent` follow; empties the list."""
    drawn = np.zeros(sum(batch.size for batch in batches), dtype=CALL)  # zeros in the padding too: equal bytes
    first = 0
    for batch in batches:
        drawn[first : first + batch.size] = batch
        first += batch.size
    batches.clear()
    order = _stable_order(drawn["call_min"])
    row = np.empty(order.size, dtype=np.int32)
    row[order] = np.arange(order.size, dtype=np.int32)
    calls = np.take(drawn, order)
    has_parent = calls["parent"] != NO_CALL
    calls["parent"][has_parent] = row[calls["parent"][has_parent]]
    return calls


def _stable_order(times: NDArray[np.float64]) -> NDArray[np.intp]:
    """Sort times that hardly ever tie: the fast sort, and the stable one if they do."""
    order = np.argsort(times)
    in_order = np.take(times, order)
    return np.argsort(times, kind="stable") if (in_order[1:] == in_order[:-1]).any() else order
