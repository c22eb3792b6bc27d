"""The audit trail: every call, dispatch, visit and hour of patrol of one replication, scenario after scenario."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from sim.outcomes.audit_tables import calls_table, dispatches_table, visits_table
from sim.outcomes.cells import which_run
from sim.outcomes.dose_tables import PlaceNames, dose_table, kept_csv, kept_rows
from sim.outcomes.record import RunRecord
from sim.outcomes.tables import Cell, write_text
from sim.target.config import TargetConfig
from sim.track.compliance import how_kept
from sim.track.hourly import dose_by_hour
from sim.track.planned import due_visits
from sim.track.stays import Stays


class AuditTrail:
    """Writes the calls, dispatches, visits and patrol of one scenario after the other into files; a context manager.

    Parameters
    ----------
    folder
        Where the files go.
    harm_unit
        Unit of the study's harm index.
    targets
        What each scenario says of patrol; None where it has none.
    """

    def __init__(self, folder: Path, harm_unit: str, targets: Mapping[str, TargetConfig | None]) -> None:
        self._folder = folder
        self._harm_unit = harm_unit
        self._targets = targets
        self._kept: list[list[Cell]] = []
        self._writers: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._writers.values():
            writer.close()
        write_text(kept_csv(self._kept, ("scenario", "replication")), self._folder / "patrol.csv")

    def add(self, record: RunRecord) -> None:
        """Write down one scenario."""
        self._write("calls.parquet", calls_table(record, self._harm_unit))
        self._write("dispatches.parquet", dispatches_table(record))
        self._write("visits.parquet", visits_table(record))
        self._add_patrol(record)

    def _add_patrol(self, record: RunRecord) -> None:
        """Write down what patrol was planned and delivered."""
        clock, names = record.clock, PlaceNames.of_county(record.county)
        due = due_visits(record.plan, self._targets[record.scenario])
        dose = dose_by_hour(due, Stays.of_visits(record.visits), 0.0, clock.horizon_min)
        which = which_run(record.scenario, record.replication, dose.hour.size)
        self._write("dose.parquet", dose_table(dose, names, clock, which))
        kept = how_kept(due, record.visits, clock.measure_from_min, clock.measure_until_min)
        self._kept += [[record.scenario, float(record.replication), *row] for row in kept_rows(kept, names)]

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
