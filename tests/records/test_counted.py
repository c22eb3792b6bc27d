"""Counts by area, month and category serve where there are no rows."""

import numpy as np
import pytest

from sim.errors import InputError
from sim.study.county_file import read_county_file
from tests.records import another_county as another
from tests.records.changing import rewrite

COLUMNS = {"area": "lsoa", "month": "Month", "category": "Crime type", "count": "n"}


@pytest.fixture
def counted_path(county_path):
    """Give the made-up county with a table of its counts, in codes of 2021, in place of rows."""
    counts = another.drawn_counts()
    rows = [
        (another.AREA_CODE[area], another.MONTHS[month], another.CATEGORIES[category], counts[month, category, area])
        for month, category, area in np.argwhere(counts)
    ]
    rows += [("E01970001", another.MONTHS[0], another.CATEGORIES[0], 7), ("E01980001", "2022-02", "Burglary", 3)]
    another.write_csv(county_path.parent / "counts.csv", tuple(COLUMNS.values()), rows)
    recorded = {"path": "counts.csv", "columns": COLUMNS, "months": ["2022-01", "2022-12"]}
    rewrite(county_path, street=None, recorded=recorded)
    return county_path


def test_every_cell_of_every_month_is_read(counted_path):
    records = read_county_file(str(counted_path)).records()
    np.testing.assert_array_equal(records.count, another.drawn_counts())
    assert records.at_station.sum() == 0


def test_spellings_of_one_category_are_one(counted_path):
    """Half of the rows call anti-social behaviour as the addresses of data.police.uk do."""
    path = counted_path.parent / "counts.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[::2] = [line.replace("Anti-social behaviour", "anti-social-behaviour") for line in lines[::2]]
    path.write_text("\n".join(lines), encoding="utf-8")
    records = read_county_file(str(counted_path)).records()
    np.testing.assert_array_equal(records.count, another.drawn_counts())
    assert "Anti-social behaviour" in records.category


def test_counts_outside_the_county_and_of_areas_that_straddle_are_told_apart(counted_path):
    records = read_county_file(str(counted_path)).records()
    assert (records.outside.sum(), records.outside[0, 0]) == (7, 7)
    assert (records.unplaced.sum(), records.unplaced[1, 1]) == (3, 3)  # E01980001 is two areas, and has no point


def test_counts_are_told_as_the_rows_that_they_stand_for(counted_path):
    rows = another.drawn_counts().sum()
    told = read_county_file(str(counted_path)).records().notes
    assert f"{rows:,} of {rows + 10:,} rows lie in the county ({100 * rows / (rows + 10):.2f} %)." in told


def test_rows_serve_before_counts(counted_path):
    rewrite(counted_path, street={"path": "street", "months": ["2022-01", "2022-02"]})
    assert read_county_file(str(counted_path)).records().month == ("2022-01", "2022-02")


@pytest.mark.parametrize(
    ("count", "told"),
    [
        ("-3", "are not numbers from 0 to 1,000,000, the first is '-3'"),
        ("many", "the first is 'many'"),
        ("2.5", "2.5 is no number of rows"),
    ],
)
def test_what_is_no_count_is_refused(counted_path, count, told):
    path = counted_path.parent / "counts.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = ",".join([*lines[1].split(",")[:3], count])
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_county_file(str(counted_path)).records()
    (problem,) = caught.value.problems
    assert told in problem.what
    assert problem.where == "recorded.columns.count"
    assert counted_path.read_text(encoding="utf-8").splitlines()[problem.line - 1].strip() == "count: n"


def test_a_county_file_without_records_says_what_to_add(county_path):
    rewrite(county_path, street=None)
    with pytest.raises(InputError, match="add a section `street` or `recorded`"):
        read_county_file(str(county_path)).records()
