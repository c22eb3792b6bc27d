"""The comparison of scenarios, worked by hand."""

import math

import numpy as np
import pytest

from sim.outcomes.best import rank
from sim.outcomes.compare import ONE_REPLICATION, compare
from sim.outcomes.cost_effect import COSTS_ARE_EQUAL, COSTS_NOT_TOLD_APART, cost_effect
from sim.outcomes.intervals import Interval
from sim.outcomes.measures import measure_run, response_bounds
from sim.outcomes.names import COST_EFFECT
from sim.outcomes.replications import Replications, collect
from sim.outcomes.response import NEVER_REACHED
from tests.outcomes.handmade import make_costs, make_record

UNITS = {
    "harm": "days",
    "harm_prevented": "days",
    "cost": "pounds",
    "calls": "calls",
    COST_EFFECT: "days per 1000 pounds",
}


def replications_of(**values):
    """Line up values given as scenario={measure: list}."""
    arrays = {scenario: {name: np.array(v, float) for name, v in mine.items()} for scenario, mine in values.items()}
    number = len(next(iter(next(iter(arrays.values())).values())))
    units = {name: UNITS.get(name, "") for name in next(iter(arrays.values()))}
    return Replications(tuple(range(number)), arrays, units)


def row_of(rows, scenario, measure):
    (row,) = [row for row in rows if (row.scenario, row.measure) == (scenario, measure)]
    return row


def test_paired_difference_by_hand():
    # harm falls by 1, 2, 3: mean -2, s 1, t(2) = 4.303, so ± 4.303 / sqrt 3 = 2.484; prediction ± 4.303 x sqrt(4/3) = 4.968
    study = replications_of(today={"harm": [10, 20, 60]}, more={"harm": [9, 18, 57]})
    row = row_of(compare(study, "today"), "more", "harm")
    assert row.mean == 28
    assert row.difference == -2
    assert (row.difference_low, row.difference_high) == pytest.approx((-4.484, 0.484), abs=1e-3)
    assert (row.difference_predict_low, row.difference_predict_high) == pytest.approx((-6.968, 2.968), abs=1e-3)
    # t = 2 / sqrt(4/3) = sqrt 3 with 2 degrees of freedom: 1/2 + sqrt 3 / (2 sqrt 5) = .8873
    assert row.p_better == pytest.approx(0.5 + math.sqrt(3) / (2 * math.sqrt(5)))
    assert row.replications == 3


def test_pairing_takes_out_what_the_history_does():
    """The harm of a replication varies by 50, its paired difference not at all."""
    study = replications_of(today={"harm": [10, 20, 60]}, more={"harm": [9, 19, 59]})
    row = row_of(compare(study, "today"), "more", "harm")
    assert (row.difference_low, row.difference_high) == (-1, -1)
    assert row.p_better == 1
    assert row.high - row.low > 100


@pytest.mark.parametrize(
    ("measure", "better"),
    [
        ("crimes_prevented", 1),
        ("harm_prevented[area=urban]", 1),
        ("response_within_target_grade2", 1),
        ("crimes", 0),
        ("harm[index=cost]", 0),
        ("response_median_grade1[district=Stevenage]", 0),
        ("calls_open", 0),
        ("visits_cut_short", 0),
        ("cost", 0),
        ("calls", math.nan),
        ("utilisation", math.nan),
        ("officers_deployable[month=3]", math.nan),
        ("dose_delivered", math.nan),
        ("calls_prevented", math.nan),
    ],
)
def test_which_way_is_better(measure, better):
    study = replications_of(today={measure: [1, 2]}, more={measure: [2, 3]})
    assert row_of(compare(study, "today"), "more", measure).p_better == pytest.approx(better, nan_ok=True)


def test_the_baseline_has_no_difference_and_an_equal_scenario_has_none_to_see():
    study = replications_of(today={"harm": [1, 2]}, same={"harm": [1, 2]})
    rows = compare(study, "today")
    assert math.isnan(row_of(rows, "today", "harm").difference)
    same = row_of(rows, "same", "harm")
    assert (same.difference, same.difference_low, same.difference_high, same.p_better) == (0, 0, 0, 0.5)


def test_one_replication_has_a_mean_but_no_interval():
    study = replications_of(today={"harm": [10]}, more={"harm": [7]})
    row = row_of(compare(study, "today"), "more", "harm")
    assert (row.mean, row.difference) == (7, -3)
    intervals = (row.low, row.high, row.predict_low, row.predict_high, row.difference_low, row.difference_high)
    assert all(math.isnan(end) for end in (*intervals, row.p_better))
    assert row.reason == ONE_REPLICATION


