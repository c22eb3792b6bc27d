"""Read boundaries and tables of open data, and say everything that is wrong with them at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from sim.county.config import AreaFile, ColumnFile, RecordedFile
from sim.county.geometry import Shape
from sim.county.suggest import unknown_name
from sim.errors import Problem

GRID = "EPSG:27700"
GRID_EAST_M, GRID_NORTH_M = 700_000.0, 1_300_000.0
"""Far corner of the national grid: land of Great Britain lies between here and the origin."""
MOST_AREAS = 10_000
_NAMED = 3


@dataclass(slots=True)
class Source:
    """The data folder of a county, and the problems found in it so far.

    Parameters
    ----------
    base
        Folder that relative paths start from.
    file
        The county file as the user named it.
    problems
        What is wrong; readers add to it and give None.
    """

    base: Path
    file: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, where: str, what: str, do: str = "") -> None:
        """Note a problem with one key of the county file."""
        self.problems.append(Problem(self.file, 0, 0, where, what, do))

    def find(self, where: str, path: str, contents: str, published: str) -> Path | None:
        """Find a file, or note which one is missing, what it holds and where to get it."""
        found = self.base / path.replace("\\", "/")
        if found.is_file():
            return found
        origin = f", published as: {published}" if published else ""
        self.wrong(
            f"{where}.path",
            f"there is no file {path!r} in {self.base} ({contents}{origin})",
            "put it there, or name the folder that holds your data with --data DIR",
        )
        return None

    def has_columns(self, where: str, wanted: dict[str, str], there: list[str]) -> bool:
        """Check that the columns named by keys of the county file exist."""
        missing = {key: column for key, column in wanted.items() if column not in there}
        for key, column in missing.items():
            self.problems.append(unknown_name(self.file, f"{where}.{key}", "column", column, there))
        return not missing


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What the boundary file says, in the order of area codes.

    Parameters
    ----------
    code, name, district
        Of each area.
    urban
        Its urban column as it stands in the file; None without one.
    shape
        Outlines, metres, EPSG:27700.
    """

    code: list[str]
    name: list[str]
    district: list[str]
    urban: pd.Series | None
    shape: list[Shape]


def read_boundaries(areas: AreaFile, source: Source) -> Boundaries | None:
    """Read the outlines, codes, names and districts of the areas.

    Parameters
    ----------
    areas
        The file and its columns.
    source
        Where it lies; problems are added to it.

    Returns
    -------
    Boundaries | None
        The areas; None if anything is wrong with them.
    """
    path = source.find("areas", areas.path, "boundaries of the areas", areas.published)
    layer = None if path is None else _read_layer(path, areas, source)
    if layer is None:
        return None
    wanted = {key: column for key, column in areas.columns.model_dump().items() if column is not None}
    if not source.has_columns("areas.columns", wanted, [str(column) for column in layer.columns]):
        return None
    if layer.empty:
        source.wrong("areas.path", f"{areas.path!r} has no areas")
        return None
    on_grid = _to_grid(layer, areas, source)
    if on_grid is None:
        return None
    sound = _check_codes(on_grid[areas.columns.code], source)
    return _as_boundaries(on_grid, areas, source) if sound else None


def _read_layer(path: Path, areas: AreaFile, source: Source) -> geopandas.GeoDataFrame | None:
    """Read the layer, or note why it cannot be read."""
    layers = []
    try:
        layers = [str(name) for name in geopandas.list_layers(path)["name"]]
        frame: object = geopandas.read_file(path, layer=areas.layer if areas.layer is not None else layers[0])
    except DataLayerError:
        source.problems.append(unknown_name(source.file, "areas.layer", "layer", str(areas.layer), layers))
        return None
    except (DataSourceError, IndexError, UnicodeDecodeError):
        source.wrong("areas.path", f"{areas.path!r} cannot be read", "give a GeoPackage, shapefile or GeoJSON")
        return None
    if areas.layer is None and len(layers) > 1:
        source.wrong("areas.layer", f"{areas.path!r} has {len(layers)} layers", f"name one of {', '.join(layers)}")
        return None
    if not isinstance(frame, geopandas.GeoDataFrame):
        source.wrong("areas.path", f"{areas.path!r} has no shapes", "give a GeoPackage, shapefile or GeoJSON")
        return None
    return frame


