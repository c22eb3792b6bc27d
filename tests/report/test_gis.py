import sqlite3
import time

import numpy as np
import pyogrio
import pytest

from sim.report.gis import short_name, write_areas_gpkg
from tests.report.made_up import content, county

COLUMNS = content().area_values


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "räume und orte.gpkg"
    write_areas_gpkg(path, county(), COLUMNS)
    return path


def test_there_is_a_layer_for_each_scenario_in_the_national_grid(package):
    layers = [name for name, _ in pyogrio.list_layers(package)]
    assert layers == ["today", "patrol", "response", "layer_styles"]
    assert pyogrio.read_info(package, layer="patrol")["crs"] == "EPSG:27700"


def test_values_and_outlines_come_back(package):
    frame = pyogrio.read_dataframe(package, layer="patrol")
    np.testing.assert_array_equal(frame["harm_prevented"], COLUMNS["patrol"]["harm_prevented"])
    np.testing.assert_allclose(frame.geometry.area, 1e6)
    assert frame["name"].tolist() == list(county().area_name)
    assert frame["synthetic"].all()


def test_a_second_writing_is_equal_byte_for_byte(package, tmp_path):
    time.sleep(1.1)  # past the second that a file could be stamped with
    again = tmp_path / "again.gpkg"
    write_areas_gpkg(again, county(), COLUMNS)
    assert again.read_bytes() == package.read_bytes()


def test_a_file_that_is_there_is_replaced(package):
    before = package.read_bytes()
    write_areas_gpkg(package, county(), COLUMNS)
    assert package.read_bytes() == before


def test_each_layer_brings_its_style(package):
    with sqlite3.connect(package) as base:
        rows = base.execute("select f_table_name, useAsDefault, styleQML from layer_styles").fetchall()
    base.close()
    assert [name for name, _, _ in rows] == ["today", "patrol", "response"]
    assert all(default == 1 and style.count("<range ") == 7 for _, default, style in rows)


def test_a_county_without_outlines_gets_points(tmp_path):
    path = tmp_path / "points.gpkg"
    write_areas_gpkg(path, county(shapes=False), COLUMNS)
    frame = pyogrio.read_dataframe(path, layer="today")
    assert set(frame.geom_type) == {"Point"}
    assert frame.geometry.x[0] == county().x_m[0]


def test_names_are_made_short_and_plain():
    assert short_name("Hotspots: by Harm, £/day") == "hotspots_by_harm_day"


def test_names_that_become_one_are_refused(tmp_path):
    with pytest.raises(ValueError, match="not different enough"):
        write_areas_gpkg(tmp_path / "x.gpkg", county(), {"a b": {}, "a-b": {}})
