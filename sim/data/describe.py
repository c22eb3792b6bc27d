"""Say in a line what was found in the files of a county: numbers that a reader can hold against what is known."""

from __future__ import annotations

import numpy as np

from sim.clock import MINUTES_PER_DAY
from sim.county.model import County
from sim.records.incidents import Incidents
from sim.records.outcomes import Outcomes
from sim.records.recorded import Recorded


def describe_county(county: County) -> dict[str, str]:
    """Say what was found in each section from which a county is built.

    Parameters
    ----------
    county
        The county as built.

    Returns
    -------
    dict of str to str
        By section of the county file.
    """
    rank = county.deprivation_rank
    said = {
        "areas": f"{len(county.area_code)} areas ({county.area_code[0]} …) in {len(county.district_name)} districts, "
        f"{county.area_km2.sum():,.0f} km²",
        "population": f"{county.population.sum():,.0f} persons, {county.population.min():,.0f} to "
        f"{county.population.max():,.0f} an area",
        "urban": f"{county.is_urban.mean():.0%} of areas are urban",
        "deprivation": f"ranks from {rank.min():,} to {rank.max():,}",
        "stations": _places(county.station_name, county.station_area.size),
        "custody": _places(county.custody_name, county.custody_area.size),
        "roads": describe_ways(county),
    }
    if county.recorded_category:
        rows = county.recorded_per_year.sum()
        said["recorded"] = f"{len(county.recorded_category)} categories, {rows:,.0f} rows a year"
    return said


def describe_ways(county: County) -> str:
    """Say how long the ways between areas take: a road that is missing or a wrong unit of speed shows there.

    Parameters
    ----------
    county
        The county as built.
    """
    minutes = county.travel.base_min
    own = np.repeat(np.arange(county.n_areas), np.diff(county.neighbour_start))
    if not own.size:
        return "no area has a neighbour"
    nearby = float(np.median(minutes[own, county.neighbour]))
    return f"{nearby:.1f} min between neighbouring areas (median), {float(minutes.max()):.0f} min across the county"


def describe_records(recorded: Recorded) -> str:
    """Say how many rows of how many months there are, and what was met in reading them.

    Parameters
    ----------
    recorded
        What was read.
    """
    rows = sum(int(table.sum()) for table in (recorded.count, recorded.unplaced, recorded.outside))
    months = f"{len(recorded.month)} months from {recorded.month[0]} to {recorded.month[-1]}"
    return "\n".join([f"{rows:,} rows in {len(recorded.category)} categories, {months}", *recorded.notes])


def describe_outcomes(outcomes: Outcomes) -> str:
    """Say of how many crimes the outcome is known.

    Parameters
    ----------
    outcomes
        What was read.
    """
    crimes, known = int(outcomes.crimes.sum()), int(outcomes.count.sum())
    return (
        f"{known:,} of {crimes:,} crimes of {outcomes.first} to {outcomes.last} have an outcome, "
        f"{int(outcomes.charged.sum()):,} a charge; {outcomes.unmatched:,} outcomes are of crimes of other months"
    )


def describe_incidents(incidents: Incidents) -> str:
    """Say how many calls there are, from when, and how many have a place and times.

    Parameters
    ----------
    incidents
        What was read.
    """
    if not incidents.n:
        return "no calls"
    days = (incidents.call_min.max() - incidents.call_min.min()) / MINUTES_PER_DAY
    placed = (incidents.area >= 0).mean()
    timed = np.isfinite(incidents.arrival_min).mean()
    said = (
        f"{incidents.n:,} calls of {len(incidents.kind_name)} types over {days:,.0f} days from {incidents.origin}; "
        f"{placed:.1%} placed, {timed:.1%} with an arrival"
    )
    return "\n".join([said, *incidents.notes])


def _places(names: tuple[str, ...], count: int) -> str:
    """Say how many places there are, and name the first."""
    return f"{count}: {names[0]}{' …' if count > 1 else ''}"
