"""Everything that a force's own incident log tells, fitted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from sim.clock import HOURS_PER_WEEK, MINUTES_PER_DAY
from sim.county.model import County
from sim.demand.calendar import hour_profile
from sim.demand.config import FLAT, DemandConfig
from sim.fit.estimate import Estimate
from sim.fit.grades import Shares, fit_grades, fit_officers
from sim.fit.hours import HourFits, fit_hours
from sim.fit.near_repeat import MONTH_CORRELATION, NearRepeatFits, fit_near_repeats
from sim.fit.scene import HandlingFit, SceneFit, fit_handling, fit_scenes
from sim.fit.travel import TravelFit, fit_travel
from sim.fit.volumes import fit_volumes
from sim.records.incidents import Incidents

HOURS, NEAR_REPEATS, TIMES = "hours of the week", "near-repeats", "times"
STEPS = (HOURS, NEAR_REPEATS, TIMES)


@dataclass(frozen=True, slots=True)
class LogFit:
    """A fit of an incident log.

    Parameters
    ----------
    calls
        Calls in the log.
    span
        Its first and last day, YYYY-MM-DD.
    calls_of
        Calls of each type.
    volumes
        Calls a year by type.
    hours
        Hours of the week by type.
    near_repeats
        Near-repeats by type.
    scenes
        Time on scene by type.
    grades
        Shares of grades 1 to 4 by type.
    officers
        Shares of calls to which one, two, three, four or more officers went, by type.
    handling
        From call to dispatch; None where the log does not say.
    travel
        From dispatch to arrival; None where the log does not say.
    notes
        What was met in the log, what was not fitted and why, in sentences.
    """

    calls: int
    span: tuple[str, str]
    calls_of: dict[str, int]
    volumes: dict[str, Estimate]
    hours: HourFits
    near_repeats: NearRepeatFits
    scenes: dict[str, SceneFit]
    grades: Shares
    officers: Shares
    handling: HandlingFit | None
    travel: TravelFit | None
    notes: tuple[str, ...]

    @property
    def source(self) -> str:
        """What a number that was fitted to the log gives as its source."""
        return f"fitted to {self.calls:,} logged calls from {self.span[0]} to {self.span[1]}"


def fit_log(
    log: Incidents,
    county: County,
    demand: DemandConfig,
    circuity: float,
    month_correlation: float = MONTH_CORRELATION,
    step: Callable[[str], None] = lambda _: None,
) -> LogFit:
    """Fit an incident log.

    Parameters
    ----------
    log
        The log; types that the demand pack knows have its keys.
    county
        The county, for its stations.
    demand
        The demand pack whose profiles hold where the log says little.
    circuity
        Road distance over straight-line distance.
    month_correlation
        Correlation of an area's good and bad months from one to the next.
    step
        Told each part of `STEPS` once it is fitted.

    Returns
    -------
    LogFit
        What could be fitted, and why the rest could not.
    """
    volumes, volume_notes = fit_volumes(log)
    hours = fit_hours(log, _default_weeks(demand))
    step(HOURS)
    near_repeats = fit_near_repeats(log, {name: fit.week for name, fit in hours.by_kind.items()}, month_correlation)
    step(NEAR_REPEATS)
    scenes, scene_notes = fit_scenes(log)
    handling, handling_notes = fit_handling(log)
    travel, travel_notes = fit_travel(log, county, circuity)
    step(TIMES)
    unknown = sorted(set(log.kind_name) - set(demand.type_rows))
    strangers = (f"types that the demand pack does not have change nothing in it: {', '.join(unknown)}.",)
    first, last = (log.origin + timedelta(days=int(edge // MINUTES_PER_DAY)) for edge in log.call_min[[0, -1]])
    return LogFit(
        calls=log.n,
        span=(first.isoformat(), last.isoformat()),
        calls_of=dict(zip(log.kind_name, np.bincount(log.kind, minlength=len(log.kind_name)).tolist(), strict=True)),
        volumes=volumes,
        hours=hours,
        near_repeats=near_repeats,
        scenes=scenes,
        grades=fit_grades(log),
        officers=fit_officers(log),
        handling=handling,
        travel=travel,
        notes=(
            *log.notes,
            *(strangers if unknown else ()),
            *volume_notes,
            *hours.notes,
            *near_repeats.notes,
            *scene_notes,
            *handling_notes,
            *travel_notes,
        ),
    )


def _default_weeks(demand: DemandConfig) -> dict[str, NDArray[np.float64]]:
    """Give the (168,) week of every type of a demand pack."""
    weeks = {FLAT: np.full(HOURS_PER_WEEK, 1 / HOURS_PER_WEEK)}
    for name, profile in demand.profiles.items():
        weeks[name] = hour_profile(profile.hours, profile.days, profile.weekend_night)
    return {row.key: weeks[row.profile] for row in demand.types}
