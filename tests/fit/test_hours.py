"""Hours of the week: known profiles come back, few calls keep the default, and sums are those of the counts."""

from datetime import date

import numpy as np
import pytest

from sim.clock import Clock
from sim.demand.build import build_demand, handling_of
from sim.demand.calendar import hour_profile
from sim.fit.hours import _NIGHT, fit_hours, fit_week
from tests.demand.make import draw, make_config, make_county
from tests.fit.make_log import make_log

HOURS = [0.4] * 6 + [0.8] * 4 + [1.0] * 6 + [1.6] * 6 + [1.0] * 2
DAYS = [0.9, 0.9, 0.9, 1.0, 1.1, 1.3, 0.9]
EVEN = np.full(168, 1 / 168)
MONDAY = date(2021, 3, 1)


def counted(week, calls, seed):
    """Draw calls of a week."""
    return np.random.default_rng(seed).multinomial(calls, week).astype(np.float64)


def test_a_known_week_comes_back():
    week = hour_profile(HOURS, DAYS, 1.8)
    fits = [fit_week(counted(week, 20_000, seed), np.full(168, 52.0), EVEN) for seed in range(10)]
    for fit in fits:
        assert np.abs(fit.week / week - 1).max() < 0.2
    inside = [
        estimate.low <= true / np.mean(part) <= estimate.high
        for fit in fits
        for part, found in ((HOURS, fit.hours), (DAYS, fit.days))
        for true, estimate in zip(part, found, strict=True)
    ]
    assert 0.9 <= np.mean(inside) <= 0.99
    assert sum(fit.weekend_night.low <= 1.8 <= fit.weekend_night.high for fit in fits) >= 8
    assert 0.5 < np.mean([fit.dispersion for fit in fits]) < 1.5
    assert np.mean([fit.misfit_p for fit in fits]) == pytest.approx(0.5, abs=0.3)


def test_sums_of_hours_days_and_nights_are_those_of_the_counts():
    """The likelihood equations of a product, with a default that counts for next to nothing."""
    count = np.random.default_rng(5).integers(200, 1_000, 168).astype(np.float64)
    times = np.repeat([10, 10, 10, 9, 9, 9, 9], 24).astype(np.float64)
    fit = fit_week(count, times, hour_profile([1.0] * 12 + [1e-9] * 12, [1.0] * 7, 1.0))
    fitted = fit.week * times
    fitted *= count.sum() / fitted.sum()
    for axis in (0, 1):
        assert fitted.reshape(7, 24).sum(axis) == pytest.approx(count.reshape(7, 24).sum(axis), rel=0.01)
    assert fitted[_NIGHT].sum() == pytest.approx(count[_NIGHT].sum(), rel=0.01)


def test_the_weekend_nights_are_those_of_the_profile():
    """Friday and Saturday from 22:00, Saturday and Sunday until 04:00: twelve hours."""
    expected = [4 * 24 + 22, 4 * 24 + 23, *range(5 * 24, 5 * 24 + 4), 5 * 24 + 22, 5 * 24 + 23, *range(144, 148)]
    assert np.flatnonzero(_NIGHT).tolist() == expected


def test_few_calls_keep_a_default_that_may_be_true_and_leave_one_that_is_not():
    week = hour_profile(HOURS, DAYS, 1.8)
    right = fit_week(counted(week, 150, 1), np.full(168, 52.0), week)
    wrong = fit_week(counted(week, 20_000, 1), np.full(168, 52.0), week[::-1].copy())
    assert min(right.default_in_hours, right.default_in_days) > 0.6
    assert np.abs(right.week / week - 1).max() < 0.2
    assert max(wrong.default_in_hours, wrong.default_in_days) < 0.05


def test_hours_that_are_no_product_show():
    """Nobody calls on Tuesday mornings."""
    week = EVEN.copy()
    week[24:36] = 0
    fit = fit_week(counted(week / week.sum(), 10_000, 1), np.full(168, 52.0), EVEN)
    assert fit.misfit_p < 1e-10
    assert fit.dispersion > 2


def test_how_often_hours_occur_counts():
    """Ten days from a Monday hold Monday to Wednesday twice; ten calls an hour on each are an even week."""
    minute = np.repeat(np.arange(10 * 24) * 60.0 + 30, 10)
    fit = fit_hours(make_log(MONDAY, minute), {}).by_kind["call"]
    assert [day.value for day in fit.days] == pytest.approx([1] * 7, rel=0.01)


def test_the_week_of_a_history_comes_back():
    """Calls that the simulator draws, near-repeats among them, from a day that is no Monday."""
    profile = {
        "hours": HOURS,
        "days": DAYS,
        "weekend_night": 1.8,
        "source": "x",
        "confidence": "range",
        "times": [1, 1],
    }
    near = {"branching": 0.2, "decay_days": 10, "sigma_m": 150}
    config = make_config({"calls_per_year": 40_000, "profile": "week", "near_repeat": near}, profiles={"week": profile})
    county = make_county(4, 4)
    clock = Clock(date(2026, 1, 1), 0, 364, 0)
    history = draw(build_demand(config, county), county, handling_of(config), clock=clock)
    fit = fit_hours(make_log(clock.start, history.calls["call_min"], kind_name=("job0",)), {}).by_kind["job0"]
    assert np.abs(fit.week / hour_profile(HOURS, DAYS, 1.8) - 1).max() < 0.12
    assert fit.calls == history.calls.size


def test_dates_alone_and_few_calls_are_refused_and_said():
    dates = fit_hours(make_log(MONDAY, np.arange(400) * 1440.0), {})
    assert not dates.by_kind
    assert "dates without a time of day" in dates.notes[0]
    assert "12 calls are few" in fit_hours(make_log(MONDAY, np.arange(12) * 3000.0), {}).notes[0]
    assert "shorter than a week" in fit_hours(make_log(MONDAY, np.arange(300) * 10.0), {}).notes[0]
