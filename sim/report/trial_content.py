"""All that the page of a study of pilots and its table on the terminal tell."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from sim.config import Sourced
from sim.report.labels import titled_place
from sim.trial.announced import AnnouncedRow
from sim.trial.config import DesignConfig, Dose, Selection
from sim.trial.delivered_rows import DeliveredRow
from sim.trial.estimators.registry import ESTIMATORS, EstimatorName
from sim.trial.needed import NeededRow
from sim.trial.outcomes import ALL_CRIME, ASB
from sim.trial.pilot import HARM
from sim.trial.runs import DesignRuns
from sim.trial.summary import TrialRow

if TYPE_CHECKING:
    from datetime import date

    from sim.report.trial_stated import StatedEffect

_Key = tuple[str, str, str, float]
MOST_FEW: Final = 6
"""Outcomes that still are few."""
TESTS: Final[tuple[EstimatorName, ...]] = (
    "permutation",
    "did",
    "difference_of_means",
    "negative_binomial",
    "poisson",
    "did_naive",
    "wdd",
    "before_after_test",
)
"""Tests in the order in which one is shown for a design, the most trustworthy first: the first that tests anything of it."""


class TrialAsked(Protocol):
    """What is told of the study itself; the study file's model has it."""

    study: str
    question: str
    start: date
    days: int
    replications: int
    reductions: tuple[float, ...]
    selection: Selection
    dose: Dose
    designs: dict[str, DesignConfig]
    announced: dict[str, float]
    outcomes: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class TrialContent:
    """What was asked, what was found, and what made it.

    Parameters
    ----------
    study
        The question.
    county, areas, districts, synthetic, attribution
        Name of the county, how many areas and districts of it the study keeps, whether it is made up, and the licence lines of its data.
    outcomes
        (n_outcomes,) names, in the order of every array.
    rows
        What each estimator makes of each outcome, design and true effect.
    announced
        How often pilots show what was announced.
    needed
        What it takes to see an effect in 80 of 100 pilots.
    delivered
        What was delivered on the street; nothing where compliance is stated.
    runs
        The pilots.
    effect, harm_unit
        The effect pack as far as it is told, and unit of harm.
    assumptions
        Every number that the pilots rest on, by dotted path.
    provenance, command
        What made the page, and what makes it again.
    folder
        Where the results lie.
    """

    study: TrialAsked
    county: str
    areas: int
    districts: int
    synthetic: bool
    attribution: tuple[str, ...]
    outcomes: tuple[str, ...]
    rows: tuple[TrialRow, ...]
    announced: tuple[AnnouncedRow, ...]
    needed: tuple[NeededRow, ...]
    delivered: tuple[DeliveredRow, ...]
    runs: tuple[DesignRuns, ...]
    effect: StatedEffect
    harm_unit: str
    assumptions: tuple[tuple[str, Sourced], ...]
    provenance: Mapping[str, str]
    command: str
    folder: str
    _by_key: dict[_Key, TrialRow] = field(init=False, repr=False, compare=False)
    _tested: frozenset[tuple[str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay the rows out by what they are of."""
        by_key = {(row.design, row.estimator, row.outcome, row.reduction): row for row in self.rows}
        tested = frozenset((row.design, row.estimator) for row in self.rows if math.isfinite(row.rejected))
        object.__setattr__(self, "_by_key", by_key)
        object.__setattr__(self, "_tested", tested)

    @property
    def titled_place(self) -> str:
        """The county's name, and that it is synthetic where the name does not say so."""
        return titled_place(self.county, "synthetic county" if self.synthetic else "")

    @property
    def shown(self) -> tuple[str, ...]:
        """Outcomes that are shown; all where the study names none."""
        return tuple(dict.fromkeys(self.study.outcomes or self.outcomes))

    def row(self, design: str, estimator: EstimatorName, outcome: str, reduction: float) -> TrialRow | None:
        """Find a row; None where the estimator says nothing there."""
        return self._by_key.get((design, estimator, outcome, reduction))

    @property
    def few(self) -> tuple[str, ...]:
        """Outcomes of the short table: those that the study shows where they are few, else the whole and what was announced."""
        if len(self.shown) <= MOST_FEW:
            return self.shown
        wanted = (ALL_CRIME, ASB, HARM, *self.study.announced)
        return tuple(dict.fromkeys(name for name in wanted if name in self.shown)) or self.shown[:MOST_FEW]

    @property
    def spoken_of(self) -> tuple[str, ...]:
        """Outcomes that sentences may speak of: all crime, what was announced, and the rest of the short table."""
        first = [name for name in (ALL_CRIME, *self.study.announced) if name in self.few]
        return tuple(dict.fromkeys([*first, *(name for name in self.few if name != HARM)]))

    def needed_of(self, design: str) -> tuple[NeededRow, ...]:
        """Give what the shown test of a design needs, the smallest effect first; nothing of a test that cries wolf."""
        test = self.test_of(design)
        if test is None or test == "before_after_test":
            return ()
        rows = (row for row in self.needed if row.design == design and row.estimator == test)
        return tuple(row for row in rows if not self.cries_wolf(design, test, row.outcome))

    def cries_wolf(self, design: str, test: EstimatorName, outcome: str) -> bool:
        """Tell whether a test finds something in an outcome far too often with nothing done; taken not to where that was not tried."""
        row = self.row(design, test, outcome, 0.0)
        return row is not None and row.cries_wolf

    def said_of(self, design: str) -> tuple[EstimatorName, ...]:
        """Give the estimators that say anything of a design, in the order of the tables."""
        there = {row.estimator for row in self.rows if row.design == design}
        return tuple(name for name in ESTIMATORS if name in there)

    def test_of(self, design: str) -> EstimatorName | None:
        """Give the test that is shown for a design; None where no estimator tests anything there."""
        return next((name for name in TESTS if (design, name) in self._tested), None)
