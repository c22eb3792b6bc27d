"""A small made-up county of 2021 codes, written to disk in the layouts in which real ones are published.

Twenty-four squares of a kilometre, six by four, in the districts Eastmark and Westmark. Its files differ from those of the
shipped real county wherever files may differ: boundaries in degrees as GeoJSON, numbers with thousands separators,
stations in a table, deprivation by areas of 2011, street files in a folder of monthly downloads whose codes are of 2011
before `REDRAWN`; the first two areas were one then. `drawn_counts` says what was recorded, so a reader's answer can be held against it cell by cell.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import geopandas
import numpy as np
import shapely
from ruamel.yaml import YAML

from sim.county.months import months_between
from tests.files import read_yaml

MODELS = Path(__file__).resolve().parents[2] / "models"
COLUMNS, ROWS = 6, 4
SIDE_M = 1_000
EAST_M, NORTH_M = 600_000, 300_000
MONTHS = tuple(months_between("2022-01", "2023-12"))
"""Months with street files."""
REDRAWN = "2023-01"
"""First month with codes of 2021."""
CATEGORIES = (
    "Anti-social behaviour",
    "Burglary",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
)
PER_MONTH = (4.0, 0.5, 1.5, 0.3, 0.8, 3.0)
"""Mean rows of each category in an area and month."""
AREA_SHAPE = 2.0
"""Gamma shape of areas about that mean: the same areas are good or bad in every category."""
SEASON = 0.2
"""Amplitude of a yearly wave that is highest in July."""
STATION_ROWS, UNPLACED_ROWS, OUTSIDE_ROWS = 1, 2, 3
"""Rows of each month that lie at the police station (in the area `STATION`), nowhere, or in the next county; the first
are among those that `drawn_counts` gives, the others are not."""
STATION = 8
N_AREAS = COLUMNS * ROWS

AREA_CODE = tuple(f"E0199{number:04d}" for number in range(1, N_AREAS + 1))
"""Codes of 2021."""
OLD_CODE = ("E01980001", "E01980001", *AREA_CODE[2:])
"""The code of 2011 of each area."""
DEPRIVATION_RANK = (1_400, 1_400, *(1 + area * 32_843 // (N_AREAS - 1) for area in range(2, N_AREAS)))
"""National rank of each area: those that were one in 2011 have one, for the index knows only areas of 2011."""
DISTRICTS = ("Eastmark", "Westmark")
FORCE = "Eastmark Constabulary"
HEAD = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
)


def drawn_counts(seed: int = 1) -> np.ndarray:
    """Draw what was recorded: (n_months, n_categories, n_areas) rows."""
    rng = np.random.default_rng(seed)
    place = rng.gamma(AREA_SHAPE, 1 / AREA_SHAPE, N_AREAS)
    calendar = np.array([int(month[5:]) for month in MONTHS])
    season = 1 + SEASON * np.cos(2 * np.pi * (calendar - 7) / 12)
    mean = season[:, np.newaxis, np.newaxis] * np.array(PER_MONTH)[:, np.newaxis] * place
    counts = rng.poisson(mean)
    counts[:, 0, STATION] += STATION_ROWS
    return counts


def make_county(folder: Path, *, seed: int = 1) -> Path:
    """Write the county's files into a folder, and give its county file."""
    folder.mkdir(parents=True, exist_ok=True)
    write_boundaries(folder)
    write_tables(folder)
    write_street(folder, drawn_counts(seed))
    county = folder / "eastmark.yaml"
    with county.open("w", encoding="utf-8") as stream:
        YAML().dump(description(), stream)
    return county


def description() -> dict:
    """Describe the county as its county file does."""
    travel = read_yaml(MODELS / "hertfordshire.yaml")["travel"]
    return {
        "kind": "files",
        "name": "Eastmark",
        "areas": {
            "path": "boundaries.geojson",
            "columns": {"code": "LSOA21CD", "name": "LSOA21NM", "district": "LAD22NM"},
            "published": "made up",
        },
        "population": {"path": "population.csv", "code": "LSOA 2021 Code", "column": "Total"},
        "deprivation": {"path": "imd.csv", "code": "LSOA code (2011)", "column": "IMD rank"},
        "urban_density": 1_000,
        "street": {"path": "street", "published": "made up"},
        "lookup": {"path": "lookup.csv"},
        "stations": {"path": "stations.csv", "name": "station", "x": "easting", "y": "northing"},
        "custody": [{"name": "Eastmark cells", "area": AREA_CODE[STATION]}],
        "attribution": ["A made-up county."],
        "travel": travel,
    }


