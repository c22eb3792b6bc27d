"""Points in degrees, as published, on the national grid."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.county.points import on_grid
from sim.county.source import Source

WEST, EAST = -9.0, 2.5
SOUTH, NORTH = 49.0, 61.5
"""Great Britain lies between these degrees."""


def read_points(
    where: str, longitude: pa.ChunkedArray, latitude: pa.ChunkedArray, path: str, source: Source, notes: list[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Read points and convert them.

    Parameters
    ----------
    where
        Key of the county file that names the columns.
    longitude, latitude
        Degrees, as text or numbers; null where there is no point.
    path
        The file, for messages.
    source, notes
        What is wrong is added to the one, what was met on the way to the other.

    Returns
    -------
    tuple[NDArray[np.float64], NDArray[np.float64]] | None
        (n,) eastings and northings, metres, EPSG:27700, NaN where there is no point in Great Britain; None if the
        columns are no degrees.
    """
    east = _degrees(f"{where}.longitude", longitude, path, source)
    north = _degrees(f"{where}.latitude", latitude, path, source)
    if east is None or north is None:
        return None
    given = ~(np.isnan(east) | np.isnan(north))
    sound = (east >= WEST) & (east <= EAST) & (north >= SOUTH) & (north <= NORTH)
    stray = int(given.sum() - sound.sum())
    if 2 * stray > given.sum():
        first = int(np.argmax(given & ~sound))
        what = f"most points of {path!r} lie outside Great Britain, the first at {east[first]:g}, {north[first]:g}"
        do = "longitude and latitude must be degrees of WGS84 (about -9 to 2 and 49 to 61), not metres, and not swapped"
        source.wrong(f"{where}.longitude", what, do)
        return None
    if stray:
        notes.append(f"{stray} points lie outside Great Britain and were not used; their area codes were.")
    x_m, y_m = np.full(east.size, np.nan), np.full(east.size, np.nan)
    x_m[sound], y_m[sound] = on_grid(east[sound], north[sound], "EPSG:4326")
    return x_m, y_m


def _degrees(where: str, column: pa.ChunkedArray, path: str, source: Source) -> NDArray[np.float64] | None:
    """Read degrees; None, and a problem noted, where a text is no number."""
    try:
        figures = column.cast(pa.float64())
    except pa.ArrowInvalid as error:
        source.wrong(where, f"{path!r} has a text for degrees ({error})", "name the column that holds numbers")
        return None
    numbers: NDArray[np.float64] = figures.to_numpy(zero_copy_only=False).astype(np.float64)
    return numbers
