"""The hidden months held against draws: what is foreseen truly passes, what is not is found out."""

import numpy as np
import pytest

from sim.backtest.groups import ALL_CRIME, ALL_ROWS, with_sums
from sim.backtest.holdout import HoldOut
from sim.backtest.hotspots import CEILING, FIT
from sim.backtest.measure import list_hotspots, measure
from sim.harm.weighted import WeightedHarm
from tests.backtest.months import CATEGORIES, drawn, recorded, year
from tests.demand.make import make_county

HIDDEN = 4


@pytest.fixture(scope="module")
def rates():
    """Rates a month of 100 areas."""
    return np.random.default_rng(13).gamma(0.8, [[6.0], [2.0], [0.5]], (3, 100))


@pytest.fixture(scope="module")
def split(rates):
    """Sixteen months at these rates, the last four of them hidden."""
    counts = np.random.default_rng(14).poisson(rates, (16, *rates.shape))
    return HoldOut.of(recorded(year(2021, 16), counts), HIDDEN)


@pytest.fixture(scope="module")
def honest(split, rates):
    """Measured against draws from the truth."""
    return measure(split, drawn(rates, HIDDEN, 400), seed=1)


def test_sums_come_last_and_leave_the_parts_alone():
    tables = [(name, np.full((2, 3), index + 1, dtype=np.int32)) for index, name in enumerate(CATEGORIES)]
    found = list(with_sums(tables))
    assert [(group.name, group.is_category, int(group.counts[0, 0])) for group in found] == [
        (CATEGORIES[0], True, 1),
        (CATEGORIES[1], True, 2),
        (CATEGORIES[2], True, 3),
        (ALL_CRIME, False, 5),
        (ALL_ROWS, False, 6),
    ]
    assert [group.name for group in with_sums(tables[1:])] == [*CATEGORIES[1:], ALL_ROWS]
    assert [group.name for group in with_sums(tables[:1])] == [CATEGORIES[0]]


def test_what_is_foreseen_truly_passes(honest):
    assert [group.name for group in honest.groups] == [*CATEGORIES, ALL_CRIME, ALL_ROWS]
    assert honest.cells.cells == 3 * HIDDEN * 100
    assert honest.cells.coverage == pytest.approx(0.95, abs=0.02)
    assert honest.cells.distance < 0.05
    assert all(group.areas.coverage > 0.88 for group in honest.groups)


def test_totals_are_those_of_the_records(honest, split, rates):
    by_category = split.hidden.count.sum(axis=(0, 2))
    assert [group.total for group in honest.groups] == [*by_category, by_category[1:].sum(), by_category.sum()]
    first = honest.groups[0]
    assert first.month_total.tolist() == split.hidden.count[:, 0].sum(axis=1).tolist()
    assert first.per_year == split.fitted.count[:, 0].sum()
    own = first.scored_by(FIT)
    assert own.mean == pytest.approx(HIDDEN * rates[0].sum(), rel=0.01)
    assert own.high - own.low == pytest.approx(2 * 1.96 * np.sqrt(HIDDEN * rates[0].sum()), rel=0.1)
    assert own.inside == (own.low <= first.total <= own.high)
    assert first.scored_by("nobody") is None
    np.testing.assert_allclose(first.by_month.mean, rates[0].sum(), rtol=0.02)
    np.testing.assert_allclose(honest.expected, HIDDEN * rates, atol=2.0)  # four standard errors


def test_too_low_a_level_and_too_even_a_county_are_found_out(split, rates):
    low = measure(split, drawn(0.5 * rates, HIDDEN, 200), seed=1)
    assert not any(group.scored[0].inside for group in low.groups)
    assert low.cells.coverage < 0.9
    even = measure(split, drawn(np.broadcast_to(rates.mean(axis=1, keepdims=True), rates.shape), HIDDEN, 200), seed=1)
    assert all(not held.inside for group in even.groups for held in group.shape[:3])


def test_the_same_seed_settles_ties_alike(honest, split, rates):
    again = measure(split, drawn(rates, HIDDEN, 400), seed=1)
    assert again.cells.coverage == honest.cells.coverage
    assert measure(split, drawn(rates, HIDDEN, 400), seed=2).cells.distance != honest.cells.distance


def test_each_group_is_told_once_measured(split, rates):
    told = []
    measure(split, drawn(rates, HIDDEN, 20), seed=1, step=told.append)
    assert told == [*CATEGORIES, ALL_CRIME, ALL_ROWS]


def test_lists_of_hotspots_by_rows_by_harm_and_by_category(split, rates):
    weights = WeightedHarm("made up", "days", {}, {"Burglary": 10.0, "Robbery": 300.0})
    found = list_hotspots(split, make_county(10, 10), HIDDEN * rates, weights)
    assert [(kind.group, kind.by) for kind in found] == [
        (ALL_ROWS, "rows"),
        (ALL_ROWS, "harm in days"),
        *((name, "rows") for name in CATEGORIES),
    ]
    came = split.hidden.count.sum(axis=0)
    own = {row.method: row for row in found[1].lists if row.length == 20}
    assert own[FIT].all_there == pytest.approx(came[1].sum() * 10 + came[2].sum() * 300)
    top = np.argsort(-(rates[1] * 10 + rates[2] * 300))[:20]
    assert own[FIT].caught == pytest.approx((came[1] * 10 + came[2] * 300)[top].sum())
    assert own[CEILING].caught >= own[FIT].caught
    robbery = {row.method: row for row in found[-1].lists if row.length == 40}
    assert robbery[FIT].all_there == came[2].sum()
