"""Fit a county file to the data that it names, and write what a study needs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from sim.county.model import County
from sim.county.months import MONTH_PATTERN
from sim.demand.config import DemandConfig
from sim.errors import InputError
from sim.fit.align import align
from sim.fit.demand_pack import MOST_CORRELATION, demand_pack
from sim.fit.fitted import FittedCounty
from sim.fit.log import STEPS, LogFit, fit_log
from sim.fit.pack import Packs
from sim.fit.predict import year_ahead
from sim.fit.rates import fit_rates
from sim.progress import Progress
from sim.records.incidents import Incidents
from sim.records.recorded import Recorded
from sim.study.county_file import CountyFile
from sim.study.named import read_named
from sim.study.packs import FITTED
from sim.study.schema import Study

_UNTIL, _EVER = "--until", "1900-01"
READING, FITTING = "Reading what was recorded", "Fitting categories"
ALIGNING = "Holding simulated histories against recorded months"
FITTING_LOG = "Fitting the incident log"


def fit_county(
    file: CountyFile, progress: Progress, *, name: str | None = None, until: str | None = None
) -> FittedCounty:
    """Read what a county file names and fit it.

    Parameters
    ----------
    file
        The county file.
    progress
        Told how far it is.
    name
        Name of the packs; that of the county file and "_fitted" if None.
    until
        Last month to use, YYYY-MM; all that there are if None.

    Returns
    -------
    FittedCounty
        The fit; nothing is written.

    Raises
    ------
    InputError
        If files are missing or wrong, or hold too little; carries all problems found.
    """
    county, recorded = read_county(file, progress, until)
    log = _read_log(file, county, until)
    outcomes = file.outcomes(until)
    fitted = replace(fit_recorded(file, county, recorded, progress, name=name), outcomes=outcomes)
    if log is not None:
        fitted = replace(fitted, log=_fit_log(log, fitted, progress))
    return aligned(fitted, progress)


def aligned(fitted: FittedCounty, progress: Progress) -> FittedCounty:
    """Hold simulated histories against the recorded months, and correct what is handed over (`sim.fit.align`).

    Parameters
    ----------
    fitted
        A fit.
    progress
        Told how far it is.

    Returns
    -------
    FittedCounty
        The fit as its packs will have it; as it was where no six months in a row were recorded.
    """

    def step(done: int, total: int) -> None:
        progress(ALIGNING, done, total)

    demand = DemandConfig.model_validate(demand_pack(fitted))
    found = align(fitted.rates, fitted.ahead, fitted.recorded, fitted.county, demand, step)
    return fitted if found is None else replace(fitted, ahead=found.ahead, alignment=found)


def read_county(file: CountyFile, progress: Progress, until: str | None = None) -> tuple[County, Recorded]:
    """Read the county that a file describes, and what was recorded there.

    Parameters
    ----------
    file, progress, until
        As for `fit_county`.

    Returns
    -------
    tuple[County, Recorded]
        Both have the same areas in the same order.

    Raises
    ------
    InputError
        If files are missing or wrong; carries all problems found.
    """
    file.refuse_missing()
    progress(READING, 0, 1)
    county = file.build()
    recorded = _read(file, until)
    progress(READING, 1, 1)
    return county, recorded


def fit_recorded(
    file: CountyFile, county: County, recorded: Recorded, progress: Progress, *, name: str | None = None
) -> FittedCounty:
    """Fit what was recorded in a county.

    Parameters
    ----------
    file
        The county file.
    county, recorded
        What `read_county` gives, or some of its months.
    progress, name
        As for `fit_county`.

    Returns
    -------
    FittedCounty
        The fit, without the incident log, whose calls may be of other months; nothing is written.

    Raises
    ------
    InputError
        If too little was recorded.
    """
    done: list[str] = []

    def step(category: str) -> None:
        done.append(category)
        progress(FITTING, len(done), len(recorded.category))

    rates = fit_rates(recorded, county, step)
    demand_name = str(Study.model_fields["demand"].default)
    return FittedCounty(
        name=packs_of(file, Path(), name).name,
        file=file,
        county=county,
        recorded=recorded,
        rates=rates,
        ahead=year_ahead(rates),
        demand_name=demand_name,
        demand=read_named("demand", demand_name, DemandConfig, file.document.path.parent, "demand"),
    )


def packs_of(file: CountyFile, place: Path, name: str | None) -> Packs:
    """Say where the packs of a fit will be.

    Parameters
    ----------
    file
        The county file.
    place
        Folder that is laid out like `models/`.
    name
        Name of the packs; that of the county file and "_fitted" if None.
    """
    return Packs(place, name or f"{file.document.path.stem}{FITTED}")


def _read(file: CountyFile, until: str | None) -> Recorded:
    """Read what was recorded up to a month; what is said of it is of these months too, where they are rows."""
    if until is None:
        return file.records()
    if not re.fullmatch(MONTH_PATTERN, until):
        raise InputError.of(_UNTIL, f"{until!r} is no month", "write it as 2024-04")
    street = file.config.street
    if street is not None:
        first, last = street.months or (_EVER, until)
        months = [first, max(first, min(last, until))]
        street = street.model_copy(update={"months": months})
        file = replace(file, config=file.config.model_copy(update={"street": street}))
    recorded = file.records()
    kept = recorded.between(_EVER, until)
    if not kept.month:
        what = f"{until}: there are no months until then, the first is {recorded.month[0]}"
        raise InputError.of(_UNTIL, what, f"give a month up to {recorded.month[-1]}")
    return kept


def _read_log(file: CountyFile, county: County, until: str | None) -> Incidents | None:
    """Read the force's own log up to the same month; None where the county file names none."""
    log = file.incidents(county)
    if log is None or until is None:
        return log
    year, month = int(until[:4]), int(until[5:])
    kept = log.until(date(year + month // 12, month % 12 + 1, 1))
    if not kept.n:
        what = f"{until}: the incident log has no calls until then"
        raise InputError.of(_UNTIL, what, f"its first is of {log.origin.isoformat()}")
    return replace(kept, notes=(*kept.notes, f"Calls after {until} were left out.")) if kept.n < log.n else kept


def _fit_log(log: Incidents, fitted: FittedCounty, progress: Progress) -> LogFit:
    """Fit the log beside the counts, which say how good and bad months follow each other."""
    done: list[str] = []

    def step(part: str) -> None:
        done.append(part)
        progress(FITTING_LOG, len(done), len(STEPS))

    roads = fitted.file.config.travel.roads
    circuity = 1.0 if roads is None else roads.circuity.value
    correlation = min(max(fitted.rates.places.month_correlation[0], 0.0), MOST_CORRELATION)
    return fit_log(log, fitted.county, fitted.demand, circuity, correlation, step)
