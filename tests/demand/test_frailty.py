"""Frailty: the process, and the variances that give the published dispersion."""

import itertools

import numpy as np
import pytest

from sim.demand.branching import branching_excess, follows_own
from sim.demand.frailty import Rows, own_autocorrelation, solve_frailty, window_autocorrelation
from sim.demand.model import Frailty
from sim.demand.weather import draw_frailty
from tests.demand.dispersion import pearson


def frailty(shared, own, rho):
    return Frailty(shared, np.array([own]), np.zeros(1, dtype=np.int16), ("g",), rho)


def test_process_has_mean_1_its_variance_and_its_correlation():
    weather = draw_frailty(frailty(0.0, 0.5, 0.3), 4000, 30, 1, 0)
    path = np.concatenate([weather.past[0], weather.run[0]])
    assert path.mean() == pytest.approx(1, abs=0.01)
    assert path.var() == pytest.approx(0.5, abs=0.02)
    for lag, expected in ((1, 0.3), (2, 0.09)):
        assert np.corrcoef(path[:-lag].ravel(), path[lag:].ravel())[0, 1] == pytest.approx(expected, abs=0.02)


def test_run_goes_on_from_the_past():
    weather = draw_frailty(frailty(0.0, 0.5, 0.6), 4000, 2, 1, 0)
    assert np.corrcoef(weather.past[0, -1], weather.run[0, 0])[0, 1] == pytest.approx(0.6, abs=0.04)


def test_shared_and_own_part_multiply():
    """(1 + 0.2)(1 + 0.3) − 1 = 0.56."""
    weather = draw_frailty(frailty(0.2, 0.3, 0.0), 4000, 30, 1, 0)
    assert weather.run.var() == pytest.approx(0.56, abs=0.03)


def test_longer_runs_begin_alike_and_no_variance_is_1():
    short, long = (draw_frailty(frailty(0.1, 0.3, 0.3), 50, windows, 1, 0) for windows in (3, 9))
    assert np.array_equal(short.run, long.run[:, :3])
    assert np.array_equal(short.past, long.past)
    assert (draw_frailty(frailty(0.0, 0.0, 0.3), 50, 3, 1, 0).run == 1).all()


def test_solved_variance_gives_the_published_dispersion_by_window_or_by_month():
    rates = np.random.default_rng(1).lognormal(3.0, 0.8, 690)
    shared, own = solve_frailty({"g": Rows(rates, 0.0, 1.0)}, {"g": 1.5}, 1.5, {"g"}, 0.3)
    weather = draw_frailty(frailty(shared, own["g"], 0.3), 690, 14, 1, 0)
    by_day = np.repeat(weather.run[0], 28, axis=0)[:365, :, None].swapaxes(0, 1)[:, :, 0] * rates[:, None] / 365
    random = np.random.default_rng(2)
    days = random.poisson(by_day)
    windows = days[:, :364].reshape(690, 13, 28).sum(axis=2)
    months = np.add.reduceat(days, np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30]), axis=1)
    assert pearson(windows) == pytest.approx(1.55, abs=0.06)
    assert pearson(months) == pytest.approx(1.45, abs=0.06)


def test_own_part_is_what_the_shared_part_leaves():
    rates = np.full(690, 40.0)
    groups = {"one": Rows(rates, 0.0, 1.0), "two": Rows(rates, 0.0, 1.0)}
    shared, own = solve_frailty(groups, {"one": 1.4, "two": 1.4}, 1.5, {"one", "two"}, 0.0)
    assert own["one"] == pytest.approx(own["two"])
    assert 0 < shared < (1 + shared) * (1 + own["one"]) - 1


def test_branching_takes_its_part_first():
    rates = np.full(690, 40.0)
    plain, _ = solve_frailty({"g": Rows(rates, 0.0, 1.0)}, {"g": 1.4}, 1.4, {"g"}, 0.3)
    less, _ = solve_frailty({"g": Rows(rates, 0.2, 1.0)}, {"g": 1.4}, 1.4, {"g"}, 0.3)
    none, own = solve_frailty({"g": Rows(rates, 0.5, 1.0)}, {"g": 1.4}, 1.4, {"g"}, 0.3)
    assert less < plain
    assert (none, own["g"]) == (0, 0)


