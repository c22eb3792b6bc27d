"""The tables and the page of what trackers reported."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from sim import __version__
from sim.clock import MINUTES_PER_DAY
from sim.json_text import json_text
from sim.listing import listing
from sim.outcomes.dose_tables import KEPT_COLUMNS, dose_table, kept_csv, kept_rows
from sim.outcomes.found_table import found_table
from sim.outcomes.tables import Cell, csv_text, write_parquet, write_text
from sim.report.track_content import ListedVisit, TrackContent
from sim.report.track_page import day_words, track_page
from sim.run.staging import staged
from sim.run.tracked import Outcome, Question
from sim.track.counted import Counted
from sim.track.ground import Ground

MISSED_COLUMNS: Final = ("date", "due", "area_code", "district", "planned_min")
_SYNTHETIC: Final = " (synthetic county)"


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
        write_text(csv_text(MISSED_COLUMNS, missed_rows(outcome)), stage / "missed.csv")
        write_text(track_page(page_content(outcome, question)), stage / "track.html")
        write_text(_manifest(outcome, question, county_file), stage / "manifest.json")


def missed_rows(outcome: Outcome) -> list[list[Cell]]:
    """Lay out the visits that fell due and were not made, in the order of `MISSED_COLUMNS`."""
    missed, names = outcome.missed, outcome.names
    return [
        [
            f"{_moment(outcome, start):%Y-%m-%d}",
            f"{_moment(outcome, start):%H:%M}",
            names.code[place],
            names.district[place],
            end - start,
        ]
        for place, start, end in zip(*(column.tolist() for column in missed), strict=True)
    ]


def page_content(outcome: Outcome, question: Question) -> TrackContent:
    """Gather what the page, and the summary on the terminal, tell."""
    tracked, ground = outcome.tracked, outcome.ground
    return TrackContent(
        place=ground.title.removesuffix(_SYNTHETIC),
        patrol=outcome.patrol,
        name_of=dict(zip(ground.code, ground.name, strict=True)),
        units=len(tracked.unit_name),
        reports=int(tracked.reports.unit.size),
        stays=_stays(outcome),
        missed=[
            ListedVisit(
                day_words(_moment(outcome, start)),
                f"{_moment(outcome, start):%H:%M}",
                "",
                _name(outcome, place),
                "",
                end - start,
            )
            for place, start, end in zip(*(column.tolist() for column in outcome.missed), strict=True)
        ],
        warning=outcome.warning,
        notes=outcome.notes,
        read=_how_read(question),
        stamp=_SYNTHETIC if ground.is_synthetic else "",
        attribution=ground.attribution,
    )


def _stays(outcome: Outcome) -> list[ListedVisit]:
    """List the stays that were found, by time."""
    visits = outcome.found.visits[np.lexsort((outcome.found.visits["unit"], outcome.found.visits["start_min"]))]
    rows = zip(*(visits[name].tolist() for name in ("start_min", "end_min", "area", "unit")), strict=True)
    return [
        ListedVisit(
            day_words(_moment(outcome, start)),
            f"{_moment(outcome, start):%H:%M}",
            f"{_moment(outcome, end):%H:%M}",
            _name(outcome, place),
            outcome.tracked.unit_name[unit],
            end - start,
        )
        for start, end, place, unit in rows
    ]


def _how_read(question: Question) -> tuple[str, ...]:
    """Say by which rules a visit was read from reports."""
    reading = question.reading
    pace = (
        "At any speed: patrol may be by car."
        if reading.most_km_h is None
        else f"Faster than {reading.most_km_h:g} km/h, over half a minute or more, is passing through (--most-km-h)."
    )
    return (
        "A visit begins half way between the last report outside a hotspot and the first one inside, and ends alike.",
        f"Stays shorter than {reading.least_min:g} minutes are no visits (--least).",
        f"Who is back within {reading.longest_away_min:g} minutes never left (--away).",
        f"Without a report for more than {reading.longest_gap_min:g} minutes nothing is assumed: the visit ends there (--gap).",
        pace,
        _what_counts(question.counted),
        "Days run from that of the first report to that of the last: visits that fall due before the first or after the last one count as not made.",
    )


def _what_counts(counted: Counted) -> str:
    """Say which reports count as patrol."""
    if counted.is_all:
        return "All time in a hotspot counts as presence, on calls and at rest too (--status, --unit, --hours)."
    said = {
        f"with the status {listing(counted.status, 'or')}": bool(counted.status),
        f"of the units {listing(counted.units)}": bool(counted.units),
        f"in the hours {_span(counted.hours)}": counted.hours is not None,
    }
    return f"Only reports {listing(words for words, is_said in said.items() if is_said)} count."


def _span(hours: tuple[int, int] | None) -> str:
    """Write hours of patrol as they are given."""
    if hours is None:
        return ""
    start, end = (divmod(minute % MINUTES_PER_DAY, 60) for minute in hours)
    return f"{start[0]:02}:{start[1]:02}-{end[0]:02}:{end[1]:02}"


def _name(outcome: Outcome, place: int) -> str:
    """Name a hotspot as people know it."""
    code, ground = outcome.names.code[place], outcome.ground
    return ground.name[ground.code.index(code)] if code in ground.code else code


def _moment(outcome: Outcome, time_min: float) -> datetime:
    """Give the date and the time of the day."""
    return datetime.combine(outcome.tracked.first_day, time()) + timedelta(minutes=time_min)


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
        "visits_missed": int(outcome.missed.place.size),
        "notes": _all_notes(outcome),
        "patrol": [dict(zip(KEPT_COLUMNS, row, strict=True)) for row in kept_rows(outcome.kept, outcome.names)],
    }
    return json_text(told)


def _all_notes(outcome: Outcome) -> list[str]:
    """List what to bear in mind, what puts all in doubt first."""
    return [*([outcome.warning] if outcome.warning else []), *outcome.notes]


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
        "status": list(question.counted.status),
        "units": list(question.counted.units),
        "hours": _span(question.counted.hours) or None,
        "scenario": question.scenario,
        "reading": asdict(question.reading),
        "notes": _all_notes(outcome),
        "licence": list(outcome.ground.attribution),
    }
    return json_text(told, indent=2) + "\n"
