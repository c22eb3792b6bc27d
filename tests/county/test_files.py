"""Real counties from files, and what is said when the files are wrong."""

import gzip

import numpy as np
import pandas as pd
import pytest
import shapely
from pydantic import ValidationError

from sim.county import readers
from sim.county.build import build_county
from sim.county.config import COUNTY_CONFIG
from sim.errors import InputError
from tests.county.conftest import EAST, NORTH, four_squares


def build(county_file, folder):
    """Build a county from its description and data folder."""
    return build_county(COUNTY_CONFIG.validate_python(county_file), folder, "squares.yaml")


def complaint(county_file, folder):
    """Build a county that must be refused, and give what is said."""
    with pytest.raises(InputError) as caught:
        build(county_file, folder)
    assert all(problem.file == "squares.yaml" for problem in caught.value.problems)
    return str(caught.value)


def changed(county_file, **sections):
    """Change keys within sections."""
    return county_file | {name: county_file[name] | change for name, change in sections.items()}


def test_four_squares(county_file, folder):
    county = build(county_file, folder)
    assert county.area_code == ("A1", "A2", "B1", "B2")
    assert county.area_name[2] == "Birch 001A"
    assert county.district_name == ("Ashdown", "Birch")
    assert county.district_of_area.tolist() == [0, 0, 1, 1]
    assert county.population.tolist() == [100, 200, 300, 400]
    assert county.deprivation_rank.tolist() == [1, 2_000, 32_844, 5]
    assert county.is_urban.tolist() == [True, True, True, False]
    assert county.area_km2.tolist() == [1, 1, 1, 1]
    assert (county.x_m[0], county.y_m[0]) == (EAST + 500, NORTH + 500)
    assert np.diff(county.neighbour_start).tolist() == [3, 3, 3, 3]  # corners touch
    assert county.station_area.tolist() == [0, 2]
    assert county.custody_area.tolist() == [3]
    assert county.attribution == ("Contains squares.",)
    assert not county.synthetic
    assert shapely.from_wkb(county.boundary_wkb[0]).area == 1e6


def test_recorded_rows_are_scaled_to_a_year(county_file, folder):
    county = build(county_file, folder)
    assert county.recorded_category == ("Burglary", "Shoplifting")
    # two months: six times the counts; March and the area XX are left out
    assert county.recorded_per_year.tolist() == [[0, 0, 12, 0], [24, 0, 0, 0]]
    assert county.business.tolist() == [1, 0, 0, 0]
    assert county.town_centre.tolist() == [0, 0, 0, 0]


def test_recorded_rows_may_be_absent(county_file, folder):
    del county_file["recorded"]
    county = build(county_file, folder)
    assert county.recorded_per_year.shape == (0, 4)
    assert county.business.tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(("name", "driver"), [("areas.geojson", "GeoJSON"), ("areas.shp", "ESRI Shapefile")])
def test_other_formats_and_systems(county_file, folder, name, driver):
    frame = four_squares()
    (frame.to_crs("EPSG:4326") if driver == "GeoJSON" else frame).to_file(folder / name, driver=driver)
    county_file["areas"] = county_file["areas"] | {"path": name, "layer": None}
    county = build(county_file, folder)
    assert county.area_code == ("A1", "A2", "B1", "B2")
    np.testing.assert_allclose(county.x_m, EAST + np.array([500, 1500, 500, 1500]), atol=1)
    np.testing.assert_allclose(county.area_km2, 1, atol=2e-4)


def test_stations_may_come_from_a_file(county_file, folder):
    rows = [("South", EAST + 10, NORTH + 10), ("North", EAST + 1990, NORTH + 1990)]
    pd.DataFrame(rows, columns=["name", "x", "y"]).to_csv(folder / "stations.csv", index=False, encoding="utf-8")
    county = build(county_file | {"stations": {"path": "stations.csv"}}, folder)
    assert county.station_name == ("South", "North")
    assert county.station_area.tolist() == [0, 3]
    pd.DataFrame({"name": ["Cells"], "lsoa": ["A2"]}).to_csv(folder / "cells.csv", index=False, encoding="utf-8")
    county = build(county_file | {"custody": {"path": "cells.csv", "area": "lsoa"}}, folder)
    assert county.custody_area.tolist() == [1]


def test_density_tells_town_from_country(county_file, folder):
    del county_file["urban"]
    county = build(county_file | {"urban_density": 250}, folder)
    assert county.is_urban.tolist() == [False, False, True, True]


def test_the_boundary_file_tells_town_from_country(county_file, folder):
    frame = four_squares().assign(ruc=[True, False, True, False])
    frame.to_file(folder / "areas.gpkg", layer="lsoa", driver="GPKG")
    del county_file["urban"]
    county_file["areas"]["columns"] = county_file["areas"]["columns"] | {"urban": "ruc"}
    assert build(county_file, folder).is_urban.tolist() == [True, False, True, False]