def test_branching_alone_by_theory():
    """A month is long for a delay of a tenth of a day: 1/(1 − n)² − 1, and a tenth of it if a tenth is recorded."""
    stays = np.ones(1)
    assert branching_excess(0.2, 0.01, stays, 1.0)[0] == pytest.approx(1 / 0.64 - 1, rel=0.01)
    assert branching_excess(0.2, 0.01, stays, 0.1)[0] == pytest.approx((1 / 0.64 - 1) / 10, rel=0.01)
    assert branching_excess(0.2, 0.01, np.zeros(1), 1.0)[0] == 0


def test_near_repeats_from_elsewhere_follow_another_frailty():
    assert follows_own(0.2, 1e-6, np.array([1.0, 0.5]))[0] == pytest.approx(1)
    assert follows_own(0.2, 1e-6, np.array([1.0, 0.5]))[1] == pytest.approx(0.9)
    assert follows_own(0.2, 1e9, np.ones(1))[0] == pytest.approx(0.8)


def test_dispersion_beyond_reach_is_refused():
    with pytest.raises(ValueError, match="no frailty variance reaches"):
        solve_frailty({"g": Rows(np.full(10, 0.01), 0.0, 1.0)}, {"g": 3.0}, 3.0, {"g"}, 0.3)


def test_own_part_makes_up_for_the_shared_one():
    """(1 + .1 · .3)(1 + .4 ρ) = 1 + .54 · .5 with v = 1.1 · 1.4 − 1 = .54: ρ = (1.27 / 1.03 − 1) / .4."""
    assert own_autocorrelation(0.5, 0.1, 0.4, 0.3) == pytest.approx((1.27 / 1.03 - 1) / 0.4)
    assert own_autocorrelation(0.0, 0.1, 0.4, 0.3) == 0.0
    assert own_autocorrelation(0.5, 0.1, 0.0, 0.3) == 0.0


def test_groups_may_last_for_longer_or_shorter_than_what_they_share():
    own = np.array([own_autocorrelation(rho, 0.1, 0.4, 0.3) for rho in (0.7, 0.1)])
    both = Frailty(0.1, np.full(2, 0.4), np.zeros(1, dtype=np.int16), ("long", "short"), 0.3, own)
    run = draw_frailty(both, 4_000, 30, 1, 0).run
    for group, expected in enumerate((0.7, 0.1)):
        found = np.corrcoef(run[group, :-1].ravel(), run[group, 1:].ravel())[0, 1]
        assert found == pytest.approx(expected, abs=0.03)


def test_a_group_that_lasts_needs_more_variance_for_the_same_dispersion():
    """Months that are like their year differ less from it."""
    rates = np.full(50, 60.0)
    groups = {"g": Rows(rates, 0.0, 1.0), "h": Rows(rates, 0.0, 1.0)}
    shared, own = solve_frailty(groups, {"g": 1.5, "h": 1.5}, 1.5, {"g", "h"}, 0.0, {"g": 0.7})
    assert own["g"] > own["h"]
    assert shared >= 0


def test_months_are_more_alike_than_windows():
    """Means over twelve months of 365 / 12 days of a long simulated path of windows have the correlation asked for."""
    assert window_autocorrelation(0.0) == 0.0
    rho = window_autocorrelation(0.5)
    assert 0.2 < rho < 0.5
    windows = draw_frailty(frailty(0.0, 0.3, rho), 6_000, 14, 1, 0).run[0]
    daily = np.repeat(windows, 28, axis=0)[:365]
    edges = np.round(np.arange(13) * 365 / 12).astype(int)
    months = np.stack([daily[first:last].mean(axis=0) for first, last in itertools.pairwise(edges)])
    found = [np.corrcoef(one, next_one)[0, 1] for one, next_one in itertools.pairwise(months)]
    assert np.mean(found) == pytest.approx(0.5, abs=0.03)
