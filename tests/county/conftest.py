"""The embedded county, built once, and small real counties written to disk."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pandas as pd
import pytest
from shapely import box

from sim.county.build import build_county
from sim.county.config import COUNTY_CONFIG
from tests.files import read_yaml

MODELS = Path(__file__).resolve().parents[2] / "models"
EAST, NORTH = 520_000, 210_000


def read_pack(name):
    """Read a county pack as a mapping."""
    return read_yaml(MODELS / f"{name}.yaml")


@pytest.fixture(scope="session")
def embedded():
    """Give the embedded county."""
    return build_county(COUNTY_CONFIG.validate_python(read_pack("hertfordshire")), MODELS)


@pytest.fixture(scope="session")
def travel_section():
    """Give the travel section of the shipped pack."""
    return read_pack("hertfordshire")["travel"]


def four_squares():
    """Four squares of one kilometre, two by two: A1 and A2 in Ashdown (south), B1 and B2 in Birch (north)."""
    corners = [(0, 0), (1000, 0), (0, 1000), (1000, 1000)]
    shapes = [box(EAST + x, NORTH + y, EAST + x + 1000, NORTH + y + 1000) for x, y in corners]
    return geopandas.GeoDataFrame(
        {
            "code": ["A1", "A2", "B1", "B2"],
            "label": ["Ashdown 001A", "Ashdown 001B", "Birch 001A", "Birch 001B"],
            "place": ["Ashdown", "Ashdown", "Birch", "Birch"],
        },
        geometry=shapes,
        crs="EPSG:27700",
    )


@pytest.fixture
def folder(tmp_path):
    """Give a data folder, with a space and an accent in its name, that describes four squares."""
    data = tmp_path / "données du comté"
    data.mkdir()
    four_squares().to_file(data / "areas.gpkg", layer="lsoa", driver="GPKG")
    people = pd.DataFrame({"code": ["B2", "B1", "A2", "A1", "ZZ"], "persons": [400, 300, 200, 100, 9]})
    people["class"] = ["Rural village", "Urban city", "Urban city", "Urban city", "Urban city"]
    people.to_csv(data / "people.csv", index=False, encoding="utf-8")
    pd.DataFrame({"code": ["A1", "A2", "B1", "B2"], "rank": [1, 2_000, 32_844, 5]}).to_csv(
        data / "imd.csv", index=False, encoding="utf-8"
    )
    rows = [
        ("A1", "2021-01", "Shoplifting", 3),
        ("A1", "2021-02", "Shoplifting", 1),
        ("B1", "2021-02", "Burglary", 2),
        ("A1", "2021-03", "Burglary", 50),
        ("XX", "2021-01", "Burglary", 70),
    ]
    pd.DataFrame(rows, columns=["area", "month", "type", "n"]).to_csv(
        data / "crime.csv.gz", index=False, encoding="utf-8"
    )
    return data


@pytest.fixture
def county_file(travel_section):
    """Give the description of the four squares."""
    return {
        "kind": "files",
        "name": "Four squares",
        "areas": {
            "path": "areas.gpkg",
            "layer": "lsoa",
            "columns": {"code": "code", "name": "label", "district": "place"},
            "published": "the Squares Office",
        },
        "population": {"path": "people.csv", "code": "code", "column": "persons"},
        "urban": {"path": "people.csv", "code": "code", "column": "class"},
        "deprivation": {"path": "imd.csv", "code": "code", "column": "rank"},
        "recorded": {
            "path": "crime.csv.gz",
            "columns": {"area": "area", "month": "month", "category": "type", "count": "n"},
            "months": ["2021-01", "2021-02"],
        },
        "stations": [{"name": "South", "x": EAST + 500, "y": NORTH + 500}, {"name": "North", "area": "B1"}],
        "custody": [{"name": "Cells", "area": "B2"}],
        "attribution": ["Contains squares."],
        "travel": travel_section,
    }
