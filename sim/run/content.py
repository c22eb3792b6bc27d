"""Fill the report's content from a study's runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.county.files_config import FittedFile
from sim.outcomes.best import RankingRow
from sim.outcomes.compare import SummaryRow
from sim.outcomes.hotspot_rows import HotspotRow
from sim.outcomes.intervals import mean_interval, predictive_interval
from sim.outcomes.patrol import Patrol
from sim.outcomes.potential import PotentialRow
from sim.outcomes.replications import Replications
from sim.report.content import Check, DirectComparison, ReportContent
from sim.report.content import RankingRow as ShownRank
from sim.report.content import SummaryRow as ShownRow
from sim.run.describe import options_of
from sim.run.notes import notes_of
from sim.run.parts import Parts
from sim.study.schema import Scenario, Study

DIRECT_MEASURES = ("harm_prevented", "crimes_prevented")
ONE_THING = (
    ("rank_by", "of", "half_life_days", "areas", "window_days"),
    ("allocate", "most_visits_per_day", "district_floor"),
    ("hours", "chosen_hours", "chosen_within"),
    ("route",),
)
"""Fields of a plan that say together how its hotspots are ranked; how visits are shared out; in which hours they fall due; and
what route is taken."""
SHOWN_LEVELS = ("dose_delivered", "dose_planned", "crimes", "calls", "calls_open", "harm", "response_median_grade1")
SHOWN_DIFFERENCES = ("harm_prevented", "crimes_prevented")


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of the run itself.

    Parameters
    ----------
    provenance
        What made the report, label to value.
    checks
        Whether the runs were enough.
    potential
        What would be called in without today's patrol; empty where that was not worked out.
    hotspots
        What was on record at the hotspots of each option, with patrol and without.
    patrol
        Patrol planned and delivered in the history that is written down, by option.
    """

    provenance: Mapping[str, str]
    checks: tuple[Check, ...] = ()
    potential: tuple[PotentialRow, ...] = ()
    hotspots: tuple[HotspotRow, ...] = ()
    patrol: Mapping[str, Patrol] = field(default_factory=dict)


def content_of(
    parts: Parts,
    replications: Replications,
    summary: Sequence[SummaryRow],
    ranking: Sequence[RankingRow],
    area_means: Mapping[str, Mapping[str, NDArray[np.float64]]],
    told: Told,
    folder: Path,
) -> ReportContent:
    """Gather what the report shows.

    Parameters
    ----------
    parts
        What every run shares.
    replications, summary, ranking, area_means
        The results.
    told
        What is said of the run itself.
    folder
        Where the results lie.

    Returns
    -------
    ReportContent
        The content of the report and of the terminal table.
    """
    study = parts.loaded.study
    drawn = effect_is_drawn(parts)
    fit: FittedFile | None = getattr(parts.loaded.county, "fitted", None)
    return ReportContent(
        study=study.study,
        title=study.study.replace("_", " ").replace("-", " ").capitalize(),
        question=study.question,
        county=parts.county,
        options=options_of(study, by_force=bool(parts.county.force_name)),
        baseline=study.baseline,
        days=study.days,
        replications=len(replications.numbers),
        effect_drawn=drawn,
        summary=tuple(ShownRow.of(asdict(row)) for row in summary),
        ranking=tuple(ShownRank(row.measure, row.scenario, row.p_best) for row in ranking),
        paired_harm=_paired(replications, study, "harm_prevented"),
        paired_crimes=_paired(replications, study, "crimes_prevented"),
        area_values=_area_values(area_means, study.baseline),
        assumptions=parts.loaded.assumptions,
        notes=notes_of(parts, replications),
        provenance=told.provenance,
        command=command_of(parts),
        direct=tuple(_direct(replications, study, drawn=drawn)),
        checks=told.checks,
        potential=told.potential,
        hotspots=told.hotspots,
        patrol=told.patrol,
        fitted=tuple(fit.told) if fit else (),
        stayed_assumed=tuple(fit.assumed) if fit else (),
        results_folder=str(folder),
    )


def effect_is_drawn(parts: Parts) -> bool:
    """Tell whether the size of the effect really differs between replications."""
    return parts.loaded.effect_drawn and parts.loaded.effect.distribution.kind != "fixed"


def command_of(parts: Parts) -> str:
    """Give the command that makes the results again."""
    study = parts.loaded.study
    count = [] if parts.loaded.precision_rule else [f"--replications {study.replications}"]
    words = ["python -m sim", parts.loaded.file, *count, f"--seed {study.seed}"]
    if parts.engine != "numba":
        words.append(f"--engine {parts.engine}")
    if parts.loaded.has_data_elsewhere:
        words.append("--data DIR")
    return " ".join(words)


def _paired(replications: Replications, study: Study, measure: str) -> dict[str, NDArray[np.float64]]:
    """Give the paired differences of a measure against the baseline, by scenario."""
    base = replications.values[study.baseline][measure]
    return {name: replications.values[name][measure] - base for name in study.scenarios if name != study.baseline}


def _area_values(
    means: Mapping[str, Mapping[str, NDArray[np.float64]]], baseline: str
) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Give what maps show: differences of what is prevented, levels of the rest."""
    base = means[baseline]
    return {
        name: {
            **{measure: mine[measure] - base[measure] for measure in SHOWN_DIFFERENCES},
            **{measure: mine[measure] for measure in SHOWN_LEVELS},
        }
        for name, mine in means.items()
    }


def _direct(replications: Replications, study: Study, *, drawn: bool) -> list[DirectComparison]:
    """Compare every two options with the same officers whose patrols differ in one thing."""
    found = []
    for one, other in pairs_head_to_head(study.scenarios):
        for measure in DIRECT_MEASURES:
            paired = replications.values[one][measure] - replications.values[other][measure]
            mean_bounds = mean_interval(paired)
            low, high = predictive_interval(paired) if drawn else mean_bounds
            unit = replications.units[measure]
            centre = float(paired.mean())
            found.append(DirectComparison(one, other, measure, unit, centre, low, high, *mean_bounds))
    return found


def pairs_head_to_head(scenarios: Mapping[str, Scenario]) -> list[tuple[str, str]]:
    """Find the pairs of scenarios with the same officers whose patrols differ in one thing of `ONE_THING` alone."""
    names = list(scenarios)
    pairs = [(one, other) for at, other in enumerate(names) for one in names[at + 1 :]]
    return [(one, other) for one, other in pairs if _differ_in_one_thing(scenarios[one], scenarios[other])]


def _differ_in_one_thing(one: Scenario, other: Scenario) -> bool:
    """Tell whether the patrols of two scenarios differ in one thing, and nothing else does."""
    if one.target is None or other.target is None or one.target == other.target:
        return False
    with_one_changed = (
        one.target.model_copy(update={field: getattr(other.target, field) for field in fields}) for fields in ONE_THING
    )
    return other.target in with_one_changed and one.uplift == other.uplift and one.redeploy == other.redeploy