def test_a_shape_that_crosses_itself_is_mended(county_file, folder):
    frame = four_squares()
    bow = [(0, 0), (1000, 1000), (1000, 0), (0, 1000), (0, 0)]
    frame.loc[0, "geometry"] = shapely.Polygon([(EAST + x, NORTH + y) for x, y in bow])
    frame.to_file(folder / "areas.gpkg", layer="lsoa", driver="GPKG")
    assert build(county_file, folder).area_km2[0] == 0.5


def test_an_empty_folder_names_every_file_and_who_publishes_it(county_file, tmp_path):
    said = complaint(county_file, tmp_path)
    for name in ("areas.gpkg", "people.csv", "imd.csv", "crime.csv.gz"):
        assert f"there is no file {name!r}" in said
    assert "boundaries of the areas, published as: the Squares Office" in said
    assert "--data DIR" in said


def test_all_problems_are_named_at_once(county_file, folder):
    broken = changed(
        county_file,
        population={"column": "person"},
        deprivation={"path": "gone.csv"},
        recorded={"months": ["2021-01", "2021-04"]},
    )
    broken["custody"] = [{"name": "Cells", "area": "B3"}]
    said = complaint(broken, folder)
    assert "population.column: unknown column 'person'; did you mean 'persons'?" in said
    assert "there is no file 'gone.csv'" in said
    assert "has no rows of '2021-04'" in said
    assert "custody.0.area: unknown area code 'B3'; there is: A1, A2, B1, B2" in said


@pytest.mark.parametrize(
    ("section", "change", "message"),
    [
        ("areas", {"layer": "lsoas"}, "unknown layer 'lsoas'; did you mean 'lsoa'?"),
        ("areas", {"path": "people.csv", "layer": None}, "has no shapes"),
        ("areas", {"path": "crime.csv.gz"}, "areas.path"),
        ("areas", {"columns": {"code": "cod", "name": "label", "district": "place"}}, "did you mean 'code'?"),
        (
            "areas",
            {"columns": {"code": "place", "name": "label", "district": "place"}},
            "more than one area has the code",
        ),
        ("population", {"code": "persons"}, "none of the 5 codes in column 'persons'"),
        ("population", {"column": "class"}, "are not numbers from 0 to 1,000,000, the first is 'Urban city' (A1)"),
        ("deprivation", {"path": "people.csv", "column": "class"}, "not numbers from 1 to 32,844"),
        ("deprivation", {"path": "areas.gpkg"}, "cannot be read as CSV"),
        ("urban", {"column": "persons"}, "cannot tell town from country by '100', '200', '300' and 1 more"),
        (
            "recorded",
            {"columns": {"area": "type", "month": "month", "category": "type", "count": "n"}},
            "no rows of the county",
        ),
        (
            "recorded",
            {"columns": {"area": "area", "month": "month", "category": "type", "count": "type"}},
            "not numbers",
        ),
    ],
)
def test_a_wrong_key_is_explained(county_file, folder, section, change, message):
    assert message in complaint(changed(county_file, **{section: change}), folder)


def test_tables_with_gaps_repeats_or_nothing(county_file, folder):
    (folder / "gap.csv").write_text("code,rank\nA1,5\nA2,\nB1,7\n", encoding="utf-8")
    said = complaint(changed(county_file, deprivation={"path": "gap.csv"}), folder)
    assert "'gap.csv' has no 'rank' for 'A2', 'B2'" in said
    (folder / "twice.csv").write_text("code,rank\nA1,5\nA1,6\nA2,5\nB1,7\nB2,1\n", encoding="utf-8")
    said = complaint(changed(county_file, deprivation={"path": "twice.csv"}), folder)
    assert "more than one row for 'A1'" in said
    (folder / "bare.csv").write_text("code,rank\n", encoding="utf-8")
    assert "'bare.csv' has no rows" in complaint(changed(county_file, deprivation={"path": "bare.csv"}), folder)
    (folder / "void.csv").write_text("", encoding="utf-8")
    assert "cannot be read as CSV" in complaint(changed(county_file, deprivation={"path": "void.csv"}), folder)


def test_lines_of_title_above_the_headings_are_passed_over(county_file, folder):
    path = folder / "people.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    title = ["Table 1: Residents,,", '"by area,', 'mid-2021",,', "", ",,"]
    path.write_text("\n".join([*title, *lines, "Source: Squares Office,,"]), encoding="utf-8")
    assert build(county_file, folder).population.tolist() == [100, 200, 300, 400]


def test_a_compressed_table_that_is_cut_short_is_refused(county_file, folder):
    whole = gzip.compress(b"code,rank\n" + b"A1,1\n" * 9_000)
    for name, raw in (("cut", whole[:-20]), ("torn", whole[:30] + b"\xff" * 20 + whole[50:])):
        (folder / f"{name}.csv.gz").write_bytes(raw)
        said = complaint(changed(county_file, deprivation={"path": f"{name}.csv.gz"}), folder)
        assert f"'{name}.csv.gz' cannot be read as CSV" in said


