"""Near-repeats: known parameters come back, whatever the places are like, and the pairs agree with a double loop."""

from datetime import date

import numpy as np
import pytest

from sim.clock import Clock
from sim.demand.build import build_demand, handling_of
from sim.fit.close_pairs import GROUPS, parts_of_county
from sim.fit.events import Events, events_of
from sim.fit.kernels import weigh_pairs
from sim.fit.near_repeat import fit_events, fit_near_repeats
from tests.demand.make import draw, make_config, make_county
from tests.fit.make_log import make_log
from tests.fit.near_repeat_events import self_exciting

TRUE = {"branching": 0.2, "decay_days": 10.0, "sigma_m": 150.0}


def fits_of(seeds, **how):
    """Fit logs of two years in which a fifth of calls are near-repeats, after ten days on average, 150 m away."""
    return [fit_events(self_exciting(seed, branching=0.2, **how)) for seed in seeds]


@pytest.fixture(scope="module")
def fits():
    """Logs of a county whose places differ as much as real ones do, some of them far more."""
    return fits_of(range(5)) + fits_of(range(5, 10), rough=2.0)


@pytest.mark.parametrize("name", list(TRUE))
def test_known_parameters_come_back(fits, name):
    found = [getattr(fit, name) for fit in fits]
    assert np.mean([estimate.value for estimate in found]) == pytest.approx(TRUE[name], rel=0.1)
    assert sum(estimate.low <= TRUE[name] <= estimate.high for estimate in found) >= 8
    # the intervals are of use: half of one is at most half of the number
    assert np.median([(estimate.high - estimate.low) / 2 for estimate in found]) < TRUE[name] / 2


def test_known_near_repeats_are_found_and_the_fit_is_good(fits):
    assert all(fit.found for fit in fits)
    assert all(fit.knox.p_value[0, 0] < 0.01 for fit in fits[:5])
    assert sum(fit.misfit_p > 0.05 for fit in fits) >= 8


def test_good_and_bad_months_are_not_taken_for_near_repeats():
    """Months that do not follow from each other, of variance one fifth."""
    both, months = [
        [
            fit_events(self_exciting(seed, branching=n, months=0.2, immigrants=6_000), month_correlation=0.0)
            for seed in range(3)
        ]
        for n in (0.2, 0.0)
    ]
    for name, true in TRUE.items():
        assert np.mean([getattr(fit, name).value for fit in both]) == pytest.approx(true, rel=0.2)
    assert np.mean([fit.branching.value for fit in months]) < 0.05
    assert np.mean([fit.months for fit in both + months]) > 0.05


def test_calls_without_near_repeats_give_none():
    for seed in (11, 12, 13):
        fit = fit_events(self_exciting(seed, branching=0.0))
        assert not fit.found
        assert fit.branching.value < 0.15
        assert 0.01 < fit.branching.high < 0.3
        assert fit.decay_days[1:] == (0.5, 60.0)
        assert fit.sigma_m[1:] == (10.0, 400.0)


def test_a_wrong_model_shows_in_the_fit():
    """Near-repeats after exactly a month, as bills have them, are not exponential."""
    events = self_exciting(31, branching=0.0, immigrants=4_000)
    again = np.random.default_rng(1).random(events.day.size) < 0.4
    day = np.concatenate([events.day, events.day[again] + 30.5])
    order = np.argsort(day)
    places = (np.concatenate([place, place[again]])[order] for place in (events.x_m, events.y_m, events.area))
    assert fit_events(Events(day[order], *places, 800.0)).misfit_p < 1e-6


