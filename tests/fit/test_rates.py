"""The whole fit on made-up counties with known parameters."""

import numpy as np
import pytest

from sim.errors import InputError
from sim.fit.predict import predict, year_ahead
from sim.fit.rates import fit_rates
from tests.fit.make import county, records, two_years

MONTHS = two_years()
CATEGORY = ("Anti-social behaviour", "Burglary")


@pytest.fixture(scope="module")
def known():
    """Draw two categories over 300 areas: shapes 2 and 1, moods of variance .2, no drift."""
    draw = np.random.default_rng(8)
    place = county(300)
    rate = np.stack([20 * draw.gamma(2.0, 0.5, 300), 2 * draw.gamma(1.0, 1.0, 300)])
    mood = draw.gamma(5.0, 0.2, (24, 2, 300))
    return place, rate, records(draw.poisson(rate * mood), MONTHS, CATEGORY)


@pytest.fixture(scope="module")
def fitted(known):
    return fit_rates(known[2], known[0])


def test_what_areas_differ_by_is_found_again(fitted):
    np.testing.assert_allclose(fitted.places.prior_shape, [2.0, 1.0], rtol=0.25)
    np.testing.assert_allclose(fitted.places.month_variance, 0.2, rtol=0.3)
    assert (fitted.places.drift < 0.05).all()
    np.testing.assert_allclose(fitted.places.coverage, 0.95, atol=0.01)


def test_shares_sum_to_one_and_follow_the_rates(known, fitted):
    _, rate, _ = known
    np.testing.assert_allclose(fitted.places.share.sum(axis=1), 1.0)
    truth = rate / rate.sum(axis=1, keepdims=True)
    assert np.corrcoef(truth[0], fitted.places.share[0])[0, 1] > 0.98


def test_posteriors_hold_the_truth_as_often_as_they_say(known, fitted):
    """Gamma intervals of 95 % about the shares of known rates; a little wide, for that nothing drifts cannot be known."""
    from scipy.stats import gamma

    _, rate, _ = known
    truth = rate / rate.sum(axis=1, keepdims=True)
    shape = fitted.places.shape
    low, high = gamma(shape).ppf(0.025) / shape, gamma(shape).ppf(0.975) / shape
    inside = (truth >= fitted.places.share * low) & (truth <= fitted.places.share * high)
    assert 0.94 < inside.mean() < 0.99


def test_small_counts_are_shrunk_more(known):
    """Of an area with no row in a month or two the fit does not say that nothing will ever happen."""
    place, _, recorded = known
    fit = fit_rates(recorded.between(MONTHS[0], MONTHS[5]), place)
    empty = recorded.count[:6, 1].sum(axis=0) == 0
    assert empty.any()
    assert (fit.places.share[1, empty] > 0).all()
    assert fit.places.shape[1, empty].max() < fit.places.shape[1, ~empty].max()


def test_forecasts_cover_cells_and_totals(known):
    """Fitted to 18 months, tested on the six after."""
    place, _, recorded = known
    ahead = recorded.month[18:]
    fit = fit_rates(recorded.without_last(6), place)
    random = np.random.default_rng(0)
    for kind, (category, draws) in enumerate(predict(fit, ahead, 300, seed=7)):
        truth = recorded.count[18:, kind]
        assert category == CATEGORY[kind]
        assert draws.shape == (300, 6, 300)
        below, until = (draws < truth).mean(axis=0), (draws <= truth).mean(axis=0)
        transform = below + (until - below) * random.random(truth.shape)
        assert ((transform > 0.025) & (transform < 0.975)).mean() == pytest.approx(0.95, abs=0.02)
        low, high = np.quantile(draws.sum(axis=(1, 2)), [0.005, 0.995])
        assert low <= truth.sum() <= high


def test_draws_depend_on_the_seed_alone(fitted):
    first = dict(predict(fitted, ("2024-01",), 20, seed=3))
    again = dict(predict(fitted, ("2024-01",), 20, seed=3))
    other = dict(predict(fitted, ("2024-01",), 20, seed=4))
    np.testing.assert_array_equal(first["Burglary"], again["Burglary"])
    assert (first["Burglary"] != other["Burglary"]).any()


def test_the_year_ahead_is_the_mean_of_the_draws(fitted):
    ahead = year_ahead(fitted)
    months = tuple(f"2024-{month:02d}" for month in range(1, 13))
    for kind, (_, draws) in enumerate(predict(fitted, months, 400, seed=1)):
        totals = draws.sum(axis=(1, 2))
        assert ahead.per_year[kind].sum() == pytest.approx(totals.mean(), rel=4 * totals.std() / totals.mean() / 20)
        assert ahead.level_log_sd[kind] == pytest.approx(np.log(totals).std(), rel=0.25)


def test_too_little_is_refused(known):
    place, _, recorded = known
    with pytest.raises(InputError, match="too few to fit"):
        fit_rates(recorded.between(MONTHS[0], MONTHS[3]), place)
