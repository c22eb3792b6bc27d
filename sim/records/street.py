"""Street-level rows as data.police.uk publishes them: read, and counted by month, category and area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.county import geometry
from sim.county.records_config import StreetFiles
from sim.county.source import Source, some
from sim.records import street_notes
from sim.records.encode import Encoded, encode, encode_months
from sim.records.files import Tables, read_tables
from sim.records.place import OUTSIDE, UNPLACED, Ground, Placed, place
from sim.records.points import read_points
from sim.records.recorded import Recorded
from sim.records.repeats import is_repeat

STATION_POINT = "on or near police station"
MOST_LOST_SHARE = 0.01
"""Share of a month's located rows that may have a code of no area of the county and yet a point in it. Map points at the
border give one in a thousand; a vintage of codes that the county does not know gives one in ten."""


@dataclass(frozen=True, slots=True)
class StreetRows:
    """Rows one by one, as far as they are used.

    Parameters
    ----------
    month, category
        Of each row.
    placed
        The area that each belongs to.
    at_station
        (n,) whether the row lies at the map point of a police station.
    crime_id
        Identities; null for anti-social behaviour.
    notes
        What was met on the way.
    """

    month: Encoded
    category: Encoded
    placed: Placed
    at_station: NDArray[np.bool_]
    crime_id: pa.ChunkedArray
    notes: tuple[str, ...]


def read_street(spec: StreetFiles, ground: Ground, source: Source) -> Recorded | None:
    """Read street files, and count their rows.

    Parameters
    ----------
    spec
        The files, their columns, and what is to be used of them.
    ground
        The county.
    source
        Where the files lie; problems are added to it.

    Returns
    -------
    Recorded | None
        The counts; None if anything is wrong.
    """
    rows = read_street_rows(spec, ground, source)
    return None if rows is None else count(rows, ground.code, keep_stations=spec.station_points == "keep")


def read_street_rows(spec: StreetFiles, ground: Ground, source: Source) -> StreetRows | None:
    """Read street files row by row: as `read_street`, before anything is counted."""
    notes: list[str] = []
    columns = spec.columns.model_dump()
    contents = "recorded crime and anti-social behaviour, a row each"
    tables = Tables("street", spec.path, "-street", columns, contents, spec.published)
    table = read_tables(tables, source, notes)
    months = None if table is None else encode_months("street.columns.month", table["month"], spec.path, source)
    if table is None or months is None:
        return None
    used = _used(months, spec)
    if not used.any():
        what = f"{spec.path!r} has no rows of the months asked for"
        source.wrong("street.months", what, f"it has {months.name[0]} to {months.name[-1]}")
        return None
    table = table.filter(pa.array(used))
    point = read_points("street.columns", table["longitude"], table["latitude"], spec.path, source, notes)
    category = encode(table["category"])
    if (category.which < 0).any():
        source.wrong("street.columns.category", f"{int((category.which < 0).sum())} rows of {spec.path!r} have none")
    if point is None or (category.which < 0).any():
        return None
    month = encode(table["month"])
    code = encode(table["area"])
    placed = place(code, *point, ground)
    if not _is_of_this_county(spec, month, code, placed, point, ground, source):
        return None
    location = encode(table["location"])
    is_station = np.array([name.lower() == STATION_POINT for name in location.name] + [False])
    return StreetRows(
        month=month,
        category=category,
        placed=placed,
        at_station=is_station[location.which],
        crime_id=table["crime_id"],
        notes=(*notes, *street_notes.of_months(month.name, spec.leave_out or [])),
    )


def count(rows: StreetRows, area_code: list[str], *, keep_stations: bool) -> Recorded:
    """Count rows by month, category and area; a crime whose identity is repeated counts once, where it has a place."""
    counted = ~is_repeat(rows.crime_id, rows.placed.area)
    stationed = rows.at_station & counted & (rows.placed.area >= 0)
    kept = counted if keep_stations else counted & ~stationed
    shape = (len(rows.month.name), len(rows.category.name), len(area_code))
    cell = rows.month.which.astype(np.int64) * shape[1] + rows.category.which

    def by_cell(chosen: NDArray[np.bool_]) -> NDArray[np.int32]:
        return np.bincount(cell[chosen], minlength=shape[0] * shape[1]).reshape(shape[:2]).astype(np.int32)

    def by_area(chosen: NDArray[np.bool_]) -> NDArray[np.int32]:
        index = cell[chosen] * shape[2] + rows.placed.area[chosen]
        return np.bincount(index, minlength=int(np.prod(shape))).reshape(shape).astype(np.int32)

    return Recorded(
        month=tuple(rows.month.name),
        category=tuple(rows.category.name),
        area_code=tuple(area_code),
        count=by_area(kept & (rows.placed.area >= 0)),
        at_station=by_area(kept & stationed),
        unplaced=by_cell(counted & (rows.placed.area == UNPLACED)),
        outside=by_cell(counted & (rows.placed.area == OUTSIDE)),
        notes=(
            *rows.notes,
            *street_notes.of_places(rows.placed, rows.month, counted),
            *street_notes.of_stations(int(stationed.sum()), keep=keep_stations),
            *street_notes.of_repeats(int((~counted).sum())),
            *street_notes.of_anonymous(rows.crime_id.null_count),
        ),
    )


def _used(months: Encoded, spec: StreetFiles) -> NDArray[np.bool_]:
    """Tell which rows are of the months to be used."""
    first, last = spec.months or (months.name[0], months.name[-1])
    used = np.array([first <= name <= last and name not in (spec.leave_out or []) for name in months.name])
    return used[months.which]


def _is_of_this_county(
    spec: StreetFiles,
    month: Encoded,
    code: Encoded,
    placed: Placed,
    point: tuple[NDArray[np.float64], NDArray[np.float64]],
    ground: Ground,
    source: Source,
) -> bool:
    """Refuse rows none of which is in the county, and codes of a vintage that nothing translates."""
    if not (placed.area >= 0).any():
        what = f"no row of {spec.path!r} is in an area of the county"
        source.wrong(
            "street.columns.area", what, f"areas have codes such as {ground.code[0]!r}; check column and force"
        )
        return False
    beyond = np.flatnonzero((placed.area == OUTSIDE) & (code.which >= 0) & ~np.isnan(point[0]))
    inside = beyond[geometry.locate(ground.shape, point[0][beyond], point[1][beyond]) >= 0]
    lost = np.bincount(month.which[inside], minlength=len(month.name))
    located = np.bincount(month.which[placed.area != UNPLACED], minlength=len(month.name))
    worst = int(np.argmax(lost / np.maximum(located, 1)))
    if lost[worst] <= MOST_LOST_SHARE * located[worst]:
        return True
    names = sorted({code.name[number] for number in code.which[inside[month.which[inside] == worst]]})
    what = (
        f"{lost[worst]} of {located[worst]} rows of {month.name[worst]} lie in the county by their points, but have codes "
        f"that are none of its areas: {some(names)}"
    )
    source.wrong(
        "street.columns.area", what, "name the table of areas of 2011 and 2021 under `lookup`, or mend its codes"
    )
    return False
