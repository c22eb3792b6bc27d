"""What the report is made of: plain numbers and words, independent of the engine.

Whoever runs a study fills one `ReportContent`; the HTML report, the terminal table and the answer in words are
all views of it, so that no two of them can disagree.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from sim.report.labels import titled_place

if TYPE_CHECKING:
    from sim.config import Sourced
    from sim.county.model import County
    from sim.outcomes.hotspot_rows import HotspotRow
    from sim.outcomes.patrol import Patrol
    from sim.outcomes.potential import PotentialRow

EMPTY = math.nan
"""What stands for a number that a run does not have."""


@dataclass(frozen=True, slots=True)
class Option:
    """One scenario as the reader meets it.

    Parameters
    ----------
    name
        Its name in the study file, which is also its key everywhere in the content.
    label
        What tables and figures call it, for example "Hotspots by harm".
    description
        What the option is, in one line without full stop.
    """

    name: str
    label: str
    description: str


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One scenario and measure: a row of `summary.csv`, and the predictive bounds of its difference.

    Parameters
    ----------
    scenario, measure, unit
        What is measured; a breakdown stands in brackets, for example ``harm_prevented[deprivation=1]``.
    mean, low, high
        Mean over replications and its 95 % t-interval (chance only).
    predict_low, predict_high
        Where one more replication would fall.
    difference, difference_low, difference_high
        Mean paired difference against the baseline and its 95 % t-interval; not a number for the baseline.
    p_better
        Chance that one more replication does better than the baseline.
    replications
        How many replications stand behind the row.
    difference_predict_low, difference_predict_high
        Where the paired difference of one more replication would fall.
    reason
        Why something is empty.
    """

    scenario: str
    measure: str
    unit: str
    mean: float
    low: float = EMPTY
    high: float = EMPTY
    predict_low: float = EMPTY
    predict_high: float = EMPTY
    difference: float = EMPTY
    difference_low: float = EMPTY
    difference_high: float = EMPTY
    p_better: float = EMPTY
    replications: int = 0
    difference_predict_low: float = EMPTY
    difference_predict_high: float = EMPTY
    reason: str = ""

    @classmethod
    def of(cls, row: Mapping[str, object]) -> Self:
        """Build a row from a record of a table in which an empty cell is None, not a number or "".

        Parameters
        ----------
        row
            Cells by the names of the fields; cells of other names are ignored.
        """
        words = {name: str(row.get(name, "")) for name in ("scenario", "measure", "unit", "reason")}
        numbers = {
            item.name: _number(row.get(item.name))
            for item in fields(cls)
            if item.name not in words and item.name != "replications"
        }
        return cls(**words, **numbers, replications=int(_number(row["replications"])))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class RankingRow:
    """In what share of the histories a scenario is the best of the study for a measure: a row of `ranking.csv`.

    Parameters
    ----------
    measure, scenario
        What is ranked.
    p_best
        Share of the histories in which it is the best, 0 to 1.
    """

    measure: str
    scenario: str
    p_best: float


