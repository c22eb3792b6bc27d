"""A county file is read by itself, and what is wrong with it is told at its line."""

import shutil

import pytest

from sim.errors import InputError
from sim.study.county_file import read_county_file
from tests.project.tracked import ROOT

REAL = ROOT / "models" / "hertfordshire_real.yaml"


def test_a_pack_is_found_by_its_name_and_a_file_by_its_path():
    assert read_county_file("hertfordshire_real").config == read_county_file(str(REAL)).config


def test_files_are_sought_beside_the_county_file_unless_a_folder_is_given(tmp_path):
    assert read_county_file(str(REAL)).base == REAL.parent
    assert read_county_file(str(REAL), tmp_path).base == tmp_path


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("hertfordshire", "a county of kind embedded has no data files"),
        ("nowhere", 'there is no county pack "nowhere"'),
        ("nowhere.yaml", "nowhere.yaml: there is no such file"),
    ],
)
def test_what_is_no_county_of_files_is_refused(word, told):
    with pytest.raises(InputError, match=told):
        read_county_file(word)


def test_a_wrong_key_is_told_with_its_line(tmp_path):
    file = tmp_path / "county.yaml"
    file.write_text(REAL.read_text(encoding="utf-8").replace("population:", "populaton:"), encoding="utf-8")
    line = next(number for number, text in enumerate(file.read_text().splitlines(), 1) if text == "populaton:")
    with pytest.raises(InputError) as caught:
        read_county_file(str(file))
    assert (caught.value.problems[0].line, caught.value.problems[0].do) == (line, "did you mean `population`?")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="there is no such folder"):
        read_county_file(str(REAL), tmp_path / "absent")


def test_every_missing_file_is_told_at_once_with_its_publisher(tmp_path):
    shutil.copy(REAL, tmp_path / "county.yaml")
    county = read_county_file(str(tmp_path / "county.yaml"))
    with pytest.raises(InputError) as caught:
        county.refuse_missing()
    told = [problem.where for problem in caught.value.problems]
    sections = ["areas", "population", "urban", "deprivation", "recorded", "street", "outcomes", "lookup"]
    assert told == [f"{section}.path" for section in sections]
    assert "ONS" in caught.value.problems[0].what


def test_what_is_found_wrong_with_the_data_is_told_at_its_line_in_the_county_file(tmp_path):
    shutil.copy(REAL, tmp_path / "county.yaml")
    county = read_county_file(str(tmp_path / "county.yaml"))
    with pytest.raises(InputError) as caught:
        county.records()
    lines = REAL.read_text(encoding="utf-8").splitlines()
    for problem in caught.value.problems:
        assert lines[problem.line - 1].strip().startswith("path:")
        assert problem.column == lines[problem.line - 1].index("path:") + len("path: ") + 1
    assert [problem.where for problem in caught.value.problems] == ["areas.path", "street.path", "lookup.path"]
