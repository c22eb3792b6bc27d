"""Hotspots as places on the map, and which of them a position is in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.county.points import in_boxes, shape_of_points
from sim.track.detect import NOWHERE


class Fences(NamedTuple):
    """Hotspots on the map, each either an outlined area or a circle.

    Parameters
    ----------
    code, district
        (n_places,) what each is called, and the district that it lies in.
    outline_wkb
        (n_places,) outline as well-known binary, metres, EPSG:27700; empty for a circle.
    x_m, y_m, radius_m
        (n_places,) centre and radius of a circle, metres; nan for an outlined area.
    """

    code: tuple[str, ...]
    district: tuple[str, ...]
    outline_wkb: tuple[bytes, ...]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    radius_m: NDArray[np.float64]


def place_of(fences: Fences, x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> NDArray[np.int64]:
    """Find the hotspot that each position is in.

    Parameters
    ----------
    fences
        The hotspots.
    x_m, y_m
        (n,) positions, metres.

    Returns
    -------
    NDArray[np.int64]
        (n,) number of the hotspot; a circle comes before an area that it lies in, and the first of several circles
        before the others; `NOWHERE` where there is none.
    """
    outlined = [number for number, outline in enumerate(fences.outline_wkb) if outline]
    wkb = [fences.outline_wkb[number] for number in outlined]
    near = np.flatnonzero(in_boxes(wkb, x_m, y_m))  # most reports are nowhere near a hotspot
    place = np.full(x_m.size, NOWHERE, dtype=np.int64)
    place[near] = np.array([*outlined, NOWHERE], dtype=np.int64)[shape_of_points(wkb, x_m[near], y_m[near])]
    for number in reversed(np.flatnonzero(~np.isnan(fences.radius_m)).tolist()):
        away_m = np.hypot(x_m - fences.x_m[number], y_m - fences.y_m[number])
        place[away_m <= fences.radius_m[number]] = number
    return place
