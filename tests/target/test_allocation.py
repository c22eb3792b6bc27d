"""Sharing visits out: by hand, against all ways there are, and what must hold of every share."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.target import optimal as optimal_module
from sim.target.allocation import Question, equal
from sim.target.config import TargetConfig
from sim.target.greedy import greedy
from sim.target.optimal import optimal
from sim.target.plan import choose
from sim.target.proportional import proportional
from sim.target.quiet import nothing_said
from sim.target.sharing import ALLOCATIONS, question_of, share_out
from tests.target.seeing import make_terrain


def ask(score, *, cost=None, won=(0.0, 0.5, 0.75, 0.875), hotspots=2, visits=2, district=None, floor=(0,), fewest=1):
    """Put a question; each visit wins half of what is left, unless told."""
    score = np.asarray(score, dtype=np.float64)
    return Question(
        rank_score=score,
        score=score,
        visit_cost_min=np.full(score.size, 20.0) if cost is None else np.asarray(cost, dtype=np.float64),
        won=np.asarray(won, dtype=np.float64),
        hotspots=hotspots,
        visits_per_day=visits,
        district_of_area=np.zeros(score.size, dtype=np.int16) if district is None else np.asarray(district, np.int16),
        floor=np.asarray(floor, dtype=np.int64),
        fewest=fewest,
    )


def allowed(question, visits):
    """Tell whether a share keeps to all rules, each worked out from scratch."""
    minutes = sum(c * v for c, v in zip(question.visit_cost_min, visits, strict=True))
    top = choose(question.rank_score, question.hotspots)
    budget = sum(question.visit_cost_min[area] * question.visits_per_day for area in top)
    listed = [area for area, count in enumerate(visits) if count]
    by_district = [
        sum(v for v, d in zip(visits, question.district_of_area, strict=True) if d == k)
        for k in range(question.floor.size)
    ]
    return (
        minutes <= budget + 1e-9
        and len(listed) <= question.hotspots
        and all(question.score[area] > 0 for area in listed)
        and all(question.fewest <= visits[area] <= question.most for area in listed)
        and all(got >= least for got, least in zip(by_district, question.floor, strict=True))
    )


def best_of_all(question):
    """Try every share there is, and give what the best is worth."""
    return max(question.value(share) for share in shares(question) if allowed(question, share))


def shares(question):
    """Give every share there is."""
    return map(np.array, product(range(question.most + 1), repeat=question.score.size))


def test_equal_gives_the_highest_the_same():
    assert equal(ask([1, 5, 3, 0])).tolist() == [0, 2, 2, 0]
    assert equal(ask([0, 5, 0, 0])).tolist() == [0, 2, 0, 0]


def test_proportional_by_hand():
    # 6 visits over 5 : 3 : 1 would be 3.33, 2 and .67; no more than 3 to one, so 3, and 3 over 3 : 1 are 2.25 and .75
    assert proportional(ask([1, 5, 3], hotspots=3)).tolist() == [1, 3, 2]
    # 4 visits over 8 : 1 : 1 are 3 at most, and 1 over two halves: the lower index
    assert proportional(ask([1, 8, 1], hotspots=3, visits=1)).tolist() == [0, 3, 0]
    assert proportional(ask([1, 4, 1], hotspots=3, visits=1)).tolist() == [1, 2, 0]


def test_greedy_by_hand():
    # 80 minutes; steps of half: 8 wins 4, 2, 1 and 3 wins 1.5, .75: 4, 2, 1.5, 1
    assert greedy(ask([8, 3, 1])).tolist() == [3, 1, 0]
    # the same, but a visit to the first takes 40 minutes: 4/40, 1.5/20, .75/20 and then 2/40, which is too long
    assert greedy(ask([8, 3, 0], cost=[40, 20, 20])).tolist() == [2, 2, 0]
    # a third area would win 4 by its first visit, but two is all there may be
    assert greedy(ask([8, 8, 7.9])).tolist() == [2, 2, 0]


def test_optimal_sees_what_greedy_does_not():
    """60 minutes: greedy takes 10 for 30 minutes and then has no room for two of 6 for 25 each... nor for one of 40."""
    question = ask([10, 9, 9], cost=[35, 30, 30], won=(0.0, 1.0), hotspots=2, visits=1)
    assert question.budget_min() == 65
    assert greedy(question).tolist() == [0, 1, 1]
    knapsack = ask([10.1, 9, 9, 0.1], cost=[31, 30, 30, 29], won=(0.0, 1.0), hotspots=2, visits=1)
    assert greedy(knapsack).tolist() == [1, 1, 0, 0]
    # by worth a minute 3 / 10 comes first, and then neither of the others fits: 20 minutes are lost
    tight = Question(
        rank_score=np.array([0.0, 9.0, 1.0]),
        score=np.array([3.0, 7.0, 0.5]),
        visit_cost_min=np.array([10.0, 25.0, 5.0]),
        won=np.array([0.0, 1.0]),
        hotspots=1,
        visits_per_day=1,
        district_of_area=np.zeros(3, dtype=np.int16),
        floor=np.zeros(1, dtype=np.int64),
    )
    assert greedy(tight).tolist() == [1, 0, 0]
    assert optimal(tight).tolist() == [0, 1, 0]


def test_a_district_gets_its_least():
    # three visits to the second district, whose areas are worth little and may have three each
    question = ask([9, 8, 1, 0.5], hotspots=3, visits=2, district=[0, 0, 1, 1], floor=(0, 3))
    for allocation in (greedy, optimal):
        visits = allocation(question)
        assert visits[2:].sum() >= 3
        assert np.count_nonzero(visits) <= 3
        assert question.cost_min(visits) <= question.budget_min()
    assert optimal(question).tolist() == [2, 1, 3, 0]


def test_a_floor_beyond_what_is_worth_a_visit_is_what_there_is():
    question = ask([9, 8, 1, 0], district=[0, 0, 1, 2], floor=(0, 7, 2))
    assert question.reachable_floor.tolist() == [0, 3, 0]
    assert greedy(question)[2] == optimal(question)[2] == 3


def test_floors_that_need_more_areas_than_asked_for_get_them():
    question = ask([9, 8, 7], hotspots=1, visits=3, district=[0, 1, 2], floor=(1, 1, 1))
    assert question.most_hotspots == 3
    assert greedy(question).tolist() == optimal(question).tolist() == [1, 1, 1]


def test_the_fewest_visits_come_together():
    # two at least: 80 minutes are four visits. 8 wins 6 by two and 3 wins 2.25; a third visit to the first would win 1
    question = ask([8, 3, 1], fewest=2)
    assert (question.step.tolist(), question.step_won.tolist()) == ([2, 1], [0.75, 0.125])
    assert greedy(question).tolist() == optimal(question).tolist() == [2, 2, 0]
    # one area alone has three; the 20 minutes that are left are no two visits
    assert greedy(ask([8, 0.1, 0], fewest=2, hotspots=1, visits=3)).tolist() == [3, 0, 0]
    # 12 visits over 5 : 3 : 0.1 with at most 6, at least 2: 2 to the last, and 10 over 5 : 3
    won = 1.0 - 0.5 ** np.arange(8)
    question = ask([5, 3, 0.1], hotspots=3, visits=4, won=won, fewest=2)
    assert proportional(question).tolist() == [6, 4, 2]


def test_nothing_on_record_gives_nobody_a_visit():
    question = ask([0, 0, 0], floor=(2,))
    for allocation in ALLOCATIONS.values():
        assert allocation(question).tolist() == [0, 0, 0]


@st.composite
def questions(draw):
    """Draw a small question whose answers can all be tried."""
    n = draw(st.integers(2, 4))
    number = st.integers(0, 20).map(float)
    most = draw(st.integers(1, 3))
    fewest = draw(st.integers(1, most))
    keeps = draw(st.sampled_from([0.3, 0.5, 0.9]))
    hotspots = draw(st.integers(1, n))
    return ask(
        draw(st.lists(number, min_size=n, max_size=n)),
        cost=draw(st.lists(st.integers(15, 40).map(float), min_size=n, max_size=n)),
        won=1.0 - keeps ** np.arange(most + 1),
        hotspots=hotspots,
        visits=draw(st.integers(fewest, most)),
        fewest=fewest,
        district=draw(st.lists(st.integers(0, 1), min_size=n, max_size=n)),
        floor=(0, 0),
    )


@given(questions())
@settings(max_examples=60)
def test_no_share_of_all_there_are_is_worth_more_than_the_optimal(question):
    visits = optimal(question)
    assert allowed(question, visits)
    assert question.value(visits) == pytest.approx(best_of_all(question), rel=2e-4)


@given(questions(), st.lists(st.integers(0, 4), min_size=2, max_size=2))
@settings(max_examples=60)
def test_with_floors_no_share_is_worth_more_either(question, floor):
    """Floors that the minutes and the number of areas can meet; what greedy takes beyond the minutes is the optimal's as well."""
    question = replace(question, floor=np.array(floor))
    best = [share for share in shares(question) if allowed(question, share)]
    assume(best and question.reachable_floor.tolist() == floor)
    visits = optimal(question)
    assert question.meets_floors(visits)
    assert question.value(visits) >= max(map(question.value, best)) * (1 - 2e-4)
    assert question.value(visits) >= question.value(greedy(question))


