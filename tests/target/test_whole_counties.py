"""Preventable harm worked out call by call, and the optimal share in whole counties, made up and real."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.command.effect import reference_stock, solve_effect
from sim.command.seen import Records
from sim.command.terrain import terrain_of
from sim.demand.history import draw_history, no_suppression
from sim.run.parts import build_parts
from sim.study.load import load_study
from sim.target.allocation import Question, equal
from sim.target.config import TargetConfig
from sim.target.greedy import greedy
from sim.target.optimal import SLACK, optimal
from sim.target.registry import ranking_of
from sim.target.sharing import question_of
from tests.run.studying import TINY

HEAD = "schema_version: 1\nstudy: real\nquestion: Which?\nstart: 2026-04-06\ndays: 28\nbaseline: today\n"


def looked_at(parts):
    """Give what is on record in a year of a history, and the areas."""
    none = no_suppression(parts.demand.n_types, parts.county.n_areas)
    around = (parts.county.neighbour_start, parts.county.neighbour)
    harm = parts.harm
    history = draw_history(
        parts.demand,
        parts.handling,
        none,
        around,
        harm.by_offence,
        harm.by_type,
        parts.clock,
        parts.loaded.draw_seed,
        0,
    )
    terrain = terrain_of(parts.county, parts.record_kinds)
    records = Records(history, harm.by_offence, parts.harm_of_asb)
    return records.seen(364, 0.0, terrain, np.zeros(parts.county.n_areas)), terrain


# --- preventable harm


def prevented_by_the_stated_dose(parts, kind):
    """Give the share of a type's calls that the stated dose prevents: minute by minute, what is deterred of what can be."""
    demand, effect = parts.stated_demand, parts.loaded.effect
    presence = parts.rules.street.presence
    beta = solve_effect(effect, presence, demand, effect.reduction.value).beta[kind]
    stock = reference_stock(effect, presence)
    prevented = 0.0
    for hour_of_week, share in enumerate(demand.hour_profile[kind].tolist()):
        for minute in range(60):
            felt = stock[hour_of_week % 24 * 60 + minute]
            prevented += share / 60 * (1 - math.exp(-beta * felt))
    return float(demand.deterrable_share[kind]) * prevented


def slow_preventable(parts, seen, visit_min):
    """Take every record for a call of each type in turn, and add up the harm that an hour of the stated dose would prevent."""
    demand = parts.demand
    per_year = demand.observed_per_year.sum(axis=1)
    by_type = [prevented_by_the_stated_dose(parts, kind) for kind in range(demand.n_types)]
    harm = [*parts.harm.by_offence.tolist(), parts.harm_of_asb]
    scores = []
    for area in range(parts.county.n_areas):
        won = 0.0
        for record, weight in enumerate(harm):
            becomes = demand.asb_record_share if record == len(harm) - 1 else demand.offence_share[:, record]
            rows = [calls * share for calls, share in zip(per_year, becomes, strict=True)]
            if not sum(rows):
                continue
            share = sum(row / sum(rows) * prevented for row, prevented in zip(rows, by_type, strict=True))
            won += float(seen.recorded[:, record, area].sum()) * weight * share
        way_min = min(float(parts.county.travel.base_min[station, area]) for station in parts.county.station_area)
        scores.append(won / ((visit_min + way_min) / 60))
    return scores


def test_preventable_harm_an_hour_is_that_of_single_calls():
    """What is deterrable, how strongly patrol deters it, when it happens, what it weighs, and the way there: all count."""
    parts = build_parts(load_study(TINY))
    seen, _ = looked_at(parts)
    target = TargetConfig(rank_by="preventable", visit_minutes=20.0, hotspots=2)
    scores = ranking_of(target).score(seen)
    assert scores == pytest.approx(slow_preventable(parts, seen, 20.0), rel=1e-6)
    assert len(set(np.round(scores / scores.max(), 3))) == parts.county.n_areas


# --- the optimal share


def drawn(seed):
    """Draw a question of up to 60 areas in up to 5 districts, with floors and with the fewest visits that there may be."""
    dice = np.random.default_rng(seed)
    n, districts = int(dice.integers(5, 60)), int(dice.integers(1, 6))
    most = int(dice.integers(1, 9))
    fewest = int(dice.integers(1, most + 1))
    hotspots, visits = int(dice.integers(1, n + 1)), int(dice.integers(fewest, most + 1))
    score = dice.gamma(0.8, 100, n) * (dice.random(n) < 0.9)
    shares = dice.dirichlet(np.ones(districts))
    return Question(
        rank_score=score,
        score=score * dice.uniform(0.5, 1.5, n),
        visit_cost_min=15 + dice.gamma(2.0, 3.0, n),
        won=1.0 - dice.uniform(0.5, 0.97) ** np.arange(most + 1),
        hotspots=hotspots,
        visits_per_day=visits,
        district_of_area=dice.integers(0, districts, n).astype(np.int16),
        floor=np.floor(dice.choice([0.0, 0.4, 1.0]) * shares * visits * hotspots).astype(np.int64),
        fewest=fewest,
    )


def keeps_to_the_rules(question, visits):
    """Hold a share against every rule; floors may take more minutes than there are, as few as greedy finds."""
    budget_min = max(question.budget_min(), question.cost_min(greedy(question)))
    assert question.cost_min(visits) <= budget_min * (1 + SLACK)
    assert np.count_nonzero(visits) <= question.most_hotspots
    assert question.meets_floors(visits)
    assert ((visits == 0) | ((visits >= question.fewest) & (visits <= question.most))).all()
    assert not visits[question.score <= 0].any()


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_optimal_is_never_worse_than_greedy_or_equal(seed):
    question = drawn(seed)
    visits, same = optimal(question), equal(question)
    keeps_to_the_rules(question, visits)
    assert question.value(visits) >= question.value(greedy(question))
    if question.meets_floors(same):
        assert question.value(visits) >= question.value(same)


@pytest.mark.parametrize("more", [{}, {"district_floor": 0.5}, {"route": "unpredictable", "district_floor": 0.8}])
def test_optimal_is_never_worse_in_the_real_county(real, more):
    seen, terrain = real
    plan = {"rank_by": "preventable", "hotspots": 80, "visits_per_day": 4, "allocate": "optimal"}
    target = TargetConfig.model_validate(plan | more)
    question = question_of(target, ranking_of(target).score(seen), terrain)
    assert question.score.size == 690
    visits = optimal(question)
    keeps_to_the_rules(question, visits)
    assert question.value(visits) >= question.value(greedy(question))
    assert question.value(visits) > 1.05 * question.value(equal(question))


@pytest.fixture(scope="module")
def real(shared_data, tmp_path_factory):
    """Give a year of records of the real county, and its areas."""
    path = tmp_path_factory.mktemp("real") / "real.yaml"
    path.write_text(f"{HEAD}county: hertfordshire_real\nscenarios: {{today: {{}}}}\n", encoding="utf-8")
    return looked_at(build_parts(load_study(path, shared_data)))
