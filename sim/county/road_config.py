"""Which roads a real county is driven on: the `roads` section of a county file."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.config import Config

RoadClass = Annotated[str, Field(min_length=1)]

FAST = ["motorway", "motorway_link", "trunk", "trunk_link"]
MAIN = ["primary", "primary_link"]
STREETS = [
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
]
"""Values of the key ``highway`` in OpenStreetMap that are open to cars in general."""


class RoadFile(Config):
    """Real roads, as lines: OpenStreetMap or any file of lines that says the class of each.

    Classes that are not listed are left out. Speeds are those of `travel.roads`: at free flow, before congestion and blue
    lights. Every road is open in both directions.
    """

    path: str
    """GeoPackage, shapefile, GeoJSON, or OpenStreetMap (.osm, .osm.pbf), relative to the county file."""
    layer: str | None = None
    """Layer of the file; ``lines`` of OpenStreetMap, and the only one of other files, when left out."""
    crs: str | None = None
    """Coordinate system, say EPSG:27700; needed only where the file does not say."""
    column: str = "highway"
    """Column with the class of road."""
    fast: list[RoadClass] = FAST
    """Classes that are driven at `trunk_km_h` everywhere."""
    main: list[RoadClass] = MAIN
    """Classes that are driven at `trunk_km_h` outside towns, and as streets within."""
    streets: list[RoadClass] = STREETS
    """Classes that are driven at `urban_km_h` in urban areas and at `rural_km_h` elsewhere."""
    published: str = ""
    """Who publishes it and under what name."""

    @model_validator(mode="after")
    def _classes_are_clear(self) -> Self:
        """Refuse a class that is listed twice, and no class at all."""
        listed = [*self.fast, *self.main, *self.streets]
        twice = sorted({name for name in listed if listed.count(name) > 1})
        if twice:
            message = f"{', '.join(map(repr, twice))} is listed more than once among fast, main and streets"
            raise ValueError(message)
        if not listed:
            message = "no class of road is listed under fast, main or streets"
            raise ValueError(message)
        return self
