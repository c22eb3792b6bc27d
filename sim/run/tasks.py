"""What a worker does for a study: all scenarios of one replication, measured, with the audit trail if asked for."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sim.command.suppression import BaselineStock
from sim.outcomes.audit_tables import calls_table, dispatches_table, visits_table
from sim.outcomes.run_measures import RunMeasures
from sim.run.parts import Parts
from sim.run.replicate import Walk, walk_scenarios

AUDITED_REPLICATION = 0
"""The replication whose every call, dispatch and visit is written down."""


def measure_replication(
    parts: Parts, stock: BaselineStock, replication: int, audit_folder: Path | None
) -> list[RunMeasures]:
    """Run all scenarios of one replication.

    Parameters
    ----------
    parts
        What every run shares.
    stock
        The stock that acts in the baseline.
    replication
        Replication number.
    audit_folder
        Where `calls.parquet`, `dispatches.parquet` and `visits.parquet` go; None writes none.

    Returns
    -------
    list[RunMeasures]
        Scenario by scenario, in the order of the study.
    """
    walks = walk_scenarios(parts, stock, replication)
    if audit_folder is None:
        return [walk.measures for walk in walks]
    trail = AuditTrail(audit_folder, parts.loaded.harm_pack.unit)
    measures = []
    for walk in walks:
        trail.add(walk)
        measures.append(walk.measures)
    trail.close()
    return measures


class AuditTrail:
    """Writes the calls, dispatches and visits of one scenario after the other into a file each.

    Parameters
    ----------
    folder
        Where the files go.
    harm_unit
        Unit of the study's harm index.
    """

    def __init__(self, folder: Path, harm_unit: str) -> None:
        self._folder = folder
        self._harm_unit = harm_unit
        self._writers: dict[str, pq.ParquetWriter] = {}

    def add(self, walk: Walk) -> None:
        """Write down one scenario."""
        self._write("calls.parquet", calls_table(walk.record, self._harm_unit))
        self._write("dispatches.parquet", dispatches_table(walk.record))
        self._write("visits.parquet", visits_table(walk.record))

    def close(self) -> None:
        """Finish the files."""
        for writer in self._writers.values():
            writer.close()

    def _write(self, name: str, table: pa.Table) -> None:
        """Append a table to a file; the first one sets its columns."""
        if name not in self._writers:
            fractions = [field.name for field in table.schema if pa.types.is_floating(field.type)]
            self._writers[name] = pq.ParquetWriter(
                self._folder / name,
                table.schema,
                compression="zstd",
                version="2.6",
                use_dictionary=[column for column in table.schema.names if column not in fractions],
                use_byte_stream_split=fractions,
            )
        self._writers[name].write_table(table)
