"""The audit trail: every call, dispatch, visit and hour of patrol of one replication, scenario after scenario."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from sim.outcomes.audit_tables import calls_table, dispatches_table, visits_table
from sim.outcomes.cells import which_run
from sim.outcomes.dose_tables import PlaceNames, dose_table, kept_csv, kept_rows
from sim.outcomes.plan_table import PLAN_COLUMNS, plan_rows
from sim.outcomes.record import RunRecord
from sim.outcomes.tables import Cell, csv_text, write_text
from sim.outcomes.track_table import track_table
from sim.study.schema import Study
from sim.track.compliance import how_kept
from sim.track.config import TrackConfig
from sim.track.hourly import dose_by_hour
from sim.track.pings import Received, received
from sim.track.positions import positions
from sim.track.stays import Stays


class AuditTrail:
    """Writes the calls, dispatches, visits and patrol of one scenario after the other into files; a context manager.

    Parameters
    ----------
    folder
        Where the files go.
    harm_unit
        Unit of the study's harm index.
    study
        The study.
    seed
        Seed of its draws.
    """

    def __init__(self, folder: Path, harm_unit: str, study: Study, seed: int) -> None:
        self._folder = folder
        self._harm_unit = harm_unit
        self._study = study
        self._seed = seed
        self._due: list[list[Cell]] = []
        self._kept: list[list[Cell]] = []
        self._writers: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._writers.values():
            writer.close()
        write_text(csv_text(("scenario", "replication", *PLAN_COLUMNS), self._due), self._folder / "plan.csv")
        write_text(kept_csv(self._kept, ("scenario", "replication")), self._folder / "patrol.csv")

    def add(self, record: RunRecord) -> None:
        """Write down one scenario."""
        self._write("calls.parquet", calls_table(record, self._harm_unit))
        self._write("dispatches.parquet", dispatches_table(record))
        self._write("visits.parquet", visits_table(record))
        self._add_patrol(record)
        if self._study.track is not None:
            self._add_tracks(record, self._study.track)

    def _add_patrol(self, record: RunRecord) -> None:
        """Write down what patrol was planned and delivered."""
        clock, names = record.clock, PlaceNames.of_county(record.county)
        dose = dose_by_hour(record.due, Stays.of_visits(record.visits), 0.0, clock.horizon_min)
        which = which_run(record.scenario, record.replication, dose.hour.size)
        self._write("dose.parquet", dose_table(dose, names, clock, which))
        self._due += plan_rows(record.due, names, clock.start, [record.scenario, float(record.replication)])
        kept = how_kept(record.due, record.visits, clock.measure_from_min, clock.measure_until_min)
        self._kept += [[record.scenario, float(record.replication), *row] for row in kept_rows(kept, names)]

    def _add_tracks(self, record: RunRecord, config: TrackConfig) -> None:
        """Write down what the trackers of the units reported."""
        where = positions(record.whereabouts, record.county)
        tracks = received(record.whereabouts, where, config, (self._seed, record.replication))
        start = record.clock.start
        self._write("track.parquet", track_table(tracks, start, record.scenario, record.replication))
        if config.gpx:
            self._write_gpx(tracks, record)

    def _write_gpx(self, tracks: Received, record: RunRecord) -> None:
        """Write the tracks for maps: one file, or numbered ones where there are too many points for one."""
        from sim.track.gpx import gpx_texts  # noqa: PLC0415 - brings map libraries, which other runs do without

        name = f"{record.county.name}, {record.scenario}"
        for number, text in enumerate(gpx_texts(tracks, record.clock.start, name), 1):
            which = "" if number == 1 else f".{number}"
            write_text(text, self._folder / f"track_{record.scenario}{which}.gpx")

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
