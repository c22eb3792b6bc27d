"""Which area of the county a recorded row belongs to: by its code, and by its point where the code does not settle it.

The code is trusted where it is an area of the county. Points are snapped to map points for privacy, and one in thirty
lies outside the outline of its own area: a point decides only between areas of the county that one area of another
vintage straddles, or where there is no code at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.county import geometry
from sim.county.geometry import Shape
from sim.county.lookup import Counterparts
from sim.records.encode import ABSENT, Encoded

UNPLACED = -2
OUTSIDE = -1


class Ground(NamedTuple):
    """The county's areas: codes, outlines in metres of EPSG:27700, and counterparts in another vintage."""

    code: list[str]
    shape: Sequence[Shape]
    counterparts: Counterparts


class Placed(NamedTuple):
    """Where rows belong.

    Parameters
    ----------
    area
        (n,) index of the area; OUTSIDE or UNPLACED.
    translated
        (n,) whether the code is of another vintage.
    by_point
        (n,) whether the point decided.
    """

    area: NDArray[np.int32]
    translated: NDArray[np.bool_]
    by_point: NDArray[np.bool_]


def place(code: Encoded, x_m: NDArray[np.float64], y_m: NDArray[np.float64], ground: Ground) -> Placed:
    """Find the area of each row.

    Parameters
    ----------
    code
        Area codes of the rows, of whatever vintage.
    x_m, y_m
        (n,) points, metres, EPSG:27700; NaN where there is none.
    ground
        The county.

    Returns
    -------
    Placed
        The area of each row, or that it is outside or has no location.
    """
    own = {name: number for number, name in enumerate(ground.code)}
    targets = [_targets(name, own, ground.counterparts) for name in code.name]
    settled = np.array([_settled(target) for target in targets] + [UNPLACED], dtype=np.int32)
    area = settled[code.which]
    foreign = np.array(
        [name not in own and bool(target) for name, target in zip(code.name, targets, strict=True)] + [False]
    )
    by_point = np.zeros(area.size, dtype=np.bool_)
    for number in np.flatnonzero(settled[:-1] == UNPLACED):
        rows = np.flatnonzero((code.which == number) & ~np.isnan(x_m))
        area[rows] = _nearest(targets[number], x_m[rows], y_m[rows], ground.shape)
        by_point[rows] = True
    rows = np.flatnonzero((code.which == ABSENT) & ~np.isnan(x_m))
    area[rows] = geometry.locate(ground.shape, x_m[rows], y_m[rows])
    by_point[rows] = True
    return Placed(area, foreign[code.which], by_point)


def _targets(code: str, own: dict[str, int], counterparts: Counterparts) -> list[int]:
    """List the areas that a code may mean; OUTSIDE stands for ground beyond the county."""
    if code in own:
        return [own[code]]
    return [own.get(other, OUTSIDE) for other in counterparts.get(code, ())]


def _settled(targets: list[int]) -> int:
    """Give the only area that a code may mean; UNPLACED where points must decide."""
    if not targets:
        return OUTSIDE
    return targets[0] if len(targets) == 1 else UNPLACED


def _nearest(
    targets: list[int], x_m: NDArray[np.float64], y_m: NDArray[np.float64], shape: Sequence[Shape]
) -> NDArray[np.int32]:
    """Give each point the nearest of some areas; outside where none holds it and the code reaches beyond the county."""
    ours = np.array([target for target in targets if target != OUTSIDE], dtype=np.int32)
    away_m = geometry.distances_m([shape[target] for target in ours], x_m, y_m)
    nearest: NDArray[np.int32] = ours[np.argmin(away_m, axis=1)]
    if len(ours) < len(targets):
        nearest[away_m.min(axis=1) > 0] = OUTSIDE
    return nearest
