"""Recruits become officers: by hand, against a formula, and at the extremes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.clock import Clock
from sim.force.build import build_force, posts_by_district
from sim.force.config import ForceConfig, Redeploy, Uplift
from sim.force.model import HOTSPOT, NOT_POSTED, RESPONSE
from sim.force.strength import strength
from sim.keys import Purpose, stream

WEEK = 10_080.0
THREE_YEARS = Clock(date(2026, 4, 6), warm_up_days=28, days=3 * 364)
START = THREE_YEARS.measure_from_min


def with_pipeline(config, **changes):
    """Give a force with other numbers in its pipeline."""
    data = config.model_dump(mode="json")
    return ForceConfig.model_validate(data | {"pipeline": data["pipeline"] | changes})


@pytest.fixture(scope="module")
def loyal(hertfordshire):
    """The shipped force, in which no recruit leaves."""
    return with_pipeline(hertfordshire, early_leaver_share=0)


def train(config, county, posts, to="response", seed=1, replication=0, clock=THREE_YEARS):
    demand = np.ones(county.n_districts)
    return build_force(
        config,
        posts_by_district(config, demand),
        county,
        demand,
        clock,
        uplift=Uplift(posts=posts, to=to if isinstance(to, dict) else {to: 1.0}, arrival="pipeline"),
        seed=seed,
        replication=replication,
    )


def mean_between(rows, measure, from_min, until_min):
    """Give the time mean of one column of a strength table."""
    weight = np.minimum(rows["until_min"], until_min) - np.maximum(rows["from_min"], from_min)
    return float((rows[measure] * weight.clip(min=0)).sum() / (until_min - from_min))


def path_of(force, officer):
    """List what becomes of one officer: weeks since the first intake, team, productivity."""
    mine = force.changes[force.changes["officer"] == officer]
    return [
        (float(row["time_min"] - START) / WEEK, int(row["to"]["team"]), round(float(row["to"]["productivity"]), 6))
        for row in mine
    ]


def test_one_recruit_from_classroom_to_the_end_of_probation(loyal, ten_districts):
    force = train(loyal, ten_districts, 1)
    assert force.n_officers == 1_095
    assert force.officers[1_094]["team"] == NOT_POSTED
    assert force.officers[1_094]["presence"] == 0
    assert path_of(force, 1_094) == [(23, RESPONSE, 0.4), (36, RESPONSE, 0.8), (104, RESPONSE, 1.0)]
    # the lowest id of the district tutors for thirteen weeks at half
    assert path_of(force, 0) == [(23, RESPONSE, 0.5), (36, RESPONSE, 1.0)]
    assert force.changes.size == 5
    # a tutored recruit is on duty for .4 × .75 of the rostered shifts
    assert force.changes["to"]["presence"][force.changes["officer"] == 1_094][0] == np.float32(0.3)


def test_a_specialist_post_is_filled_from_response_and_backfilled(loyal, ten_districts):
    force = train(loyal, ten_districts, 1, to="hotspot_team")
    assert path_of(force, 1_094) == [(23, RESPONSE, 0.4), (36, RESPONSE, 0.8), (104, RESPONSE, 1.0)]
    moved = force.changes[force.changes["to"]["team"] == HOTSPOT]
    assert moved.size == 1
    assert (moved["time_min"][0] - START) / WEEK == 36
    assert moved["to"]["productivity"][0] == 1
    # a trained officer of the same district, from a shift team that the recruit made the largest
    mover, recruit = force.officers[moved["officer"][0]], force.changes[force.changes["officer"] == 1_094][0]["to"]
    assert mover["district"] == recruit["district"] == 0
    assert moved["officer"][0] < 79
    assert force.posts.tolist() == [785, 309, 1]


def test_six_intakes_give_few_officers_in_their_first_year(loyal, ten_districts):
    # Intakes of 18 at weeks 0, 4, …, 20. In 52 weeks they are tutored for 13 13 13 13 13 9 = 74 weeks and
    # independent for 16 12 8 4 0 0 = 40 weeks. By themselves 18 (74 × .4 + 40 × .8) / 52 = 21.32 officers; their
    # tutors are missed for 18 × 74 × .5 / 52 = 12.81; what is left is 8.52.
    force = train(loyal, ten_districts, 108)
    rows = strength(force, THREE_YEARS)
    gained = mean_between(rows, "response", START, START + 52 * WEEK) - 785
    own = 18 * (74 * 0.4 + 40 * 0.8) / 52
    tutors = 18 * 74 * 0.5 / 52
    assert (round(own, 2), round(tutors, 2)) == (21.32, 12.81)
    assert gained == pytest.approx(own - tutors)


def test_recruits_alone_are_worth_about_24_if_probation_costs_nothing(loyal, ten_districts):
    # 18 (74 × .4 + 40 × 1) / 52 = 24.09: tutors at full worth, no protected learning
    easy = with_pipeline(loyal, tutor_productivity=1, probation_productivity=1)
    rows = strength(train(easy, ten_districts, 108), THREE_YEARS)
    assert mean_between(rows, "deployable", START, START + 52 * WEEK) - 1_094 == pytest.approx(18 * 69.6 / 52)


def test_strength_is_the_sum_over_intakes_at_any_time(loyal, ten_districts):
    rows = strength(train(loyal, ten_districts, 100), THREE_YEARS)
    sizes = [18, 18, 18, 18, 18, 10]
    for week in np.arange(0.5, 156, 1.0):
        expected = 785.0
        for intake, size in enumerate(sizes):
            age = week - 4 * intake
            expected += size * (0.0 if age < 23 else -0.1 if age < 36 else 0.8 if age < 104 else 1.0)
        at = np.searchsorted(rows["from_min"], START + week * WEEK, side="right") - 1
        assert rows["response"][at] == pytest.approx(expected)
    # the last is done with probation 20 + 104 weeks after the first intake: then it is in post
    assert rows["deployable"][-1] == 1_194


def test_hotspot_posts_fill_as_recruits_become_independent(loyal, ten_districts):
    rows = strength(train(loyal, ten_districts, 100, to="hotspot_team"), THREE_YEARS)
    for week, filled in ((35.9, 0), (36.1, 18), (40.1, 36), (56.1, 100), (150.0, 100)):
        at = np.searchsorted(rows["from_min"], START + week * WEEK, side="right") - 1
        assert rows["hotspot_team"][at] == filled, week
    assert rows["response"][-1] == 785


def test_districts_and_teams_fill_in_step(loyal, ten_districts):
    force = train(loyal, ten_districts, 100, to={"response": 0.5, "hotspot_team": 0.5})
    first = force.officers[1_094 : 1_094 + 20]
    # ten districts, five posts each in two teams: the first twenty recruits are two in each district
    assert np.bincount(first["district"]).tolist() == [2] * 10


def test_leavers_leave_when_their_own_marks_say_and_are_replaced(hertfordshire, ten_districts):
    force = train(hertfordshire, ten_districts, 100, seed=5, replication=3)
    n_recruits = force.n_officers - 1_094
    leaving = []
    for number in range(n_recruits):
        leaves, when = stream(5, 3, Purpose.LEAVERS, number).random(2)
        gone = [row for row in path_of(force, 1_094 + number) if row[1] == NOT_POSTED]
        if leaves < 0.093 and when * 104 > 23:
            # taken in with an intake: a whole number of four weeks before
            assert (gone[0][0] - when * 104) % 4 == pytest.approx(0, abs=1e-6) or (
                gone[0][0] - when * 104
            ) % 4 == pytest.approx(4, abs=1e-6)
        else:
            assert gone == []
        leaving.append(leaves < 0.093)
    # 3 years are enough to replace all who left in the first two: everybody else is in a post
    assert n_recruits - sum(leaving) == 100
    assert 2 <= sum(leaving) <= 22


def test_leavers_do_not_shift_each_other(hertfordshire, ten_districts):
    few = train(hertfordshire, ten_districts, 40, seed=5)
    many = train(hertfordshire, ten_districts, 100, seed=5)
    fate = [
        {number for number in range(18) if path_of(force, 1_094 + number)[-1][1] == NOT_POSTED} for force in (few, many)
    ]
    assert fate[0] == fate[1]


def test_strength_never_exceeds_the_posts_and_reaches_them(hertfordshire, ten_districts):
    for replication in range(3):
        force = train(hertfordshire, ten_districts, 100, to="hotspot_team", replication=replication)
        rows = strength(force, THREE_YEARS)
        assert rows["deployable"].max() <= 1_194
        assert rows["hotspot_team"].max() == 100
        assert rows["deployable"][-1] > 1_180


def test_everybody_leaving_leaves_today_as_it_was(hertfordshire, ten_districts):
    force = train(with_pipeline(hertfordshire, early_leaver_share=1), ten_districts, 20)
    last = {int(row["officer"]): row["to"] for row in force.changes}
    # tutors are back at full worth once their recruits have gone
    done = [record for officer, record in last.items() if officer < 1_094]
    tutoring = sum(round(float(record["productivity"]), 6) == 0.5 for record in done)
    tutored = sum(
        round(float(record["productivity"]), 6) == 0.4 for officer, record in last.items() if officer >= 1_094
    )
    assert tutoring == tutored
    assert force.n_officers > 1_094 + 20


def test_without_trained_officers_recruits_fill_the_post_themselves(hertfordshire, county_of):
    data = hertfordshire.model_dump(mode="json") | {"posts": {"neighbourhood": 4}}
    force = train(
        with_pipeline(ForceConfig.model_validate(data), early_leaver_share=0), county_of(1), 2, "hotspot_team"
    )
    for recruit in (4, 5):
        assert path_of(force, recruit) == [(23, RESPONSE, 0.4), (36, HOTSPOT, 0.8), (104, HOTSPOT, 1.0)]
    assert np.all(force.changes["officer"] >= 4)


def test_a_run_shorter_than_the_classroom_sees_nobody(loyal, ten_districts):
    short = Clock(date(2026, 4, 6), 0, 7 * 22, 3)
    force = train(loyal, ten_districts, 100, clock=short)
    assert force.changes.size == 0
    assert strength(force, short)["deployable"].tolist() == [1_094]


def test_changes_are_sorted_and_each_officer_changes_once_at_a_time(hertfordshire, ten_districts):
    force = train(hertfordshire, ten_districts, 100, to="hotspot_team")
    keys = [(row["time_min"], row["officer"]) for row in force.changes]
    assert keys == sorted(set(keys))
    assert force.changes["time_min"].min() >= START
    assert force.changes["time_min"].max() < THREE_YEARS.horizon_min
    assert force.changes["officer"].max() < force.n_officers


def test_shift_teams_stay_even_at_the_end(loyal, ten_districts):
    force = train(loyal, ten_districts, 100, to="hotspot_team")
    now = force.officers.copy()
    for row in force.changes:
        now[row["officer"]] = row["to"]
    for team in (RESPONSE, HOTSPOT):
        for district in range(10):
            mine = now[(now["team"] == team) & (now["district"] == district)]
            columns = np.bincount(mine["column"], minlength=5)
            assert columns.max() - columns.min() <= 2


def test_same_key_same_recruits(hertfordshire, ten_districts):
    first, again = (train(hertfordshire, ten_districts, 100, seed=9) for _ in range(2))
    assert first.changes.tobytes() == again.changes.tobytes()
    assert first.officers.tobytes() == again.officers.tobytes()
    assert first.shifts.tobytes() == again.shifts.tobytes()


def test_recruits_backfill_a_response_that_gave_everybody_up(loyal, ten_districts):
    demand = np.ones(10)
    force = build_force(
        loyal,
        posts_by_district(loyal, demand),
        ten_districts,
        demand,
        THREE_YEARS,
        uplift=Uplift(posts=10, to={"response": 1.0}, arrival="pipeline"),
        redeploy=Redeploy.model_validate({"posts": 785, "from": "response", "to": "hotspot_team"}),
    )
    rows = strength(force, THREE_YEARS)
    # nobody is left to tutor them, so nobody is missed: 0, then ten at .4, at .8 and in full
    assert rows["response"].tolist() == [0, 4, 8, 10]
    assert set(rows["hotspot_team"].tolist()) == {785}
    assert force.posts.tolist() == [10, 309, 785]
