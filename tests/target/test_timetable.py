"""When visits fall due on an unpredictable route: never far apart, all times equally likely, lots that stay what they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.keys import Purpose, philox_key
from sim.target.config import TargetConfig
from sim.target.hours_config import LONGEST_ABSENCE_MIN
from sim.target.kernels import MANY_VISITS
from tests.target.seeing import make_terrain, seen, times_of

DAY = 1_440.0
KEY = (7, 3)
START, END = 900.0, 1_380.0
"""The default hours, 15:00-23:00."""


def plan(visits=4, minutes=15.0, hours="15:00-23:00", **changed):
    """Give a plan with an unpredictable route."""
    more = {"visits_per_day": visits, "visit_minutes": minutes, "hours": hours}
    return TargetConfig.model_validate({"rank_by": "harm", "route": "unpredictable"} | more | changed)


def draw(config, areas=(5,), days=1, first=0, key=KEY):
    """Draw the times of some days: (areas, days, visits), minutes of the day."""
    visits = [config.visits_per_day] * len(areas)
    due_at = times_of(config, visits, areas=areas, span_min=(first * DAY, (first + days) * DAY), key=key)
    midnight = (first + np.arange(days)[:, None]) * DAY
    return due_at.reshape(len(areas), days, config.visits_per_day) - midnight


def gaps_of(times, minutes, start=START, end=END):
    """Give the minutes that a place is left alone: before, between and after its visits."""
    ends = np.concatenate([np.full((*times.shape[:-1], 1), start), times + minutes], axis=-1)
    starts = np.concatenate([times, np.full((*times.shape[:-1], 1), end)], axis=-1)
    return starts - ends


def naive(area, day, visits, minutes, start, end, *, many):
    """Draw one day with NumPy's own generator, as the rule is stated."""
    key = philox_key(*KEY, Purpose.RETURN_TIMES)
    rng = np.random.Generator(np.random.Philox(key=key, counter=[0, area, day, 0]))
    away = end - start - visits * minutes
    short = (visits + 1) * LONGEST_ABSENCE_MIN - away
    gaps = np.array([np.inf])
    while gaps.min() < 0.0 or gaps.max() > LONGEST_ABSENCE_MIN:
        marks = rng.random(visits)
        if many:
            gaps = np.append(marks * LONGEST_ABSENCE_MIN, away - (marks * LONGEST_ABSENCE_MIN).sum())
        else:
            cuts = np.diff(np.concatenate([[0.0], np.sort(marks), [1.0]]))
            gaps = cuts * away if away <= short else LONGEST_ABSENCE_MIN - cuts * short
    return start + np.cumsum(gaps[:-1]) + np.arange(visits) * minutes


@settings(max_examples=60)
@given(st.integers(0, 24), st.integers(1, 24), st.integers(1, 30), st.sampled_from([1.0, 7.5, 15.0, 45.0]))
def test_no_place_is_left_alone_for_more_than_two_hours(start_hour, length, visits, minutes):
    away = length * 60 - visits * minutes
    assume(start_hour + length <= 24)
    assume(0 < away < (visits + 1) * LONGEST_ABSENCE_MIN)
    hours = f"{start_hour:02d}:00-{start_hour + length:02d}:00"
    times = draw(plan(visits, minutes, hours), areas=(0, 3), days=3)
    gaps = gaps_of(times, minutes, start_hour * 60.0, (start_hour + length) * 60.0)
    assert gaps.min() >= -1e-9
    assert gaps.max() <= LONGEST_ABSENCE_MIN + 1e-9
    assert gaps.sum(axis=-1) == pytest.approx(np.full((2, 3), away))


