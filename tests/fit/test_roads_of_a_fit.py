"""A fitted county drives the same real roads as the county file that it comes from."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pytest
from ruamel.yaml import YAML
from shapely import LineString

from sim.cli.codes import DONE, WRONG_INPUT
from sim.cli.program import main
from sim.study.county_file import read_county_file
from tests.records.another_county import COLUMNS, EAST_M, NORTH_M, ROWS, SIDE_M, make_county


@pytest.fixture
def county(tmp_path, monkeypatch):
    """The made-up county with a comb of roads: one from west to east along the south, and one north from each column."""
    monkeypatch.chdir(tmp_path)
    file = make_county(tmp_path / "eastmark")
    x = [EAST_M + (column + 0.5) * SIDE_M for column in range(COLUMNS)]
    y = [NORTH_M + (row + 0.5) * SIDE_M for row in range(ROWS)]
    spine = LineString([(at, y[0]) for at in x])
    teeth = [LineString([(at, y[0]), (at, y[-1])]) for at in x]
    frame = geopandas.GeoDataFrame(
        {"highway": ["primary", *["residential"] * COLUMNS]}, geometry=[spine, *teeth], crs="EPSG:27700"
    )
    frame.to_file(file.parent / "roads.gpkg")
    yaml = YAML()
    data = yaml.load(file.read_text(encoding="utf-8"))
    data["roads"] = {"path": "roads.gpkg"}
    yaml.dump(data, file)
    return file.relative_to(tmp_path)


def test_a_fit_keeps_the_roads(county, capsys):
    assert main(["fit", str(county), "-q"]) == DONE
    given, fitted = (read_county_file(str(path)).build() for path in (county, "models/local/eastmark_fitted.yaml"))
    np.testing.assert_array_equal(given.travel.base_min, fitted.travel.base_min)
    np.testing.assert_array_equal(given.travel.next_hop, fitted.travel.next_hop)
    # the tops of two teeth that lie side by side are far apart: three squares down, one across, three up
    top = np.flatnonzero(given.y_m > NORTH_M + (ROWS - 1) * SIDE_M)
    side_by_side = top[np.argsort(given.x_m[top])][:2]
    down = np.flatnonzero(given.y_m < NORTH_M + SIDE_M)
    across = down[np.argsort(given.x_m[down])][:2]
    assert given.travel.base_min[tuple(side_by_side)] > 4 * given.travel.base_min[tuple(across)]


def test_roads_that_are_wrong_are_told_at_their_line(county, capsys):
    text = county.read_text(encoding="utf-8")
    county.write_text(text.replace("  path: roads.gpkg", "  path: roads.gpkg\n  column: klass"), encoding="utf-8")
    line = next(n for n, row in enumerate(county.read_text(encoding="utf-8").splitlines(), 1) if "klass" in row)
    assert main(["fit", str(county), "-q"]) == WRONG_INPUT
    said = capsys.readouterr().err
    assert f"{county}:{line}:" in said
    assert "unknown column 'klass'" in said
    assert not Path("models/local").exists()
