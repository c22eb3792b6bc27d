"""The estimators by the name that a study file gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from sim.trial.estimators.before_after import BeforeAfter, BeforeAfterTest
from sim.trial.estimators.difference_in_differences import DifferenceInDifferences, NaiveDifferenceInDifferences
from sim.trial.estimators.difference_of_means import DifferenceOfMeans
from sim.trial.estimators.estimator import Estimator
from sim.trial.estimators.permutation import PermutationTest
from sim.trial.estimators.wdd import WeightedDisplacementDifference

_ESTIMATORS: Final[dict[str, tuple[str, Callable[[int], Estimator]]]] = {
    "before_after": ("Before and after", lambda _: BeforeAfter()),
    "before_after_test": ("Before and after, Poisson test", lambda _: BeforeAfterTest()),
    "difference_of_means": ("Difference of means", lambda _: DifferenceOfMeans()),
    "difference_in_differences": ("Difference in differences", lambda _: DifferenceInDifferences()),
    "naive_difference_in_differences": (
        "Difference in differences, naive errors",
        lambda _: NaiveDifferenceInDifferences(),
    ),
    "wdd": ("Weighted displacement difference", lambda _: WeightedDisplacementDifference()),
    "permutation": ("Permutation test", PermutationTest),
}
"""Label, and what builds each from the study's seed. A new estimator is a small file of its own and a line here."""
ESTIMATORS: Final = tuple(_ESTIMATORS)
"""Names of all estimators, in the order of the tables."""


def label_of(estimator: str) -> str:
    """Give an estimator's name for people."""
    return _ESTIMATORS[estimator][0]


def estimators_of(names: Iterable[str] | None, seed: int) -> dict[str, Estimator]:
    """Build estimators.

    Parameters
    ----------
    names
        Which; all where None.
    seed
        The study's seed, for those that draw.
    """
    return {name: _ESTIMATORS[name][1](seed) for name in (ESTIMATORS if names is None else names)}
