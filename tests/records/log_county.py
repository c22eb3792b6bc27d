"""A grid county with outlines, and logs written for it."""

from dataclasses import replace

import pandas as pd
import shapely

from sim.county.files_config import FilesCounty
from sim.records.log import read_incidents
from tests.demand.make import make_county

EAST, NORTH, SIDE = 520_000, 210_000, 1_000


def grid_county(columns=3, rows=2):
    """Squares of a kilometre with outlines, A0 in the south-west corner, row by row."""
    plain = make_county(columns, rows, area_km2=1.0)
    corners = [(EAST + x, NORTH + y) for x, y in zip(plain.x_m, plain.y_m, strict=True)]
    shapes = [shapely.box(x, y, x + SIDE, y + SIDE) for x, y in corners]
    return replace(
        plain,
        x_m=plain.x_m + EAST + SIDE / 2,
        y_m=plain.y_m + NORTH + SIDE / 2,
        boundary_wkb=tuple(shapely.to_wkb(shape) for shape in shapes),
    )


def county_config(incidents):
    """A county file whose other files nobody opens here."""
    table = {"path": "none.csv", "code": "code", "column": "value"}
    place = [{"name": "one", "x": EAST + 500.0, "y": NORTH + 500.0}]
    speed = dict.fromkeys(("urban_km_h", "rural_km_h", "trunk_km_h"), 40)
    return FilesCounty.model_validate(
        {
            "kind": "files",
            "name": "Grid",
            "areas": {"path": "none.gpkg", "columns": {"code": "c", "name": "n", "district": "d", "urban": "u"}},
            "population": table,
            "deprivation": table,
            "stations": place,
            "custody": place,
            "attribution": [],
            "incidents": incidents,
            "travel": {"roads": {**speed, "circuity": 1.3, "intra_area": 0.5, "start_stop_min": 0.5}},
        }
    )


def write_log(folder, rows, name="log.csv"):
    """Write a log of rows that are given as mappings."""
    pd.DataFrame(rows).to_csv(folder / name, index=False, encoding="utf-8")
    return name


def read_log(folder, rows, county=None, **section):
    """Write a log and read it."""
    section = {"path": write_log(folder, rows), **section}
    return read_incidents(county_config(section), county or grid_county(), folder, "grid.yaml")
