"""What a worker does for a study: all scenarios of one replication, measured, with the audit trail if asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.command.suppression import BaselineStock
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
    if audit is None:
        return Replication(list(map(_measures_alone, walk_scenarios(parts, stock, replication))))
    if audit.folder is not None:
        return Replication(_measure_and_write(parts, stock, replication, audit.folder))
    with TemporaryDirectory(prefix="sim-") as name:
        folder = Path(name)
        runs = _measure_and_write(parts, stock, replication, folder)
        return Replication(runs, {path.name: path.read_bytes() for path in sorted(folder.iterdir())})


def _measure_and_write(parts: Parts, stock: BaselineStock, replication: int, folder: Path) -> list[RunMeasures]:
    """Run all scenarios and write down their calls, dispatches and visits."""
    from sim.run.audit import AuditTrail  # noqa: PLC0415 - brings pyarrow, which other replications do without

    runs = []
    with AuditTrail(folder, parts.loaded.harm_pack.unit) as trail:
        for walk in walk_scenarios(parts, stock, replication):
            trail.add(walk.record)
            runs.append(walk.measures)
            del walk  # its records must not lie beside those of the next scenario
    return runs


def _measures_alone(walk: Walk) -> RunMeasures:
    """Keep the measures of a walk; its records are let go before the next scenario begins."""
    return walk.measures
