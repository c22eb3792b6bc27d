"""Crimes are joined to what became of them by their identity; the last outcome counts."""

import numpy as np
import pandas as pd
import pytest

from sim.errors import InputError
from sim.study.county_file import read_county_file
from tests.project.tracked import ROOT
from tests.records import another_county as another
from tests.records.changing import rewrite

HEAD = ("Crime ID", "Month", "Outcome type")
BURGLARY, SHOPLIFTING = 1, 2


@pytest.fixture
def with_outcomes(county_path):
    """Add outcomes of the first months to the made-up county: of three crimes, one unknown, one decided twice."""
    counts = another.drawn_counts()
    crimes = [f"2022-02-{SHOPLIFTING}-{area}-0" for area in np.flatnonzero(counts[1, SHOPLIFTING])][:3]
    rows = [
        (crimes[0], "2022-02", "Under investigation"),
        (crimes[0], "2022-03", "Suspect charged"),
        (crimes[1], "2022-03", "Suspect charged as part of another case"),
        (crimes[2], "2022-03", "Local resolution"),
        ("an older crime", "2022-02", "Suspect charged"),
        ("", "2022-02", "Suspect charged"),
    ]
    path = county_path.parent / "outcomes" / "2022-02-eastmark-outcomes.csv"
    path.parent.mkdir()
    another.write_csv(path, HEAD, rows)
    rewrite(county_path, outcomes={"path": "outcomes"})
    return county_path


def test_the_last_outcome_of_each_crime_counts(with_outcomes):
    found = read_county_file(str(with_outcomes)).outcomes()
    assert (found.first, found.last) == ("2022-02", "2022-03")
    assert found.category == another.CATEGORIES[1:]
    shops = found.category.index("Shoplifting")
    told = dict(zip(found.outcome, found.count[shops].tolist(), strict=True))
    assert told == {
        "Local resolution": 1,
        "Suspect charged": 1,
        "Suspect charged as part of another case": 1,
        "Under investigation": 0,
    }
    assert found.charged.tolist() == [0, 2, 0, 0, 0]
    assert found.unmatched == 1


def test_crimes_of_the_months_of_the_outcomes_are_counted(with_outcomes):
    found = read_county_file(str(with_outcomes)).outcomes()
    np.testing.assert_array_equal(found.crimes, another.drawn_counts()[1:3, 1:].sum(axis=(0, 2)))


def test_a_county_without_outcomes_has_none(county_path):
    assert read_county_file(str(county_path)).outcomes() is None


@pytest.mark.parametrize(("row", "where"), [(("a", "2022-02", ""), "outcome"), (("a", "soon", "b"), "month")])
def test_what_is_no_outcome_is_refused(with_outcomes, row, where):
    another.write_csv(next((with_outcomes.parent / "outcomes").iterdir()), HEAD, [row])
    with pytest.raises(InputError) as caught:
        read_county_file(str(with_outcomes)).outcomes()
    assert [problem.where for problem in caught.value.problems] == [f"outcomes.columns.{where}"]


def test_an_empty_file_is_named(with_outcomes):
    (with_outcomes.parent / "outcomes" / "2022-04-eastmark-outcomes.csv").write_bytes(b"")
    with pytest.raises(InputError) as caught:
        read_county_file(str(with_outcomes)).outcomes()
    (problem,) = caught.value.problems
    assert problem.where == "outcomes.path"
    assert problem.what.endswith("2022-04-eastmark-outcomes.csv' is empty")


def test_the_real_county_by_another_road(shared_data):
    found = read_county_file(str(ROOT / "models" / "hertfordshire_real.yaml"), shared_data).outcomes()
    street = pd.read_parquet(
        shared_data / "street_crime_hertfordshire.parquet", columns=["Crime ID", "Month", "Crime type"]
    )
    street = street[street["Month"].between("2021-01", "2022-01")].dropna().drop_duplicates("Crime ID")
    decided = pd.read_parquet(shared_data / "outcomes_hertfordshire_2021-01_2022-01.parquet")
    decided = decided.sort_values("Month", kind="stable").drop_duplicates("Crime ID", keep="last")
    both = street.merge(decided, on="Crime ID")
    expected = pd.crosstab(both["Crime type"], both["Outcome type"])
    np.testing.assert_array_equal(found.count, expected.reindex(found.category, columns=found.outcome, fill_value=0))
    np.testing.assert_array_equal(found.crimes, street.groupby("Crime type").size())
    assert round(found.count.sum() / found.crimes.sum(), 2) == 0.82
    assert found.unmatched == len(decided) - len(both)


def test_outcomes_may_be_cut_at_a_month(with_outcomes):
    county = read_county_file(str(with_outcomes))
    found = county.outcomes("2022-02")
    shops = found.category.index("Shoplifting")
    assert (found.first, found.last) == ("2022-02", "2022-02")
    assert found.count[shops].sum() == 1
    assert found.count[shops, found.outcome.index("Under investigation")] == 1
    assert county.outcomes("2022-01") is None
