"""The estimators by the name that a study file gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from sim.trial.estimators.before_after import BeforeAfter, BeforeAfterTest
from sim.trial.estimators.count_models import NegativeBinomialModel, PoissonModel
from sim.trial.estimators.difference_in_differences import DifferenceInDifferences, NaiveDifferenceInDifferences
from sim.trial.estimators.difference_of_means import DifferenceOfMeans
from sim.trial.estimators.estimator import Estimator
from sim.trial.estimators.permutation import PermutationTest
from sim.trial.estimators.wdd import HarmWeightedDisplacementDifference, WeightedDisplacementDifference

EstimatorName = Literal[
    "before_after",
    "before_after_test",
    "difference_of_means",
    "did",
    "did_naive",
    "wdd",
    "wdd_harm",
    "poisson",
    "negative_binomial",
    "permutation",
]
"""Names of the estimators."""
MODELS: Final[tuple[EstimatorName, ...]] = ("poisson", "negative_binomial")
"""Those that may be asked about the first pilots only, since they take longest."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What some estimators need to know.

    Parameters
    ----------
    seed
        The study's seed, of which permutations are drawn.
    deals
        Permutations a test.
    model_pilots
        Pilots to which models of counts are fitted, the first so many; all if None.
    harm_of
        Mean harm of an incident of each outcome, for the harm-weighted difference.
    """

    seed: int
    deals: int = 999
    model_pilots: int | None = 500
    harm_of: Mapping[str, float] = field(default_factory=dict)


ESTIMATORS: Final[dict[EstimatorName, Callable[[Settings], Estimator]]] = {
    "before_after": lambda _: BeforeAfter(),
    "before_after_test": lambda _: BeforeAfterTest(),
    "difference_of_means": lambda _: DifferenceOfMeans(),
    "did": lambda _: DifferenceInDifferences(),
    "did_naive": lambda _: NaiveDifferenceInDifferences(),
    "wdd": lambda _: WeightedDisplacementDifference(),
    "wdd_harm": lambda settings: HarmWeightedDisplacementDifference(settings.harm_of),
    "poisson": lambda settings: PoissonModel(settings.model_pilots),
    "negative_binomial": lambda settings: NegativeBinomialModel(settings.model_pilots),
    "permutation": lambda settings: PermutationTest(settings.seed, settings.deals),
}
"""A new estimator is a small file of its own, a line here and its name in `EstimatorName`."""
