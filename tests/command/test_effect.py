"""From a stated reduction at a stated dose to deterrence per minute of stock (MODEL.md §2)."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy.optimize import brentq

from sim.command.effect import _solve_beta, believed_reduction, reduction_of, reference_stock, solve_effect
from sim.errors import InputError
from tests.command.ground import make_demand, make_effect, make_presence
from tests.oracle.naive_stock import by_changes
from tests.street.builders import DAY

K = math.log(2.0) / DAY
SPREAD = {"kind": "normal", "standard_deviation": 0.09}
MIDDLES = np.arange(1440) + 0.5


def reduction_at_reference(beta, pack, presence, delta, weight=None):
    """Put a beta back: by how much a type falls in a place that gets the reference dose, hour by hour."""
    stock = reference_stock(pack, presence)
    if beta < 0:
        stock = np.minimum(stock, pack.max_stock_minutes.value)
    weight = np.full(1440, 1 / 1440) if weight is None else weight
    return delta * (1.0 - float(weight @ np.exp(-beta * stock)))


def test_the_reference_by_hand():
    """Two visits of 15 minutes, four hours apart: each leaves (1 - 2^(-15/1440)) / k, halved every day."""
    stock = reference_stock(make_effect(), make_presence())
    gain = (1.0 - math.exp(-15 * K)) / K
    at_end = gain * (1.0 + math.exp(-240 * K)) / (1.0 - math.exp(-DAY * K))  # at 20:15
    assert stock[20 * 60 + 15] == pytest.approx(at_end * math.exp(-0.5 * K), rel=1e-12)
    assert stock[16 * 60 - 1] == pytest.approx(at_end * math.exp(-(DAY - 255.5) * K), rel=1e-12)
    assert stock.max() == stock[20 * 60 + 14 : 20 * 60 + 16].max()
    # in steady state what is gained in a day is what fades in it
    assert stock.mean() * K * DAY == pytest.approx(30.0, rel=1e-4)


@pytest.mark.parametrize(
    ("visits_at", "minutes", "presence"),
    [
        (("16:00", "20:00"), 15, {}),
        (("16:00", "20:00"), 40, {}),  # 25 minutes at a fifth
        (("16:00", "16:20", "20:00"), 15, {}),  # five minutes apart: nothing new after the first
        (("16:00", "16:45"), 15, {}),  # thirty minutes apart: fresh
        (("16:00", "16:10"), 15, {}),  # overlapping: union
        (("23:50",), 30, {}),  # past midnight
        (("23:50", "00:10"), 15, {}),  # five minutes apart across midnight
        (("00:00",), 1440, {}),  # always there
        (("20:00", "16:00"), 15, {"half_life_days": 0.1}),
        (("16:00",), 15, {"visit_weight": 0.5, "stale_gain": 0.0, "fresh_minutes": 5, "half_life_days": 4}),
        (("07:00",), 12.5, {}),
    ],
)
def test_the_reference_equals_many_days_of_the_slow_version(visits_at, minutes, presence):
    pack, rules = make_effect(visits_at=visits_at, visit_minutes=minutes), make_presence(**presence)
    decay = math.log(2.0) / (rules.half_life_days.value * DAY)
    days = 2 + math.ceil(50 * rules.half_life_days.value)  # what is left of the first: 2^-50
    starts = [60.0 * int(text[:2]) + int(text[3:]) for text in visits_at]
    stays = [(d * DAY + at, d * DAY + at + minutes, rules.visit_weight.value) for d in range(days) for at in starts]
    rule = {"decay": decay, "fresh": rules.fresh_minutes.value, "gap": 30.0, "stale": rules.stale_gain.value}
    times = MIDDLES[[0, 5, 11, 300, 420, 425, 430, 432, 965, 985, 1000, 1205, 1300, 1439]]
    half_minutes = minutes % 1 > 0  # the reference goes by whole minutes: half a minute is spread over one
    times = times[times != 432.5] if half_minutes else times
    expected = [by_changes(stays, (days - 1) * DAY + time, **rule) for time in times]
    got = reference_stock(pack, rules)[(times - 0.5).astype(int)]
    assert got.tolist() == pytest.approx(expected, rel=1e-5 if half_minutes else 1e-9)


def test_beta_by_hand_for_constant_presence():
    """Always there, after the first day at a fifth: D = .2 / k at every hour, so beta = -ln(1 - r/delta) k / .2."""
    pack = make_effect(visits_at=("00:00",), visit_minutes=1440, reduction=0.2, max_stock_minutes=10_000)
    effect = solve_effect(pack, make_presence(), make_demand([0.5]), 0.2)
    assert effect.beta[0] == pytest.approx(-math.log(1 - 0.2 / 0.5) * K / 0.2, rel=1e-9)
    assert effect.reached == pytest.approx(0.2)
    assert not effect.capped[0]


@settings(max_examples=40)
@given(
    st.floats(-0.3, 0.39).filter(lambda reduction: abs(reduction) > 1e-3),
    st.floats(0.5, 1.0),
    st.sampled_from([0.25, 1.0, 4.0]),
)
def test_beta_put_back_gives_the_stated_reduction(reduction, delta, half_life):
    assume(reduction < 0.8 * delta)
    pack, presence = make_effect(), make_presence(half_life_days=half_life)
    effect = solve_effect(pack, presence, make_demand([delta]), reduction)
    assert reduction_at_reference(effect.beta[0], pack, presence, delta) == pytest.approx(reduction, rel=1e-9)
    assert effect.reached == pytest.approx(reduction, rel=1e-12)
    assert math.copysign(1, effect.beta[0]) == math.copysign(1, reduction)


@pytest.mark.parametrize("share", [-3.0, -0.05, -1e-6, 1e-6, 0.16, 0.9, 0.999])
def test_beta_is_the_root_that_a_bracketing_search_finds(share):
    """An uneven day: a stock of 1 to 700 minutes, hours of every weight; backfire feels at most 150 of them."""
    random = np.random.default_rng(1)
    stock, weight = 1 + random.gamma(0.9, 100, 1440), random.random(1440)
    weight /= weight.sum()
    felt = np.minimum(stock, 150.0) if share < 0 else stock
    found = _solve_beta(share, stock, weight, 150.0)
    expected = brentq(lambda beta: share + weight @ np.expm1(-beta * felt), 0, 2 * found, xtol=1e-300, rtol=1e-15)
    assert found == pytest.approx(expected, rel=1e-12)


def test_the_hours_of_a_type_weigh_its_reduction():
    """A type of evenings only meets more stock than one of mornings: it needs less beta for the same reduction."""
    profile = np.zeros((2, 168))
    profile[0, 20::24] = profile[1, 8::24] = 1 / 7
    pack, presence = make_effect(), make_presence()
    effect = solve_effect(pack, presence, make_demand([1.0, 1.0], profile=profile), 0.16)
    for kind, hour in ((0, 20), (1, 8)):
        weight = np.zeros(1440)
        weight[60 * hour : 60 * hour + 60] = 1 / 60
        assert reduction_at_reference(effect.beta[kind], pack, presence, 1.0, weight) == pytest.approx(0.16, rel=1e-9)
    assert effect.beta[0] < effect.beta[1]


def test_types_share_the_reduction_by_their_multipliers_and_their_rows_on_record():
    """Rows: 100 x (.5 + .5), 100 x .5, 200 x .25; shares .5, .25, .25; mean multiplier .5 x 1 + .25 x 2 = 1."""
    demand = make_demand(
        [0.9, 0.9, 0.0],
        multiplier=[1.0, 2.0, 3.0],  # the last cannot be deterred at all
        per_year=[100, 100, 200],
        crime=[0.5, 0.5, 0.25],
        asb=[0.5, 0.0, 0.0],
    )
    effect = solve_effect(make_effect(), make_presence(), demand, 0.1)
    assert effect.reduction_by_type.tolist() == pytest.approx([0.1, 0.2, 0.0])
    assert effect.reached == pytest.approx(0.5 * 0.1 + 0.25 * 0.2)
    assert effect.beta[2] == 0.0


def test_a_type_is_capped_and_what_is_reached_says_so():
    """Equal types, one barely deterrable: it would fall by .4, but at most by .8 x .3."""
    effect = solve_effect(make_effect(), make_presence(), make_demand([0.9, 0.3]), 0.4)
    assert effect.reduction_by_type.tolist() == pytest.approx([0.4, 0.24])
    assert effect.capped.tolist() == [False, True]
    assert effect.reached == pytest.approx(0.32)
    assert reduction_at_reference(effect.beta[1], make_effect(), make_presence(), 0.3) == pytest.approx(0.24, rel=1e-9)


def test_backfire_needs_calls_to_spare():
    effect = solve_effect(make_effect(max_stock_minutes=50), make_presence(), make_demand([0.5]), -0.05)
    assert effect.beta[0] < 0
    assert effect.spare[0] == math.exp(-50 * effect.beta[0])
    assert not effect.capped[0]


def test_backfire_is_stated_with_the_stock_clamped():
    pack, presence = make_effect(max_stock_minutes=20), make_presence()
    assert reference_stock(pack, presence).max() > 20
    effect = solve_effect(pack, presence, make_demand([0.5]), -0.05)
    assert reduction_at_reference(effect.beta[0], pack, presence, 0.5) == pytest.approx(-0.05, rel=1e-9)


def test_no_reduction_is_no_effect_and_nothing_is_spared():
    effect = solve_effect(make_effect(), make_presence(), make_demand([0.5, 0.9]), 0.0)
    assert effect.beta.tolist() == [0.0, 0.0]
    assert effect.spare.tolist() == [1.0, 1.0]
    assert effect.reached == 0.0


def test_a_demand_without_records_has_no_effect():
    effect = solve_effect(make_effect(), make_presence(), make_demand([0.5], crime=[0.0]), 0.16)
    assert effect.beta.tolist() == [0.0]


def test_patrol_without_weight_cannot_have_an_effect():
    with pytest.raises(InputError, match=r"set presence\.visit_weight above 0"):
        solve_effect(make_effect(), make_presence(visit_weight=0), make_demand([0.5]), 0.16)
    assert solve_effect(make_effect(), make_presence(visit_weight=0), make_demand([0.5]), 0.0).beta[0] == 0.0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"visits_at": ("4 pm",)}, "is not a time of day"),
        ({"visits_at": ("24:00",)}, "belongs to the next day"),
        ({"visit_minutes": 0}, "visit_minutes must lie above 0"),
        ({"visit_minutes": 1441}, "visit_minutes must lie above 0"),
        ({"cap": 1.2}, "cap must lie above 0"),
        ({"cap": 0}, "cap must lie above 0"),
        ({"max_stock_minutes": 0}, "max_stock_minutes must be above 0"),
        ({"displacement": 0.1, "diffusion": 0.1}, "cannot both be above 0"),
        ({"covered_share": 0.4}, "belongs to an effect measured at a spot"),
        ({"place": "spot", "covered_share": 0}, "covered_share must lie above 0"),
    ],
)
def test_an_effect_that_cannot_be_solved_is_refused(changed, message):
    with pytest.raises(ValidationError, match=message):
        make_effect(**changed)


def test_a_fixed_effect_is_the_same_in_every_replication():
    assert {reduction_of(make_effect(), 1, r, draw=True) for r in range(5)} == {0.16}
    assert {reduction_of(make_effect(distribution=SPREAD), 1, r, draw=False) for r in range(5)} == {0.16}


def test_draws_step_through_the_quantiles_by_the_golden_section():
    pack = make_effect(distribution=SPREAD)
    normal = statistics.NormalDist(0.16, 0.09)
    drawn = [normal.cdf(reduction_of(pack, 5, r, draw=True)) for r in range(30)]
    quantiles = [(quantile - 0.005) / 0.99 for quantile in drawn]  # half a per cent is cut off at either end
    for r, quantile in enumerate(quantiles):
        assert quantile == pytest.approx((quantiles[0] + 0.618034 * r) % 1.0, abs=1e-6)


def test_far_tails_are_cut_off():
    """0.16 - 2.5758 x 0.09 = -0.0718 and 0.16 + 2.5758 x 0.09 = 0.3918: the half per cent quantiles."""
    pack = make_effect(distribution=SPREAD)
    drawn = [reduction_of(pack, seed, 0, draw=True) for seed in range(2_000)]
    assert -0.0718 < min(drawn) < -0.06
    assert 0.38 < max(drawn) < 0.3919


@pytest.mark.parametrize("seed", [0, 1, 2026])
def test_draws_cover_the_distribution_evenly(seed):
    """Of the first 40 quantiles, at most one in forty away from an even spread, twice over."""
    normal = statistics.NormalDist(0.16, 0.09)
    pack = make_effect(distribution=SPREAD)
    quantiles = sorted(normal.cdf(reduction_of(pack, seed, r, draw=True)) for r in range(40))
    assert max(abs(q - (i + 0.5) / 40) for i, q in enumerate(quantiles)) < 2 / 40
    assert normal.mean - 0.01 < statistics.fmean(map(normal.inv_cdf, quantiles)) < normal.mean + 0.01


def test_a_replication_draws_the_same_alone_and_seeds_differ():
    pack = make_effect(distribution=SPREAD)
    assert reduction_of(pack, 3, 17, draw=True) == [reduction_of(pack, 3, r, draw=True) for r in range(18)][17]
    assert reduction_of(pack, 3, 0, draw=True) != reduction_of(pack, 4, 0, draw=True)


def test_what_planners_count_on_is_the_packs_own_reduction():
    # .16 over two types of the same volume, 1 : .5, is .2133 and .1067; the second is capped at .8 of a tenth
    demand = make_demand([0.8, 0.1], multiplier=[1.0, 0.5])
    assert believed_reduction(make_effect(), demand) == pytest.approx([0.16 / 0.75, 0.08])
    assert believed_reduction(make_effect(reduction=0.0), demand) == pytest.approx([0.64, 0.08])