@dataclass(frozen=True, slots=True)
class Interval:
    """A difference with the bounds that the report shows for it.

    Parameters
    ----------
    centre, low, high
        Not a number where there is none.
    """

    centre: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether all three numbers are there."""
        return math.isfinite(self.centre) and math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def sign(self) -> int:
        """1 where the interval lies above 0, -1 where it lies below, 0 where it holds 0 or is not known."""
        if not self.known:
            return 0
        return int(self.low > 0.0) - int(self.high < 0.0)


@dataclass(frozen=True, slots=True)
class DirectComparison:
    """Two options against each other, paired by replication.

    Parameters
    ----------
    scenario_a, scenario_b
        The difference is a minus b.
    measure, unit
        What is compared.
    difference, low, high
        Mean paired difference and its interval, of the kind that the report headlines.
    mean_low, mean_high
        The interval of the mean, where `low` and `high` are predictive.
    """

    scenario_a: str
    scenario_b: str
    measure: str
    unit: str
    difference: float
    low: float
    high: float
    mean_low: float = EMPTY
    mean_high: float = EMPTY

    @property
    def mean_interval(self) -> Interval:
        """The difference with the interval of its mean."""
        return Interval(self.difference, self.mean_low, self.mean_high)

    @property
    def interval(self) -> Interval:
        """The difference with its bounds."""
        return Interval(self.difference, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Check:
    """Whether the runs were enough for what is read from them.

    Parameters
    ----------
    words
        One or more sentences.
    is_passed
        Whether the reader can take it as settled; what failed stands among the caveats.
    """

    words: str
    is_passed: bool = True


@dataclass(frozen=True, slots=True)
class ReportContent:
    """All that the report needs.

    Parameters
    ----------
    study, title, question
        Name of the study, its title in words, and the question it asks.
    county
        The county; its outlines are drawn, its attribution and the word "synthetic" stand on every map.
    options
        Scenarios in study order, the baseline among them.
    baseline
        Name of the baseline scenario.
    days
        Days that were measured.
    replications
        Number of replications of each scenario.
    effect_drawn
        Whether the size of the patrol effect was drawn anew in each replication; the report then shows where one
        more replication would fall, and not the interval of the mean.
    summary
        Rows of `summary.csv`.
    ranking
        Rows of `ranking.csv`.
    paired_harm, paired_crimes
        For each scenario but the baseline (replications,) paired differences in harm and crimes prevented.
    area_values
        For each scenario (n_areas,) means over replications by name: ``harm_prevented`` is the difference against
        the baseline; others (``crimes_prevented``, ``dose_delivered``, ...) may follow.
    assumptions
        Numbers that the run rests on, by dotted path.
    notes
        Plain sentences that must be told (what is off or thin), the most important first: the first three stand
        at the top of the report.
    provenance
        What made the report, label to value in the order shown: study file, version, seed, date, effect pack, ...
    command
        The exact command that makes the results again.
    direct
        Pairs of options compared with each other.
    checks
        Whether histories, warm-up and the like were enough.
    results_folder
        Where the files of the run lie, as the user would type it; may be empty.
    potential
        What would be called in without today's patrol, by call type; may be empty.
    hotspots
        What was on record at the hotspots of each option, before, with patrol and without; may be empty.
    patrol
        Patrol planned and delivered in the history that is written down, by option; those without any are left out.
    fitted, stayed_assumed
        Where the county was fitted to its own data: what was fitted and left out, in sentences, and what the data could
        not say; else empty.
    """

    study: str
    title: str
    question: str
    county: County
    options: tuple[Option, ...]
    baseline: str
    days: int
    replications: int
    effect_drawn: bool
    summary: tuple[SummaryRow, ...]
    ranking: tuple[RankingRow, ...] = ()
    paired_harm: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    paired_crimes: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    area_values: Mapping[str, Mapping[str, NDArray[np.float64]]] = field(default_factory=dict)
    assumptions: tuple[tuple[str, Sourced], ...] = ()
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)
    command: str = ""
    direct: tuple[DirectComparison, ...] = ()
    checks: tuple[Check, ...] = ()
    results_folder: str = ""
    potential: tuple[PotentialRow, ...] = ()
    hotspots: tuple[HotspotRow, ...] = ()
    patrol: Mapping[str, Patrol] = field(default_factory=dict)
    fitted: tuple[str, ...] = ()
    stayed_assumed: tuple[str, ...] = ()

    @property
    def failed_checks(self) -> tuple[str, ...]:
        """What the runs were not enough for."""
        return tuple(check.words for check in self.checks if not check.is_passed)

    @property
    def challengers(self) -> tuple[Option, ...]:
        """The options other than the baseline, in study order."""
        return tuple(option for option in self.options if option.name != self.baseline)

    @property
    def predictive(self) -> bool:
        """Whether the intervals shown are predictive: the effect was drawn and the rows carry such bounds."""
        return self.effect_drawn and any(math.isfinite(row.difference_predict_low) for row in self.summary)

    @property
    def place(self) -> str:
        """The county's name; that it is synthetic is said beside it, once."""
        return self.county.name.removesuffix(" (synthetic county)")

    @property
    def synthetic_words(self) -> str:
        """What is made up: "synthetic county", or "synthetic forces" of a national study; empty for a real county."""
        if not self.county.synthetic:
            return ""
        return "synthetic forces" if self.county.force_name else "synthetic county"

    @property
    def titled_place(self) -> str:
        """The county's name, and that it is synthetic where the name does not say so."""
        return titled_place(self.county.name, self.synthetic_words)

    def label(self, scenario: str) -> str:
        """Give the label of a scenario."""
        return next(option.label for option in self.options if option.name == scenario)

    def row(self, scenario: str, measure: str) -> SummaryRow | None:
        """Find the row of a scenario and measure; None where the run has none."""
        return next((row for row in self.summary if row.scenario == scenario and row.measure == measure), None)

    def mean(self, scenario: str, measure: str) -> float:
        """Give the mean of a measure, not a number where there is none."""
        row = self.row(scenario, measure)
        return row.mean if row else EMPTY

    def difference(self, scenario: str, measure: str) -> Interval:
        """Give the paired difference against the baseline with the bounds of the kind that is shown."""
        row = self.row(scenario, measure)
        if row is None or not self.predictive:
            return self.mean_difference(scenario, measure)
        return Interval(row.difference, row.difference_predict_low, row.difference_predict_high)

    def mean_difference(self, scenario: str, measure: str) -> Interval:
        """Give the paired difference against the baseline with the interval of its mean, whatever is shown."""
        row = self.row(scenario, measure)
        if row is None:
            return Interval(EMPTY, EMPTY, EMPTY)
        return Interval(row.difference, row.difference_low, row.difference_high)

    def unit(self, measure: str) -> str:
        """Give the unit of a measure, empty where no row has it."""
        return next((row.unit for row in self.summary if row.measure == measure), "")

    def p_best(self, scenario: str, measure: str) -> float:
        """Give the share of the histories in which a scenario is best for a measure, not a number where it was not ranked."""
        found = (row.p_best for row in self.ranking if row.scenario == scenario and row.measure == measure)
        return next(found, EMPTY)


def _number(cell: object) -> float:
    """Read a cell; an empty one is not a number."""
    return EMPTY if cell is None or cell == "" else float(cell)  # type: ignore[arg-type]
