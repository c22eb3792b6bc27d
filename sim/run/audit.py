"""The audit trail: every call, dispatch and visit of one replication, scenario after scenario, in Parquet files."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from sim.outcomes.audit_tables import calls_table, dispatches_table, visits_table
from sim.outcomes.record import RunRecord


class AuditTrail:
    """Writes the calls, dispatches and visits of one scenario after the other into a file each; a context manager.

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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._writers.values():
            writer.close()

    def add(self, record: RunRecord) -> None:
        """Write down one scenario."""
        self._write("calls.parquet", calls_table(record, self._harm_unit))
        self._write("dispatches.parquet", dispatches_table(record))
        self._write("visits.parquet", visits_table(record))

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
