"""The street file of the real county, on the open data beside the project; months of 2018 to 2024."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.study.county_file import read_county_file

PACK = Path(__file__).resolve().parents[2] / "models" / "hertfordshire_real.yaml"


@pytest.fixture(scope="module")
def real(shared_data):
    """Give what was recorded before 2025."""
    return read_county_file(str(PACK), shared_data).records().between("2018-03", "2024-12")


def test_every_cell_equals_the_counts_made_by_hand(real, shared_data):
    table = pd.read_csv(shared_data / "lsoa11_month_crimetype_counts_hertfordshire.csv.gz")
    table = table[table["Month"] < "2025"]
    expected = np.zeros(real.count.shape, dtype=np.int64)
    places = [
        table[column].map({name: number for number, name in enumerate(names)})
        for column, names in (("Month", real.month), ("Crime type", real.category), ("lsoa11cd", real.area_code))
    ]
    expected[tuple(places)] = table["count"]
    np.testing.assert_array_equal(real.count, expected)


def test_2021_has_97516_placed_rows(real):
    assert real.between("2021-01", "2021-12").count.sum() == 97_516


def test_rows_are_neither_lost_nor_made(real, shared_data):
    rows = pd.read_parquet(shared_data / "street_crime_hertfordshire.parquet", columns=["Month", "Crime ID"])
    rows = rows[rows["Month"] < "2025"]
    repeats = rows["Crime ID"].dropna().duplicated().sum()
    assert repeats == 4
    assert real.count.sum() + real.unplaced.sum() + real.outside.sum() == len(rows) - repeats
