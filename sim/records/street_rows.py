"""Street-level rows as data.police.uk publishes them, one by one, before anything is placed or counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.county.records_config import StreetFiles
from sim.county.source import Source
from sim.records import street_notes
from sim.records.categories import encode_categories
from sim.records.encode import Encoded, encode, encode_months
from sim.records.files import Tables, read_tables
from sim.records.points import read_points

STATION_POINT = "on or near police station"
"""The map point of a police station; those of a Police Station Lane are places like any other."""


@dataclass(frozen=True, slots=True)
class StreetRows:
    """Rows of the months to be used, in the order of the files.

    Parameters
    ----------
    month, category
        Of each row.
    code
        Area code of each row, of whatever vintage; absent where there is no location.
    x_m, y_m
        (n,) map point, metres, EPSG:27700; NaN where there is none.
    at_station
        (n,) whether that is the point of a police station.
    crime_id
        Identities; null for anti-social behaviour.
    notes
        What was met on the way.
    """

    month: Encoded
    category: Encoded
    code: Encoded
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    at_station: NDArray[np.bool_]
    crime_id: pa.ChunkedArray
    notes: tuple[str, ...]


def read_street_rows(spec: StreetFiles, source: Source) -> StreetRows | None:
    """Read street files row by row.

    Parameters
    ----------
    spec
        The files, their columns, and the months to be used.
    source
        Where the files lie; problems are added to it.

    Returns
    -------
    StreetRows | None
        The rows; None if anything is wrong.
    """
    notes: list[str] = []
    tables = Tables(
        where="street",
        path=spec.path,
        ending=spec.ending("street"),
        columns=spec.columns.model_dump(),
        contents="recorded crime and anti-social behaviour, a row each",
        published=spec.published,
    )
    table = read_tables(tables, source, notes)
    months = None if table is None else encode_months("street.columns.month", table["month"], spec.path, source)
    used = None if months is None else _used(months, spec, source)
    if table is None or used is None:
        return None
    table = table.filter(pa.array(used))
    point = read_points("street.columns", table["longitude"], table["latitude"], spec.path, source, notes)
    category = encode_categories("street.columns.category", table["category"], spec.path, source)
    if point is None or category is None:
        return None
    month, location = encode(table["month"]), encode(table["location"])
    is_station = np.array([name.lower() == STATION_POINT for name in location.name] + [False])
    return StreetRows(
        month=month,
        category=category,
        code=encode(table["area"]),
        x_m=point[0],
        y_m=point[1],
        at_station=is_station[location.which],
        crime_id=table["crime_id"],
        notes=(*notes, *street_notes.of_months(month.name, spec.leave_out or [])),
    )


def _used(months: Encoded, spec: StreetFiles, source: Source) -> NDArray[np.bool_] | None:
    """Tell which rows are of the months to be used; None, and a problem noted, where there are none."""
    first, last = spec.months or (months.name[0], months.name[-1])
    left_out = spec.leave_out or []
    used = np.array([first <= name <= last and name not in left_out for name in months.name])
    if not used.any():
        what = f"{spec.path!r} has no rows of the months asked for"
        source.wrong("street.months", what, f"it has rows of {months.name[0]} to {months.name[-1]}")
        return None
    return used[months.which]