@given(questions())
@settings(max_examples=60)
def test_every_share_keeps_to_the_rules(question):
    assert allowed(question, greedy(question))
    assert allowed(question, equal(question))
    shared = proportional(question)
    assert shared.sum() == equal(question).sum()
    assert shared.max() <= question.most


def big(n=690, hotspots=80, visits=4, floor=0.0, seed=4):
    """Put a question of a whole county."""
    dice = np.random.default_rng(seed)
    district = dice.integers(0, 10, n)
    least = np.full(10, int(floor * hotspots * visits / 10))
    won = 1.0 - 0.85 ** (np.arange(11) / 2)
    cost = 15 + dice.gamma(2.0, 3.0, n)
    return ask(
        dice.gamma(0.8, 100, n), cost=cost, won=won, hotspots=hotspots, visits=visits, district=district, floor=least
    )


@pytest.mark.parametrize("question", [big(), big(floor=0.5), big(hotspots=690, visits=2, floor=0.8)])
def test_optimal_is_never_worse_in_a_whole_county(question):
    visits = optimal(question)
    assert question.meets_floors(visits)
    assert question.cost_min(visits) <= question.budget_min() * (1 + 2e-6)
    assert np.count_nonzero(visits) <= question.hotspots
    worth = {name: question.value(allocation(question)) for name, allocation in ALLOCATIONS.items()}
    assert worth["optimal"] >= worth["greedy"] > worth["proportional"] > worth["equal"]


