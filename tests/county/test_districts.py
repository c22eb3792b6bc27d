"""A published file of the whole country becomes a county: districts from a lookup, and only those of the county."""

import pytest
from pydantic import ValidationError

from sim.county.build import build_county
from sim.county.config import COUNTY_CONFIG
from sim.errors import InputError

LOOKUP = "old,new,lad\nA0,A1,Ashdown\nA0,A2,Ashdown\nA9,A2,Ashdown\nB0,B1,Birch\nB0,B2,Birch\nC0,C1,Cedar\n"
TABLE = {"path": "lookup.csv", "code": "new", "column": "lad"}


@pytest.fixture
def national(county_file, folder):
    """Describe the squares as a file without districts, beside a lookup in which areas stand more than once."""
    (folder / "lookup.csv").write_text(LOOKUP, encoding="utf-8")
    areas = county_file["areas"]
    columns = {key: name for key, name in areas["columns"].items() if key != "district"}
    return county_file | {"areas": areas | {"columns": columns, "districts": TABLE}}


def build(description, folder):
    """Build a county from its description and data folder."""
    return build_county(COUNTY_CONFIG.validate_python(description), folder, "squares.yaml")


def changed(description, **areas):
    """Change keys of the section `areas`."""
    return description | {"areas": description["areas"] | areas}


def problem_of(description, folder):
    """Build a county that must be refused, and give its one problem."""
    with pytest.raises(InputError) as caught:
        build(description, folder)
    (problem,) = caught.value.problems
    return problem


def test_districts_come_from_a_table(national, county_file, folder):
    assert build(national, folder).district_name == ("Ashdown", "Birch")
    there, here = build(national, folder), build(county_file, folder)
    assert there.district_of_area.tolist() == here.district_of_area.tolist()


@pytest.mark.parametrize("source", ["table", "column"])
def test_only_the_areas_of_the_named_districts_are_kept(national, county_file, folder, source):
    described = national if source == "table" else county_file
    places = {"stations": [{"name": "Birch", "area": "B1"}], "custody": [{"name": "Birch", "area": "B2"}]}
    county = build(changed(described | places, only=["Birch"]), folder)
    assert county.area_code == ("B1", "B2")
    assert county.population.tolist() == [300, 400]


def test_areas_that_the_table_does_not_know_may_lie_outside_the_county(national, folder):
    (folder / "lookup.csv").write_text(LOOKUP.replace("A0,A1,Ashdown\n", ""), encoding="utf-8")
    problem = problem_of(national, folder)
    assert (problem.where, problem.what) == ("areas.districts", "no district for 'A1'")
    places = {"stations": [{"name": "Birch", "area": "B1"}], "custody": [{"name": "Birch", "area": "B2"}]}
    assert build(changed(national | places, only=["Birch"]), folder).area_code == ("B1", "B2")


def test_an_area_in_two_districts_is_refused(national, folder):
    (folder / "lookup.csv").write_text(LOOKUP.replace("A9,A2,Ashdown", "A9,A2,Birch"), encoding="utf-8")
    problem = problem_of(national, folder)
    assert problem.where == "areas.districts.column"
    assert "puts 'A2' into more than one district" in problem.what


def test_codes_of_another_vintage_are_told(national, folder):
    problem = problem_of(changed(national, districts=TABLE | {"code": "old"}), folder)
    assert problem.where == "areas.districts.code"
    assert "such as" in problem.do


def test_a_mistyped_district_is_told_with_the_one_that_was_meant(national, folder):
    problem = problem_of(changed(national, only=["Ashdwon", "Birch"]), folder)
    assert (problem.where, problem.do) == ("areas.only", "did you mean 'Ashdown'?")


def test_a_missing_table_is_told(national, folder):
    (folder / "lookup.csv").unlink()
    assert problem_of(national, folder).where == "areas.districts.path"


@pytest.mark.parametrize("has_both", [True, False])
def test_districts_stand_in_exactly_one_place(national, county_file, has_both):
    columns = county_file["areas"]["columns"]
    areas = {"columns": columns} if has_both else {"districts": None}
    with pytest.raises(ValidationError, match="district of each area"):
        COUNTY_CONFIG.validate_python(changed(national, **areas))
