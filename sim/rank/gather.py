"""Gather what a county's files say of its areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County
from sim.county.months import MONTHS_PER_YEAR, months_between
from sim.harm.components import ASB_CATEGORY
from sim.harm.ranked import COMPONENTS
from sim.rank.evidence import LABELS, Evidence
from sim.rank.from_log import with_log
from sim.records.components import Given
from sim.records.incidents import Incidents
from sim.records.recorded import Recorded

STAND_IN: Final = (
    "No log of calls is given: all recorded rows, crime and anti-social behaviour, stand in for calls for service."
)
UNEVEN: Final = "The months are not whole years in a row, so that seasons count unevenly."


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of a county, any of it perhaps absent.

    Parameters
    ----------
    recorded
        Rows by month, category and area of the county.
    incidents
        The force's log.
    given
        Components from a table.
    given_ranks
        Whether `given` are ranks and not counts.
    """

    recorded: Recorded | None = None
    incidents: Incidents | None = None
    given: Given | None = None
    given_ranks: bool = False


def gather(county: County, known: Known, *, stations: bool = True) -> Evidence:
    """Put together what areas are ranked by.

    Parameters
    ----------
    county
        The county.
    known
        What was read.
    stations
        Whether rows at the map points of police stations count.

    Returns
    -------
    Evidence
        Of all areas; where a table lists only some of them, of these and by that table alone, since the rank among some
        says nothing about the rank among all.
    """
    given = known.given
    if given is not None and given.area.size < county.n_areas:
        evidence = _with_given(_nothing(given.area), given, ranks=known.given_ranks)
        return evidence.adding(notes=(_few(evidence, county), *_absent(evidence)))
    evidence = _with_deprivation(_nothing(np.arange(county.n_areas)), county)
    if known.recorded is not None:
        evidence = _with_recorded(evidence, known.recorded, stations=stations)
    if known.incidents is not None:
        evidence = with_log(evidence, known.incidents)
    if not ("calls" in evidence.by_month or (given is not None and "calls" in given.value)):
        evidence = _with_stand_in(evidence)
    notes = (*_ranked_by(evidence), *evidence.notes)
    if given is not None:
        evidence = _with_given(evidence, given, ranks=known.given_ranks)
    return replace(evidence, notes=(*notes, *_absent(evidence)))


def _nothing(area: NDArray[np.int64]) -> Evidence:
    """Know nothing yet of some areas."""
    return Evidence(area, (), (), np.zeros((0, 0, area.size)))


def _with_deprivation(evidence: Evidence, county: County) -> Evidence:
    """Add the national rank of deprivation."""
    return evidence.adding(
        fixed={"deprivation_rank": county.deprivation_rank.astype(np.float64)},
        what={"deprivation": "national rank of deprivation, 1 the most deprived"},
    )


def _with_recorded(evidence: Evidence, recorded: Recorded, *, stations: bool) -> Evidence:
    """Add recorded crime by category, and anti-social behaviour."""
    rows = (recorded.count if stations else recorded.count - recorded.at_station).astype(np.float64)
    is_asb = np.array([name == ASB_CATEGORY for name in recorded.category])
    is_there = {"asb": is_asb.any(), "crime_harm": not is_asb.all()}
    what = {"asb": "recorded rows of anti-social behaviour", "crime_harm": "harm of recorded crime"}
    left_out = (
        f"{int(recorded.at_station.sum()):,} rows at the map points of police stations are left out of the ranking."
    )
    counted = replace(
        evidence,
        month=recorded.month,
        category=tuple(name for name, asb in zip(recorded.category, is_asb, strict=True) if not asb),
        crimes=rows[:, ~is_asb],
    )
    return counted.adding(
        by_month={"asb": rows[:, is_asb].sum(axis=1)} if is_there["asb"] else {},
        what={key: words for key, words in what.items() if is_there[key]},
        notes=(*recorded.notes, *(() if stations else (left_out,))),
    )


def _with_stand_in(evidence: Evidence) -> Evidence:
    """Let all recorded rows stand in for calls, if there are any."""
    if not evidence.month:
        return evidence
    rows = evidence.crimes.sum(axis=1) + evidence.by_month.get("asb", 0.0)
    what = {"calls": "all recorded rows, in place of calls for service"}
    return replace(evidence, calls_stood_in=True).adding(by_month={"calls": rows}, what=what, notes=(STAND_IN,))


def _with_given(evidence: Evidence, given: Given, *, ranks: bool) -> Evidence:
    """Put components from a table in the place of those from the records."""
    told = "ranks as given" if ranks else "counts as given"
    evidence = evidence.without(given.value).adding(what=dict.fromkeys(given.value, told))
    if ranks:
        return evidence.adding(given_rank=given.value)
    fixed = dict(given.value)
    if "deprivation" in fixed:  # given by its size, known elsewhere by its rank
        fixed["deprivation_rank"] = -fixed.pop("deprivation")
    return evidence.adding(fixed=fixed)


def _few(evidence: Evidence, county: County) -> str:
    """Say that only some areas are ranked."""
    return (
        f"Only the {evidence.n_areas} of {county.n_areas} areas that the table of components lists are ranked, by that "
        "table alone."
    )


def _ranked_by(evidence: Evidence) -> tuple[str, ...]:
    """Say which months and how many rows are ranked by."""
    months = evidence.month
    if not months:
        return ()
    rows = int(evidence.crimes.sum() + np.sum(evidence.by_month.get("asb", 0.0)))
    counted = (
        f"{rows:,} recorded rows" if rows else f"{int(np.sum(evidence.by_month.get('calls', 0.0))):,} logged calls"
    )
    span = f"{len(months)} month{'' if len(months) == 1 else 's'} from {months[0]} to {months[-1]}"
    return (f"Ranked by {counted} in {span}.", *(() if _are_whole_years(months) else (UNEVEN,)))


def _are_whole_years(months: tuple[str, ...]) -> bool:
    """Tell whether months are whole years without a gap, so that no season counts twice."""
    return len(months) % MONTHS_PER_YEAR == 0 and list(months) == months_between(months[0], months[-1])


def _absent(evidence: Evidence) -> tuple[str, ...]:
    """Say which of the five components are not known."""
    absent = [LABELS[key] for key in COMPONENTS if key not in evidence.what]
    return (f"Ranked without what is not known: {', '.join(absent)}.",) if absent else ()