def test_weights_against_a_double_loop():
    random = np.random.default_rng(4)
    day = np.sort(random.uniform(0, 100, 80))
    x_m, y_m = random.uniform(0, 900, (2, 80))
    weight, group, area = random.random(80), random.integers(0, 3, 80), (x_m // 300).astype(np.int64)
    edge_m, edge_days = np.array([100.0, 250.0]), np.array([5.0, 20.0, 40.0])
    table, squares = np.empty((3, 4, 3)), np.empty((4, 3))
    weigh_pairs(day, x_m, y_m, area, weight, group, edge_m, edge_days, table, squares)
    expected, of_squares = np.zeros((3, 4, 3)), np.zeros((4, 3))
    for b in range(80):
        for a in range(b):
            distance, delay = np.hypot(x_m[a] - x_m[b], y_m[a] - y_m[b]), day[b] - day[a]
            if distance <= 250 and delay <= 40:
                cell = np.searchsorted(edge_m, distance) + 2 * (area[a] == area[b]), np.searchsorted(edge_days, delay)
                expected[group[a], *cell] += np.sqrt(weight[a] * weight[b])
                of_squares[cell] += weight[a] * weight[b]
    assert (expected.sum(axis=0) > 0).all()
    np.testing.assert_allclose(table, expected)
    np.testing.assert_allclose(squares, of_squares)


def test_parts_of_the_county_hold_as_many_calls_each_and_do_not_mix():
    place = np.random.default_rng(2).random((1_000, 2))
    part = parts_of_county(place)
    assert np.bincount(part).tolist() == [1_000 // GROUPS] * GROUPS
    west, east = place[part < 5], place[part >= 20]
    assert west[:, 0].max() < east[:, 0].min()
    assert place[part == 0][:, 1].max() < place[part == 1][:, 1].min()


def test_clock_of_the_sun_and_clock_of_the_type():
    """All calls come in the first twelve hours of Monday: on its own clock that half day is the whole week."""
    monday = date(2021, 3, 1)
    log = make_log(monday, np.array([0.0, 360.0, 7 * 1440.0]), x_m=np.zeros(3), y_m=np.zeros(3))
    assert events_of(log, 0, None).day.tolist() == [0, 0.25, 7]
    week = np.zeros(168)
    week[:12] = 1 / 12
    events = events_of(log, 0, week)
    assert events.day == pytest.approx([0, 3.5, 7])
    assert events.until_day == pytest.approx(14)
    log = make_log(date(2021, 3, 3), np.array([30.0]), x_m=np.zeros(1), y_m=np.zeros(1))  # a Wednesday
    assert events_of(log, 0, np.full(168, 1 / 168)).day == pytest.approx([30 / 1440])


def test_dates_alone_are_spread_over_their_day():
    log = make_log(date(2021, 3, 1), np.array([0.0, 0.0, 1440.0]), x_m=np.zeros(3), y_m=np.zeros(3))
    assert events_of(log, 0, np.full(168, 1 / 168)).day == pytest.approx([0.25, 0.75, 1.5])


def test_calls_without_a_place_are_left_out():
    log = make_log(
        date(2021, 3, 1), [10.0, 20.0, 30.0], x_m=[1.0, np.nan, 3.0], y_m=[1.0, np.nan, 3.0], area=[0, 0, -1]
    )
    assert events_of(log, 0, None).x_m.tolist() == [1.0]


def test_a_log_of_dates_gives_near_repeats_too():
    events = self_exciting(1, branching=0.2)
    log = make_log(date(2021, 3, 1), np.floor(events.day) * 1440, x_m=events.x_m, y_m=events.y_m)
    fit = fit_near_repeats(log, {}).by_kind["call"]
    for name, true in TRUE.items():
        assert getattr(fit, name).low <= true <= getattr(fit, name).high


def test_too_little_is_not_fitted_and_said():
    few = self_exciting(1, branching=0.1, immigrants=50)
    log = make_log(date(2021, 3, 1), few.day * 1440, x_m=few.x_m, y_m=few.y_m)
    fits = fit_near_repeats(log, {})
    assert not fits.by_kind
    assert f"{few.day.size} calls with coordinates are few" in fits.notes[0]
    short = make_log(date(2021, 3, 1), few.day * 100, x_m=few.x_m, y_m=few.y_m)
    assert "shorter than 360 days" in fit_near_repeats(short, {}).notes[0]


def place_calls(calls, county, sigma_m):
    """Give the calls of a history points: those that are nobody's child anywhere in their area, others near their parent.

    A history says in which area a call is; a near-repeat lies at a Gaussian distance that ends in that area.
    """
    random = np.random.default_rng(3)
    side = 1000 * np.sqrt(county.area_km2[0])
    corner = np.column_stack([county.x_m, county.y_m]) - side / 2
    place = np.empty((calls.size, 2))
    for row, call in enumerate(calls):
        low = corner[call["area"]]
        place[row] = low + side * random.random(2)
        while call["parent"] >= 0:
            near = place[call["parent"]] + sigma_m * random.standard_normal((200, 2))
            inside = ((near >= low) & (near < low + side)).all(axis=1)
            if inside.any():
                place[row] = near[inside][0]
                break
    return place.T


@pytest.mark.parametrize("seed", [1, 2])
def test_near_repeats_of_a_history_come_back(seed):
    """Calls that the simulator draws for two years, by night more than by day."""
    near = {"branching": 0.2, "decay_days": 10, "sigma_m": 150}
    week = {"hours": [3.0] * 6 + [1.0] * 18, "source": "x", "confidence": "range", "times": [1, 1]}
    config = make_config({"calls_per_year": 2_500, "profile": "nights", "near_repeat": near}, profiles={"nights": week})
    county = make_county(12, 12)
    clock = Clock(date(2026, 1, 1), 0, 728, 0)
    demand = build_demand(config, county)
    calls = draw(demand, county, handling_of(config), clock=clock, seed=seed).calls
    assert (calls["parent"] >= 0).mean() == pytest.approx(0.2, abs=0.02)
    x_m, y_m = place_calls(calls, county, 150.0)
    log = make_log(clock.start, calls["call_min"], x_m=x_m, y_m=y_m, area=calls["area"])
    fit = fit_near_repeats(log, {"call": demand.hour_profile[0]}).by_kind["call"]
    for name, true in TRUE.items():
        found = getattr(fit, name)
        assert found.low <= true <= found.high, (name, found)
        assert found.value == pytest.approx(true, rel=0.35)
