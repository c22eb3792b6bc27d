"""Models of counts: the numbers that statsmodels gives, dummies and all, and what has no finite answer."""

import numpy as np
import pytest
import statsmodels.api as sm

from sim.trial.estimators.count_models import NegativeBinomialModel, PoissonModel
from sim.trial.log_linear import fit_negative_binomial, fit_poisson
from tests.trial import making


def with_dummies(count, treated, family):
    """Fit one table by statsmodels."""
    n_places, n_periods = count.shape
    place, period = np.divmod(np.arange(count.size), n_periods)
    design = np.column_stack(
        [treated.ravel(), place[:, None] == np.arange(n_places), period[:, None] == np.arange(1, n_periods)]
    )
    return sm.GLM(count.ravel(), design.astype(float), family=family).fit(tol=1e-12, maxiter=200)


def tables(design, n=3, **more):
    """Give the counts and treatment of a few small pilots."""
    size = {"n_places": 12, "block_size": 4} if design is making.parallel else {"n_districts": 6, "places_each": 2}
    made = design(6, n_pilots=n, effect=-0.3, **size, **more)
    return made.count[:, 0], made.treated.astype(float)


@pytest.mark.parametrize("design", [making.parallel, making.wedge])
def test_poisson_equals_statsmodels(design):
    count, treated = tables(design)
    found = fit_poisson(count, treated)
    for pilot in range(3):
        told = with_dummies(count[pilot], treated[pilot], sm.families.Poisson())
        assert found.effect[pilot] == pytest.approx(told.params[0], abs=1e-7)
        assert found.error[pilot] == pytest.approx(told.bse[0], rel=1e-5)


@pytest.mark.parametrize("design", [making.parallel, making.wedge])
def test_negative_binomial_equals_statsmodels_at_its_dispersion(design):
    count, treated = tables(design, dispersion=2.5)
    found = fit_negative_binomial(count, treated)
    assert (found.dispersion > 0.01).all()
    for pilot in range(3):
        told = with_dummies(count[pilot], treated[pilot], sm.families.NegativeBinomial(alpha=found.dispersion[pilot]))
        assert told.pearson_chi2 == pytest.approx(told.df_resid, rel=1e-3)
        assert found.effect[pilot] == pytest.approx(told.params[0], abs=1e-5)
        assert found.error[pilot] == pytest.approx(told.bse[0], rel=1e-4)


def test_a_run_of_many_in_one_place_has_a_fit_too():
    """Scoring closes in slowly where a few counts outweigh all others: those pilots must not drop out."""
    rng = np.random.default_rng(0)
    count = rng.poisson(rng.gamma(0.5, 1.5, (40, 24, 1)), (40, 24, 12)).astype(float)
    count[:, 2, 8:] = [6, 88, 20, 2]
    treated = np.zeros((40, 24, 12))
    treated[:, :12, 6:] = 1
    found = fit_negative_binomial(count, treated)
    assert np.isfinite(found.effect).all()
    for pilot in (10, 12, 20):  # which 50 steps do not reach
        family = sm.families.NegativeBinomial(alpha=found.dispersion[pilot])
        told = with_dummies(count[pilot], treated[pilot], family)
        assert found.effect[pilot] == pytest.approx(told.params[0], abs=1e-5)
        assert found.error[pilot] == pytest.approx(told.bse[0], rel=1e-4)


def test_two_places_and_two_periods_by_hand():
    # treated 20 → 10, untreated 20 → 20: log(10·20/(20·20)) = −log 2, variance 1/20 + 1/10 + 1/20 + 1/20 = .25
    found = fit_poisson(np.array([[[20.0, 10], [20, 20]]]), np.array([[[0.0, 1], [0, 0]]]))
    assert found.effect[0] == pytest.approx(-np.log(2))
    assert found.error[0] == pytest.approx(0.5)


def test_places_and_periods_without_counts_tell_nothing():
    count = np.array([[[20.0, 0, 10], [20, 0, 20], [0, 0, 0]]])
    treated = np.array([[[0.0, 1, 1], [0, 0, 0], [0, 1, 1]]])
    found = fit_poisson(count, treated)
    assert found.effect[0] == pytest.approx(-np.log(2))
    assert found.error[0] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("count", "treated"),
    [
        ([[20.0, 0], [20, 20]], [[0.0, 1], [0, 0]]),  # nothing when treated: −∞
        ([[20.0, 10], [20, 20]], [[0.0, 1], [0, 1]]),  # all treated at once: the period's
        ([[0.0, 0], [0, 0]], [[0.0, 1], [0, 0]]),  # nothing at all
    ],
)
def test_no_finite_answer_is_none(count, treated):
    for fit in (fit_poisson, fit_negative_binomial):
        found = fit(np.array([count]), np.array([treated]))
        assert np.isnan([found.effect[0], found.error[0]]).all()


def test_other_tables_beside_change_nothing():
    count, treated = tables(making.parallel, n=5)
    count[4, 3:] = 0  # some places have none
    for fit in (fit_poisson, fit_negative_binomial):
        together, alone = fit(count, treated), fit(count[1:2], treated[1:2])
        np.testing.assert_allclose([part[1] for part in together], [part[0] for part in alone], rtol=1e-7)


def test_only_the_first_pilots_are_fitted_where_that_is_asked():
    made = making.parallel(3, n_pilots=6)
    for model in (PoissonModel, NegativeBinomialModel):
        some, every = model(at_most=2).estimate(made), model().estimate(made)
        assert np.isnan(some.p[2:]).all()
        np.testing.assert_allclose(some.p[:2], every.p[:2], rtol=1e-6)
        assert np.isfinite(every.p).all()
