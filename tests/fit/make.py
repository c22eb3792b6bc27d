"""Counts of a made-up county with known parameters."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np

from sim.fit import months as calendar
from sim.fit.fitted import FittedCounty
from sim.fit.run import fit_recorded, read_county
from sim.progress import Progress
from sim.records.recorded import Recorded
from sim.study.county_file import read_county_file
from tests.records.another_county import make_county


def county(n_areas: int, seed: int = 1) -> SimpleNamespace:
    """Give what the fit asks of a county: residents, size, deprivation, town or country."""
    draw = np.random.default_rng(seed)
    return SimpleNamespace(
        n_areas=n_areas,
        area_code=tuple(f"A{area:04d}" for area in range(n_areas)),
        population=draw.uniform(1_000, 3_000, n_areas),
        area_km2=draw.lognormal(0, 1, n_areas),
        deprivation_rank=draw.integers(1, 32_844, n_areas),
        is_urban=draw.random(n_areas) < 0.8,
    )


def records(count: np.ndarray, months: tuple[str, ...], category: tuple[str, ...]) -> Recorded:
    """Make records of (n_months, n_categories, n_areas) counts."""
    none = np.zeros(count.shape, dtype=np.int32)
    codes = tuple(f"A{area:04d}" for area in range(count.shape[2]))
    return Recorded(months, category, codes, count.astype(np.int32), none, none.sum(axis=2), none.sum(axis=2))


def two_years() -> tuple[str, ...]:
    """List twenty-four months from January 2022 on: none of them in lockdown."""
    return calendar.following("2021-12", 24)


def fit_another(folder: Path) -> FittedCounty:
    """Fit the other county, whose files are put into a folder, to its records alone."""
    file = read_county_file(str(make_county(folder)))
    county, recorded = read_county(file, Progress())
    return fit_recorded(file, county, recorded, Progress())
