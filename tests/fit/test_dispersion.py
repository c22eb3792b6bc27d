"""χ²/df and month-to-month correlation, by hand and against simulation."""

import numpy as np
import pytest

from sim.fit.dispersion import dispersion, excess_of, month_correlation
from sim.records.uneven import dispersion as measured


def test_two_by_two_by_hand():
    """[[4, 2], [2, 4]]: every cell expects 3; χ² = 4 · 1/3 with one degree of freedom, half in each area."""
    found = excess_of(np.array([[4.0, 2.0], [2.0, 4.0]]))
    np.testing.assert_allclose(found.by_area, [2 / 3, 2 / 3])
    assert found.freedom == 1


def test_areas_without_rows_are_left_out():
    with_empty = np.array([[4.0, 2.0, 0.0], [2.0, 4.0, 0.0]])
    assert excess_of(with_empty).freedom == 1


def test_a_category_without_rows_tells_nothing():
    """It has no degree of freedom, alone or in one of two stretches, and no correlation."""
    count = np.random.default_rng(4).poisson(3.0, (16, 2, 50))
    count[:, 1] = 0
    found = dispersion(count, [(0, 16)], ("Burglary", "Robbery"))
    assert (found.value[1], found.low[1], found.high[1]) == (1.0, 1.0, 1.0)
    count[8:, 0] = 0
    once, twice = (dispersion(count, runs, ("Burglary", "Robbery")) for runs in ([(0, 8)], [(0, 8), (8, 16)]))
    assert twice.value[0] == once.value[0]
    lasting = month_correlation(np.zeros_like(count), [(0, 16)], np.random.default_rng(5))
    assert lasting.overall == (0.0, 0.0, 0.0)


def test_it_is_the_dispersion_that_histories_are_measured_by():
    count = np.random.default_rng(6).poisson(0.4, (7, 1, 40))
    found = dispersion(count, [(0, 7)], ("Burglary",))
    assert found.value[0] == pytest.approx(float(measured(count[:, 0])))


def moody(variance, correlation, n_months=13, n_areas=3_000, mean=6.0, seed=2):
    """Draw counts whose frailty is gamma, by the beta–gamma autoregression."""
    draw = np.random.default_rng(seed)
    shape = 1 / variance
    mood = np.empty((n_months, n_areas))
    mood[0] = draw.gamma(shape, variance, n_areas)
    for month in range(1, n_months):
        part = draw.beta(shape * correlation, shape * (1 - correlation), n_areas)
        mood[month] = part * mood[month - 1] + draw.gamma(shape * (1 - correlation), variance, n_areas)
    return draw.poisson(mean * mood)[:, None, :]


def test_pure_chance_is_one_inside_its_interval():
    count = np.random.default_rng(1).poisson(3.0, (12, 2, 2_000))
    found = dispersion(count, [(0, 12)], ("Anti-social behaviour", "Burglary"))
    assert np.all((found.low < 1) & (found.high > 1))
    np.testing.assert_allclose(found.value, 1.0, atol=0.04)
    assert found.all_crime[0] == pytest.approx(found.value[1])


def test_independent_moods_give_one_plus_mean_times_variance():
    """Of independent months: χ²/df = 1 + μ v = 1 + 6 · .1."""
    found = dispersion(moody(0.1, 1e-9), [(0, 13)], ("Burglary",))
    assert found.value[0] == pytest.approx(1.6, abs=0.05)


@pytest.mark.parametrize("correlation", [0.1, 0.5, 0.8])
def test_correlation_is_found_again(correlation):
    lasting = month_correlation(moody(0.2, correlation), [(0, 13)], np.random.default_rng(0))
    found = lasting.overall
    assert found[0] == pytest.approx(correlation, abs=0.06)
    assert found[1] < correlation < found[2]
    assert lasting.by_category[0, 0] == pytest.approx(found[0])


def test_short_stretches_leave_the_default():
    found = month_correlation(moody(0.2, 0.5), [(0, 3), (5, 9)], np.random.default_rng(0))
    assert found.overall == (0.3, 0.0, 0.6)


def test_categories_keep_their_own_correlation_as_far_as_it_is_known():
    """Two of many rows stay apart; one of next to no rows is drawn towards the others."""
    lasting, short, few = moody(0.3, 0.8), moody(0.3, 0.05, seed=3), moody(0.3, 0.05, mean=0.02, seed=4)
    found = month_correlation(np.concatenate([lasting, short, few], axis=1), [(0, 13)], np.random.default_rng(0))
    of_lasting, of_short, of_few = found.by_category[:, 0]
    assert of_lasting > 0.7
    assert of_short < 0.15
    assert of_few > of_short
    assert (found.by_category[:, 1] <= found.by_category[:, 0]).all()
