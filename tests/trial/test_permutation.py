"""Permutation tests: deals are those that the design allows, all as likely, and p values count them."""

from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pytest

from sim.keys import STUDY_WIDE, Purpose, stream
from sim.trial.collapse import two_phases
from sim.trial.estimators import permutation
from sim.trial.estimators.permutation import PermutationTest
from sim.trial.parts import handfuls, some_of
from sim.trial.shuffles.days import DaysWithinPlaces
from sim.trial.shuffles.order import OrderOfDistricts
from sim.trial.shuffles.places import PlacesWithinBlocks
from sim.trial.two_way import effect_on, panel_of
from tests.trial import making
from tests.trial.test_estimators import pilots, regression

DESIGNS = {
    "parallel": (making.parallel, PlacesWithinBlocks()),
    "crossover": (making.crossover, DaysWithinPlaces()),
    "wedge": (making.wedge, OrderOfDistricts()),
}


def effect_of(rate, treated, length):
    """Estimate the effect on the rate by least squares, dummies and all."""
    n_places, n_periods = rate.shape
    place, period = np.divmod(np.arange(rate.size), n_periods)
    design = np.column_stack(
        [treated.ravel(), place[:, None] == np.arange(n_places), period[:, None] == np.arange(1, n_periods)]
    ).astype(float)
    root = np.sqrt(length[period])[:, None]
    return np.linalg.lstsq(design * root, rate.ravel() * root[:, 0], rcond=None)[0][0]


@pytest.mark.parametrize("design", DESIGNS)
def test_p_counts_the_deals_one_by_one(design):
    make, shuffle = DESIGNS[design]
    small = {"n_places": 6} if design != "wedge" else {"n_districts": 4, "places_each": 2}
    small |= {"block_size": 3} if design == "parallel" else {"n_days": 20} if design == "crossover" else {}
    made = make(2, n_pilots=4, **small)
    told = PermutationTest(11, deals=60).estimate(made)
    for pilot in range(4):
        treated, block, rate = made.treated[pilot], made.block[pilot], made.count[pilot, 0] / made.length_days
        deals = shuffle.deals(treated, block, stream(11, STUDY_WIDE, Purpose.PERMUTATIONS), 60)
        mine = abs(effect_of(rate, treated, made.length_days)) * (1 - 1e-9)
        as_large = sum(abs(effect_of(rate, deal, made.length_days)) >= mine for deal in deals)
        assert told.p[pilot, 0] == pytest.approx((1 + as_large) / 61)


def uneven(design):
    """Make pilots side by side that were not all dealt the same: other numbers of treated places, or days, or other steps."""
    if design == "parallel":  # blocks of three, of which one or two are treated
        made = making.parallel(6, n_pilots=8, n_places=12, block_size=3)
        flipped = np.arange(8) % 2 == 1
        first = made.treated.any(axis=2)
        chosen = np.where(flipped[:, None], ~first, first)
        return replace(made, treated=chosen[..., None] & ~made.before)
    made = (
        making.crossover(6, n_pilots=8, n_places=5, n_days=20) if design == "crossover" else making.wedge(6, n_pilots=8)
    )
    treated = made.treated.copy()
    if design == "crossover":
        treated[1::2, :, :4] = False
    else:  # everybody begins two steps later
        treated[1::2] = np.concatenate([np.zeros_like(treated[1::2, :, :2]), treated[1::2, :, :-2]], axis=2)
    return replace(made, treated=treated)


@pytest.mark.parametrize("design", DESIGNS)
def test_pilots_that_were_dealt_otherwise_keep_apart_however_many_are_worked_on_at_once(design, monkeypatch):
    made, test = uneven(design), PermutationTest(4, deals=199)
    alone = [test.estimate(some_of(made, slice(pilot, pilot + 1))).p[0, 0] for pilot in range(8)]
    assert test.estimate(made).p[:, 0].tolist() == alone
    monkeypatch.setattr(permutation, "handfuls", lambda pilots: handfuls(pilots, cells=1))
    assert test.estimate(made).p[:, 0].tolist() == alone