def test_an_empty_replication_empties_the_mean_and_says_why():
    measure = "response_median_grade1"
    study = replications_of(today={measure: [9, 8, 7]}, more={measure: [9, math.nan, 7]})
    study = Replications(study.numbers, study.values, study.units, {"more": {measure: NEVER_REACHED}})
    row = row_of(compare(study, "today"), "more", measure)
    assert math.isnan(row.mean)
    assert math.isnan(row.difference)
    assert row.reason == "more than half never reached in 1 of 3 replications"
    # three medians are too few for an interval of their median
    assert math.isnan(row.low)
    assert math.isnan(row.high)


def test_medians_of_which_some_were_never_reached_have_an_interval_by_their_order():
    """Of eight medians, the least and the largest hold their own median in 1 - 2 / 2^8 = 99 % of studies; one is not known."""
    measure = "response_median_grade1"
    reached = [9, 8, 7, 6, 5, 4, 3, math.nan]
    study = replications_of(today={measure: reached}, more={measure: [9, 8, 7, 6, 5, 4, 3, 2]})
    study = Replications(study.numbers, study.values, study.units, {"today": {measure: NEVER_REACHED}})
    row = row_of(compare(study, "today"), "today", measure)
    assert math.isnan(row.mean)
    assert row.low == 3
    assert math.isnan(row.high)
    assert row_of(compare(study, "today"), "more", measure).low == pytest.approx(
        5.5 - 2.3646 * math.sqrt(6) / math.sqrt(8), abs=1e-3
    )


def test_a_quantile_of_one_replication_has_the_interval_of_its_calls():
    measure = "response_p90_grade1"
    alone = replications_of(today={measure: [9.0], "harm": [5.0]})
    study = Replications(alone.numbers, alone.values, alone.units, bounds={"today": {measure: Interval(8.0, 11.0)}})
    row = row_of(compare(study, "today"), "today", measure)
    assert (row.mean, row.low, row.high) == (9, 8, 11)
    assert math.isnan(row.predict_low)
    assert math.isnan(row_of(compare(study, "today"), "today", "harm").low)


def test_bounds_are_taken_along_from_one_replication_only():
    runs = [measure_run(make_record(replication=number), make_costs(), {}) for number in range(2)]
    bounds = response_bounds(make_record(), make_costs())
    assert list(bounds) == [
        "response_median_grade1",
        "response_p90_grade1",
        "response_median_grade2",
        "response_p90_grade2",
    ]
    for run in runs:
        run.bounds.update(bounds)
    assert collect(runs[:1], ["today"], "today").bounds == {"today": bounds}
    assert collect(runs, ["today"], "today").bounds == {}


def test_rows_follow_the_study_and_do_not_know_other_scenarios():
    values = {name: {"harm": [1, 2 + at], "cost": [3, 4]} for at, name in enumerate(("b", "today", "a"))}
    rows = compare(replications_of(**values), "today")
    assert [(row.scenario, row.measure) for row in rows] == [
        (scenario, measure) for scenario in ("b", "today", "a") for measure in ("harm", "cost")
    ]
    fewer = compare(replications_of(today=values["today"], a=values["a"]), "today")
    assert [repr(row) for row in fewer] == [repr(row) for row in rows if row.scenario != "b"]


# --- harm prevented for a thousand pounds ----------------------------------------------------------------------------


def test_cost_effect_by_hand():
    # 30 and 50 days for 2,000 pounds each: 40 / 2 = 20 a thousand; replications 15 and 25
    effect = cost_effect(np.array([30.0, 50.0]), np.array([2000.0, 2000.0]))
    assert effect.ratio == 20
    assert effect.linearised.tolist() == [15, 25]
    assert effect.costs_more


def test_cost_effect_is_a_ratio_of_means():
    # (30 + 50 + 40) / (1 + 3 + 2) = 20; not the mean of 30, 16.7 and 20
    effect = cost_effect(np.array([30.0, 50.0, 40.0]), np.array([1000.0, 3000.0, 2000.0]))
    assert effect.ratio == 20


def test_cost_effect_is_empty_when_costs_are_equal():
    effect = cost_effect(np.array([30.0, 50.0]), np.zeros(2))
    assert math.isnan(effect.ratio)
    assert effect.reason == COSTS_ARE_EQUAL


def test_cost_effect_has_no_interval_when_costs_cannot_be_told_apart():
    effect = cost_effect(np.array([30.0, 50.0, 40.0]), np.array([10.0, -8.0, 1.0]))
    assert effect.ratio == pytest.approx(40_000)
    assert np.isnan(effect.linearised).all()
    assert effect.reason == COSTS_NOT_TOLD_APART


def test_linearised_spread_is_that_of_the_ratio():
    """The delta method against the spread of the ratio over many studies of ten replications."""
    rng = np.random.default_rng(4)
    cost = rng.normal(5000, 300, (4000, 10))
    harm = 0.004 * cost + rng.normal(0, 3, (4000, 10))
    effects = [cost_effect(h, c) for h, c in zip(harm, cost, strict=True)]
    spread_of_ratio = np.std([effect.ratio for effect in effects])
    stated = np.sqrt(np.mean([effect.linearised.var(ddof=1) / 10 for effect in effects]))
    assert stated == pytest.approx(spread_of_ratio, rel=0.05)


