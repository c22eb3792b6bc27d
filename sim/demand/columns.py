"""Numbers in tables: unit, source, confidence and range are written once for a column, not in every cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, NamedTuple, Self

from pydantic import BaseModel, Field, model_validator

from sim.config import Confidence, Config, Sourced


class Origin(Config):
    """Where some numbers come from and how far they can be trusted."""

    source: str
    """Where the numbers come from."""
    confidence: Confidence
    """How far they can be trusted."""
    times: Annotated[list[float], Field(min_length=2, max_length=2)]
    """Range, as two factors on each number: ``[0.8, 1.25]`` is four fifths to five quarters of it."""

    @model_validator(mode="after")
    def _range_holds_the_number(self) -> Self:
        if not self.times[0] <= 1 <= self.times[1]:
            message = f"times {self.times} must be a factor of at most 1 and one of at least 1"
            raise ValueError(message)
        return self


class Column(Origin):
    """What holds for every number of one column of a table."""

    unit: str
    """Unit, in words."""
    except_for: dict[str, Origin] = Field(default_factory=dict)
    """Rows (by key) whose number in this column has another source, confidence and range."""

    def sourced(self, row: str, value: float) -> Sourced:
        """Give the number that stands in a row of this column, with unit, range, source and confidence."""
        origin: Origin = self.except_for.get(row, self)
        low, high = sorted((value * origin.times[0], value * origin.times[1]))
        return Sourced(
            value=value, unit=self.unit, low=low, high=high, source=origin.source, confidence=origin.confidence
        )


class Cell(NamedTuple):
    """One number of a table.

    Parameters
    ----------
    column
        Dotted name of its column, such as ``scene.mean_min``.
    path
        Dotted place within the row; longer than the column where the cell is a list or a mapping.
    value
        The number.
    """

    column: str
    path: str
    value: float


def cells(row: BaseModel, prefix: str = "") -> Iterator[Cell]:
    """Walk the numbers that a row of a table states; what is left at its default is not stated.

    Parameters
    ----------
    row
        A row.
    prefix
        Put before each column name.

    Yields
    ------
    Cell
        The numbers in the order of the row's fields.
    """
    for name in type(row).model_fields:
        if name in row.model_fields_set:
            column = f"{prefix}{name}"
            value = getattr(row, name)
            if isinstance(value, BaseModel):
                yield from cells(value, f"{column}.")
            else:
                yield from _numbers(column, column, value)


def _numbers(column: str, path: str, value: object) -> Iterator[Cell]:
    """Give the numbers in one cell: a number, a list of numbers or a mapping to numbers."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield Cell(column, path, float(value))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _numbers(column, f"{path}.{index}", item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _numbers(column, f"{path}.{key}", item)


def check_columns(table: str, rows: Mapping[str, BaseModel], columns: Mapping[str, Column]) -> None:
    """Refuse a table with a number of unknown origin, or with an origin of no number.

    Parameters
    ----------
    table
        Name of the table, for the message.
    rows
        The rows by key.
    columns
        The columns by dotted name; empty for a table in a study, where bare numbers will do.

    Raises
    ------
    ValueError
        If a column that some row states is missing, or a column or an exception names nothing.
    """
    if not columns:
        return
    stated = {cell.column for row in rows.values() for cell in cells(row)}
    problems = [f"column {name} has no unit and source" for name in sorted(stated - columns.keys())]
    problems += [f"column {name} is used by no row" for name in sorted(columns.keys() - stated)]
    problems += [
        f"column {name} makes an exception for {key}, which is no row"
        for name, column in columns.items()
        for key in column.except_for
        if key not in rows
    ]
    if problems:
        message = f"table {table}: " + "; ".join(problems)
        raise ValueError(message)


def sourced_cells(
    table: str, rows: Mapping[str, BaseModel], columns: Mapping[str, Column]
) -> Iterator[tuple[str, Sourced]]:
    """Give every number of a table with its dotted path and its origin.

    Parameters
    ----------
    table, rows, columns
        As for `check_columns`.

    Yields
    ------
    tuple[str, Sourced]
        Path and number; a number without column metadata counts as an assumption of the study file.
    """
    for key, row in rows.items():
        for cell in cells(row):
            path = f"{table}.{key}.{cell.path}"
            column = columns.get(cell.column)
            if column is None:
                yield path, Sourced(value=cell.value, low=cell.value, high=cell.value)
            else:
                yield path, column.sourced(key, cell.value)
