"""The maps on the outlines that a user has: 690 areas, whose borders do not quite meet."""

from __future__ import annotations

import dataclasses

import geopandas
import numpy as np
import pytest
import shapely

from sim.report.content import Option
from sim.report.html import render_report
from sim.report.outline import outlines_of
from tests.report.made_up import content, county


@pytest.fixture(scope="module")
def hertfordshire(shared_data):
    frame = geopandas.read_file(shared_data / "lsoa11_hertfordshire_bng.gpkg")
    names = tuple(sorted(frame["lad_name"].unique()))
    centre = shapely.centroid(frame.geometry.to_numpy())
    size = len(frame)
    return dataclasses.replace(
        county(synthetic=False),
        area_code=tuple(frame["LSOA11CD"]),
        area_name=tuple(frame["LSOA11NM"]),
        district_name=names,
        district_of_area=np.array([names.index(name) for name in frame["lad_name"]], dtype=np.int16),
        x_m=shapely.get_x(centre),
        y_m=shapely.get_y(centre),
        area_km2=frame["area_km2"].to_numpy(),
        population=np.full(size, 1700.0),
        deprivation_rank=np.arange(1, size + 1, dtype=np.int32),
        is_urban=np.ones(size, dtype=bool),
        boundary_wkb=tuple(shapely.to_wkb(shape) for shape in frame.geometry),
    )


def test_every_area_keeps_an_outline_and_all_are_small(hertfordshire):
    outlines = outlines_of(hertfordshire)
    assert len(outlines.areas) == 690
    assert all(outlines.areas)
    assert sum(map(len, outlines.areas)) < 150_000


def test_districts_have_no_slits(hertfordshire):
    outlines = outlines_of(hertfordshire)
    # ten districts, each in one piece and without holes
    assert [path.count("M") for path in outlines.districts] == [1] * 10


def test_a_report_with_six_options_stays_under_2_mb(hertfordshire):
    names = [f"option{index}" for index in range(5)]
    rng = np.random.default_rng(1)
    values = {name: {"harm_prevented": rng.normal(0.0, 20.0, 690)} for name in names}
    options = (Option("today", "Today", ""), *(Option(name, name, "") for name in names))
    text = render_report(
        content(county=hertfordshire, options=options, area_values=values, direct=(), ranking=(), paired_harm={})
    )
    assert text.count('<use href="#a') == 5 * 690
    assert len(text.encode()) < 2_000_000
