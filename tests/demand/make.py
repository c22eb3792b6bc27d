"""Small counties, demands and histories for tests."""

from datetime import date
from pathlib import Path

import numpy as np

from sim.clock import Clock
from sim.county.model import County, Travel
from sim.demand.config import DemandConfig
from sim.demand.history import draw_history, no_suppression

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "models"
YEAR = Clock(date(2026, 1, 1), 0, 365, 0)


def make_county(columns, rows=1, *, area_km2=0.36, recorded=None):
    """Make a grid of square areas that touch along their sides."""
    n = columns * rows
    side = 1000 * area_km2**0.5
    column, row = np.arange(n) % columns, np.arange(n) // columns
    near = np.abs(column[:, None] - column) + np.abs(row[:, None] - row) == 1
    recorded = recorded or {}
    return County(
        name="a grid",
        synthetic=True,
        attribution=(),
        area_code=tuple(f"A{index}" for index in range(n)),
        area_name=tuple(f"Area {index}" for index in range(n)),
        district_name=("all",),
        district_of_area=np.zeros(n, dtype=np.int16),
        x_m=column * side,
        y_m=row * side,
        area_km2=np.full(n, area_km2),
        population=np.full(n, 1000.0),
        deprivation_rank=np.arange(1, n + 1, dtype=np.int32),
        is_urban=np.ones(n, dtype=np.bool_),
        town_centre=np.zeros(n),
        business=np.zeros(n),
        neighbour_start=np.concatenate([[0], np.cumsum(near.sum(axis=1))]).astype(np.int32),
        neighbour=np.nonzero(near)[1].astype(np.int16),
        station_name=(),
        station_area=np.zeros(0, dtype=np.int16),
        custody_name=(),
        custody_area=np.zeros(0, dtype=np.int16),
        travel=Travel(
            np.zeros((n, n), dtype=np.float32), np.zeros((n, n), dtype=np.int16), np.ones(24), blue_light_factor=1.0
        ),
        recorded_category=tuple(recorded),
        recorded_per_year=np.array(list(recorded.values()), dtype=np.float64).reshape(len(recorded), n),
        boundary_wkb=(),
    )


def make_config(*types, **rest):
    """Make a configuration of types that are given by what is not default."""
    rows = [{"key": f"job{index}", "scene": {"mean_min": 10}, **row} for index, row in enumerate(types)]
    return DemandConfig.model_validate({**rest, "types": rows})


def draw(demand, county, handling, *, clock=YEAR, suppression=None, seed=1, replication=0):
    """Draw a history with a harm of 1 for each crime."""
    return draw_history(
        demand,
        handling,
        suppression or no_suppression(demand.n_types, demand.n_areas),
        (county.neighbour_start, county.neighbour),
        np.ones(len(demand.offence_key)),
        np.zeros(demand.n_types),
        clock,
        seed,
        replication,
    )
