"""Run a study of pilots from its file to its results."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sim import __version__
from sim.command.effect import solve_effect
from sim.command.engine import EngineName
from sim.config import Sourced
from sim.json_text import json_text
from sim.outcomes.tables import write_parquet, write_text
from sim.report.trial_content import TrialContent
from sim.report.trial_page import trial_page
from sim.report.trial_stated import StatedEffect
from sim.run.content import command_of
from sim.run.parts import Parts, build_parts
from sim.run.pilots import outcomes_of, run_pilots
from sim.run.publish import checksums, software
from sim.run.staging import staged
from sim.run.trial_lots import lots
from sim.run.workers import Crew, Progress, Task, Workers
from sim.study.loaded import LoadedStudy
from sim.study.trial_checks import refuse_what_does_not_fit
from sim.study.write import resolved_text
from sim.trial.announced import announced_rows
from sim.trial.config import Dose
from sim.trial.delivered_rows import delivered_rows
from sim.trial.needed import needed_rows
from sim.trial.runs import DesignRuns, join_runs
from sim.trial.summary import trial_rows
from sim.trial.tables import announced_csv, delivered_csv, needed_csv, pilots_table, power_csv, trend_csv, trial_csv

_UNUSED: Final = (
    "costs.",
    "effect.reduction",
    "effect.distribution",
)
"""Numbers of studies of options, and the effect that the stated ones take the place of."""
_OF_THE_STREET: Final = ("force.", "county.travel", "street.dispatch", "street.meals")
"""Numbers of a street with cars and calls."""


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What a run gives back.

    Parameters
    ----------
    content
        What the page and the terminal show.
    folder
        Where the files lie.
    """

    content: TrialContent
    folder: Path


def run_trial(
    loaded: LoadedStudy, *, out: Path, workers: int | Workers, progress: Progress, engine: EngineName = "numba"
) -> TrialResult:
    """Run every pilot of a study and write its results.

    Parameters
    ----------
    loaded
        The study, a trial.
    out
        Folder of the results; replaced whole at the end, untouched if anything fails.
    workers
        Number of processes, or others who do the work; they never change a byte of the tables.
    progress
        Is told what is being done, how many pieces are done, and how many there are.
    engine
        What carries the street, where the patrol of pilots is delivered on one; the results are the same.

    Returns
    -------
    TrialResult
        What was found and where it was written.

    Raises
    ------
    InputError
        If the county has too few areas or districts for a design.
    """
    began = time.monotonic()
    study = loaded.trial
    if study is None:
        message = "this study is no trial"
        raise TypeError(message)
    progress("Building the county", 0, 1)
    parts = build_parts(loaded, engine)
    refuse_what_does_not_fit(loaded, parts.county.district_of_area, parts.county.area_code)
    with staged(out) as stage, Crew(parts, workers, progress) as crew:
        tasks = [Task(run_pilots, (numbers,), pieces=len(numbers)) for numbers in lots(study.replications)]
        runs = join_runs(crew.do(f"Running {study.replications:,} pilots", tasks))
        progress("Writing the results", 0, 1)
        content = _content(parts, runs, out)
        account: dict[str, object] = {"workers": crew.count, "seconds": round(time.monotonic() - began, 1)}
        if study.delivery == "street":
            account["engine"] = engine
        _publish(parts, runs, content, stage, account)
    return TrialResult(content, out)


def _content(parts: Parts, runs: Sequence[DesignRuns], out: Path) -> TrialContent:
    """Gather what the page and the terminal show."""
    loaded, study = parts.loaded, parts.loaded.trial
    if study is None:
        message = "this study is no trial"
        raise TypeError(message)
    names = outcomes_of(parts).name
    return TrialContent(
        study=study,
        county=parts.county.name,
        areas=parts.county.n_areas,
        districts=len(set(parts.county.district_of_area.tolist())),
        synthetic=parts.county.synthetic,
        attribution=parts.county.attribution,
        outcomes=names,
        rows=tuple(trial_rows(runs, names, study.model_pilots)),
        announced=tuple(announced_rows(runs, names, study.announced)),
        needed=tuple(needed_rows(runs, names, study.days)),
        delivered=tuple(delivered_rows(runs, names)),
        runs=tuple(runs),
        effect=_stated(parts, study.reductions),
        harm_unit=loaded.harm_pack.unit,
        assumptions=_rested_on(loaded.assumptions, study.dose),
        provenance={
            "Study file": loaded.file,
            "Version": f"sim {__version__}",
            "Seed": str(study.seed),
            "Date": datetime.now(UTC).date().isoformat(),
            "Checksum of the study file": loaded.sources[0].sha256[:16],
        },
        command=command_of(parts),
        folder=str(out),
    )


def _stated(parts: Parts, reductions: Sequence[float]) -> StatedEffect:
    """Gather what is told of the effect pack, and how far the types of call let each stated fall be reached."""
    pack, presence = parts.loaded.effect, parts.loaded.street.presence
    reached = (solve_effect(pack, presence, parts.stated_demand, reduction).reached for reduction in reductions)
    return StatedEffect(pack.label, len(pack.visits_at), pack.visit_minutes.value, pack.cap.value, tuple(reached))


def _rested_on(numbers: Sequence[tuple[str, Sourced]], dose: Dose) -> tuple[tuple[str, Sourced], ...]:
    """Leave out what pilots do not use; where there is no street, add how much of the patrol is delivered."""
    kept = [(path, number) for path, number in numbers if not path.startswith(_UNUSED)]
    if dose.compliance is None:
        return tuple((path, number) for path, number in kept if path != "street.presence.attend_weight")
    on_paper = [(path, number) for path, number in kept if not path.startswith(_OF_THE_STREET)]
    return (("dose.compliance", dose.compliance), *on_paper)


def _publish(
    parts: Parts, runs: Sequence[DesignRuns], content: TrialContent, folder: Path, account: dict[str, object]
) -> None:
    """Write every file."""
    about = {"county": parts.county.name, "licence": " ".join(parts.county.attribution) or "synthetic county"}
    write_text(trial_csv(content.rows), folder / "trial.csv")
    write_text(power_csv(content.rows), folder / "power.csv")
    write_text(needed_csv(content.needed), folder / "needed.csv")
    write_text(trend_csv(runs, content.outcomes), folder / "trend.csv")
    write_text(announced_csv(content.announced), folder / "announced.csv")
    if content.delivered:
        write_text(delivered_csv(content.delivered), folder / "delivered.csv")
    write_parquet(pilots_table(runs, content.outcomes), folder / "pilots.parquet", about)
    write_text(trial_page(content), folder / "trial.html")
    write_text(resolved_text(parts.loaded, folder), folder / "study.yaml")
    told = {
        "program": f"sim {__version__}",
        "study": content.study.study,
        "study_file": parts.loaded.file,
        "seed": parts.loaded.study.seed,
        "pilots": content.study.replications,
        "areas": content.areas,
        "designs": list(content.study.designs),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        **account,
        **software(),
        "inputs": {source.name: f"sha256:{source.sha256}" for source in parts.loaded.sources},
        "files": checksums(folder),
    }
    write_text(json_text(told, indent=2) + "\n", folder / "manifest.json")
