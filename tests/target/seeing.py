"""What a tasking meeting sees, in a few lines."""

from __future__ import annotations

import numpy as np

from sim.target.own_times import own_times
from sim.target.ranking import Seen, Terrain
from sim.target.sharing import Shared
from tests.command.ground import make_kinds


def make_terrain(
    n_areas, *, neighbours=None, harm=(10.0, 1.0), preventable=None, hour_share=None, deterred=0.2, **changed
):
    """Give areas a kilometre apart on a line, each beside the next; `changed` replaces what is told of them."""
    if neighbours is None:
        neighbours = [[b for b in (a - 1, a + 1) if 0 <= b < n_areas] for a in range(n_areas)]
    told = {
        "area_code": tuple(f"S{area}" for area in range(n_areas)),
        "district_of_area": np.zeros(n_areas, dtype=np.int16),
        "population": np.full(n_areas, 1_500.0),
        "deprivation_rank": np.arange(1, n_areas + 1, dtype=np.int32),
        "x_m": 1_000.0 * np.arange(n_areas),
        "y_m": np.zeros(n_areas),
        "neighbour_start": np.cumsum([0, *map(len, neighbours)]).astype(np.int32),
        "neighbour": np.array([b for row in neighbours for b in row], dtype=np.int16),
        "reach_min": np.zeros(n_areas),
    }
    return Terrain(
        **told | changed, kinds=make_kinds(harm, preventable=preventable, hour_share=hour_share, deterred=deterred)
    )


def seen(*, recorded=None, terrain=None, **columns):
    """Build what was seen; columns that are not given are zero.

    `recorded` is (n_windows, n_kinds, n_areas), the last kind ASB.
    """
    n = len(next(iter(columns.values()))) if recorded is None else np.shape(recorded)[2]
    blank = dict.fromkeys(("crimes", "asb", "calls", "hate", "harm", "lottery"), [0.0] * n)
    values = {name: np.array(columns.get(name, column), dtype=np.float64) for name, column in blank.items()}
    return Seen(
        deprivation_rank=np.array(columns.get("deprivation_rank", [1] * n), dtype=np.int32),
        recorded=np.zeros((1, 2, n)) if recorded is None else np.asarray(recorded, dtype=np.float64),
        terrain=terrain or make_terrain(n),
        **values,
    )


def times_of(target, visits, *, areas=None, span_min=(0.0, 1_440.0), first_weekday=0, key=(7, 3), looked_at=None):
    """Say when so many visits to each of some areas fall due, by default to the first areas on a Monday."""
    areas = np.arange(len(visits)) if areas is None else np.asarray(areas, dtype=np.int64)
    looked_at = looked_at or seen(recorded=np.zeros((1, 2, int(areas.max(initial=0)) + 1)))
    shared = Shared(areas, np.asarray(visits, dtype=np.int64))
    return own_times(target, shared, looked_at, span_min, first_weekday, key)