def test_every_choice_of_places_is_as_likely():
    # blocks of 4 and 2, of which 2 and 1 are treated: 6 · 2 = 12 choices
    block = np.array([0, 1, 0, 0, 1, 0], dtype=np.int16)
    treated = np.array([1, 1, 1, 0, 0, 0], dtype=bool)[:, None] & np.array([False, True, True])
    deals = PlacesWithinBlocks().deals(treated, block, np.random.default_rng(1), 24_000)
    assert not deals[:, :, 0].any()
    assert (deals[:, :, 1] == deals[:, :, 2]).all()
    kinds, times = np.unique(deals[:, :, 1], axis=0, return_counts=True)
    possible = {(*first, *second) for first in combinations((0, 2, 3, 5), 2) for second in ((1,), (4,))}
    assert {tuple(sorted(np.flatnonzero(kind))) for kind in kinds} == {tuple(sorted(kind)) for kind in possible}
    assert ((times - 2000) ** 2 / 2000).sum() < 31.3  # χ² of 11, one in a thousand


def test_every_choice_of_days_is_as_likely():
    # one of three days in the first place, two of three in the second: 9 choices
    treated = np.array([[1, 0, 0], [0, 1, 1]], dtype=bool)
    deals = DaysWithinPlaces().deals(treated, np.zeros(2, dtype=np.int16), np.random.default_rng(2), 18_000)
    assert (deals.sum(axis=2) == [1, 2]).all()
    kinds, times = np.unique(deals.reshape(-1, 6), axis=0, return_counts=True)
    assert len(kinds) == 9
    assert ((times - 2000) ** 2 / 2000).sum() < 26.1  # χ² of 8, one in a thousand


def test_every_order_of_districts_is_as_likely():
    # three districts, one of two places, begin in turn: 6 orders
    block = np.array([7, 3, 3, 9], dtype=np.int16)
    start = np.array([2, 1, 1, 3])
    treated = np.arange(4) >= start[:, None]
    deals = OrderOfDistricts().deals(treated, block, np.random.default_rng(3), 12_000)
    assert (deals[:, 1] == deals[:, 2]).all()
    starts, times = np.unique(np.argmax(deals, axis=2)[:, [0, 1, 3]], axis=0, return_counts=True)
    assert {tuple(row) for row in starts.tolist()} == set(permutations((1, 2, 3)))
    assert ((times - 2000) ** 2 / 2000).sum() < 20.5  # χ² of 5, one in a thousand


def test_all_deals_together_give_the_exact_p():
    # pairs 2,9 · 3,8 · 1,7, treated 9, 8, 7: of eight deals only it and its mirror are as large, p near 1/4
    count = np.array([[5.0, 9], [5, 2], [5, 8], [5, 3], [5, 7], [5, 1]])
    treated = np.array([[0, 1], [0, 0]] * 3)
    two_periods = pilots([count], treated, before=1, block=[0, 0, 1, 1, 2, 2])
    assert PermutationTest(3, deals=7999).estimate(two_periods).p[0, 0] == pytest.approx(0.25, abs=0.02)


def test_two_phases_have_the_effect_of_all_periods_and_mix_no_places():
    made = making.parallel(2, n_pilots=30, n_places=12, block_size=4)
    shuffled = np.argsort(np.random.default_rng(1).random((30, 12)), axis=1)
    mixed = replace(
        made,
        count=np.take_along_axis(made.count, shuffled[:, None, :, None], axis=2),
        treated=np.take_along_axis(made.treated, shuffled[..., None], axis=1),
        block=np.take_along_axis(made.block, shuffled, axis=1),
    )
    simple = two_phases(mixed)
    assert simple.count.shape == (30, 1, 12, 2)
    assert (np.diff(simple.block, axis=1) >= 0).all()
    per_day = effect_on(panel_of(made, "parallel")).value
    np.testing.assert_allclose(effect_on(panel_of(simple, "parallel")).value, per_day, rtol=1e-9)
    assert (PlacesWithinBlocks().scheme(simple.treated[0], simple.block[0])) == PlacesWithinBlocks().scheme(
        simple.treated[1], simple.block[1]
    )


def test_another_seed_deals_otherwise_and_the_same_seed_alike():
    made = making.parallel(8, n_pilots=10)
    one, again, other = (PermutationTest(seed, deals=99).estimate(made).p for seed in (1, 1, 2))
    assert one.tobytes() == again.tobytes()
    assert (one != other).any()


def test_change_is_that_of_the_regression():
    made = making.wedge(5, n_pilots=2)
    model, _ = regression(made)
    fitted = model.fit()
    days = made.treated[0] * made.length_days
    treated_rate = (made.treated[0] * made.count[0, 0]).sum() / days.sum()
    # the bias of the ratio, of a few tenths of a per cent, is taken off
    assert PermutationTest(1, deals=1).estimate(made).change[0, 0] == pytest.approx(
        fitted.params[0] / (treated_rate - fitted.params[0]), abs=0.01
    )
