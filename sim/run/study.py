"""Run a study from its file to its results: the composition root."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sim import __version__
from sim.command.engine import ENGINE_WORDS, EngineName
from sim.outcomes.area_table import area_means
from sim.outcomes.best import rank
from sim.outcomes.compare import compare
from sim.outcomes.hotspot_rows import hotspot_rows
from sim.outcomes.patrol import Patrol, read_patrols
from sim.outcomes.precision import Precision
from sim.outcomes.replications import Replications, collect
from sim.outcomes.run_measures import RunMeasures
from sim.outcomes.warm_up import check_warm_up
from sim.report.content import ReportContent
from sim.report.stopping import count_words, simulating_words
from sim.run.content import Told, content_of, effect_is_drawn
from sim.run.forces import Forces
from sim.run.nation import Nation
from sim.run.one_county import OneCounty
from sim.run.parts import Parts, build_parts
from sim.run.potential import potential_rows
from sim.run.publish import Results, publish
from sim.run.sequential import judge_of, run_until_precise
from sim.run.soundness import Soundness
from sim.run.spill import Spill
from sim.run.staging import staged
from sim.run.stock import Found
from sim.run.workers import Crew, Progress, Workers
from sim.study.loaded import LoadedStudy


@dataclass(frozen=True, slots=True)
class StudyResult:
    """What a run gives back.

    Parameters
    ----------
    content
        What the report and the terminal show.
    folder
        Where the files lie.
    """

    content: ReportContent
    folder: Path


def run_study(
    loaded: LoadedStudy,
    *,
    out: Path,
    workers: int | Workers,
    progress: Progress,
    engine: EngineName = "numba",
) -> StudyResult:
    """Run every scenario of a study and write its results.

    Parameters
    ----------
    loaded
        The study.
    out
        Folder of the results; replaced whole at the end, untouched if anything fails.
    workers
        Number of processes, or others who do the work; they never change a byte of the tables.
    progress
        Is told what is being done, how many pieces are done, and how many there are.
    engine
        What carries the street; it never changes a byte of the tables either.

    Returns
    -------
    StudyResult
        The comparison and where it was written.
    """
    began = time.monotonic()
    progress("Building the county", 0, 1)
    grounds = Forces(loaded, engine) if loaded.forces else build_parts(loaded, engine)
    with staged(out) as stage, Crew(grounds, workers, progress) as crew, TemporaryDirectory(prefix="sim-") as aside:
        spill = Spill(Path(aside))
        ground = (
            Nation(grounds, crew, stage, spill)
            if isinstance(grounds, Forces)
            else OneCounty(grounds, crew, stage, spill)
        )
        found = ground.find_stock()
        runs, precision = _run_replications(ground, loaded, crew.count)
        progress("Writing the results", 0, 1)
        parts = ground.parts
        sound = Soundness(check_warm_up(runs, parts.loaded.study.baseline, parts.clock), precision)
        account = _account(found, engine, crew.count, time.monotonic() - began)
        patrol = read_patrols(stage, parts.clock.start + timedelta(parts.clock.warm_up_days), parts.clock.days)
        results = _results(parts, found, runs, sound, patrol, out, account)
        if found.key:
            found.stock.save(stage / "baseline_stock.npz")
        publish(parts, results, stage)
    return StudyResult(results.content, out)


def _run_replications(
    ground: OneCounty | Nation, loaded: LoadedStudy, at_once: int
) -> tuple[list[RunMeasures], Precision | None]:
    """Run as many replications as the study asks for."""
    rule = loaded.precision_rule

    def simulate(numbers: range) -> list[RunMeasures]:
        return ground.simulate(numbers, simulating_words(numbers, rule))

    if rule is None:
        return simulate(range(loaded.most_replications)), None
    return run_until_precise(rule, simulate, judge_of(ground.parts, rule), at_once)


def _results(
    parts: Parts,
    found: Found,
    runs: Sequence[RunMeasures],
    sound: Soundness,
    patrol: Mapping[str, Patrol],
    out: Path,
    account: dict[str, object],
) -> Results:
    """Compare the options and gather what is written."""
    study = parts.loaded.study
    scenarios = list(study.scenarios)
    replications = collect(runs, scenarios, study.baseline)
    summary, ranking = compare(replications, study.baseline), rank(replications, study.baseline)
    means = area_means(runs, scenarios)
    potential = potential_rows(parts, found.stock) if found.key and not parts.loaded.forces else ()
    checks = sound.checks(parts, replications.units)
    provenance = _provenance(parts, found, replications)
    told = Told(provenance, checks, potential, tuple(hotspot_rows(runs, scenarios)), patrol)
    content = content_of(parts, replications, summary, ranking, means, told, out)
    return Results(replications, summary, ranking, means, content, {**account, **sound.account()})


def _account(found: Found, engine: EngineName, workers: int, seconds: float) -> dict[str, object]:
    """Tell of the run itself."""
    return {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "workers": workers,
        "cores": os.cpu_count(),
        "engine": engine,
        "baseline_stock": {"key": found.key, "origin": found.origin},
    }


def _provenance(parts: Parts, found: Found, replications: Replications) -> dict[str, str]:
    """Say what made the report."""
    loaded, study = parts.loaded, parts.loaded.study
    drawn = "drawn for each replication" if effect_is_drawn(parts) else "fixed"
    return {
        "Study file": loaded.file,
        "Version": f"sim {__version__}",
        "Engine": ENGINE_WORDS[parts.engine],
        "Seed": str(study.seed),
        "Replications": count_words(len(replications.numbers), loaded.precision_rule, replications.units),
        "Days": f"{study.days} after {study.warm_up_days} of warm-up, from {study.start.isoformat()}",
        "County": parts.county.name,
        "Effect of patrol": f"{loaded.effect.label}; {drawn}",
        "Harm index": loaded.harm_pack.label,
        "What today's policing prevents": f"{found.origin}{f', key {found.key}' if found.key else ''}",
        "Date": datetime.now(UTC).date().isoformat(),
        "Checksum of the study file": loaded.sources[0].sha256[:16],
    }