def centre(area: int) -> tuple[float, float]:
    """Give the centre of an area, metres."""
    return EAST_M + (area % COLUMNS + 0.5) * SIDE_M, NORTH_M + (area // COLUMNS + 0.5) * SIDE_M


def write_boundaries(folder: Path) -> None:
    """Write the squares in degrees."""
    half = SIDE_M / 2
    boxes = [shapely.box(x - half, y - half, x + half, y + half) for x, y in map(centre, range(N_AREAS))]
    columns = {
        "LSOA21CD": AREA_CODE,
        "LSOA21NM": [f"Eastmark {area // 4 + 1:03d}{'ABCD'[area % 4]}" for area in range(N_AREAS)],
        "LAD22NM": [DISTRICTS[area % COLUMNS < COLUMNS // 2] for area in range(N_AREAS)],
    }
    frame = geopandas.GeoDataFrame(columns, geometry=boxes, crs="EPSG:27700").to_crs("EPSG:4326")
    frame.to_file(folder / "boundaries.geojson", driver="GeoJSON")


def write_tables(folder: Path) -> None:
    """Write population, deprivation, the lookup and the stations."""
    persons = [f"{1_200 + 37 * area:,}" for area in range(N_AREAS)]
    ranks = dict(zip(OLD_CODE, DEPRIVATION_RANK, strict=True))
    x, y = centre(STATION)
    write_csv(folder / "population.csv", ("LSOA 2021 Code", "Total"), list(zip(AREA_CODE, persons, strict=True)))
    write_csv(folder / "imd.csv", ("LSOA code (2011)", "IMD rank"), list(ranks.items()))
    write_csv(folder / "lookup.csv", ("LSOA11CD", "LSOA21CD"), list(zip(OLD_CODE, AREA_CODE, strict=True)))
    write_csv(folder / "stations.csv", ("station", "easting", "northing"), [("Eastmark", x, y)])


def write_street(folder: Path, counts: np.ndarray) -> None:
    """Write a street file for each month."""
    for number, month in enumerate(MONTHS):
        path = folder / "street" / month / f"{month}-eastmark-street.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_csv(path, HEAD, street_rows(month, counts[number]))


def street_rows(month: str, counts: np.ndarray) -> list[tuple]:
    """Write the rows of a month out: those counted, and those without a place in the county."""
    codes = OLD_CODE if month < REDRAWN else AREA_CODE
    rows = [
        row(month, category, area, serial, codes[area])
        for category in range(len(CATEGORIES))
        for area in range(N_AREAS)
        for serial in range(counts[category, area])
    ]
    rows += [("", month, FORCE, FORCE, "", "", "No Location", "", "", CATEGORIES[0], "", "")] * UNPLACED_ROWS
    x, y = EAST_M - 2_500, NORTH_M + 500
    beyond = (*degrees(x, y), "On or near Far Lane", "E01970001", "Elsewhere 001A")
    rows += [("", month, FORCE, FORCE, *beyond, CATEGORIES[0], "", "")] * OUTSIDE_ROWS
    return rows


def row(month: str, category: int, area: int, serial: int, code: str) -> tuple:
    """Write one row at a map point of its area; the first anti-social rows of one area lie at the police station."""
    x, y = centre(area)
    at_station = category == 0 and area == STATION and serial < STATION_ROWS
    place = "Police Station" if at_station else f"Lane {serial % 5}"
    longitude, latitude = degrees(x + 40 * (serial % 5), y)
    crime_id = "" if category == 0 else f"{month}-{category}-{area}-{serial}"
    name = f"Eastmark {area // 4 + 1:03d}{'ABCD'[area % 4]}"
    outcome = "" if category == 0 else "Under investigation"
    where = (longitude, latitude, f"On or near {place}", code, name)
    return (crime_id, month, FORCE, FORCE, *where, CATEGORIES[category], outcome, "")


@cache
def degrees(x_m: float, y_m: float) -> tuple[float, float]:
    """Convert metres to degrees as published, to six decimals."""
    point = geopandas.GeoSeries([shapely.Point(x_m, y_m)], crs="EPSG:27700").to_crs("EPSG:4326").iloc[0]
    return round(point.x, 6), round(point.y, 6)


def write_csv(path: Path, head: tuple[str, ...], rows: list[tuple]) -> None:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows(rows)
