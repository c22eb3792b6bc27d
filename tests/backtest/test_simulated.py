"""Rows of the simulator's own histories, counted one by one, and held against what was recorded."""

from dataclasses import replace

import numpy as np
import pytest

from sim.backtest.shape import GINI, MONTHLY, YEARLY
from sim.backtest.simulated import hold_simulated
from tests.fit.make import fit_another
from tests.records import another_county as another


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """Fit another county."""
    return fit_another(tmp_path_factory.mktemp("county"))


def test_what_was_recorded_is_held_against_histories(fitted):
    done = []
    year = fitted.recorded.between("2023-01", "2023-12")
    before = fitted.recorded.between("2022-01", "2022-12").count.sum(axis=0)
    found = hold_simulated(fitted, year, before, 40, seed=1, step=lambda: done.append(1))
    assert found.months == year.month
    assert len(done) == found.histories == 40
    assert set(found.shape) == {*another.CATEGORIES, "All crime", "All rows"}
    held = {row.measure: row for row in found.shape["Violence and sexual offences"]}
    assert held[GINI].inside
    assert held[MONTHLY].known
    unknown = hold_simulated(fitted, year, np.zeros_like(before), 40, seed=1)
    assert not {row.measure: row for row in unknown.shape["All rows"]}[YEARLY].known


def test_areas_that_differ_far_more_than_recorded_are_found_out(fitted):
    apart = fitted.ahead._replace(shape=np.full_like(fitted.ahead.shape, 0.2))
    year = fitted.recorded.between("2023-01", "2023-12")
    found = hold_simulated(replace(fitted, ahead=apart), year, np.zeros_like(year.count[0]), 40, seed=1)
    held = {row.measure: row for row in found.shape["Violence and sexual offences"]}
    assert held[GINI].observed < held[GINI].low


def test_months_that_were_not_recorded_are_passed_over(fitted):
    kept = [index for index, month in enumerate(fitted.recorded.month) if month not in {"2023-02", "2023-03"}]
    some = fitted.recorded._keep(np.isin(np.arange(len(fitted.recorded.month)), kept)).between("2023-01", "2023-06")
    found = hold_simulated(fitted, some, np.zeros_like(some.count[0]), 40, seed=1)
    assert found.months == ("2023-01", "2023-04", "2023-05", "2023-06")
