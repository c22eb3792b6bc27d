"""Street-level rows counted by month, category and area."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.county import geometry
from sim.county.records_config import StreetFiles
from sim.county.source import Source, some
from sim.records import street_notes
from sim.records.place import OUTSIDE, UNPLACED, Ground, Placed, place
from sim.records.recorded import Recorded
from sim.records.repeats import is_repeat
from sim.records.street_rows import StreetRows, read_street_rows

MOST_LOST_SHARE = 0.01
"""Share of a month's located rows that may have a code of no area of the county and yet a point in it. In Hertfordshire the
border gives at most 2 in 10,000, and codes of 2021 that no lookup explains give 11 in 100: anything between tells them apart."""


def read_street(spec: StreetFiles, ground: Ground | None, source: Source) -> Recorded | None:
    """Read street files, and count their rows.

    Parameters
    ----------
    spec
        The files, their columns, and what is to be used of them.
    ground
        The county; None where something is wrong with it, and then the files are only checked.
    source
        Where the files lie; problems are added to it.

    Returns
    -------
    Recorded | None
        The counts; None if anything is wrong.
    """
    rows = read_street_rows(spec, source)
    if rows is None or ground is None:
        return None
    placed = place(rows.code, rows.x_m, rows.y_m, ground)
    if not _is_of_this_county(spec, rows, placed, ground, source):
        return None
    return count(rows, placed, ground.code, keep_stations=spec.station_points == "keep")


def count(rows: StreetRows, placed: Placed, area_code: list[str], *, keep_stations: bool) -> Recorded:
    """Count rows; a crime whose identity is repeated counts once.

    Parameters
    ----------
    rows
        The rows.
    placed
        Where each belongs.
    area_code
        Codes of the areas.
    keep_stations
        Whether rows at the map points of police stations count.

    Returns
    -------
    Recorded
        The counts.
    """
    counted = ~is_repeat(rows.crime_id, placed.area)
    is_here = placed.area >= 0
    stationed = counted & is_here & rows.at_station
    kept = counted & is_here if keep_stations else counted & is_here & ~stationed
    by_category = (len(rows.month.name), len(rows.category.name))
    by_area = (*by_category, len(area_code))
    cell = rows.month.which.astype(np.int64) * by_category[1] + rows.category.which
    cell_of_area = cell * by_area[2] + placed.area
    return Recorded(
        month=tuple(rows.month.name),
        category=tuple(rows.category.name),
        area_code=tuple(area_code),
        count=_tally(cell_of_area[kept], by_area),
        at_station=_tally(cell_of_area[kept & stationed], by_area),
        unplaced=_tally(cell[counted & (placed.area == UNPLACED)], by_category),
        outside=_tally(cell[counted & (placed.area == OUTSIDE)], by_category),
        notes=(
            *rows.notes,
            *street_notes.of_places(placed, rows.month, counted.astype(np.int64)),
            *street_notes.of_stations(int(stationed.sum()), keep=keep_stations),
            *street_notes.of_repeats(int((~counted).sum())),
            *street_notes.of_anonymous(rows.crime_id.null_count),
        ),
    )


def _tally(cell: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[np.int32]:
    """Count how often each cell of a table occurs."""
    return np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape).astype(np.int32)


def _is_of_this_county(spec: StreetFiles, rows: StreetRows, placed: Placed, ground: Ground, source: Source) -> bool:
    """Refuse rows none of which is in the county, and codes of a vintage that nothing translates."""
    if not (placed.area >= 0).any():
        what = f"no row of {spec.path!r} is in an area of the county"
        do = f"areas have codes such as {ground.code[0]!r}; check the column, the force and the vintage (`lookup`)"
        source.wrong("street.columns.area", what, do)
        return False
    beyond = np.flatnonzero((placed.area == OUTSIDE) & ~np.isnan(rows.x_m))
    lost = beyond[geometry.locate(ground.shape, rows.x_m[beyond], rows.y_m[beyond]) >= 0]
    n_months = len(rows.month.name)
    lost_rows = np.bincount(rows.month.which[lost], minlength=n_months)
    located_rows = np.bincount(rows.month.which[placed.area != UNPLACED], minlength=n_months)
    worst = int(np.argmax(lost_rows / np.maximum(located_rows, 1)))
    if lost_rows[worst] <= MOST_LOST_SHARE * located_rows[worst]:
        return True
    codes = sorted({rows.code.name[number] for number in rows.code.which[lost[rows.month.which[lost] == worst]]})
    what = (
        f"{lost_rows[worst]} of {located_rows[worst]} rows of {rows.month.name[worst]} lie in the county by their points, "
        f"but have codes that are none of its areas: {some(codes)}"
    )
    do = "name the table of areas of 2011 and 2021 under `lookup`, or mend the codes"
    source.wrong("street.columns.area", what, do)
    return False
