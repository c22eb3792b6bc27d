"""Read components of a ranking that are known by area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.county.rank_config import ComponentColumns, ComponentTable
from sim.county.source import Source, some
from sim.county.suggest import unknown_name
from sim.county.tables import numbers, read_table

_CONTENTS = "components of the ranking by area"
WHERE = "rank.components"


@dataclass(frozen=True, slots=True)
class Listed:
    """Figures by area as a table lists them.

    Parameters
    ----------
    area
        (n_rows,) codes or names.
    value
        (n_rows,) figures by the key of their column.
    """

    area: tuple[str, ...]
    value: dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Given:
    """Components of areas of the county.

    Parameters
    ----------
    area
        (n_given,) area index, rising.
    value
        (n_given,) ranks or counts by component.
    """

    area: NDArray[np.int64]
    value: dict[str, NDArray[np.float64]]


def read_components(table: ComponentTable, codes: Sequence[str], names: Sequence[str], source: Source) -> Given | None:
    """Read the components that a county file gives.

    Parameters
    ----------
    table
        Where they stand.
    codes, names
        (n_areas,) of the county.
    source
        Where the file lies; problems are added to it.

    Returns
    -------
    Given or None
        None if anything is wrong.
    """
    listed = _listed(table, source)
    if listed is None:
        return None
    area = place(listed.area, codes, names, source, f"{WHERE}.{'area' if table.path else 'rows'}")
    if area is None:
        return None
    order = np.argsort(area)
    return Given(area[order], {key: value[order] for key, value in listed.value.items()})


def read_listed(
    where: str, path: str, columns: dict[str, str], *, least: float, source: Source, published: str = ""
) -> Listed | None:
    """Read a table of figures by area.

    Parameters
    ----------
    where
        What to blame in messages.
    path
        CSV file, relative to the folder of `source`.
    columns
        Column of the areas as "area", and of each figure by its key.
    least
        Least value that a figure may have.
    source
        Where the file lies; problems are added to it.
    published
        Who publishes it.

    Returns
    -------
    Listed or None
        None if anything is wrong.
    """
    rows = read_table(where, path, columns, _CONTENTS, published, source)
    if rows is None:
        return None
    by_area = rows.set_index("area")
    value = {key: numbers(f"{where}.{key}", by_area[key], least, np.inf, source) for key in columns if key != "area"}
    sound = {key: figures for key, figures in value.items() if figures is not None}
    return Listed(tuple(map(str, by_area.index)), sound) if len(sound) == len(value) else None


def place(
    area: Sequence[str], codes: Sequence[str], names: Sequence[str], source: Source, where: str
) -> NDArray[np.int64] | None:
    """Find areas by code or name.

    Parameters
    ----------
    area
        (n_rows,) codes or names.
    codes, names
        (n_areas,) of the county.
    source
        Problems are added to it.
    where
        What to blame.

    Returns
    -------
    NDArray[np.int64] or None
        (n_rows,) area index; None, and problems noted, where an area is not known or listed twice.
    """
    index = {name: number for number, name in enumerate(names)} | {code: number for number, code in enumerate(codes)}
    unknown = [label for label in area if label not in index]
    repeated = sorted(pd.Series(area)[pd.Series(area).duplicated()].unique())
    if unknown:
        problem = unknown_name(source.file, where, "area", unknown[0], [*names, *codes])
        source.problems.append(problem)
    if len(unknown) > 1:
        source.wrong(where, f"nor are there {some(unknown[1:])}", "give codes or names of the county's areas")
    if repeated:
        source.wrong(where, f"more than one row for {some(repeated)}")
    if unknown or repeated:
        return None
    return np.array([index[label] for label in area], dtype=np.int64)


def columns_of(path: Path) -> tuple[str, ...]:
    """Name the columns of a CSV file; none where it cannot be read, which whoever reads it will say."""
    try:
        return tuple(map(str, pd.read_csv(path, nrows=0, encoding="utf-8-sig").columns))
    except (ValueError, OSError):
        return ()


def _listed(table: ComponentTable, source: Source) -> Listed | None:
    """Read the table from its file, or take the rows as they are written."""
    if table.rows is not None:
        given = [row.given for row in table.rows]
        value = {key: np.array([row[key] for row in given]) for key in given[0]}
        return Listed(tuple(row.area for row in table.rows), value)
    columns = table.columns or ComponentColumns()
    named = {"area": table.area} | columns.named
    least = 1.0 if table.are == "ranks" else 0.0
    return read_listed(WHERE, str(table.path), named, least=least, source=source, published=table.published)