@pytest.mark.parametrize(
    ("visits", "minutes", "start", "end", "many"),
    [
        (1, 15.0, 900.0, 960.0, False),
        (3, 15.0, 900.0, 1_380.0, False),  # 435 minutes in four gaps: what they fall short of two hours is cut
        (4, 15.0, 900.0, 1_380.0, False),
        (6, 10.0, 900.0, 1_380.0, False),
        (12, 15.0, 900.0, 1_380.0, False),  # many, but gaps of 23 minutes are far from half of two hours
        (MANY_VISITS, 30.0, 480.0, 1_440.0, True),  # 660 minutes are just half of eleven times two hours
        (20, 15.0, 0.0, 1_440.0, True),
    ],
)
def test_lots_are_those_of_the_slow_rule(visits, minutes, start, end, many):
    hours = f"{start // 60:02.0f}:00-{end // 60:02.0f}:00"
    times = draw(plan(visits, minutes, hours), areas=(5, 0), days=4, first=2)
    for row, area in enumerate((5, 0)):
        for day in range(4):
            expected = naive(area, 2 + day, visits, minutes, start, end, many=many)
            assert times[row, day] == pytest.approx(expected, abs=1e-9)


def test_one_visit_by_hand():
    """An hour with one visit of 15 minutes: it falls due at 15:00 + 45 minutes times the first mark of area and day."""
    key = philox_key(*KEY, Purpose.RETURN_TIMES)
    mark = np.random.Generator(np.random.Philox(key=key, counter=[0, 5, 2, 0])).random()
    assert draw(plan(1, hours="15:00-16:00"), first=2)[0, 0, 0] == pytest.approx(900.0 + 45.0 * mark, abs=1e-9)


@pytest.mark.parametrize(("visits", "minutes", "hours"), [(3, 15.0, "15:00-23:00"), (16, 15.0, "00:00-24:00")])
def test_all_gaps_follow_one_law(visits, minutes, hours):
    """Every gap has the same mean, whatever its place in the day; 20,000 days give it to a fifth of a minute or so."""
    start, end = (float(text[:2]) * 60 for text in hours.split("-"))
    gaps = gaps_of(draw(plan(visits, minutes, hours), areas=range(20), days=1_000), minutes, start, end)
    by_place = gaps.reshape(20_000, visits + 1)
    mean = (end - start - visits * minutes) / (visits + 1)
    error = by_place.std(axis=0) / np.sqrt(20_000)
    assert (np.abs(by_place.mean(axis=0) - mean) < 4.5 * error).all()


def test_two_visits_are_equally_likely_anywhere_they_may_be():
    """Two visits in 4 hours leave 210 minutes in three gaps x, y and z of at most 120.

    Equally likely are all (x, y) in [0, 120]² with 90 <= x + y <= 210: 14,400 - 4,050 - 450 = 9,900 square minutes. Of these
    x <= 60 holds 60 of the height 120 less the triangle 90²/2 - 30²/2 below x + y = 90: 7,200 - 3,600 = 3,600.
    """
    times = draw(plan(2, hours="15:00-19:00"), areas=range(20), days=1_000)
    first = times[:, :, 0].ravel() - 900.0
    share = (first <= 60.0).mean()
    assert share == pytest.approx(3_600 / 9_900, abs=4.5 * np.sqrt(0.3636 * 0.6364 / 20_000))


def test_what_came_before_does_not_tell_when_the_next_visit_comes():
    """Nobody who knows the time of yesterday's visits, or of those next door, knows more about today's."""
    times = draw(plan(), areas=range(40), days=500)[:, :, 0]
    over_days = np.corrcoef(times[:, :-1].ravel(), times[:, 1:].ravel())[0, 1]
    next_door = np.corrcoef(times[:-1].ravel(), times[1:].ravel())[0, 1]
    assert abs(over_days) < 4.5 / np.sqrt(20_000)
    assert abs(next_door) < 4.5 / np.sqrt(20_000)
    assert times.std() > 20.0


def test_lots_belong_to_area_and_day():
    """Another list, another order, another meeting: the same times; another replication or seed: others."""
    times = draw(plan(), areas=(2, 9), days=28)
    assert draw(plan(), areas=(9, 4, 2), days=28)[[2, 0]].tolist() == times.tolist()
    assert draw(plan(), areas=(2, 9), days=7, first=21) == pytest.approx(times[:, 21:], abs=1e-8)
    for other in ((7, 4), (8, 3)):
        assert not np.isin(draw(plan(), areas=(2, 9), days=28, key=other), times).any()


