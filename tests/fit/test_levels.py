"""Levels: against a plain solve of the same normal model, and against simulated counties."""

import numpy as np
import pytest

from sim.fit import months as calendar
from sim.fit.levels import LOCKDOWN, fit_levels, forecast
from sim.records.street_notes import LOCKDOWN_MONTHS
from tests.fit.make import two_years

MONTHS = two_years()


def test_what_shares_an_effect_is_warned_of():
    assert set(LOCKDOWN) < LOCKDOWN_MONTHS


def simulated(level=2_000.0, walk=0.2, amplitude=0.2, n_categories=6, months=MONTHS, seed=5):
    """Draw totals with a walking level and one wave with its top in July; they lie in one area."""
    draw = np.random.default_rng(seed)
    steps = np.diff(calendar.years(months), prepend=calendar.years(months)[0])
    walked = np.cumsum(draw.standard_normal((n_categories, len(months))) * walk * np.sqrt(steps), axis=1)
    wave = -amplitude * np.cos(2 * np.pi * (calendar.of_year(months) + 0.5) / 12)
    rate = level * np.exp(walked + wave) * calendar.days(months) / 30.4
    return draw.poisson(rate).T[:, :, None], walked


def test_a_season_is_found_again():
    count, _ = simulated(walk=0.05)
    found = fit_levels(count, MONTHS, np.ones(6))
    top, bottom = found.season.max(axis=1), found.season.min(axis=1)
    np.testing.assert_allclose(np.log(top / bottom), 0.4, atol=0.12)
    assert set(found.season.argmax(axis=1)) <= {5, 6, 7}
    np.testing.assert_allclose(found.season.mean(axis=1), 1.0)


def test_intervals_of_the_year_ahead_hold_as_often_as_they_say():
    """40 counties × 6 categories, drawn from the model: 95 % of totals ahead inside, ± 2.6 standard errors + 1 %."""
    ahead = calendar.following(MONTHS[-1], 9)
    months, inside = (*MONTHS, *ahead), []
    for seed in range(40):
        count, _ = simulated(months=months, seed=seed)
        found = fit_levels(count[: len(MONTHS)], MONTHS, np.ones(6))
        told = forecast(found, MONTHS, ahead, np.ones(6))
        truth = np.log(count[len(MONTHS) :, :, 0].sum(axis=0))
        weight = np.exp(told.mean)
        centre = np.log(weight.sum(axis=1))
        share = weight / weight.sum(axis=1, keepdims=True)
        spread = np.sqrt(np.einsum("km,kmn,kn->k", share, told.covariance, share) + 1 / np.exp(truth))
        inside += list(np.abs(truth - centre) < 1.96 * spread)
    assert np.mean(inside) == pytest.approx(0.95, abs=0.045)


def test_more_walk_gives_wider_intervals():
    calm, _ = simulated(walk=0.03)
    wild, _ = simulated(walk=0.6)
    assert (
        fit_levels(wild, MONTHS, np.ones(6)).wander_sd.mean()
        > 3 * fit_levels(calm, MONTHS, np.ones(6)).wander_sd.mean()
    )


def test_forecast_is_the_plain_normal_solve():
    """Two months, one ahead: the same numbers from the joint covariance written out."""
    months, ahead = MONTHS[:2], MONTHS[2:3]
    count = np.array([[[3_100]], [[2_800]]])
    found = fit_levels(count, months, np.ones(1))
    told = forecast(found, months, ahead, np.ones(1))
    everything = (*months, *ahead)
    angle = 2 * np.pi * (calendar.of_year(everything) + 0.5) / 12
    waves = np.column_stack([np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)])
    joint = 100.0 + waves * np.array([0.01, 0.01, 0.0025, 0.0025]) @ waves.T
    since = calendar.years(everything) - calendar.years(everything)[0]
    joint += found.wander_sd[0] ** 2 * np.minimum.outer(since, since) + found.shock_sd[0] ** 2 * np.eye(3)
    rows = count[:, 0, 0] + 0.5
    log_rate = np.log(rows / calendar.days(months))
    seen = np.linalg.inv(joint[:2, :2] + np.diag(1 / rows))
    mean = log_rate.mean() + joint[2, :2] @ seen @ (log_rate - log_rate.mean())
    variance = joint[2, 2] - joint[2, :2] @ seen @ joint[:2, 2]
    assert told.mean[0, 0] == pytest.approx(mean + np.log(calendar.days(ahead)[0]), abs=1e-8)
    assert told.covariance[0, 0, 0] == pytest.approx(variance, abs=1e-8)


def test_a_month_of_lockdown_does_not_move_the_level():
    months = calendar.following("2020-05", 24)
    rate = np.full(24, 3_000.0) * calendar.days(months) / 30.4
    rate[[name in LOCKDOWN for name in months]] *= 0.7
    count = np.random.default_rng(1).poisson(rate)[:, None, None]
    found = fit_levels(count, months, np.ones(1))
    (ahead,) = after = calendar.following(months[-1], 1)
    told = forecast(found, months, after, np.ones(1))
    assert np.exp(told.mean[0, 0]) / calendar.days([ahead])[0] * 30.4 == pytest.approx(3_000, rel=0.06)
