"""Backtest a county file: read, hide, fit, foresee, compare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from sim.backtest.findings import Findings, Simulated
from sim.backtest.holdout import HoldOut
from sim.backtest.measure import list_hotspots, measure
from sim.backtest.simulated import hold_simulated
from sim.demand.config import DemandConfig
from sim.demand.offence_mix import offence_mix
from sim.errors import InputError
from sim.fit.fitted import FittedCounty
from sim.fit.predict import predict
from sim.fit.run import aligned, fit_recorded, read_county
from sim.harm.components import of_categories
from sim.harm.measure import HarmMeasure
from sim.harm.of_pack import measure_of
from sim.progress import Progress
from sim.study.county_file import CountyFile
from sim.study.harm_pack import read_harm_pack
from sim.study.named import read_named
from sim.study.schema import Study

DRAWS: Final = 1_000
SEED: Final = 2025
"""Draws and seed of the rule for intervals (decision 14)."""
_COMPARING: Final = "Comparing with what came"


class Step(Protocol):
    """Is called each time that one more thing is done; its name may be given."""

    def __call__(self, name: str = ..., /) -> None:
        """Take note of it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a backtest.

    Parameters
    ----------
    hold_out
        Months to hide, the last that there are.
    until
        Last month to use, YYYY-MM; all that there are if None.
    draws, seed
        Draws of what is foreseen, and their seed.
    index
        Harm pack by which lists of hotspots by harm are made.
    histories
        Histories of the simulator's own to hold what came against; none if 0.
    """

    hold_out: int
    until: str | None = None
    draws: int = DRAWS
    seed: int = SEED
    index: str = "cambridge"
    histories: int = 0


def backtest_county(file: CountyFile, question: Question, progress: Progress) -> Findings:
    """Backtest a county.

    Parameters
    ----------
    file
        The county file.
    question
        What is asked.
    progress
        Told how far it is.

    Returns
    -------
    Findings
        What the hidden months say; nothing is written.

    Raises
    ------
    InputError
        If files are missing or wrong, or hold too little; carries all problems found.
    """
    harm = harm_index(question.index, file)
    county, recorded = read_county(file, progress, question.until)
    months = HoldOut.of(recorded, question.hold_out)
    # a category without a weight is told before minutes have passed
    harm.harm(of_categories(recorded.category, recorded.count.sum(axis=0), county.deprivation_rank))
    fitted = fit_recorded(file, county, months.fitted, progress)
    foreseen = predict(fitted.rates, months.hidden.month, question.draws, question.seed)
    measured = measure(months, foreseen, question.seed, _steps(progress, _COMPARING, len(recorded.category)))
    return Findings(
        county=county.name,
        attribution=county.attribution,
        fitted=months.fitted.month,
        hidden=months.hidden.month,
        draws=question.draws,
        seed=question.seed,
        groups=measured.groups,
        cells=measured.cells,
        hotspots=list_hotspots(months, county, measured.expected, harm),
        simulated=tuple(_simulate(months, fitted, question, progress)),
        notes=recorded.notes,
    )


def harm_index(name: str, file: CountyFile) -> HarmMeasure:
    """Read a harm pack, published sheet or table, and weigh police.uk categories by the default mix of offences."""
    beside, option = file.document.path.parent, "--index"
    try:
        pack = read_harm_pack(name, beside, file.base if file.is_data else None).pack
    except LookupError as error:
        what, do = error.args
        raise InputError.of(option, what, do) from None
    demand = read_named("demand", str(Study.model_fields["demand"].default), DemandConfig, beside, option)
    return measure_of(pack, offence_mix(demand))


def _simulate(months: HoldOut, fitted: FittedCounty, question: Question, progress: Progress) -> Iterator[Simulated]:
    """Hold the hidden months, and the last ones fitted, against the simulator's own histories."""
    if not question.histories:
        return
    fitted = aligned(fitted, progress)
    year = months.fitted.count[months.last_twelve].sum(axis=0, dtype=np.int32)
    for recorded, before, label in (
        (months.hidden, year, "Histories of the hidden months"),
        (months.last_stretch, np.zeros_like(year), "Histories of the last months fitted"),
    ):
        step = _steps(progress, label, question.histories)
        yield hold_simulated(fitted, recorded, before, question.histories, question.seed, step)


def _steps(progress: Progress, label: str, total: int) -> Step:
    """Tell progress each time that one more of several is done."""
    done: list[str] = []

    def step(name: str = label) -> None:
        done.append(name)
        progress(label, min(len(done), total), total)

    return step