def with_ratio(harm_prevented, cost, base_harm=(0, 0), base_cost=(100, 100)):
    today = {"harm_prevented": base_harm, "cost": base_cost, COST_EFFECT: [math.nan] * 2}
    more = {"harm_prevented": harm_prevented, "cost": cost, COST_EFFECT: [1.0, 2.0]}
    return replications_of(today=today, more=more)


def test_cost_effect_row_has_a_difference_only():
    row = row_of(compare(with_ratio([30, 50], [2100, 2100]), "today"), "more", COST_EFFECT)
    assert math.isnan(row.mean)
    assert math.isnan(row.predict_low)
    assert row.difference == 20
    # 20 ± 12.706 x 7.071 / sqrt 2 = 20 ± 63.53
    assert row.difference_low == pytest.approx(20 - 63.53, abs=0.01)
    # the same chance as that of harm prevented, for costs are certain
    assert row.p_better == pytest.approx(
        row_of(compare(with_ratio([30, 50], [2100, 2100]), "today"), "more", "harm_prevented").p_better
    )


def test_an_option_that_costs_less_has_no_better_ratio():
    row = row_of(compare(with_ratio([30, 50], [50, 50]), "today"), "more", COST_EFFECT)
    assert row.difference == pytest.approx(40 / -0.05)
    assert math.isnan(row.p_better)


def test_cost_effect_is_empty_for_equal_costs_and_says_so():
    row = row_of(compare(with_ratio([30, 50], [100, 100]), "today"), "more", COST_EFFECT)
    assert math.isnan(row.difference)
    assert row.reason == COSTS_ARE_EQUAL


# --- which is best ---------------------------------------------------------------------------------------------------


def p_best(study, measure):
    return {row.scenario: row.p_best for row in rank(study, "today") if row.measure == measure}


def test_share_of_replications_won_by_hand():
    # harm, least is best: a wins the first, a and b share the second, today wins the third, b the fourth
    study = replications_of(today={"harm": [3, 3, 1, 9]}, a={"harm": [1, 2, 4, 8]}, b={"harm": [2, 2, 2, 7]})
    assert p_best(study, "harm") == {"today": 0.25, "a": 0.375, "b": 0.375}


def test_a_median_among_calls_nobody_reached_never_wins():
    measure = "response_median_grade1"
    study = replications_of(today={measure: [math.nan, 5]}, a={measure: [30, math.nan]})
    assert p_best(study, measure) == {"today": 0.5, "a": 0.5}
    nobody = replications_of(today={measure: [math.nan]}, a={measure: [math.nan]})
    assert all(math.isnan(share) for share in p_best(nobody, measure).values())


def test_ranked_are_measures_with_a_better_end_of_the_whole_county():
    names = ("harm", "calls", "harm[index=severity]", "harm_prevented[area=urban]")
    study = replications_of(today={name: [1, 2] for name in names})
    assert [row.measure for row in rank(study, "today")] == ["harm", "harm[index=severity]"]


def test_best_for_the_pound_is_among_options_that_cost_more():
    study = replications_of(
        today={"harm_prevented": [0, 0], "cost": [100, 100], COST_EFFECT: [math.nan] * 2},
        dear={"harm_prevented": [10, 30], "cost": [2100, 2100], COST_EFFECT: [5, 15]},
        cheap={"harm_prevented": [9, 9], "cost": [1100, 1100], COST_EFFECT: [9, 9]},
        free={"harm_prevented": [1, 1], "cost": [100, 100], COST_EFFECT: [math.nan] * 2},
    )
    assert p_best(study, COST_EFFECT) == {"today": 0, "dear": 0.5, "cheap": 0.5, "free": 0}


# --- lining up -------------------------------------------------------------------------------------------------------


def runs_of(*which):
    return [measure_run(make_record(scenario=scenario, replication=at), make_costs(), {}) for scenario, at in which]


def test_runs_are_lined_up_whatever_their_order():
    runs = runs_of(("more", 1), ("today", 0), ("more", 0), ("today", 1))
    study = collect(runs, ["today", "more"], "today")
    assert list(study.values) == ["today", "more"]
    assert study.numbers == (0, 1)
    assert study.values["more"]["harm"].tolist() == [242, 242]
    names = list(study.values["today"])
    assert names[names.index("cost") + 1] == COST_EFFECT
    assert study.units[COST_EFFECT] == "days per 1000 pounds of 2022"
    assert study.reasons["today"]["response_median_grade2"] == NEVER_REACHED


def test_a_missing_replication_is_refused():
    with pytest.raises(ValueError, match=r"replications of scenario more are \[1\], of the first \[0, 1\]"):
        collect(runs_of(("today", 0), ("today", 1), ("more", 1)), ["today", "more"], "today")
