"""What a run would do and write, said before it is done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.clock import DAYS_PER_YEAR
from sim.county.files_config import FilesCounty
from sim.report.stopping import goal_words

if TYPE_CHECKING:
    from sim.study.loaded import LoadedStudy
    from sim.study.trial_schema import TrialStudy

RESULT_FILES: Final = (
    "report.html",
    "summary.csv",
    "ranking.csv",
    "replications.parquet",
    "areas.parquet",
    "areas.gpkg",
    "calls.parquet",
    "dispatches.parquet",
    "visits.parquet",
    "dose.parquet",
    "patrol.csv",
    "hotspots.csv",
    "plan.csv",
    "baseline_stock.npz",
    "potential.csv",
    "study.yaml",
    "manifest.json",
)
"""Files of a results folder (DESIGN.md §6), with the stock behind what today's policing prevents."""
TRACK_FILE: Final = "track.parquet"
"""Written where the study asks for tracks."""
HOTSPOT_FILE: Final = "hotspots.csv"
"""Written where options patrol hotspots and the baseline, which tells what had been without, does not."""
TRIAL_FILES: Final = (
    "trial.html",
    "trial.csv",
    "power.csv",
    "needed.csv",
    "announced.csv",
    "trend.csv",
    "pilots.parquet",
    "study.yaml",
    "manifest.json",
)
"""Files of the results folder of a study of pilots."""
DELIVERED_FILE: Final = "delivered.csv"
"""Written where officers on the street deliver the patrol of pilots."""
GIS_FILE: Final = "areas.gpkg"
"""Left out where several made-up forces stand side by side: they lie nowhere."""


def plan(loaded: LoadedStudy, *, workers: str, out: Path) -> str:
    """Write what a run would do.

    Parameters
    ----------
    loaded
        The study.
    workers
        Who does the work, in words.
    out
        Folder of the results.

    Returns
    -------
    str
        Lines for a terminal.
    """
    if loaded.trial is not None:
        return _trial_plan(loaded, loaded.trial, workers, out)
    study, clock = loaded.study, loaded.clock
    scenarios = ", ".join(f"{name} (baseline)" if name == study.baseline else name for name in study.scenarios)
    spans = f"{study.warm_up_days} to warm up, {study.days} measured, {study.cool_down_days} to cool down"
    lines = {
        "Study": f"{study.study}: {study.question}",
        "Scenarios": f"{len(study.scenarios)}: {scenarios}",
        "Replications": _replications(loaded),
        "Days": f"{clock.total_days} a run: {spans}",
        "Calls": _calls(loaded),
        "Effect": f"{loaded.effect.label}, {'drawn for each replication' if loaded.effect_drawn else 'fixed'}",
        "Harm": loaded.harm_pack.label,
        "Workers": workers,
        "Writes": f"{out}{'  (replaces what is there)' if out.exists() else ''}",
    }
    return _laid_out(lines, _files(loaded))


def _trial_plan(loaded: LoadedStudy, trial: TrialStudy, workers: str, out: Path) -> str:
    """Write what a study of pilots would do."""
    effects = ", ".join(f"{100 * reduction:g} %" if reduction else "none" for reduction in trial.reductions)
    visits = f"{len(trial.dose.visits_at)} visits of {trial.dose.visit_minutes:g} minutes a day"
    lines = {
        "Study": f"{trial.study}: {trial.question}",
        "Designs": f"{len(trial.designs)}: {', '.join(trial.designs)}",
        "Pilots": f"{trial.replications} of each design and effect, {trial.days} days each",
        "Effects": f"{effects}; stated at the dose of: {loaded.effect.label}",
        "Dose": f"{visits}, {_delivery(trial)}",
        "Calls": _calls(loaded),
        "Harm": loaded.harm_pack.label,
        "Workers": workers,
        "Writes": f"{out}{'  (replaces what is there)' if out.exists() else ''}",
    }
    return _laid_out(lines, [*TRIAL_FILES, *([DELIVERED_FILE] if trial.delivery == "street" else [])])


def _delivery(trial: TrialStudy) -> str:
    """Say how the visits of a pilot are delivered."""
    if trial.dose.compliance is not None:
        return f"of which {100 * trial.dose.compliance.value:g} % are made"
    extra = f", {trial.uplift.posts} of them extra" if trial.uplift is not None else ""
    return f"made by officers whom calls take away{extra}"


def _laid_out(lines: dict[str, str], files: list[str]) -> str:
    """Lay out lines under their names, and files below the last."""
    width = max(map(len, lines)) + 2
    told = [f"{name:{width}}{text}" for name, text in lines.items()]
    return "\n".join([*told, *(f"{'':{width}}{name}" for name in files)])


def _files(loaded: LoadedStudy) -> list[str]:
    """List the files that a run would write."""
    left_out = {GIS_FILE} if loaded.forces else set()
    if not _has_twins(loaded):
        left_out.add(HOTSPOT_FILE)
    files = [name for name in RESULT_FILES if name not in left_out]
    if (track := loaded.study.track) is None:
        return files
    tracks = [f"track_{name}.gpx" for name in loaded.study.scenarios] if track.gpx else []
    return [*files, TRACK_FILE, *tracks]


def _has_twins(loaded: LoadedStudy) -> bool:
    """Tell whether there are hotspots that can be held against the same places without patrol."""
    scenarios = loaded.study.scenarios
    patrols = [name for name, scenario in scenarios.items() if scenario.target is not None]
    return bool(patrols) and loaded.study.baseline not in patrols


def calls_a_day(loaded: LoadedStudy) -> float:
    """Give the calls a day of the whole county, or of all forces together."""
    if loaded.forces:
        return loaded.forces * calls_a_day(replace(loaded.of_block(1), county=loaded.county.pattern))  # type: ignore[union-attr]  # forces have one
    return sum(row.calls_per_year for row in loaded.demand.types) / DAYS_PER_YEAR


def _calls(loaded: LoadedStudy) -> str:
    """Say how many calls there are, as far as that is known before a county's files are read and its areas laid out."""
    keeps = f", of which the run keeps {', '.join(loaded.county.districts)}" if loaded.county.districts else ""
    if _follows_records(loaded):
        return f"as many as recorded crime in {loaded.county.name} makes them{keeps}; known once its files are read"
    a_day = calls_a_day(loaded)
    if keeps:
        return f"about {a_day:,.0f} a day in the whole county{keeps}"
    return f"about {a_day:,.0f} a day, {a_day * loaded.clock.total_days:,.0f} a run"


def _follows_records(loaded: LoadedStudy) -> bool:
    """Tell whether volumes follow a county's own recorded rows, whatever the demand pack says (`sim.demand.recorded`)."""
    county = loaded.county
    return isinstance(county, FilesCounty) and (county.recorded is not None or county.fitted is not None)


def _replications(loaded: LoadedStudy) -> str:
    """Say how many replications are run, or what decides it."""
    rule, most = loaded.precision_rule, loaded.most_replications
    if rule is None:
        return f"{most} of each scenario, {loaded.runs} runs in all"
    fewest = rule.at_least * len(loaded.study.scenarios)
    return (
        f"{rule.at_least} to {most} of each scenario, {fewest} to {loaded.runs} runs in all, until {goal_words(rule)} "
        "for every option"
    )
