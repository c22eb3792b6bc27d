"""The books of one run: nothing lost, nobody in two places, everyone in turn. Written without the street's own functions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.force.model import Force
from sim.outcomes.conservation import ConservationError, check_conservation
from sim.outcomes.counted import counted_rows
from sim.outcomes.measures import measure_run
from sim.outcomes.record import RunRecord
from sim.run.parts import Parts
from sim.street.records import ATTENDED, BY_PHONE, CANCELLED, LATENT, OPEN, PREVENTED, SILENT
from sim.track.dose import delivered_minutes

ENDS = (PREVENTED, BY_PHONE, ATTENDED, CANCELLED, OPEN)
NO_CALLS = (LATENT, SILENT)
ROUNDING_MIN = 1e-6
"""Sums of minutes in another order differ by rounding."""

Count = tuple[int, int]
"""Breaches, and how much was looked at."""


def calls_without_one_end(record: RunRecord) -> Count:
    """Count potential calls that are neither latent nor prevented, by phone, attended, cancelled or open."""
    state = record.outcome["state"]
    potential = ~np.isin(state, NO_CALLS)
    ended = np.isin(state, ENDS)
    lost = int(np.count_nonzero(potential != ended)) + abs(record.history.calls.size - state.size)
    return lost, int(np.count_nonzero(potential))


def contradictions(record: RunRecord) -> Count:
    """Tell whether an outcome contradicts itself, as every run is checked before it is measured."""
    try:
        check_conservation(record)
    except ConservationError:
        return 1, 1
    return 0, 1


def units_in_two_places(record: RunRecord) -> Count:
    """Count the stays of a unit, at calls and on visits, that begin before the one before is over."""
    came = record.dispatches[~np.isnan(record.dispatches["arrival_min"])]
    left = record.outcome["closed_min"][came["call"]]
    left = np.where(np.isnan(left), record.clock.horizon_min, left)
    unit = np.concatenate([came["unit"], record.visits["unit"]])
    begin = np.concatenate([came["arrival_min"], record.visits["start_min"]])
    end = np.concatenate([left, record.visits["end_min"]])
    order = np.lexsort((end, begin, unit))
    unit, begin, end = unit[order], begin[order], end[order]
    overlap = (unit[1:] == unit[:-1]) & (begin[1:] < end[:-1])
    return int(np.count_nonzero(overlap)), max(unit.size - 1, 0)


def sent_off_duty(record: RunRecord, force: Force) -> Count:
    """Count the units that are sent to a call outside the shifts of their lowest officer; no officer may change teams."""
    sent, officers = record.dispatches, force.officers
    breaches = 0
    for rota, column in {(int(row["rota"]), int(row["column"])) for row in officers}:
        crew = (officers["rota"] == rota) & (officers["column"] == column)
        times = np.sort(sent["time_min"][crew[sent["unit"]]])
        shifts = force.shifts[(force.shifts["rota"] == rota) & (force.shifts["column"] == column)]
        at = np.searchsorted(shifts["start_min"], times, side="right") - 1
        ends = shifts["end_min"][np.maximum(at, 0)]
        breaches += int(np.count_nonzero((at < 0) | (times > ends)))
    return breaches, int(sent.size)


def served_out_of_turn(record: RunRecord) -> Count:
    """Count the calls to which somebody is sent while an earlier one alike waits.

    Alike are calls of one grade, district and number of officers needed; earlier is by (call time, id). An earlier call waits
    from when it is ready until somebody is sent, or it ends otherwise. For teams that all take the same calls of a grade.
    """
    calls, outcome = record.history.calls, record.outcome
    sent = outcome["first_dispatch_min"]
    gone = np.where(np.isnan(outcome["closed_min"]), np.inf, outcome["closed_min"])
    until = np.where(np.isnan(sent), gone, sent)
    on_street = np.isin(outcome["state"], (ATTENDED, CANCELLED, OPEN)) & (calls["grade"] <= 2)
    district = record.county.district_of_area[outcome["area"]].astype(np.int64)
    kind = (calls["grade"].astype(np.int64) * 8 + calls["officers"]) * record.county.n_districts + district
    breaches = seen = 0
    for one in np.unique(kind[on_street]):
        mine = np.flatnonzero(on_street & (kind == one))
        ready, leave, begin = calls["ready_min"][mine], until[mine], sent[mine]
        seen += mine.size
        for row in np.flatnonzero(leave > ready):  # the few that wait at all
            later = begin[row + 1 :]
            breaches += int(np.count_nonzero((later >= ready[row]) & (later < leave[row])))
    return breaches, seen


def dose_off_the_visits(record: RunRecord) -> Count:
    """Count the areas whose dose is not the union of their visits, added up one by one."""
    from_min, until_min = record.clock.measure_from_min, record.clock.measure_until_min
    dose = delivered_minutes(record.visits, record.county.n_areas, from_min, until_min)
    union = np.array([_union(record.visits, area, from_min, until_min) for area in range(record.county.n_areas)])
    return int(np.count_nonzero(np.abs(dose - union) > ROUNDING_MIN)), int(record.visits.size)


def _union(visits: NDArray[np.void], area: int, from_min: float, until_min: float) -> float:
    """Add up the minutes for which anybody is in an area."""
    mine = visits[visits["area"] == area]
    total, reached = 0.0, from_min
    for begin, end in sorted(zip(mine["start_min"].tolist(), mine["end_min"].tolist(), strict=True)):
        total += max(min(end, until_min) - max(begin, reached), 0.0)
        reached = max(reached, end)
    return total


def moved_by_warm_up(parts: Parts, record: RunRecord) -> Count:
    """Count the measures that change when every call and visit outside the measured period is wiped out."""
    inside = np.zeros(record.outcome.size, dtype=np.bool_)
    inside[counted_rows(record)] = True
    outcome, visits = record.outcome.copy(), record.visits
    outcome["state"][~inside] = LATENT
    outcome["first_arrival_min"][~inside] = np.nan
    outcome["closed_min"][~inside] = np.nan
    touches = (visits["end_min"] > record.clock.measure_from_min) & (
        visits["start_min"] < record.clock.measure_until_min
    )
    wiped = replace(record, outcome=outcome, visits=visits[touches])
    costs, other = parts.loaded.costs, parts.other_harm
    before, after = (measure_run(run, costs, other, parts.loaded.harm_pack.unit).values for run in (record, wiped))
    pairs = ((before[name], after[name]) for name in before)
    return sum(one != other and not (np.isnan(one) and np.isnan(other)) for one, other in pairs), int((~inside).sum())
