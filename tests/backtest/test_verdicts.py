"""What is asked of a fit: each verdict turns where its number does."""

from dataclasses import replace

import numpy as np
import pytest

from sim.backtest.findings import Findings, GroupFindings, Hotspots, Scored, Simulated
from sim.backtest.groups import ALL_ROWS
from sim.backtest.hotspots import FIT, Caught
from sim.backtest.intervals import Foreseen
from sim.backtest.rivals import LAST_MONTH, LAST_TWELVE, LAST_YEAR
from sim.backtest.shape import GINI, Held
from sim.backtest.transform import BINS, Calibration
from sim.backtest.verdicts import MANY, verdicts

CELLS = Calibration(100, 0.95, 0.01, np.full(BINS, 1 / BINS))
NO_MONTHS = Foreseen(np.zeros(0), np.zeros(0), np.zeros(0))


def scored(method, score, *, inside=True):
    return Scored(method, 100.0, 90.0, 110.0, score, inside)


GROUP = GroupFindings(
    name="Burglary",
    is_category=True,
    per_year=MANY + 1.0,
    total=100,
    scored=(scored(FIT, 20), scored(LAST_YEAR, 30), scored(LAST_MONTH, 40)),
    by_month=NO_MONTHS,
    month_total=np.zeros(0, dtype=np.int64),
    cells=CELLS,
    areas=CELLS,
    shape=(Held(GINI, 0.40, 0.35, 0.40, 0.45),),
)


def caught(method, amount, length=20):
    return Caught(method, length, amount, 100.0, 1.0, 1.0, 0.0, 0.0, 0.0)


LISTS = Hotspots(ALL_ROWS, "rows", (caught(FIT, 10), caught(LAST_YEAR, 9), caught(LAST_TWELVE, 10)))
FINDINGS = Findings(
    county="Eastmark",
    attribution=(),
    fitted=("2021-01",),
    hidden=("2021-02",),
    draws=100,
    seed=1,
    groups=(GROUP,),
    cells=CELLS,
    hotspots=(LISTS,),
    simulated=(),
    notes=(),
)


def judged(findings, words):
    """Give the one verdict whose question holds these words."""
    (found,) = [row for row in verdicts(findings) if words in row.asked]
    return found


def with_group(**changes):
    return replace(FINDINGS, groups=(replace(GROUP, **changes),))


def test_all_is_well():
    assert all(row.holds is not False for row in verdicts(FINDINGS))


def test_totals_are_counted_and_not_judged():
    assert judged(FINDINGS, "county totals inside").found == "1 of 1"
    missed = with_group(scored=(scored(FIT, 20, inside=False), *GROUP.scored[1:]))
    assert judged(missed, "county totals inside").found == "0 of 1; outside: Burglary"
    assert judged(missed, "county totals inside").holds is None


@pytest.mark.parametrize(("score", "year", "month"), [(20, True, True), (30, False, True), (50, False, False)])
def test_scores_must_be_lower(score, year, month):
    found = with_group(scored=(scored(FIT, score), *GROUP.scored[1:]))
    assert judged(found, "that of last year").holds is year
    assert judged(found, "that of last month").holds is month


@pytest.mark.parametrize(
    ("share", "of_all", "of_type"),
    [
        (0.90, False, False),
        (0.92, False, True),
        (0.93, True, True),
        (0.97, True, True),
        (0.975, False, True),
        (0.99, False, False),
    ],
)
def test_coverage_of_all_and_of_each_type(share, of_all, of_type):
    cells = CELLS._replace(coverage=share)
    assert judged(replace(FINDINGS, cells=cells), "area × type × month").holds is of_all
    assert judged(with_group(cells=cells), "of them for every type").holds is of_type


@pytest.mark.parametrize(("own", "holds"), [(9.5, True), (9, True), (8.5, False)])
def test_lists_must_catch_as_much_as_last_years_counts(own, holds):
    """Those catch 9; the last twelve months with records, which catch 10, are another list: told, and not judged."""
    findings = replace(FINDINGS, hotspots=(Hotspots(ALL_ROWS, "rows", (caught(FIT, own), *LISTS.lists[1:])),))
    found = judged(findings, "last year's counts (rows)")
    assert found.holds is holds
    assert found.found == f"top 20 {own:.1f}% against 9.0%"
    beside = judged(findings, "last twelve months with records")
    assert beside.found == f"top 20 {own:.1f}% against 10.0%"
    assert beside.holds is None


def test_without_a_gap_there_is_one_last_year():
    findings = replace(FINDINGS, hotspots=(Hotspots(ALL_ROWS, "rows", LISTS.lists[:2]),))
    assert not [row for row in verdicts(findings) if "last twelve" in row.asked]


def test_a_list_may_catch_less_by_chance():
    better = caught(LAST_YEAR, 11)._replace(behind=-0.01, behind_high=0.002)
    lists = Hotspots(ALL_ROWS, "rows", (caught(FIT, 10), better))
    found = judged(replace(FINDINGS, hotspots=(lists,)), "last year's counts (rows)")
    assert found.found == "top 20 10.0% against 11.0% (less within chance)"
    assert found.holds is False


@pytest.mark.parametrize(
    ("observed", "inside", "close"),
    [(0.41, True, True), (0.449, True, False), (0.46, False, False), (0.33, False, False)],
)
def test_shape_must_lie_in_its_band_and_closely_for_many_rows(observed, inside, close):
    held = (Held(GINI, observed, 0.35, 0.40, 0.45),)
    found = with_group(shape=held)
    assert judged(found, "95% band foreseen").holds is inside
    assert judged(found, "within 10%").holds is close
    assert ("Burglary (Gini " in judged(found, "within 10%").found) is not close
    few = with_group(shape=held, per_year=float(MANY))
    assert not [row for row in verdicts(few) if "within 10%" in row.asked]
    shape = {"Burglary": held, ALL_ROWS: held}
    for months, words in ((FINDINGS.hidden, "hidden months"), (FINDINGS.fitted, "last fitted months")):
        simulated = replace(FINDINGS, simulated=(Simulated(months, 50, shape),))
        assert judged(simulated, f"band simulated ({words})").holds is inside


def test_what_is_not_known_is_not_judged():
    unknown = with_group(shape=(Held(GINI, np.nan, 0.35, 0.40, 0.45),))
    assert not [row for row in verdicts(unknown) if "band" in row.asked]
