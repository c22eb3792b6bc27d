"""What trackers reported, held against a plan: visits found, dose, and how well the plan was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim import __version__
from sim.clock import MINUTES_PER_DAY, Clock
from sim.errors import InputError
from sim.json_text import json_text
from sim.outcomes.dose_tables import KEPT_COLUMNS, PlaceNames, dose_table, kept_csv, kept_rows
from sim.outcomes.found_table import found_table
from sim.outcomes.tables import write_parquet, write_text
from sim.run.staging import staged
from sim.track.compliance import Kept, how_kept
from sim.track.detect import Found, Reading, Reports, find_visits
from sim.track.fence import place_of
from sim.track.ground import Ground
from sim.track.hourly import Dose, dose_by_hour
from sim.track.pings_file import Form, Tracked, read_pings
from sim.track.plan_file import Plan, read_plan
from sim.track.stays import Stays

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
    status
        Words with which a unit is on patrol; all reports count if there are none.
    scenario
        Option to keep, where the files are a run's own.
    reading
        How visits are read from reports.
    """

    pings: Path
    plan: Path
    form: Form = field(default_factory=Form)
    status: tuple[str, ...] = ()
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
    notes
        What to bear in mind, in sentences.
    """

    ground: Ground
    tracked: Tracked
    plan: Plan
    found: Found
    dose: Dose
    kept: Sequence[Kept]
    notes: tuple[str, ...]

    @property
    def names(self) -> PlaceNames:
        """What the hotspots are called."""
        return PlaceNames(self.plan.fences.code, self.plan.fences.district)

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
    tracked = read_pings(question.pings, question.form, question.status, question.scenario)
    plan = read_plan(question.plan, ground, tracked.first_day, tracked.days, question.scenario)
    reports = tracked.reports
    _refuse_elsewhere(reports, ground, question.pings)
    place = place_of(plan.fences, reports.x_m, reports.y_m)
    found = find_visits(reports, place, question.reading)
    until_min = float(tracked.days * MINUTES_PER_DAY)
    return Outcome(
        ground=ground,
        tracked=tracked,
        plan=plan,
        found=found,
        dose=dose_by_hour(plan.due, Stays.of_visits(found.visits), 0.0, until_min),
        kept=how_kept(plan.due, found.visits, 0.0, until_min),
        notes=(*tracked.notes, *_notes(found, place, question.reading)),
    )


def _refuse_elsewhere(reports: Reports, ground: Ground, path: Path) -> None:
    """Refuse reports none of which lies in the county or near it."""
    inside = np.ones(reports.unit.size, dtype=np.bool_)
    for at, centre in ((reports.x_m, ground.x_m), (reports.y_m, ground.y_m)):
        inside &= (at >= centre.min() - NEAR_COUNTY_M) & (at <= centre.max() + NEAR_COUNTY_M)
    if not inside.any():
        what = f"no report lies in {ground.title} or within 20 km of it"
        raise InputError.of(str(path), what, "say with --crs which coordinate system the positions are in")


def _notes(found: Found, place: NDArray[np.int64], reading: Reading) -> list[str]:
    """Say how visits were read, and what to bear in mind."""
    every_s = 60.0 * found.usual_min
    notes = [
        f"A unit reports every {every_s:.0f} s (median): start and end of a visit are known to about {every_s / 2:.0f} s.",
        f"Stays left out because they are shorter than {reading.least_min:g} minutes, and so no visits: {found.passes:,}.",
    ]
    if 2 * found.usual_min > reading.least_min:
        notes.append("Reports are so far apart that short visits may lie between two of them.")
    if not (place >= 0).any():
        notes.append("No report lies in a hotspot.")
    return notes


def write_tracked(outcome: Outcome, question: Question, county_file: str, folder: Path) -> None:
    """Write the tables of what was found; the folder appears whole or not at all.

    Parameters
    ----------
    outcome
        What was found.
    question
        What was asked.
    county_file
        The county as the user named it.
    folder
        Where the files go; what is there is replaced.

    Raises
    ------
    InputError
        If nothing can be written there.
    """
    about = {"county": outcome.ground.title, "licence": _licence(outcome.ground)}
    with staged(folder) as stage:
        visits = found_table(outcome.found.visits, outcome.tracked.unit_name, outcome.names, outcome.tracked.first_day)
        write_parquet(visits, stage / "visits.parquet", about)
        write_parquet(dose_table(outcome.dose, outcome.names, outcome.clock), stage / "dose.parquet", about)
        write_text(kept_csv(kept_rows(outcome.kept, outcome.names)), stage / "patrol.csv")
        write_text(_manifest(outcome, question, county_file), stage / "manifest.json")


def _licence(ground: Ground) -> str:
    """Say whom the map is owed to."""
    return " ".join(ground.attribution) or ("synthetic county" if ground.is_synthetic else "")


def as_json(outcome: Outcome) -> str:
    """Write how well the plan was kept for another program; what is empty is null."""
    told = {
        "county": outcome.ground.title,
        "first_day": outcome.tracked.first_day.isoformat(),
        "days": outcome.tracked.days,
        "units": len(outcome.tracked.unit_name),
        "reports": int(outcome.tracked.reports.unit.size),
        "visits": int(outcome.found.visits.size),
        "notes": list(outcome.notes),
        "patrol": [dict(zip(KEPT_COLUMNS, row, strict=True)) for row in kept_rows(outcome.kept, outcome.names)],
    }
    return json_text(told)


def _manifest(outcome: Outcome, question: Question, county_file: str) -> str:
    """Say what made the tables."""
    told = {
        "program": f"sim {__version__}",
        "reports": question.pings.name,
        "plan": question.plan.name,
        "county_file": county_file,
        "crs": question.form.crs,
        "clock": question.form.clock,
        "columns": dict(question.form.called),
        "status": list(question.status),
        "scenario": question.scenario,
        "reading": asdict(question.reading),
        "notes": list(outcome.notes),
        "licence": list(outcome.ground.attribution),
    }
    return json_text(told, indent=2) + "\n"
