"""The county pack of a fit: a county of files that stands on files of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.county.files_config import FilesCounty, PlaceTable
from sim.county.model import County
from sim.fit.digits import interval, short
from sim.fit.fitted import FittedCounty
from sim.fit.numbers import year_interval
from sim.fit.told import assumed, told
from sim.report.gis import write_areas_gpkg
from sim.study.files import rebased

AREAS, TABLE, RATES = "areas.gpkg", "areas.csv", "rates.csv"
_LAYER = "areas"


def write_county_files(fitted: FittedCounty, folder: Path) -> None:
    """Write outlines, residents and rates of the areas.

    Parameters
    ----------
    fitted
        The fit.
    folder
        An existing folder.
    """
    county = fitted.county
    write_areas_gpkg(folder / AREAS, county, {_LAYER: {"urban": county.is_urban.astype(np.float64)}})
    _areas_table(county).to_csv(folder / TABLE, index=False, encoding="utf-8", lineterminator="\n")
    _rates_table(fitted).to_csv(folder / RATES, index=False, encoding="utf-8", lineterminator="\n")


def county_pack(fitted: FittedCounty, place: Path) -> dict[str, object]:
    """Describe the fitted county.

    Parameters
    ----------
    fitted
        The fit.
    place
        Folder in which the pack will stand, its files in a folder of its name beside it.

    Returns
    -------
    dict[str, object]
        A county of kind `files`: areas, residents and rates of its own; stations, travel and licence lines as in the
        county file; nothing of what the rates were fitted to.
    """
    given, name = fitted.file.config, fitted.name
    table = f"{name}/{TABLE}"
    kept = given.model_dump(by_alias=True, exclude_none=True, exclude_unset=True)
    pack: dict[str, object] = {
        "kind": "files",
        "name": given.name,
        "about": f"{given.name} as {fitted.file.name} describes it, its rates {fitted.source}",
        **({"districts": given.districts} if given.districts else {}),
        "areas": {
            "path": f"{name}/{AREAS}",
            "layer": _LAYER,
            "columns": {"code": "code", "name": "name", "district": "district"},
            "published": given.areas.published,
        },
        "population": _column(table, "population", given.population.published),
        "deprivation": _column(table, "deprivation_rank", given.deprivation.published),
        "urban": _column(table, "urban", given.urban.published if given.urban else ""),
        "fitted": {
            "path": f"{name}/{RATES}",
            "published": f"python -m sim fit {fitted.file.name}",
            "per_year": _per_year(fitted),
            "told": list(told(fitted)),
            "assumed": list(assumed(fitted)),
        },
        "attribution": list(given.attribution),
        "stations": _places(given, "stations", fitted.county),
        "custody": _places(given, "custody", fitted.county),
        "travel": _travel(kept["travel"], fitted),
    }
    if "roads" in kept:
        pack["roads"] = rebased(kept["roads"], fitted.file.base, place)
    return pack


def _travel(kept: dict[str, Any], fitted: FittedCounty) -> dict[str, Any]:
    """Give the travel of the county file, with the blue-light factor of the log where blue lights save time in it."""
    log = fitted.log
    found = log.travel.blue_light_factor if log and log.travel else None
    if log is None or found is None or found.value > 1:
        return kept
    origin = {"unit": "multiple of minutes", "source": log.source, "confidence": "fitted"}
    return {**kept, "blue_light_factor": {**interval(*found), **origin}}


def _column(path: str, column: str, published: str) -> dict[str, str]:
    """Describe a column of the table of areas."""
    return {"path": path, "code": "code", "column": column, "published": published}


def _per_year(fitted: FittedCounty) -> dict[str, object]:
    """Give the rows of the year ahead by category."""
    origin = {
        "unit": "recorded rows in the year after the last month",
        "source": fitted.source,
        "confidence": "fitted",
    }
    return {name: {**year_interval(fitted, row), **origin} for row, name in enumerate(fitted.rates.category)}


def _places(config: FilesCounty, kind: str, county: County) -> list[dict[str, object]]:
    """List stations or suites; those of a file by the area that they stand in."""
    given = getattr(config, kind)
    if not isinstance(given, PlaceTable):
        return [place.model_dump(exclude_none=True) for place in given]
    names, areas = (
        (county.station_name, county.station_area) if kind == "stations" else (county.custody_name, county.custody_area)
    )
    return [{"name": name, "area": county.area_code[area]} for name, area in zip(names, areas, strict=True)]


def _areas_table(county: County) -> pd.DataFrame:
    """Make the table of residents, deprivation and town or country."""
    columns: Mapping[str, object] = {
        "code": county.area_code,
        "name": county.area_name,
        "population": county.population,
        "deprivation_rank": county.deprivation_rank,
        "urban": county.is_urban,
    }
    return pd.DataFrame(columns)


def _rates_table(fitted: FittedCounty) -> pd.DataFrame:
    """Make the table of rates: category after category, area after area."""
    ahead, codes = fitted.ahead, fitted.county.area_code
    rows = [
        (code, category, short(mean), short(shape), short(log_sd))
        for category, means, shapes, log_sd in zip(
            fitted.rates.category, ahead.per_year, ahead.shape, ahead.level_log_sd, strict=True
        )
        for code, mean, shape in zip(codes, means, shapes, strict=True)
    ]
    return pd.DataFrame(rows, columns=["area", "category", "per_year", "shape", "level_log_sd"])
