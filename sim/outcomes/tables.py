"""Results as tables: the same study gives the same bytes, whatever the number of workers."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sim.outcomes.best import RankingRow
from sim.outcomes.compare import SummaryRow
from sim.outcomes.hotspot_rows import HOTSPOT_COLUMNS, HotspotRow
from sim.outcomes.potential import POTENTIAL_COLUMNS, PotentialRow
from sim.outcomes.replications import Replications

SUMMARY_COLUMNS = (
    "scenario",
    "measure",
    "unit",
    "mean",
    "low",
    "high",
    "predict_low",
    "predict_high",
    "difference",
    "difference_low",
    "difference_high",
    "p_better",
    "replications",
)
RANKING_COLUMNS = ("measure", "scenario", "p_best")

Cell = str | float


def summary_csv(rows: Sequence[SummaryRow]) -> str:
    """Write the comparison as comma-separated text.

    Parameters
    ----------
    rows
        Rows in the order of the file.

    Returns
    -------
    str
        Text with the line ends of Unix, numbers to ten digits, an empty cell for what is empty.
    """
    return csv_text(SUMMARY_COLUMNS, ([getattr(row, column) for column in SUMMARY_COLUMNS] for row in rows))


def ranking_csv(rows: Sequence[RankingRow]) -> str:
    """Write how often each scenario is best as comma-separated text.

    Parameters
    ----------
    rows
        Rows in the order of the file.

    Returns
    -------
    str
        Text as in `summary_csv`.
    """
    return csv_text(RANKING_COLUMNS, ([row.measure, row.scenario, row.p_best] for row in rows))


def hotspots_csv(rows: Sequence[HotspotRow]) -> str:
    """Write what was on record at hotspots, with patrol and without, as comma-separated text.

    Parameters
    ----------
    rows
        Rows in the order of the options.

    Returns
    -------
    str
        Text as in `summary_csv`; where several forces stand side by side, with a column more that names the force.
    """
    if not any(row.force for row in rows):
        return csv_text(HOTSPOT_COLUMNS, (row.cells() for row in rows))
    return csv_text(("force", *HOTSPOT_COLUMNS), ([row.force or "All forces", *row.cells()] for row in rows))


def potential_csv(rows: Sequence[PotentialRow]) -> str:
    """Write what would be called in without today's patrol as comma-separated text.

    Parameters
    ----------
    rows
        Rows in the order of the catalogue.

    Returns
    -------
    str
        Text as in `summary_csv`.
    """
    return csv_text(POTENTIAL_COLUMNS, ([getattr(row, column) for column in POTENTIAL_COLUMNS] for row in rows))


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Write rows under a header as comma-separated text.

    Parameters
    ----------
    columns
        Names of the columns.
    rows
        Cells in the order of the columns.

    Returns
    -------
    str
        Text as in `summary_csv`.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Cell) -> str:
    """Write one cell: ten digits, no negative zero, nothing for what is empty."""
    if isinstance(value, str):
        return value
    return "" if math.isnan(value) else format(value + 0.0, ".10g")


def write_text(text: str, path: Path) -> None:
    """Write text as UTF-8 with the line ends it has.

    Parameters
    ----------
    text
        What to write.
    path
        The file; replaced if it is there.
    """
    path.write_text(text, encoding="utf-8", newline="\n")


def column(name: str, kind: pa.DataType, unit: str = "") -> pa.Field:
    """Describe a column, with its unit in the metadata of the field.

    Parameters
    ----------
    name
        Name of the column.
    kind
        Type of the column.
    unit
        Unit in words; empty where there is none.

    Returns
    -------
    pyarrow.Field
        The column's description.
    """
    return pa.field(name, kind, metadata={"unit": unit} if unit else None)


def number(values: object) -> pa.Array:
    """Take numbers as float64, nan as empty."""
    return pa.array(values, type=pa.float64(), from_pandas=True)


def replications_table(replications: Replications) -> pa.Table:
    """Lay out the value of every measure in every run.

    Parameters
    ----------
    replications
        Values of all runs.

    Returns
    -------
    pyarrow.Table
        ``scenario, replication, measure, value``: by scenario in the order of the study, then replication,
        then measure.
    """
    scenarios, numbers, names, values = [], [], [], []
    for scenario, measures in replications.values.items():
        for at, replication in enumerate(replications.numbers):
            for name, by_replication in measures.items():
                scenarios.append(scenario)
                numbers.append(replication)
                names.append(name)
                values.append(float(by_replication[at]))
    schema = pa.schema(
        [
            column("scenario", pa.string()),
            column("replication", pa.int32()),
            column("measure", pa.string()),
            column("value", pa.float64(), "that of the measure, in summary.csv"),
        ]
    )
    return pa.Table.from_arrays([scenarios, numbers, names, number(values)], schema=schema)


def write_parquet(table: pa.Table, path: Path, about: Mapping[str, str] | None = None) -> None:
    """Write a table as Parquet: flat columns, snappy, the same bytes for the same table.

    Parameters
    ----------
    table
        What to write.
    path
        The file; replaced if it is there.
    about
        What to say about the table as a whole, for example that the county is synthetic.
    """
    described = table.replace_schema_metadata(dict(about) if about else None)
    pq.write_table(described, path, compression="snappy", version="2.6", row_group_size=1_000_000)
