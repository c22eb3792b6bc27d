"""A small county and the shipped force, as the tests of the force need them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sim.clock import Clock
from sim.county.model import County, Travel
from sim.force.config import ForceConfig
from tests.files import read_yaml

PACK = Path(__file__).resolve().parents[2] / "models" / "force" / "hertfordshire.yaml"


def make_county(n_districts: int, areas_each: int = 3, stations: tuple[int, ...] = (0,)) -> County:
    """Areas in a row, one minute apart, `areas_each` to a district; area k has 1,000 + k residents."""
    n = n_districts * areas_each
    names = tuple(f"area {index}" for index in range(n))
    place = np.arange(n)
    travel = Travel(
        base_min=np.abs(place[:, None] - place[None, :]).astype(np.float32),
        next_hop=np.tile(place.astype(np.int16), (n, 1)),
        hour_factor=np.ones(24),
        blue_light_factor=1.0,
    )
    return County(
        name="Test county",
        synthetic=True,
        attribution=(),
        area_code=names,
        area_name=names,
        district_name=tuple(f"district {index}" for index in range(n_districts)),
        district_of_area=(place // areas_each).astype(np.int16),
        x_m=place * 1000.0,
        y_m=np.zeros(n),
        area_km2=np.ones(n),
        population=1000.0 + place,
        deprivation_rank=(place + 1).astype(np.int32),
        is_urban=np.ones(n, dtype=np.bool_),
        town_centre=np.zeros(n),
        business=np.zeros(n),
        neighbour_start=np.zeros(n + 1, dtype=np.int32),
        neighbour=np.zeros(0, dtype=np.int16),
        station_name=tuple(f"station {area}" for area in stations),
        station_area=np.array(stations, dtype=np.int16),
        custody_name=(),
        custody_area=np.zeros(0, dtype=np.int16),
        travel=travel,
        recorded_category=(),
        recorded_per_year=np.zeros((0, n)),
        boundary_wkb=(),
    )


@pytest.fixture
def county_of() -> Callable[..., County]:
    """Make counties."""
    return make_county


@pytest.fixture(scope="session")
def ten_districts() -> County:
    """Ten districts of three areas, one station each in its first area."""
    return make_county(10, stations=tuple(range(0, 30, 3)))


@pytest.fixture(scope="session")
def hertfordshire() -> ForceConfig:
    """The force as it is shipped."""
    return ForceConfig.model_validate(read_yaml(PACK))


@pytest.fixture(scope="session")
def year() -> Clock:
    """Four weeks of warm-up and 52 weeks measured."""
    return Clock(date(2026, 4, 6), warm_up_days=28, days=364)


TEXTBOOK = {"posts": {"response": 5}, "rota": "always", "abstraction": 0, "double_share": 0, "meals": False}


@pytest.fixture
def textbook() -> ForceConfig:
    """Five officers, always on duty, each a unit of one."""
    return ForceConfig.model_validate(TEXTBOOK)
