"""What a worker does for a study: all scenarios of one replication, measured, with the audit trail if asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.command.suppression import BaselineStock
from sim.outcomes.chosen import Chosen
from sim.outcomes.run_measures import RunMeasures
from sim.run.parts import Parts
from sim.run.replicate import Walk, walk_scenarios

AUDITED_REPLICATION = 0
"""The replication whose every call, dispatch and visit is written down."""


@dataclass(frozen=True, slots=True)
class Audit:
    """Asks for the audit trail.

    Parameters
    ----------
    folder
        Where the files go; None where the worker may be on another machine, whose disk nobody reads: the files then
        come home with the measures.
    """

    folder: Path | None

    @contextmanager
    def place(self, files: dict[str, bytes]) -> Iterator[Path]:
        """Give the folder to write into; what comes home is put into `files` at the end."""
        if self.folder is not None:
            yield self.folder
            return
        with TemporaryDirectory(prefix="sim-") as name:
            yield Path(name)
            files.update((path.name, path.read_bytes()) for path in sorted(Path(name).iterdir()))


@dataclass(frozen=True, slots=True)
class Replication:
    """What one replication comes to.

    Parameters
    ----------
    runs
        Scenario by scenario, in the order of the study.
    files
        Contents of the audit trail by the names of its files, where these were not written in place.
    """

    runs: list[RunMeasures]
    files: dict[str, bytes] = field(default_factory=dict)


def measure_replication(
    parts: Parts, stock: BaselineStock, replication: int, audit: Audit | None = None
) -> Replication:
    """Run all scenarios of one replication.

    Parameters
    ----------
    parts
        What every run shares.
    stock
        The stock that acts in the baseline.
    replication
        Replication number.
    audit
        Asks for the audit trail; None writes none.

    Returns
    -------
    Replication
        The measures, and the audit trail if it is to come home.
    """
    files: dict[str, bytes] = {}
    walks = walk_and_write(parts, stock, replication, audit, files)
    chosen = chosen_of(parts)
    # a comprehension would hold each walk's records while the next scenario runs; a map lets them go
    runs = list(map(partial(_measures_alone, chosen=chosen), walks))
    return Replication([replace(run, at_hotspots=chosen.found(run.scenario)) for run in runs], files)


def chosen_of(parts: Parts) -> Chosen:
    """Say which options' hotspots are to be held against the same places without patrol, in one replication.

    Where the baseline patrols hotspots itself, it does not tell what would have been without, and none are.

    Parameters
    ----------
    parts
        What every run shares.

    Returns
    -------
    Chosen
        To be given the run of each scenario.
    """
    study = parts.loaded.study
    targets = {name: scenario.target for name, scenario in study.scenarios.items()}
    looks_back = {name: target.window_days for name, target in targets.items() if target is not None}
    followed = {} if study.baseline in looks_back else looks_back
    return Chosen(study.baseline, followed, parts.harm.by_offence, parts.harm_of_asb)


def walk_and_write(
    parts: Parts, stock: BaselineStock, replication: int, audit: Audit | None, files: dict[str, bytes]
) -> Iterator[Walk]:
    """Run all scenarios of one replication, and write down their calls, dispatches and visits if that is asked for.

    Parameters
    ----------
    parts, stock, replication, audit
        As in `measure_replication`.
    files
        Is given the contents of the audit trail where it is to come home.

    Yields
    ------
    Walk
        Scenario by scenario; whoever takes one lets go of it before asking for the next.
    """
    walks = walk_scenarios(parts, stock, replication, tracked=audit is not None)
    if audit is None:
        yield from walks
        return
    from sim.run.audit import AuditTrail  # noqa: PLC0415 - brings pyarrow, which other replications do without

    loaded = parts.loaded
    with (
        audit.place(files) as folder,
        AuditTrail(folder, loaded.harm_pack.unit, loaded.study, loaded.draw_seed) as trail,
    ):
        for walk in walks:
            trail.add(walk.record)
            yield walk
            del walk  # its records must not lie beside those of the next scenario


def _measures_alone(walk: Walk, chosen: Chosen) -> RunMeasures:
    """Keep the measures of a walk, and what was on record at hotspots; its records are let go before the next one begins."""
    chosen.add(walk.record)
    return walk.measures