def test_a_wrong_boundary_file_is_not_blamed_on_the_tables(county_file, folder):
    said = complaint(changed(county_file, areas={"layer": "wards"}), folder)
    assert said == "squares.yaml: areas.layer: unknown layer 'wards'; there is: lsoa"


def save(frame, folder):
    """Replace the boundary file."""
    (folder / "areas.gpkg").unlink()
    frame.to_file(folder / "areas.gpkg", layer="lsoa", driver="GPKG")


def test_degrees_taken_for_metres(county_file, folder):
    save(four_squares().to_crs("EPSG:4326").set_crs("EPSG:27700", allow_override=True), folder)
    said = complaint(county_file, folder)
    assert "look like degrees" in said
    assert "EPSG:4326" in said


def test_areas_outside_great_britain(county_file, folder):
    save(four_squares().to_crs("EPSG:3857").set_crs("EPSG:27700", allow_override=True), folder)
    assert "lie outside Great Britain" in complaint(county_file, folder)


def test_a_file_without_coordinate_system(county_file, folder):
    four_squares().to_file(folder / "areas.shp", driver="ESRI Shapefile")
    (folder / "areas.prj").unlink()
    county_file["areas"] = county_file["areas"] | {"path": "areas.shp", "layer": None}
    assert "does not say its coordinate system" in complaint(county_file, folder)
    county_file["areas"]["crs"] = "OSGB"
    assert "'OSGB' is no coordinate system" in complaint(county_file, folder)
    county_file["areas"]["crs"] = "EPSG:27700"
    assert build(county_file, folder).n_areas == 4


def test_several_layers_need_a_name(county_file, folder):
    four_squares().to_file(folder / "areas.gpkg", layer="wards", driver="GPKG")
    county_file["areas"]["layer"] = None
    assert "has 2 layers; name one of lsoa, wards" in complaint(county_file, folder)


def test_an_area_without_shape_or_district(county_file, folder):
    frame = four_squares()
    frame.loc[1, "geometry"] = None
    save(frame, folder)
    assert "1 areas have no shape" in complaint(county_file, folder)
    frame = four_squares()
    frame.loc[1, "place"] = None
    save(frame, folder)
    assert "no district for 'A2'" in complaint(county_file, folder)


def test_areas_without_size_are_named(county_file, folder):
    """A line back and forth, a sliver of 10 m² that rounds to 0.0000 km², and a line where an outline should be."""
    frame = four_squares()
    back_and_forth = shapely.Polygon([(EAST, NORTH), (EAST + 900, NORTH), (EAST, NORTH)])
    sliver = shapely.box(EAST, NORTH, EAST + 10, NORTH + 1)
    line = shapely.LineString([(EAST, NORTH), (EAST + 900, NORTH)])
    for area, shape in enumerate((back_and_forth, sliver, line)):
        frame.loc[area, "geometry"] = shape
    save(frame, folder)
    said = complaint(county_file, folder)
    assert said.startswith(
        "squares.yaml: areas.path: the shapes of 'areas.gpkg' have no size for 'A1', 'A2', 'B1'; give"
    )


def test_a_geopackage_that_is_cut_short_is_told_so(county_file, folder):
    path = folder / "areas.gpkg"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    said = complaint(county_file, folder)
    assert said.startswith("squares.yaml: areas.path: 'areas.gpkg' cannot be read; it may be cut short")


def test_no_areas_at_all(county_file, folder):
    save(four_squares().iloc[:0], folder)
    assert "has no areas" in complaint(county_file, folder)


def test_a_station_in_the_sea(county_file, folder):
    county_file["stations"] = [{"name": "Lighthouse", "x": 10, "y": 20}]
    assert "stations.0: 'Lighthouse' at 10, 20 lies in no area" in complaint(county_file, folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stations": []}, "stations is empty"),
        ({"custody": [{"name": "C", "area": "A1"}] * 2}, "'C' is listed more than once"),
        ({"urban_density": 100}, "exactly one of"),
        ({"travel": {}}, "travel.roads is missing"),
        ({"areas": {"path": "areas.gpkg"}}, "columns"),
    ],
)
def test_a_wrong_description_is_refused(county_file, change, message):
    with pytest.raises(ValidationError, match=message):
        COUNTY_CONFIG.validate_python(county_file | change)


@pytest.mark.parametrize("months", [["2021-13", "2022-01"], ["2021-02", "2021-01"], ["2021-01"]])
def test_wrong_months_are_refused(county_file, months):
    county_file["recorded"]["months"] = months
    with pytest.raises(ValidationError):
        COUNTY_CONFIG.validate_python(county_file)


def test_more_areas_than_their_indices_can_tell_apart_are_refused(county_file, folder, monkeypatch):
    assert np.iinfo(build(county_file, folder).neighbour.dtype).max >= readers.MOST_AREAS
    monkeypatch.setattr(readers, "MOST_AREAS", 3)
    told = "4 areas are more than the 3 that a county may have; keep those of the county, say with areas.only"
    assert told in complaint(county_file, folder)
    assert "may have" not in complaint(changed(county_file, areas={"only": ["Birch"]}), folder)