def _to_grid(layer: geopandas.GeoDataFrame, areas: AreaFile, source: Source) -> geopandas.GeoDataFrame | None:
    """Convert shapes to the national grid, and refuse those that do not lie in Great Britain."""
    try:
        if layer.crs is None:
            layer = layer.set_crs(areas.crs) if areas.crs else layer
    except CRSError:
        source.wrong("areas.crs", f"{areas.crs!r} is no coordinate system", "write it as in EPSG:27700")
        return None
    if layer.crs is None:
        source.wrong("areas.crs", f"{areas.path!r} does not say its coordinate system", "name it, say EPSG:27700")
        return None
    absent = layer.geometry.isna() | layer.geometry.is_empty
    if absent.any():
        source.wrong("areas.path", f"{int(absent.sum())} areas have no shape")
        return None
    west, south, east, north = layer.total_bounds
    if layer.crs.is_projected and max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90:
        what = f"the coordinates of {areas.path!r} look like degrees, but it is said to be in {layer.crs.name}"
        source.wrong("areas.crs", what, "degrees of GPS and GeoJSON are EPSG:4326")
        return None
    on_grid = layer.to_crs(GRID)
    west, south, east, north = on_grid.total_bounds
    if not (west >= 0 and south >= 0 and east <= GRID_EAST_M and north <= GRID_NORTH_M):
        what = f"taken as {layer.crs.name}, the areas of {areas.path!r} lie outside Great Britain"
        source.wrong("areas.crs", what, "name the right coordinate system, say EPSG:27700 or EPSG:4326")
        return None
    return on_grid


def _check_codes(codes: pd.Series, source: Source) -> bool:
    """Check that every area has one code of its own."""
    if codes.isna().any():
        source.wrong("areas.columns.code", f"{int(codes.isna().sum())} areas have no code")
        return False
    if len(codes) > MOST_AREAS:
        source.wrong("areas.path", f"{len(codes):,} areas are more than the {MOST_AREAS:,} that a county may have")
        return False
    repeated = sorted(set(codes[codes.duplicated()].astype(str)))
    if repeated:
        source.wrong("areas.columns.code", f"more than one area has the code {_some(repeated)}")
    return not repeated


def _as_boundaries(layer: geopandas.GeoDataFrame, areas: AreaFile, source: Source) -> Boundaries | None:
    """Put areas in the order of their codes, with sound shapes."""
    columns = areas.columns
    layer = layer.assign(**{columns.code: layer[columns.code].astype(str)}).sort_values(columns.code, kind="stable")
    for key in ("name", "district"):
        empty = layer[layer[getattr(columns, key)].isna()]
        if len(empty):
            source.wrong(f"areas.columns.{key}", f"no {key} for {_some(list(empty[columns.code]))}")
            return None
    return Boundaries(
        code=list(layer[columns.code]),
        name=[str(name) for name in layer[columns.name]],
        district=[str(name) for name in layer[columns.district]],
        urban=None if columns.urban is None else layer[columns.urban].reset_index(drop=True),
        shape=[_sound(shape) for shape in layer.geometry],
    )


def _sound(shape: BaseGeometry) -> Shape:
    """Mend a shape that crosses itself, and keep what has an area."""
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
        shape = shapely.union_all([part for part in shapely.get_parts(shape) if part.area > 0])
    if isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
        return shape
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    return shapely.MultiPolygon(parts)


def read_column(where: str, spec: ColumnFile, contents: str, codes: list[str], source: Source) -> pd.Series | None:
    """Read one value for each area.

    Parameters
    ----------
    where
        Key of the county file that describes the table.
    spec
        The file and its columns.
    contents
        What it holds, in words.
    codes
        Codes of the areas, in order; a table may hold others too.
    source
        Where it lies; problems are added to it.

    Returns
    -------
    pandas.Series | None
        (n_areas,) values in the order of `codes`; None if anything is wrong.
    """
    table = read_table(where, spec.path, {"code": spec.code, "column": spec.column}, contents, spec.published, source)
    if table is None:
        return None
    rows = table[table["code"].isin(codes)]
    if rows.empty and codes:
        what = f"none of the {len(table)} codes in column {spec.code!r} of {spec.path!r} is an area of the county"
        source.wrong(f"{where}.code", what, f"areas have codes such as {codes[0]!r}; check the column and its vintage")
        return None
    repeated = sorted(set(rows.loc[rows["code"].duplicated(), "code"]))
    lacking = sorted(set(codes) - set(rows.loc[rows["column"].notna(), "code"]))
    if repeated:
        source.wrong(f"{where}.code", f"{spec.path!r} has more than one row for {_some(repeated)}")
    if lacking:
        source.wrong(f"{where}.column", f"{spec.path!r} has no {spec.column!r} for {_some(lacking)}")
    if repeated or lacking:
        return None
    return rows.set_index("code")["column"].reindex(codes)


