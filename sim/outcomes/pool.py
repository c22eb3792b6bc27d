"""One run of several forces: national totals of what adds up, pooled response times, and each force by itself."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.chosen import AtHotspots
from sim.outcomes.measures import NO_CALLS, NO_VISITS, NOBODY_ON_DUTY
from sim.outcomes.names import EFFECT_REACHED, EFFECT_STATED, base_name
from sim.outcomes.poolable import CELLS, FIFTHS, Poolable
from sim.outcomes.response import NEVER_REACHED, TAIL_NEVER_REACHED
from sim.outcomes.run_measures import Draft, RunMeasures

OF_EACH_FORCE = (
    "calls",
    "crimes_prevented",
    "harm_prevented",
    "response_median_grade1",
    "response_p90_grade1",
    "response_within_target_grade1",
    "response_median_grade2",
    "response_p90_grade2",
    "response_within_target_grade2",
    "utilisation",
    "dose_planned",
    "dose_delivered",
)
"""Measures that are also told force by force."""
ADDED = frozenset(
    {
        "calls",
        "calls_attended",
        "calls_by_phone",
        "calls_cancelled",
        "calls_open",
        "calls_prevented",
        "crimes",
        "crimes_recorded",
        "crimes_prevented",
        "harm",
        "harm_prevented",
        "dose_planned",
        "dose_delivered",
        "visits",
        "visits_cut_short",
        "officers_deployable",
        "overtime_hours",
        "cost",
    }
)
"""Measures of which the total of all forces is the sum."""
MEANS = frozenset({EFFECT_STATED, EFFECT_REACHED})
"""Measures that are one for all forces, or nearly so: their mean is told."""
_EVERYWHERE = np.ones(CELLS, dtype=np.bool_)


def pool(runs: Sequence[RunMeasures], together: Poolable, force_names: Sequence[str]) -> RunMeasures:
    """Make one run of those of all forces.

    Parameters
    ----------
    runs
        One for each force, of one scenario and replication, in the order of the forces.
    together
        What is pooled of all of them.
    force_names
        (n_forces,) names.

    Returns
    -------
    RunMeasures
        The measures of a run but those by district, which stay in the table of areas, and some of each force; values
        by area are those of all forces one after the other.

    Raises
    ------
    ValueError
        For a measure of which nobody has said how it is pooled.
    """
    draft = Draft()
    for name in runs[0].values:
        if "[district=" not in name:
            draft.put(name, *_pooled(name, runs, together))
    _put_each_force(draft, runs, force_names)
    units = {name: runs[0].units[name.partition("[force=")[0]] for name in draft.values}
    at_hotspots = {
        name: run.at_hotspots for name, run in zip(force_names, runs, strict=True) if run.at_hotspots is not None
    }
    return RunMeasures(
        runs[0].scenario,
        runs[0].replication,
        draft.values,
        units,
        draft.reasons,
        {name: np.concatenate([run.by_area[name] for run in runs]) for name in runs[0].by_area},
        at_hotspots=AtHotspots(*map(math.fsum, zip(*at_hotspots.values(), strict=True))) if at_hotspots else None,
        hotspots_of_force=at_hotspots,
        daily=_added_up([run.daily for run in runs]),
    )


def _pooled(name: str, runs: Sequence[RunMeasures], together: Poolable) -> tuple[float, str]:
    """Give one measure of all forces together, and why it may be empty."""
    measure = base_name(name)
    if measure in ADDED:
        return math.fsum(run.values[name] for run in runs), ""
    if measure in MEANS:
        return math.fsum(run.values[name] for run in runs) / len(runs), ""
    if measure == "utilisation":
        return _ratio(together.busy_min, together.free_min), NOBODY_ON_DUTY
    if measure == "visits_10_to_16_minutes":
        return _ratio(together.koper_visits, together.visits), NO_VISITS
    if measure.startswith("response_"):
        return _response(name, together)
    message = f"nobody has said how {name} is pooled over forces: see sim.outcomes.pool"
    raise ValueError(message)


def _response(name: str, together: Poolable) -> tuple[float, str]:
    """Give a quantile or a share of all forces' calls in a group of areas."""
    measure = base_name(name)
    grade = int(measure[-1])
    steps, cells = together.response[grade - 1], cells_of(name)
    if measure.startswith("response_within_target"):
        return steps.share_within(cells), NO_CALLS
    percent, late = (50, NEVER_REACHED) if "median" in measure else (90, TAIL_NEVER_REACHED)
    return steps.quantile_min(percent, cells), late if steps.calls[cells].any() else NO_CALLS


def cells_of(name: str) -> NDArray[np.bool_]:
    """Give (10,) which groups of `poolable` a measure is of, by its name.

    Parameters
    ----------
    name
        For example ``response_median_grade1[area=urban]``.

    Raises
    ------
    ValueError
        For a breakdown by anything but deprivation and urban or rural.
    """
    _, found, group = name.removesuffix("]").partition("[")
    if not found:
        return _EVERYWHERE
    by, _, which = group.partition("=")
    cell: NDArray[np.int64] = np.arange(CELLS)
    if by == "deprivation" and which in map(str, range(1, FIFTHS + 1)):
        return np.equal(cell // 2, int(which) - 1)
    if by == "area" and which in {"urban", "rural"}:
        return np.equal(cell % 2, int(which == "rural"))
    message = f"nobody has said how {name} is pooled over forces: see sim.outcomes.pool"
    raise ValueError(message)


def _put_each_force(draft: Draft, runs: Sequence[RunMeasures], names: Sequence[str]) -> None:
    """Put some measures of each force beside those of all."""
    for measure in OF_EACH_FORCE:
        for name, run in zip(names, runs, strict=True):
            draft.put(f"{measure}[force={name}]", run.values[measure], run.reasons.get(measure, ""))


def _ratio(part: float, whole: float) -> float:
    """Divide; nan where there is nothing to divide by."""
    return part / whole if whole > 0 else math.nan


def _added_up(daily: Sequence[Mapping[str, NDArray[np.float64]]]) -> dict[str, NDArray[np.float64]]:
    """Add up counts by day."""
    return {name: np.sum([days[name] for days in daily], axis=0) for name in daily[0]}
