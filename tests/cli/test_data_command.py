"""The command `data`: list, fetch and check, as a user calls them."""

import json

import pytest

from sim.cli.program import main
from tests.data.server import Publisher, Served
from tests.project.tracked import ROOT
from tests.records.another_county import make_county

REAL = str(ROOT / "models" / "hertfordshire_real.yaml")
SOURCES = """sources:
  - name: deprivation
    title: Ranks
    serves: [deprivation]
    publisher: Somebody
    licence: Open
    page: https://example.org/ranks
    file: imd2019_hertfordshire_lsoa.csv
    url: {url}
    layout: CSV
"""


@pytest.fixture
def publisher():
    """Give a publisher that serves ranks of deprivation."""
    server = Publisher()
    server.files["ranks.csv"] = Served(b"code,rank\n")
    yield server
    server.close()


@pytest.fixture
def sources(tmp_path, publisher):
    """Write a list of what the publisher has."""
    file = tmp_path / "sources.yaml"
    file.write_text(SOURCES.format(url=publisher.url("ranks.csv")), encoding="utf-8")
    return str(file)


def test_alone_it_lists_what_is_published(capsys):
    assert main(["data"]) == 0
    told = capsys.readouterr().out
    assert "police_uk_archive" in told
    assert "Open Government Licence" in told


def test_the_list_of_a_county_says_what_is_there_and_what_is_missing(tmp_path, capsys):
    (tmp_path / "imd2019_hertfordshire_lsoa.csv").write_text("code\n", encoding="utf-8")
    assert main(["data", REAL, "--data", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    there = {need["section"]: need["there"] for need in told["needs"]}
    assert there["deprivation"]
    assert not there["areas"]
    areas = next(need for need in told["needs"] if need["section"] == "areas")
    assert [source["name"] for source in areas["candidates"]] == ["lsoa_2011_boundaries", "lsoa_2021_boundaries"]


def test_the_table_of_a_county_names_each_of_its_files(tmp_path, capsys):
    assert main(["data", "list", REAL, "--data", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "imd2019_hertfordshire_lsoa.csv" in told
    assert "missing" in told
    assert "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2019" in told


def test_fetch_brings_what_can_be_had_and_tells_the_rest(tmp_path, sources, capsys):
    folder = tmp_path / "open"
    assert main(["data", "fetch", REAL, "--data", str(folder), "--sources", sources, "-q"]) == 2
    printed = capsys.readouterr()
    assert (folder / "imd2019_hertfordshire_lsoa.csv").read_bytes() == b"code,rank\n"
    assert "fetched" in printed.out
    assert "lsoa11_hertfordshire_bng.gpkg: it has no direct address; published as: ONS" in printed.err


def test_fetch_of_a_named_file_needs_no_county(tmp_path, sources, capsys):
    asked = ["data", "fetch", "--file", "deprivation", "--data", str(tmp_path / "new"), "--sources", sources, "--json"]
    assert main(asked) == 0
    assert json.loads(capsys.readouterr().out)[0]["came"] == "fetched"


def test_fetch_into_a_file_is_refused(tmp_path, sources, capsys):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert (
        main(["data", "fetch", "--file", "deprivation", "--data", str(tmp_path / "taken"), "--sources", sources]) == 2
    )
    assert "no files can be put there" in capsys.readouterr().err


def test_names_in_brackets_are_shown_as_they_are(tmp_path, capsys):
    county = make_county(tmp_path / "county")
    text = county.read_text(encoding="utf-8").replace("imd.csv", "imd[bold].csv")
    county.write_text(text, encoding="utf-8")
    assert main(["data", "list", str(county)]) == 0
    assert "imd[bold].csv" in capsys.readouterr().out


def test_fetch_of_nothing_is_refused(capsys):
    assert main(["data", "fetch"]) == 2
    assert "say what to fetch" in capsys.readouterr().err


def test_a_county_that_is_not_there_is_refused(capsys):
    assert main(["data", "list", "nowhere"]) == 2
    assert 'there is no county pack "nowhere"' in capsys.readouterr().err


def test_check_prints_what_was_found_and_ends_well(tmp_path, capsys):
    county = make_county(tmp_path / "county")
    assert main(["data", "check", str(county)]) == 0
    assert "24 areas" in capsys.readouterr().out


def test_check_tells_each_problem_at_its_line_and_exits_with_2(tmp_path, capsys):
    county = make_county(tmp_path / "county")
    (county.parent / "imd.csv").write_text("LSOA code,IMD rank\n", encoding="utf-8")
    (county.parent / "population.csv").unlink()
    assert main(["data", "check", str(county), "--json"]) == 2
    printed = capsys.readouterr()
    verdicts = {row["section"]: row["verdict"] for row in json.loads(printed.out)}
    assert verdicts["population"] == "missing"
    assert "2 problems" in printed.err
    assert "population.path" in printed.err
