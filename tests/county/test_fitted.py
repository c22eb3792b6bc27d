"""Rates that were fitted: how they are read, and what is said when they are damaged."""

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from sim.county.build import build_county
from sim.county.config import COUNTY_CONFIG
from sim.county.restrict import restrict
from sim.errors import InputError

COLUMNS = ["area", "category", "per_year", "shape", "level_log_sd"]


@pytest.fixture
def rates():
    """Give rates of two categories in four areas, and one that is not of the county."""
    rows = [(area, "Burglary", 10.0 * n, 2.0, 0.1) for n, area in enumerate(["A1", "A2", "B1", "B2"])]
    rows += [(area, "Shoplifting", 0.5, 1.5 + n, 0.25) for n, area in enumerate(["B2", "B1", "A2", "A1", "XX"])]
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.fixture
def build(county_file, folder):
    """Build the county with rates that a test may have changed."""
    del county_file["recorded"]
    county_file["fitted"] = {"path": "rates.csv"}

    def with_rates(table):
        table.to_csv(folder / "rates.csv", index=False, encoding="utf-8")
        return build_county(COUNTY_CONFIG.validate_python(county_file), folder, "squares.yaml")

    return with_rates


def test_rates_by_category_and_area(build, rates):
    county = build(rates)
    assert county.recorded_category == ("Burglary", "Shoplifting")
    assert county.recorded_per_year.tolist() == [[0, 10, 20, 30], [0.5] * 4]
    assert county.rate_shape.tolist() == [[2] * 4, [4.5, 3.5, 2.5, 1.5]]
    assert county.level_log_sd.tolist() == [0.1, 0.25]
    part = restrict(county, np.array([True, False, False, True]))
    assert part.rate_shape.tolist() == [[2, 2], [4.5, 1.5]]
    assert part.level_log_sd.tolist() == [0.1, 0.25]


def test_a_county_without_a_fit_has_no_posterior(county_file, folder):
    county = build_county(COUNTY_CONFIG.validate_python(county_file), folder, "squares.yaml")
    assert county.rate_shape.shape == (0, 0)
    assert county.level_log_sd.shape == (0,)


def without_a_row(rates):
    return rates.drop(index=1)


def a_row_twice(rates):
    return pd.concat([rates, rates.iloc[[2]]])


def set_to(column, value):
    def change(rates):
        changed = rates.astype({column: "object"})
        changed.loc[2, column] = value
        return changed

    return change


@pytest.mark.parametrize(
    ("damage", "key", "said"),
    [
        (without_a_row, "fitted.path", "lacks areas of the county in 'Burglary'"),
        (a_row_twice, "fitted.path", "more than one row for 'B1 Burglary'"),
        (set_to("per_year", -1.0), "fitted.columns.per_year", "1 values are not numbers from 0"),
        (set_to("shape", 0.0), "fitted.columns.shape", "1 values are not numbers"),
        (set_to("shape", "much"), "fitted.columns.shape", "the first is 'much'"),
        (set_to("level_log_sd", 0.2), "fitted.columns.level_log_sd", "more than one level_log_sd for 'Burglary'"),
        (set_to("level_log_sd", 7.0), "fitted.columns.level_log_sd", "not numbers from 0 to 3"),
        (lambda rates: rates.assign(area="Z"), "fitted.columns.area", "no rows of the county's areas"),
        (lambda rates: rates.drop(columns="shape"), "fitted.shape", "unknown column 'shape'"),
        (lambda rates: rates.iloc[:0], "fitted.path", "has no rows"),
    ],
)
def test_damage_is_told_once(build, rates, damage, key, said):
    with pytest.raises(InputError) as caught:
        build(damage(rates))
    (problem,) = caught.value.problems
    assert problem.where == key
    assert said in problem.what


def test_counts_and_a_fit_exclude_each_other(county_file):
    with pytest.raises(ValidationError, match="give recorded or fitted, not both"):
        COUNTY_CONFIG.validate_python(county_file | {"fitted": {"path": "rates.csv"}})
