"""What a county needs is read off its file, and what it could use besides is what it lacks."""

import pytest
from ruamel.yaml import YAML

from sim.county.files_config import FilesCounty
from sim.data.catalogue import read_catalogue
from sim.data.needs import extras_of, needs_of
from sim.data.wanted import asked_for
from sim.study.county_file import read_county_file
from tests.records.another_county import description, make_county


@pytest.fixture
def needs(tmp_path):
    """Write a county file that describes another county with some changes, and list what it needs."""

    def needs(**changes):
        file = tmp_path / "county.yaml"
        with file.open("w", encoding="utf-8") as stream:
            YAML().dump(description() | changes, stream)
        county = read_county_file(str(file))
        return needs_of(county, read_catalogue()), extras_of(county, read_catalogue())

    return needs


def test_every_file_is_a_need_and_none_is_there(needs):
    listed, _ = needs()
    assert [need.where for need in listed] == ["areas", "population", "deprivation", "street", "lookup", "stations"]
    assert not any(need.is_there for need in listed)


def test_files_that_are_there_are_said_to_be(tmp_path):
    county = read_county_file(str(make_county(tmp_path)))
    assert all(need.is_there for need in needs_of(county, read_catalogue()))


def test_a_file_of_a_published_name_is_that_entry_and_others_are_guessed_by_their_section(needs):
    name = "File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv"
    listed, _ = needs(deprivation={"path": f"open/{name}", "code": "a", "column": "b"})
    by_section = {need.section: need for need in listed}
    assert [source.name for source in by_section["deprivation"].sources] == ["iod2019_file_7"]
    assert by_section["deprivation"].candidates == ()
    assert [source.name for source in by_section["lookup"].candidates] == ["lsoa_2011_to_2021"]


def test_a_file_that_says_what_it_is_is_no_other(needs):
    listed, _ = needs(roads={"path": "oproad_gb.gpkg", "published": "OS Open Roads"})
    (roads,) = [need for need in listed if need.section == "roads"]
    assert [source.name for source in roads.sources] == ["os_open_roads"]
    listed, _ = needs(roads={"path": "lines.gpkg", "published": "our own survey"})
    (roads,) = [need for need in listed if need.section == "roads"]
    assert [source.name for source in roads.sources] == ["osm_county", "os_open_roads"]


def test_districts_of_areas_are_sought_in_a_lookup(needs):
    areas = description()["areas"]
    columns = {"code": "LSOA21CD", "name": "LSOA21NM"}
    districts = {"path": "lad.csv", "code": "LSOA21CD", "column": "LAD22NM"}
    listed, _ = needs(areas=areas | {"columns": columns, "districts": districts})
    (need,) = [need for need in listed if need.where == "areas.districts"]
    assert [source.name for source in need.candidates] == ["lsoa_2011_to_2021"]


def test_what_a_county_has_is_not_listed_as_of_use_besides(needs):
    _, extras = needs()
    keys = [extra.key for extra in extras]
    assert "incidents" in keys
    assert not {"street", "lookup"} & set(keys)


def test_only_sections_that_a_county_file_may_have_are_of_use(needs):
    _, extras = needs()
    assert {extra.key for extra in extras} <= set(FilesCounty.model_fields)


def test_a_file_that_two_sections_name_is_asked_for_once(needs):
    table = {"path": "both.csv", "code": "a", "column": "b"}
    listed, _ = needs(deprivation=table, population=table)
    assert [wanted.file for wanted in asked_for(listed)].count("both.csv") == 1
