"""Places in an incident log: coordinates first, the code of the area where there are none."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.county.log_config import IncidentFile
from sim.county.model import County
from sim.county.points import NotCoordinatesError, area_of_points, on_grid
from sim.county.source import Source, some


class Placed(NamedTuple):
    """Where the rows of a log are.

    Parameters
    ----------
    area
        (n,) area index; -1 where a row is in no area of the county.
    x_m, y_m
        (n,) metres, EPSG:27700; NaN without coordinates.
    notes
        What was met, in sentences.
    """

    area: NDArray[np.int16]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    notes: list[str]


def place_rows(table: pd.DataFrame, spec: IncidentFile, county: County, source: Source) -> Placed | None:
    """Place the rows of a log.

    Parameters
    ----------
    table
        Text in columns ``x`` and ``y``, ``area``, or all three.
    spec
        Their coordinate system.
    county
        The areas.
    source
        Problems are added to it.

    Returns
    -------
    Placed | None
        Where the rows are; None if anything is wrong.
    """
    x_m = y_m = np.full(len(table), np.nan)
    if "x" in table:
        points = _points(table, spec, source)
        if points is None:
            return None
        x_m, y_m = points
    area = area_of_points(county, x_m, y_m)
    has_point = np.isfinite(x_m)
    coded = _areas_by_code(table["area"], county) if "area" in table else np.full(len(table), -1, dtype=np.int16)
    area = np.where(has_point, area, coded).astype(np.int16)
    if not (area >= 0).any():
        what = f"no row of {spec.path!r} lies in an area of the county"
        source.wrong("incidents.columns", what, f"check crs, and that codes are such as {county.area_code[0]!r}")
        return None
    return Placed(area, x_m, y_m, _notes(table, area, has_point))


def _notes(table: pd.DataFrame, area: NDArray[np.int16], has_point: NDArray[np.bool_]) -> list[str]:
    """Say how many rows could not be placed, and why."""
    has_code = (table["area"].fillna("") != "").to_numpy() if "area" in table else np.zeros(len(table), dtype=np.bool_)
    nowhere = int((~has_point & ~has_code).sum())
    outside = int((area < 0).sum()) - nowhere
    notes = []
    if nowhere:
        notes.append(f"{nowhere:,} of {len(table):,} rows have no place.")
    if outside:
        notes.append(f"{outside:,} of {len(table):,} rows lie in no area of the county.")
    return notes


def _points(
    table: pd.DataFrame, spec: IncidentFile, source: Source
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Read coordinates; a point at 0, 0 is how a log writes that it has none."""
    x, y = (_numbers(f"incidents.columns.{key}", table[key], source) for key in ("x", "y"))
    if x is None or y is None:
        return None
    absent = ~(np.isfinite(x) & np.isfinite(y)) | ((x == 0) & (y == 0))
    try:
        return on_grid(np.where(absent, np.nan, x), np.where(absent, np.nan, y), spec.crs)
    except NotCoordinatesError as error:
        what, do = error.args
        source.wrong("incidents.crs", what, do)
        return None


def _numbers(where: str, text: pd.Series, source: Source) -> NDArray[np.float64] | None:
    """Read numbers, NaN where blank; None, and a problem noted, if any is none."""
    blank = text.isna() | (text == "")
    figures = pd.to_numeric(text.where(~blank), errors="coerce").to_numpy(dtype=np.float64)
    wrong = ~np.isfinite(figures) & ~blank.to_numpy()
    if wrong.any():
        what = f"{int(wrong.sum())} values are no coordinates: {some(list(dict.fromkeys(text[wrong])))}"
        source.wrong(where, f"{what}, first in row {int(np.argmax(wrong)) + 1}")
        return None
    return figures


def _areas_by_code(codes: pd.Series, county: County) -> NDArray[np.int16]:
    """Look codes up: (n,) area index, -1 where the county has none of that code."""
    index = {code: number for number, code in enumerate(county.area_code)}
    return np.asarray(codes.map(index).fillna(-1), dtype=np.int16)
