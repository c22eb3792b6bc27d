"""What was fitted to an incident log, as the page shows it: a row for each type of call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from sim.clock import HOURS_PER_WEEK
from sim.fit.charts import week_chart
from sim.fit.estimate import Estimate
from sim.fit.fitted import FittedCounty
from sim.fit.log import LogFit
from sim.fit.near_repeat import NearRepeatFit

Cell = tuple[str, str]
"""A number and, below it, its interval; both empty where it was not fitted."""
NOTHING: Cell = ("–", "")


@dataclass(frozen=True, slots=True)
class TypeShown:
    """One type of call.

    Parameters
    ----------
    label
        Its name.
    calls, volume, grades, officers, branching, delay, distance, knox, scene, spread
        Cells.
    week
        Its hours of the week; empty where they were not fitted.
    """

    label: str
    calls: str
    volume: Cell
    grades: Cell
    officers: Cell
    branching: Cell
    delay: Cell
    distance: Cell
    knox: Cell
    scene: Cell
    spread: Cell
    week: Markup


def types_shown(fitted: FittedCounty) -> list[TypeShown]:
    """Gather the rows: the types of the demand pack that the log has, in the pack's order.

    Parameters
    ----------
    fitted
        The fit; without a log there are no rows.
    """
    log = fitted.log
    if log is None:
        return []
    return [_shown(log, row.key, row.label or row.key) for row in fitted.demand.types if log.calls_of.get(row.key)]


def _shown(found: LogFit, key: str, label: str) -> TypeShown:
    """Write one row."""
    repeats, scene = found.near_repeats.by_kind.get(key), found.scenes.get(key)
    put = repeats if repeats and repeats.found else None
    hours = found.hours.by_kind.get(key)
    return TypeShown(
        label=label,
        calls=f"{found.calls_of[key]:,}",
        volume=_cell(found.volumes.get(key), "{:,.0f}"),
        grades=_shares(found.grades.get(key)),
        officers=_shares(found.officers.get(key)),
        branching=_cell(put.branching, "{:.2f}") if put else _none_found(repeats),
        delay=_cell(put.decay_days if put else None, "{:.0f}"),
        distance=_cell(put.sigma_m if put else None, "{:.0f}"),
        knox=(f"{repeats.knox.ratio[0, 0]:.1f}", f"p {repeats.knox.p_value[0, 0]:.3f}") if repeats else NOTHING,
        scene=_cell(scene.mean_min if scene else None, "{:.0f}"),
        spread=(f"{scene.cv.value:.2f}", f"{scene.kind}, distance {scene.distance:.2f}") if scene else NOTHING,
        week=week_chart(f"{label}: calls by hour of the week", hours.week * HOURS_PER_WEEK) if hours else Markup(""),
    )


def _shares(shares: Sequence[Estimate] | None) -> Cell:
    """Write shares that sum to 1; intervals are in fit.json."""
    return (" / ".join(f"{share.value:.0%}" for share in shares), "") if shares else NOTHING


def _none_found(repeats: NearRepeatFit | None) -> Cell:
    """Write that chance explains all close pairs, and the most that may still be there; a dash where nothing was fitted."""
    return NOTHING if repeats is None else ("none found", f"at most {repeats.branching.high:.2f}")


def _cell(number: Estimate | None, form: str) -> Cell:
    """Write a number and its interval."""
    if number is None or not np.isfinite(number.value):
        return NOTHING
    return form.format(number.value), f"{form.format(number.low)} to {form.format(number.high)}"