def read_table(
    where: str, path: str, columns: dict[str, str], contents: str, published: str, source: Source
) -> pd.DataFrame | None:
    """Read columns of a CSV file as text, renamed to the keys that name them; None if anything is wrong."""
    found = source.find(where, path, contents, published)
    if found is None:
        return None
    try:
        there = [str(column) for column in pd.read_csv(found, nrows=0, encoding="utf-8-sig").columns]
        if not source.has_columns(where, columns, there):
            return None
        wanted = list(dict.fromkeys(columns.values()))
        table = pd.read_csv(found, usecols=wanted, dtype="str", encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError, EOFError, OSError) as error:
        source.wrong(f"{where}.path", f"{path!r} cannot be read as CSV ({error})", "save it as CSV in UTF-8")
        return None
    if table.empty:
        source.wrong(f"{where}.path", f"{path!r} has no rows")
        return None
    return pd.DataFrame({key: table[column].str.strip() for key, column in columns.items()})


def numbers(where: str, values: pd.Series, low: float, high: float, source: Source) -> NDArray[np.float64] | None:
    """Read text as numbers within limits; None, and a problem noted, if any is not."""
    figures = pd.to_numeric(values.str.replace(",", ""), errors="coerce").to_numpy(dtype=np.float64)
    wrong = ~((figures >= low) & (figures <= high))
    if wrong.any():
        at = int(np.argmax(wrong))
        what = f"{int(wrong.sum())} values are not numbers from {low:,.0f} to {high:,.0f}, the first is {values.iloc[at]!r}"
        source.wrong(where, f"{what} ({values.index[at]})")
        return None
    return figures


def read_recorded(
    spec: RecordedFile, codes: list[str], source: Source
) -> tuple[tuple[str, ...], NDArray[np.float64]] | None:
    """Read recorded crime and anti-social behaviour, scaled to a year.

    Parameters
    ----------
    spec
        The file, its columns and the months to use.
    codes
        Codes of the areas, in order; rows of other areas are left out. Without any, only the file is checked.
    source
        Where it lies; problems are added to it.

    Returns
    -------
    tuple[tuple[str, ...], NDArray[np.float64]] | None
        Categories in alphabetical order, and (n_categories, n_areas) recorded rows a year; None if anything is wrong.
    """
    table = read_table(
        "recorded", spec.path, spec.columns.model_dump(), "recorded crime by area and month", spec.published, source
    )
    if table is None:
        return None
    counts = numbers("recorded.columns.count", table["count"], 0, np.inf, source)
    if counts is None:
        return None
    first, last = spec.months
    table = table.assign(count=counts)
    table = table[(table["month"] >= first) & (table["month"] <= last)]
    absent = sorted(set(_months(first, last)) - set(table["month"]))
    if absent:
        source.wrong("recorded.months", f"{spec.path!r} has no rows of {_some(absent)}")
        return None
    table = table[table["area"].isin(codes)]
    if not codes:
        return None
    if table.empty:
        what = f"{spec.path!r} has no rows of the county's areas"
        source.wrong("recorded.columns.area", what, "check the column and the vintage of its codes")
        return None
    by_area = table.pivot_table(index="category", columns="area", values="count", aggfunc="sum", fill_value=0)
    by_area = by_area.sort_index().reindex(columns=codes, fill_value=0)
    per_year = by_area.to_numpy(dtype=np.float64) * 12 / spec.n_months
    return tuple(str(category) for category in by_area.index), per_year


def _months(first: str, last: str) -> list[str]:
    """List the months from first to last as YYYY-MM."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(start, end + 1)]


def is_urban(where: str, values: pd.Series, source: Source) -> NDArray[np.bool_] | None:
    """Read true/false, 1/0 or the text of a rural-urban class; None, and a problem noted, for anything else."""
    text = values.astype("str").str.strip().str.lower()
    urban = text.isin(["true", "1", "1.0", "yes"]) | text.str.startswith("urban")
    rural = text.isin(["false", "0", "0.0", "no"]) | text.str.startswith("rural")
    unclear = sorted(set(values[~(urban | rural)].astype("str")))
    if unclear:
        do = 'it must say true or false, or a class that starts with "Urban" or "Rural"'
        source.wrong(where, f"cannot tell town from country by {_some(unclear)}", do)
        return None
    return urban.to_numpy(dtype=np.bool_)


def _some(names: list[str]) -> str:
    """List the first few names and say how many more there are."""
    listed = ", ".join(repr(str(name)) for name in names[:_NAMED])
    return listed if len(names) <= _NAMED else f"{listed} and {len(names) - _NAMED} more"
