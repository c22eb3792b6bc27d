"""What trackers reported, held against a plan: visits found, dose, and how well the plan was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, Clock
from sim.errors import InputError
from sim.outcomes.dose_tables import PlaceNames
from sim.outcomes.patrol import Patrol, patrol_of
from sim.track.answered import is_made
from sim.track.compliance import Kept, how_kept
from sim.track.counted import ALL_COUNT, Counted
from sim.track.detect import Found, Reading, Reports, find_visits
from sim.track.fence import place_of
from sim.track.ground import Ground
from sim.track.hourly import Dose, dose_by_hour
from sim.track.pings_file import Form, Tracked, read_pings
from sim.track.plan_file import Plan, read_plan
from sim.track.planned import planned_stays
from sim.track.silence import silence_of
from sim.track.stays import Stays, presence

_MUCH = 0.2
"""Share of the reports in hotspots that may be too fast without a word."""
_FAR_MORE = 1.5
"""Share of the plan beyond which it is doubtful that all presence was patrol. An assumption."""
NEAR_COUNTY_M = 20_000.0
"""Reports that lie further than this outside the centres of the areas are not of the county."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Parameters
    ----------
    pings, plan
        Files of reports and of the plan.
    form
        How the file of reports is written.
    counted
        Which reports count as patrol.
    scenario
        Option to keep, where the files are a run's own.
    reading
        How visits are read from reports.
    """

    pings: Path
    plan: Path
    form: Form = field(default_factory=Form)
    counted: Counted = ALL_COUNT
    scenario: str | None = None
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found.

    Parameters
    ----------
    ground
        The areas.
    tracked, plan
        What was read.
    found
        The visits.
    dose
        Planned and delivered, hour by hour.
    kept
        How well the plan was kept: all hotspots together, then each.
    missed
        Visits that fell due while nobody came for long enough until the next one did, or the day ended; by time.
    warning
        What puts all of it in doubt, in sentences; empty where nothing does.
    notes
        What to bear in mind, in sentences.
    """

    ground: Ground
    tracked: Tracked
    plan: Plan
    found: Found
    dose: Dose
    kept: Sequence[Kept]
    missed: Stays
    warning: str
    notes: tuple[str, ...]

    @property
    def names(self) -> PlaceNames:
        """What the hotspots are called."""
        return PlaceNames(self.plan.fences.code, self.plan.fences.district)

    @property
    def patrol(self) -> Patrol:
        """Patrol planned and delivered, as reports show it."""
        return patrol_of(self.dose, tuple(self.kept), self.names, self.tracked.first_day, self.tracked.days)

    @property
    def clock(self) -> Clock:
        """The days of the reports, all of them measured."""
        return Clock(self.tracked.first_day, warm_up_days=0, days=self.tracked.days, cool_down_days=0)


def hold_against_plan(ground: Ground, question: Question) -> Outcome:
    """Find visits in reports, and hold them against a plan.

    Parameters
    ----------
    ground
        The areas.
    question
        What is asked.

    Returns
    -------
    Outcome
        Visits, dose and compliance on the days from the first to the last report.

    Raises
    ------
    InputError
        If a file is missing or wrong, or no report lies in or near the county.
    """
    tracked, plan = _read_both(ground, question)
    reports = tracked.reports
    _refuse_elsewhere(reports, ground, question.pings)
    place = place_of(plan.fences, reports.x_m, reports.y_m)
    found = find_visits(reports, place, question.reading)
    until_min = float(tracked.days * MINUTES_PER_DAY)
    visits = Stays.of_visits(found.visits)
    kept = how_kept(plan.due, found.visits, 0.0, until_min, question.reading.least_min)
    return Outcome(
        ground=ground,
        tracked=tracked,
        plan=plan,
        found=found,
        dose=dose_by_hour(plan.due, visits, 0.0, until_min),
        kept=kept,
        missed=_missed(planned_stays(plan.due, 0.0, until_min), visits, question.reading),
        warning=_too_much(kept[0], question.counted),
        notes=(*tracked.notes, *_notes(found, reports, place, question.reading)),
    )


def _read_both(ground: Ground, question: Question) -> tuple[Tracked, Plan]:
    """Read reports and plan; what is wrong with either is told at once."""
    try:
        tracked = read_pings(question.pings, question.form, question.counted, question.scenario)
    except InputError as error:
        try:
            read_plan(question.plan, ground, date.min, 1, question.scenario)
        except InputError as other:
            raise InputError([*error.problems, *other.problems]) from None
        raise
    plan = read_plan(question.plan, ground, tracked.first_day, tracked.days, question.scenario)
    last = tracked.first_day + timedelta(days=tracked.days - 1)
    if not planned_stays(plan.due, 0.0, float(tracked.days * MINUTES_PER_DAY)).place.size:
        what = f"no visit falls due from {tracked.first_day} to {last}, the days of the reports"
        raise InputError.of(str(question.plan), what, "give the plan of these days")
    return tracked, plan


def _refuse_elsewhere(reports: Reports, ground: Ground, path: Path) -> None:
    """Refuse reports none of which lies in the county or near it."""
    inside = np.ones(reports.unit.size, dtype=np.bool_)
    for at, centre in ((reports.x_m, ground.x_m), (reports.y_m, ground.y_m)):
        inside &= (at >= centre.min() - NEAR_COUNTY_M) & (at <= centre.max() + NEAR_COUNTY_M)
    if not inside.any():
        what = f"no report lies in {ground.title} or within 20 km of it"
        raise InputError.of(str(path), what, "say with --crs which coordinate system the positions are in")


def _too_much(together: Kept, counted: Counted) -> str:
    """Say where far more presence was seen than was planned, and what else may have been counted."""
    if not together.delivered_share > _FAR_MORE:
        return ""
    words = f"Presence is {100 * together.delivered_share:,.0f} % of the plan"
    if not counted.is_all:
        return f"{words}: far more than was asked for."
    return (
        f"{words}: all time in a hotspot was counted, at calls and at rest too. "
        "Say what patrol is: --status, --unit or --hours."
    )


def _missed(planned: Stays, visits: Stays, reading: Reading) -> Stays:
    """Find the visits that nobody made."""
    missed = planned.rows(~is_made(planned, presence(visits), reading.least_min))
    return missed.rows(np.lexsort((missed.place, missed.start_min)))


def _notes(found: Found, reports: Reports, place: NDArray[np.int64], reading: Reading) -> list[str]:
    """Say how visits were read, and what to bear in mind."""
    every_s = 60.0 * found.usual_min
    notes = [
        f"A unit reports every {every_s:.0f} s (median): start and end of a visit are known to about {every_s / 2:.0f} s.",
        f"Stays left out because they are shorter than {reading.least_min:g} minutes, and so no visits: {found.passes:,}.",
    ]
    if 2 * found.usual_min > reading.least_min:
        notes.append("Reports are so far apart that short visits may lie between two of them.")
    if found.fast_share > _MUCH:
        notes.append(
            f"{found.fast_share:.0%} of the reports in hotspots are faster than {reading.most_km_h:g} km/h: units that pass through, or positions with "
            "large errors, which shorten visits; --most-km-h 0 counts them all."
        )
    silence = silence_of(reports, reading.longest_gap_min)
    if silence.minutes:
        notes.append(
            f"Units on duty told nothing for {silence.minutes / 60:,.1f} hours in all ({silence.share:.1%} of their time), in gaps of "
            f"{reading.longest_gap_min:g} minutes to four hours: visits in them are not seen."
        )
    if not (place >= 0).any():
        notes.append("No report lies in a hotspot.")
    return notes