def test_the_solver_says_nothing(capfd):
    """Of the whole counties tried, this one made it talk: it was told to keep minutes to a millionth of a minute."""
    optimal(big(seed=8))
    with nothing_said():
        os.write(1, b"nobody reads this")
    os.write(1, b"but this")
    assert capfd.readouterr().out == "but this"


def test_where_the_solver_finds_nothing_the_best_known_stands(monkeypatch):
    monkeypatch.setattr(optimal_module, "_solved", lambda question, budget_min: None)
    question = big()
    assert optimal(question).tolist() == greedy(question).tolist()


# --- from a plan


def test_a_visit_takes_its_minutes_and_the_way():
    terrain = make_terrain(4, reach_min=np.array([5.0, 5.0, 15.0, 0.0]), deterred=0.19)
    target = TargetConfig.model_validate({"rank_by": "harm", "hotspots": 2, "visits_per_day": 2, "allocate": "greedy"})
    question = question_of(target, np.array([4.0, 3.0, 2.0, 1.0]), terrain)
    assert question.visit_cost_min.tolist() == [20, 20, 30, 15]
    assert question.budget_min() == 80
    # two visits of 15 minutes are the stated dose of 30, which deters .19: .9 of what is left each
    assert question.won[:4] == pytest.approx([0, 0.1, 0.19, 0.271])
    assert question.most == 10


def test_long_visits_bring_less_a_minute():
    curve = make_terrain(1, deterred=0.19).kinds.curve
    # 15 + .2 × 25 = 20 of 30
    assert curve.of_visits(np.array([1]), 40.0)[0] == pytest.approx(1 - 0.81 ** (20 / 30))
    assert curve.of_visits(np.array([2]), 7.5)[0] == pytest.approx(0.1)


def test_preventable_harm_an_hour_is_harm_to_be_won_once_the_hours_are_counted():
    terrain = make_terrain(2, reach_min=np.array([5.0, 15.0]))
    target = TargetConfig.model_validate({"rank_by": "preventable", "hotspots": 1})
    question = question_of(target, np.array([6.0, 5.0]), terrain)
    assert question.rank_score.tolist() == [6, 5]
    assert question.score.tolist() == [2, 2.5]  # 20 and 30 minutes a visit


def test_the_list_is_by_score_and_holds_all_that_are_due_a_visit():
    target = TargetConfig.model_validate(
        {"rank_by": "harm", "hotspots": 3, "visits_per_day": 1, "allocate": "proportional"}
    )
    shared = share_out(target, np.array([1.0, 4.0, 1.0, 0.0]), make_terrain(4))
    assert (shared.areas.tolist(), shared.visits.tolist()) == ([1, 0], [2, 1])


def test_floors_go_by_residents():
    terrain = make_terrain(
        4, district_of_area=np.array([0, 0, 1, 2], np.int16), population=np.array([1000.0, 1000.0, 1500.0, 500.0])
    )
    target = TargetConfig.model_validate(
        {"rank_by": "harm", "hotspots": 4, "visits_per_day": 4, "allocate": "optimal", "district_floor": 0.5}
    )
    # 16 visits: 8, 6 and 2 by residents, half of which is 4, 3 and 1
    assert question_of(target, np.ones(4), terrain).floor.tolist() == [4, 3, 1]