def test_a_last_stretch_that_ends_within_a_day_has_all_visits_of_that_day():
    assert times_of(plan(), [4], span_min=(0.0, 1.5 * DAY)).shape == (1, 8)


@pytest.mark.parametrize("route", ["overdue", "rounds"])
def test_other_routes_have_no_timetable(route):
    assert times_of(TargetConfig(rank_by="harm", route=route), [3]) is None


# --- visits and hours of their own


@settings(max_examples=40)
@given(st.lists(st.integers(3, 9), min_size=1, max_size=4), st.sampled_from([7.5, 15.0]), st.integers(0, 6))
def test_each_place_has_its_own_number_of_lots(visits, minutes, day):
    """Allocated visits: every place keeps to two hours, with as many visits as it got, and the rest of its row is empty."""
    config = plan(3, minutes, allocate="greedy")
    times = times_of(config, visits, span_min=(day * DAY, (day + 2) * DAY))
    for row, count in enumerate(visits):
        mine = times[row, : 2 * count].reshape(2, count) - (day + np.arange(2)[:, None]) * DAY
        gaps = gaps_of(mine, minutes)
        assert gaps.min() >= -1e-9
        assert gaps.max() <= LONGEST_ABSENCE_MIN + 1e-9
        assert np.isinf(times[row, 2 * count :]).all()


def test_a_place_has_the_lots_of_its_number_whatever_the_others_get():
    """Three, five and twelve visits each are those of a plan that gives everybody as many, and of the slow rule."""
    config = plan(3, allocate="optimal", most_visits_per_day=12)
    times = times_of(config, [3, 12, 5], areas=[4, 9, 2], span_min=(0.0, 2 * DAY))
    for row, (area, count) in enumerate([(4, 3), (9, 12), (2, 5)]):
        alone = draw(plan(count), areas=(area,), days=2)
        assert times[row, : 2 * count].tolist() == (alone[0] + np.arange(2)[:, None] * DAY).ravel().tolist()
        expected = naive(area, 0, count, 15.0, START, END, many=False)
        assert times[row, :count] == pytest.approx(expected, abs=1e-9)


def test_lots_are_drawn_within_the_hours_chosen_for_each_place():
    """Crimes happen from 20:00 to 22:00 and ASB from 15:00 to 17:00: a place of each, with two hours of patrol a day."""
    hour_share = np.zeros((2, 7, 24))
    hour_share[0, :, 20:22], hour_share[1, :, 15:17] = 1 / 14, 1 / 14
    terrain = make_terrain(2, hour_share=hour_share.reshape(2, 168))
    config = plan(2, hours="chosen", chosen_hours=2)
    looked_at = seen(recorded=[[[5, 0], [0, 5]]], terrain=terrain)
    times = times_of(config, [2, 2], looked_at=looked_at, span_min=(0.0, 7 * DAY)).reshape(2, 7, 2)
    of_day = times - np.arange(7)[:, None] * DAY
    for row, start in enumerate((1_200.0, 900.0)):
        gaps = gaps_of(of_day[row], 15.0, start, start + 120.0)
        assert gaps.min() >= -1e-9
        for day in range(7):
            expected = naive(row, day, 2, 15.0, start, start + 120.0, many=False)
            assert of_day[row, day] == pytest.approx(expected, abs=1e-9)


def test_a_list_gives_each_place_visits_and_hours_of_its_own():
    listed = {"S0": 1.0, "S1": {"visits_per_day": 4, "hours": "18:00-22:00"}}
    config = TargetConfig.model_validate(
        {"rank_by": "list", "areas": listed, "route": "unpredictable", "hours": "15:00-17:00", "visits_per_day": 2}
    )
    times = times_of(config, [2, 4])
    assert np.isinf(times[0, 2:]).all()
    for row, (count, start, end) in enumerate([(2, 900.0, 1_020.0), (4, 1_080.0, 1_320.0)]):
        assert times[row, :count] == pytest.approx(naive(row, 0, count, 15.0, start, end, many=False), abs=1e-9)
