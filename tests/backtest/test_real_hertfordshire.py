"""The real county, its winter of 2021 hidden: what the fit foresees of it from the months before."""

import pandas as pd
import pytest

from sim.backtest.hotspots import CEILING, FIT
from sim.backtest.rivals import LAST_MONTH, LAST_YEAR
from sim.backtest.run import Question, backtest_county
from sim.progress import Progress
from sim.study.county_file import read_county_file


@pytest.fixture(scope="module")
def findings(shared_data):
    """Hide October 2021 to January 2022."""
    question = Question(hold_out=4, until="2022-01", draws=400)
    return backtest_county(read_county_file("hertfordshire_real", shared_data), question, Progress())


def test_counts_are_those_of_the_county(findings, shared_data):
    rows = pd.read_csv(shared_data / "lsoa11_month_crimetype_counts_hertfordshire.csv.gz")
    rows = rows[rows["Month"].isin(findings.hidden)]
    assert {group.name: group.total for group in findings.categories} == rows.groupby("Crime type")[
        "count"
    ].sum().to_dict()
    assert findings.hidden == ("2021-10", "2021-11", "2021-12", "2022-01")
    assert len(findings.categories) == 14
    assert findings.cells.cells == 14 * 690 * 4
    assert findings.groups[-1].total == sum(group.total for group in findings.categories)


def test_intervals_hold_what_they_say(findings):
    assert sum(group.scored[0].inside for group in findings.categories) >= 12
    assert findings.cells.coverage == pytest.approx(0.95, abs=0.02)
    assert all(0.91 <= group.cells.coverage <= 0.98 for group in findings.categories)


@pytest.mark.parametrize("rival", [LAST_YEAR, LAST_MONTH])
def test_totals_are_foreseen_better_than_by_counts(findings, rival):
    own = sum(group.scored_by(FIT).score for group in findings.categories)
    assert own < sum(group.scored_by(rival).score for group in findings.categories)


def test_lists_come_near_the_best_possible(findings):
    for kind in findings.hotspots[:2]:
        rows = {(row.method, row.length): row for row in kind.lists}
        for length in (20, 40, 80):
            assert 0.9 < rows[FIT, length].pei <= 1
            assert rows[FIT, length].caught >= 0.98 * rows[LAST_YEAR, length].caught
            assert rows[CEILING, length].pei == 1
