"""The ground that trackers report from: areas with outlines, of a county or of a map file."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County


class Ground(NamedTuple):
    """Areas that a patrol plan may name; codes, names, districts and outlines are (n_areas,).

    Parameters
    ----------
    title
        What the whole is called.
    code, name, district
        Of each area.
    outline_wkb
        Outlines as well-known binary, metres, EPSG:27700; none for a county of points.
    x_m, y_m
        (n_areas,) a point of each area, metres.
    attribution
        Whom the map is owed to.
    is_synthetic
        Whether it is made up.
    """

    title: str
    code: tuple[str, ...]
    name: tuple[str, ...]
    district: tuple[str, ...]
    outline_wkb: tuple[bytes, ...]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    attribution: tuple[str, ...] = ()
    is_synthetic: bool = False

    def outline(self, area: int) -> bytes:
        """Give the outline of an area; empty for a county of points."""
        return self.outline_wkb[area] if self.outline_wkb else b""

    @classmethod
    def of_county(cls, county: County) -> Self:
        """Take the areas of a county."""
        return cls(
            county.name,
            tuple(county.area_code),
            tuple(county.area_name),
            tuple(county.district_name[number] for number in county.district_of_area.tolist()),
            tuple(county.boundary_wkb),
            county.x_m,
            county.y_m,
            tuple(county.attribution),
            county.synthetic,
        )

    @classmethod
    def of_map(cls, path: Path, heading: str | None = None) -> Self:
        """Read the outlines of a map file; an InputError says what is wrong with it.

        Parameters
        ----------
        path
            GeoPackage, shapefile, GeoJSON or FlatGeobuf.
        heading
            Column with the codes of the areas; looked for if None.
        """
        from sim.county.outline_file import read_outlines  # noqa: PLC0415 - brings geopandas

        read = read_outlines(path, heading)
        x_m, y_m = np.array(read.x_m), np.array(read.y_m)
        return cls(path.stem, read.code, read.code, read.district, read.outline_wkb, x_m, y_m)
