"""Numbers that a table of results comes to: few enough to keep, and moved by whatever moves in the table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

COLUMNS = ("file", "scenario", "column", "what", "value")
MOST_WORDS = 12
"""Words that are counted one by one; a column of more (codes of areas) is told by how many there are, and where."""


def digest_csv(folder: Path, names: tuple[str, ...]) -> str:
    """Write the digests of some Parquet files as comma-separated text, numbers in full."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name in names:
        table = pq.read_table(folder / name)
        for scenario in pc.unique(table["scenario"]).to_pylist():
            rows = table.filter(pc.equal(table["scenario"], scenario))
            for column, what, value in _told(rows):
                writer.writerow((name, scenario, column, what, repr(float(value))))
    return text.getvalue()


def _told(rows: pa.Table) -> Iterator[tuple[str, str, float]]:
    """Give for each column how many cells are filled, and what they come to in sum and in order."""
    yield "", "rows", rows.num_rows
    for name in rows.column_names:
        if name == "scenario":
            continue
        cells = rows[name].combine_chunks()
        yield name, "filled", len(cells) - cells.null_count
        if pa.types.is_string(cells.type):
            yield from _of_words(name, cells)
        else:
            yield from _of_numbers(name, cells.cast(pa.float64()) if not pa.types.is_boolean(cells.type) else cells)


def _of_words(name: str, cells: pa.Array) -> Iterator[tuple[str, str, float]]:
    """Count each word, or where there are many, how many there are; and say where they stand."""
    words = sorted(pc.unique(cells.drop_null()).to_pylist())
    if len(words) <= MOST_WORDS:
        for word in words:
            yield name, f"= {word}", pc.sum(pc.equal(cells, word)).as_py()
    else:
        yield name, "words", len(words)
    numbers = pc.index_in(cells, pa.array(words, pa.string())).fill_null(-1).to_numpy(zero_copy_only=False) + 1.0
    yield name, "in order", _in_order(numbers)


def _of_numbers(name: str, cells: pa.Array) -> Iterator[tuple[str, str, float]]:
    """Add up numbers, and again weighted by their place."""
    numbers = np.nan_to_num(cells.to_numpy(zero_copy_only=False).astype(np.float64))
    yield name, "sum", numbers.sum()
    yield name, "in order", _in_order(numbers)


def _in_order(numbers: np.ndarray) -> float:
    """Average numbers weighted by their place, so that two that change places show."""
    return float(np.arange(1, numbers.size + 1) @ numbers / max(numbers.size, 1))
