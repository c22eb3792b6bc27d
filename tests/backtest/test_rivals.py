"""What the fit must beat, by hand."""

import numpy as np
import pytest

from sim.backtest.holdout import HoldOut
from sim.backtest.rivals import (
    ALL_MONTHS,
    DENSITY,
    LAST_MONTH,
    LAST_TWELVE,
    LAST_YEAR,
    SAME_MONTHS,
    foreseen_by_rivals,
    scores_of_rivals,
)
from sim.target.density import kernel_density
from tests.backtest.months import recorded, year
from tests.demand.make import make_county

MONTHS = [*year(2021), "2024-01", "2024-02", "2025-01", "2025-02", "2025-03"]
COUNTS = np.arange(17 * 3 * 4).reshape(17, 3, 4)


@pytest.fixture(scope="module")
def split():
    """Hide the three months of 2025."""
    return HoldOut.of(recorded(MONTHS, COUNTS), 3)


def test_totals_are_scaled_by_days(split):
    counts = np.array([*[0] * 2, 310, *[0] * 9, 620, 580])
    found = foreseen_by_rivals(split, counts)
    assert found[LAST_YEAR].mean == pytest.approx((620 + 580) / 60 * 90)  # January and February 2024 have 60 days
    assert found[LAST_MONTH].mean == pytest.approx(580 / 29 * 90)
    assert found[SAME_MONTHS].mean == pytest.approx((620 + 580 + 310) / 91 * 90)


def test_no_same_months_no_forecast_by_them():
    without_march = recorded([month for month in MONTHS if month != "2021-03"], np.zeros((16, 3, 4)))
    assert list(foreseen_by_rivals(HoldOut.of(without_march, 3), np.zeros(13))) == [LAST_YEAR, LAST_MONTH]


def test_areas_are_scored_by_what_was_recorded(split):
    county = make_county(4)
    found = scores_of_rivals(split, county)
    np.testing.assert_array_equal(found[LAST_YEAR], COUNTS[12:14].sum(axis=0))
    np.testing.assert_array_equal(found[LAST_TWELVE], COUNTS[2:14].sum(axis=0))
    np.testing.assert_array_equal(found[LAST_MONTH], COUNTS[13])
    np.testing.assert_array_equal(found[ALL_MONTHS], COUNTS[:14].sum(axis=0))
    np.testing.assert_allclose(found[DENSITY], kernel_density(COUNTS[12:14].sum(axis=0), county.x_m, county.y_m))


def test_one_year_needs_no_other_names():
    one_year = HoldOut.of(recorded(year(2021, 13), COUNTS[:13]), 1)
    assert list(scores_of_rivals(one_year, make_county(4))) == [LAST_YEAR, LAST_MONTH, DENSITY]
