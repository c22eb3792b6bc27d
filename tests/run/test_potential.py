"""What would be called in without today's patrol: against a plain loop, and in the files of a run."""

import math

import numpy as np
import pandas as pd
import pytest

from sim.command.suppression import BaselineStock
from sim.run.parts import build_parts
from sim.run.potential import MOST_EFFECTS, potential_rows
from sim.run.replicate import effect_of
from tests.run.studying import TINY


@pytest.fixture(scope="module")
def parts(desk):
    return build_parts(desk.load(TINY))


def stock_of(parts, level):
    mean = np.full((parts.county.n_areas, 168), level, dtype=np.float32)
    return BaselineStock(mean, np.ones(parts.demand.n_types), np.zeros(parts.demand.n_types))


def test_no_patrol_prevents_nothing(parts):
    for row in potential_rows(parts, stock_of(parts, 0.0)):
        assert row.potential_per_year == pytest.approx(row.observed_per_year, rel=1e-6)
        assert row.prevented_share == pytest.approx((0, 0, 0), abs=1e-6)


def test_it_is_observed_over_what_is_left(parts):
    """Stock 10 everywhere: a share δ (1 − exp(−10 β)) of the potential calls of a type does not happen."""
    demand = parts.demand
    rows = {row.type: row for row in potential_rows(parts, stock_of(parts, 10.0))}
    assert rows
    for kind, key in enumerate(demand.type_key):
        if key not in rows:
            assert demand.deterrable_share[kind] * demand.effect_multiplier[kind] == 0
            continue
        observed = demand.observed_per_year[kind].sum()
        drawn = []
        for replication in range(MOST_EFFECTS if parts.loaded.effect_drawn else 1):
            beta = float(effect_of(parts, replication).beta[kind])
            drawn.append(observed / (1 - demand.deterrable_share[kind] * (1 - math.exp(-10 * beta))))
        assert rows[key].potential_per_year == pytest.approx(np.mean(drawn), rel=1e-4)
        assert rows[key].low == pytest.approx(np.quantile(drawn, 0.025), rel=1e-4)
        assert rows[key].high == pytest.approx(np.quantile(drawn, 0.975), rel=1e-4)


def test_a_run_writes_and_tells_it(desk):
    """Other tests run the study again into its own folder; this one has one to itself."""
    folder = desk.run(desk.load(TINY), out="potential").folder
    table = pd.read_csv(folder / "potential.csv")
    assert list(table.columns) == ["type", "observed_per_year", "potential_per_year", "low", "high"]
    assert (table["potential_per_year"] >= table["observed_per_year"] * 0.99).all()
    assert "already prevents" in (folder / "report.html").read_text(encoding="utf-8")
