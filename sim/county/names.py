"""Made-up codes and names in the form that the ONS gives to real areas, which no real area bears.

A real name is, say, "Stevenage 008D": a district, the number of a middle-layer area and a letter. Real numbers stay
below 100 in this county; ours start at 101. Real codes of England start with E01; ours with S01, and run from
S01900001 on because Scotland's own data zones bear numbers from S01000001 up to about S01021000.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FIRST_NUMBER = 101
AREAS_PER_GROUP = 5
FIRST_CODE = 900_001


def code(index: int) -> str:
    """Give the made-up code of an area, counted from 0."""
    return f"S01{FIRST_CODE + index:06d}"


def name_areas(district: str, x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> list[str]:
    """Name the areas of a district in groups of four to six that lie together.

    Parameters
    ----------
    district
        Name of the district.
    x_m, y_m
        (n_areas,) centres, metres.

    Returns
    -------
    list[str]
        (n_areas,) names such as "Stevenage 101A"; groups are numbered from north to south, letters run from west to
        east.
    """
    points = np.column_stack([x_m, y_m])
    groups = _split(np.arange(len(points)), points, max(1, round(len(points) / AREAS_PER_GROUP)))
    groups.sort(key=lambda members: (-float(points[members, 1].mean()), int(members[0])))
    names = [""] * len(points)
    for number, members in enumerate(groups, start=FIRST_NUMBER):
        west_first = members[np.lexsort((members, points[members, 0]))]
        for letter, member in zip("ABCDEF", west_first, strict=False):
            names[member] = f"{district} {number}{letter}"
    return names


def _split(members: NDArray[np.int64], points: NDArray[np.float64], groups: int) -> list[NDArray[np.int64]]:
    """Halve areas across their longer side until each part is one group."""
    if groups == 1:
        return [members]
    axis = int(np.argmax(np.ptp(points[members], axis=0)))
    ordered = members[np.lexsort((members, points[members, axis]))]
    first = groups // 2
    cut = round(len(members) * first / groups)
    return _split(ordered[:cut], points, first) + _split(ordered[cut:], points, groups - first)
