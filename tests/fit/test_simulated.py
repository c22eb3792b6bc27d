"""Rows of the simulator's own histories, counted one by one."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from sim.demand.config import DemandConfig
from sim.demand.records import ASB_RECORD, CALL, UNREPORTED
from sim.fit import months as calendar
from sim.fit.demand_pack import demand_pack
from sim.fit.simulated import WARM_UP_DAYS, Simulator
from tests.fit.make import fit_another
from tests.records import another_county as another

MONTHS = ("2024-01", "2024-02", "2024-03")


def simulator_of(fitted):
    """Simulate a fit."""
    return Simulator(DemandConfig.model_validate(demand_pack(fitted)), fitted.county_with_rates, 1)


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """Fit another county."""
    return fit_another(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def simulator(fitted):
    """Simulate it."""
    return simulator_of(fitted)


def test_calls_are_counted_as_one_by_one(simulator, fitted):
    random = np.random.default_rng(15)
    calls = np.zeros(3_000, dtype=CALL)
    calls["call_min"] = np.sort(random.uniform(0, 1440.0 * (WARM_UP_DAYS + 95), calls.size))
    calls["area"] = random.integers(0, another.N_AREAS, calls.size)
    calls["offence"] = random.integers(-1, len(fitted.demand.offences), calls.size)
    calls["flags"] = np.where(random.random(calls.size) < 0.3, UNREPORTED, 0)
    quiet = calls["offence"] < 0
    calls["flags"][quiet] |= np.where(random.random(quiet.sum()) < 0.5, ASB_RECORD, 0).astype(np.uint8)
    days = calendar.days(MONTHS)
    begins = 1440.0 * (WARM_UP_DAYS + np.concatenate([[0], np.cumsum(days)]))

    slow = np.zeros((len(another.CATEGORIES), 3, another.N_AREAS), dtype=int)
    start = datetime(2024, 1, 1) - timedelta(days=WARM_UP_DAYS)  # noqa: DTZ001 - days of 1,440 minutes
    for call in calls:
        month = f"{start + timedelta(minutes=float(call['call_min'])):%Y-%m}"
        name = "Anti-social behaviour" if call["flags"] & ASB_RECORD else ""
        if call["offence"] >= 0:
            name = fitted.demand.offences[call["offence"]].category
        if month in MONTHS and name in another.CATEGORIES and not call["flags"] & UNREPORTED:
            slow[another.CATEGORIES.index(name), MONTHS.index(month), call["area"]] += 1
    np.testing.assert_array_equal(simulator._count(calls, begins), slow)


def test_histories_have_the_rows_that_the_fit_expects(simulator, fitted):
    rows = np.mean([simulator.draw(MONTHS, replication).sum(axis=(1, 2)) for replication in range(60)], axis=0)
    season = fitted.rates.levels.season[:, :3]
    expected = fitted.ahead.per_year.sum(axis=1) * (season * calendar.days(MONTHS)).sum(axis=1) / 365
    np.testing.assert_allclose(rows, expected, rtol=0.12)


def test_histories_are_keyed(simulator, fitted):
    np.testing.assert_array_equal(simulator.draw(MONTHS, 3), simulator_of(fitted).draw(MONTHS, 3))
    assert (simulator.draw(MONTHS, 3) != simulator.draw(MONTHS, 4)).any()
