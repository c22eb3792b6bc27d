"""Read what areas are ranked by: recorded rows, a log and a table of components, as far as the county file names them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.county.build import kept_areas, restrict
from sim.county.model import County
from sim.county.rank_config import ComponentTable
from sim.county.source import Source
from sim.errors import InputError
from sim.rank.from_log import logged_months, months_of
from sim.rank.gather import Known
from sim.records.components import Given, read_components
from sim.records.incidents import Incidents
from sim.records.log import read_incidents
from sim.records.recorded import Recorded
from sim.study.county_file import CountyFile

Span = tuple[str, str]
"""First and last month, YYYY-MM."""
_EVER: Final = ("0000-00", "9999-99")


def read_known(file: CountyFile, months: Span | None) -> tuple[County, Known]:
    """Read what the county's files say of the areas that it keeps, in the months that are asked for.

    Parameters
    ----------
    file
        The county file.
    months
        First and last month; None for those that its section `recorded` uses, or all if it has none.

    Returns
    -------
    tuple of (County, Known)
        The county, cut down to the districts that its file keeps, and what was read of it.

    Raises
    ------
    InputError
        With what is wrong with the files, at its line of the county file.
    """
    whole = file.build()
    with file.blamed():
        keep = kept_areas(file.config, whole, file.name)
    county, table = restrict(whole, keep), file.config.rank.components if file.config.rank else None
    given = None if table is None else _given(file, table, whole, keep)
    are_ranks = table is not None and table.are == "ranks"
    if given is not None and given.area.size < county.n_areas:
        return county, Known(given=given, given_ranks=are_ranks)
    recorded = _recorded(file, keep, months) if file.config.street or file.config.recorded else None
    incidents = _incidents(file, county, months) if file.config.incidents else None
    if recorded and incidents and not set(recorded.month) & set(logged_months(incidents)):
        what = "the log and the recorded rows have no month in common"
        do = "give a log of months that were recorded, or name others with --months FIRST LAST"
        raise InputError([file.document.problem(("incidents",), what, do, at_key=True)])
    if recorded is None and incidents is None and given is None:
        what = "the county file names nothing to rank by"
        raise InputError.of(file.name, what, "add a section `street`, `recorded` or `incidents`, or `rank.components`")
    return county, Known(recorded, incidents, given, given_ranks=are_ranks)


def _given(file: CountyFile, table: ComponentTable, whole: County, keep: NDArray[np.bool_]) -> Given:
    """Read the components that the county file gives of the areas that are kept."""
    source = Source(file.base, file.name)
    with file.blamed():
        given = read_components(table, whole.area_code, whole.area_name, source)
        if given is None:
            raise InputError(source.problems)
    kept = keep[given.area]
    if not kept.any():
        what = "none of the areas that the table of components lists lies in the districts that are kept"
        raise InputError([file.document.problem(("rank", "components"), what, "list areas of these, or keep others")])
    new_index = np.cumsum(keep) - 1
    return Given(new_index[given.area[kept]], {key: values[kept] for key, values in given.value.items()})


def _recorded(file: CountyFile, keep: NDArray[np.bool_], months: Span | None) -> Recorded:
    """Read what was recorded in the months that are asked for, or that the county file uses."""
    used = file.config.recorded
    first, last = months or (tuple(used.months) if used else _EVER)
    street = file.config.street
    if street is not None and (months or used):  # so that what is told of the rows is told of these months
        street = street.model_copy(update={"months": [first, last]})
    asked = replace(file, config=file.config.model_copy(update={"street": street}))
    recorded = asked.records().between(first, last)
    if not recorded.month:
        what = f"nothing was recorded from {first} to {last}"
        raise InputError.of(file.name, what, "name months that there are with --months FIRST LAST")
    return replace(
        recorded,
        area_code=tuple(code for code, kept in zip(recorded.area_code, keep, strict=True) if kept),
        count=recorded.count[..., keep],
        at_station=recorded.at_station[..., keep],
    )


def _incidents(file: CountyFile, county: County, months: Span | None) -> Incidents:
    """Read the force's log, as far as it lies in the months that are asked for."""
    with file.blamed():
        incidents = read_incidents(file.config, county, file.base, file.name)
    if months is None:
        return incidents
    called = months_of(incidents)
    kept = (called >= months[0]) & (called <= months[1])
    if not kept.any():
        what = f"no call was logged from {months[0]} to {months[1]}"
        do = "name months that there are with --months FIRST LAST"
        raise InputError([file.document.problem(("incidents",), what, do, at_key=True)])
    return incidents.keeping(kept)
