"""Results by area as a GeoPackage that a GIS opens with a style of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import geopandas
import numpy as np
import pandas as pd
import pyogrio
import shapely
from numpy.typing import NDArray

from sim.report.qgis_style import LayerStyle, classes_of, qgis_style
from sim.report.shading import shared_shading

if TYPE_CHECKING:
    from pathlib import Path

    from sim.county.model import County

_CRS: Final = "EPSG:27700"
_STYLED: Final = "harm_prevented"
_GEOMETRY: Final = "geom"
_WRITTEN_AT: Final = "2000-01-01T00:00:00.000Z"
"""The date that stands in the file, always the same: equal results give equal bytes."""

_LONGEST_FIELD: Final = 31


def write_areas_gpkg(
    path: Path,
    county: County,
    columns: Mapping[str, Mapping[str, NDArray[np.float64]]],
    style: LayerStyle | None = None,
) -> None:
    """Write one layer for each scenario, with a default style for QGIS.

    Parameters
    ----------
    path
        The file to write; one that is there is replaced.
    county
        Its outlines, or its centres where it has no outlines, in EPSG:27700.
    columns
        For each scenario, in the order of the layers, (n_areas,) values by name of the field.
    style
        How layers that have its field are drawn; harm prevented, one scale for all, if None.

    Raises
    ------
    ValueError
        If two names of scenarios or of fields become the same short name.
    """
    path.unlink(missing_ok=True)
    layers = _short_names(columns)
    with _fixed_date():
        for scenario, values in columns.items():
            pyogrio.write_dataframe(
                _frame(county, values),
                path,
                layer=layers[scenario],
                driver="GPKG",
                layer_options={"GEOMETRY_NAME": _GEOMETRY, "FID": "fid"},
                append=path.exists(),
            )
        styles = _styles(county, columns, layers, style or _harm_style(columns))
        if len(styles):
            pyogrio.write_dataframe(
                styles, path, layer="layer_styles", driver="GPKG", layer_options={"FID": "id"}, append=True
            )


def short_name(name: str) -> str:
    """Turn a name into one that every GIS takes: lower case, letters, digits and underscores, at most 31 signs."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:_LONGEST_FIELD]


@contextmanager
def _fixed_date() -> Iterator[None]:
    """Have the driver write a fixed date for as long as this holds."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _WRITTEN_AT})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _short_names(names: Mapping[str, object]) -> dict[str, str]:
    """Shorten names and refuse two that become one."""
    short = {name: short_name(name) for name in names}
    if len(set(short.values())) < len(short):
        message = f"names are not different enough for a GeoPackage: {', '.join(names)}"
        raise ValueError(message)
    return short


def _frame(county: County, values: Mapping[str, NDArray[np.float64]]) -> geopandas.GeoDataFrame:
    """Build the table of one layer."""
    fields = _short_names(values)
    table: dict[str, object] = {
        "code": list(county.area_code),
        "name": list(county.area_name),
        "district": [county.district_name[index] for index in county.district_of_area],
        "synthetic": np.full(county.n_areas, county.synthetic),
        "population": county.population,
    }
    table |= {fields[name]: np.asarray(column, dtype=np.float64) for name, column in values.items()}
    return geopandas.GeoDataFrame(table, geometry=_geometry(county), crs=_CRS)


def _geometry(county: County) -> NDArray[np.object_]:
    """Give the outlines, all of one kind, or the centres of a county without outlines."""
    if not county.boundary_wkb:
        return np.asarray(shapely.points(county.x_m, county.y_m), dtype=object)
    shapes = shapely.from_wkb(np.array(county.boundary_wkb, dtype=object))
    return np.array([shapely.multipolygons(shapely.get_parts(shape)) for shape in shapes], dtype=object)


def _harm_style(columns: Mapping[str, Mapping[str, NDArray[np.float64]]]) -> LayerStyle:
    """Shade harm prevented alike in all layers that have it."""
    shading = shared_shading([np.asarray(values[_STYLED]) for values in columns.values() if _STYLED in values])
    return LayerStyle(_STYLED, "Harm prevented against the baseline, one scale for all scenarios", classes_of(shading))


def _styles(
    county: County,
    columns: Mapping[str, Mapping[str, NDArray[np.float64]]],
    layers: Mapping[str, str],
    style: LayerStyle,
) -> pd.DataFrame:
    """Build the table from which QGIS takes the style of each layer that has the field of the style."""
    styled = [scenario for scenario in columns if style.field in columns[scenario]]
    if not styled:
        return pd.DataFrame()
    return pd.DataFrame(
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": [layers[scenario] for scenario in styled],
            "f_geometry_column": _GEOMETRY,
            "styleName": style.field,
            "styleQML": qgis_style(style.field, style.classes, is_polygon=bool(county.boundary_wkb)),
            "styleSLD": "",
            "useAsDefault": True,
            "description": style.description,
            "owner": "",
            "ui": "",
            "update_time": pd.Timestamp(_WRITTEN_AT).tz_localize(None),
        }
    )
