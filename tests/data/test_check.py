"""Checking opens every file as the other commands do, and tells each problem at its line."""

import hashlib

import geopandas
import pytest
from shapely import LineString

from sim.data.catalogue import Catalogue, Published
from sim.data.check import Verdict, check_county
from sim.data.lock import Locked, write_lock
from sim.study.county_file import read_county_file
from tests.project.tracked import ROOT
from tests.records.another_county import AREA_CODE, MONTHS, N_AREAS, centre, drawn_counts, make_county, write_csv

ENTRY = Published(
    name="ranks",
    title="Ranks",
    serves=["deprivation"],
    publisher="Somebody",
    licence="Open",
    page="https://example.org/ranks",
    file="imd.csv",
    how="take it",
    layout="CSV",
)
CATALOGUE = Catalogue(sources=[ENTRY])


@pytest.fixture
def county(tmp_path):
    """Write another county, and give its file."""
    return make_county(tmp_path / "eastmark")


def check(county, catalogue=CATALOGUE):
    """Check a county: verdicts and findings by section, and problems."""
    rows, problems = check_county(read_county_file(str(county)), catalogue)
    return {row.section: row.verdict for row in rows}, {row.section: row.found for row in rows}, problems


def test_a_sound_county_has_no_problem_and_every_section_is_read(county):
    verdicts, found, problems = check(county)
    assert problems == ()
    assert set(verdicts) == {
        *("areas", "population", "deprivation", "street", "lookup", "stations", "custody", "urban"),
    }
    assert set(verdicts.values()) == {Verdict.SOUND}
    assert found["areas"] == f"{N_AREAS} areas (E01990001 …) in 2 districts, 24 km²"
    # unplaced rows and those of the next county are rows too: two and three a month
    rows = int(drawn_counts().sum()) + 5 * len(MONTHS)
    assert found["street"].splitlines()[0] == f"{rows:,} rows in 6 categories, 24 months from 2022-01 to 2023-12"


def test_roads_are_told_by_how_long_the_ways_take(county):
    x, y = zip(*map(centre, range(N_AREAS)), strict=True)
    lines = [LineString([(min(x), at), (max(x), at)]) for at in sorted(set(y))]
    lines += [LineString([(at, min(y)), (at, max(y))]) for at in sorted(set(x))]
    roads = geopandas.GeoDataFrame(
        {"highway": "residential"}, geometry=lines, crs="EPSG:27700", index=range(len(lines))
    )
    roads.to_file(county.parent / "roads.gpkg")
    add(county, "\nroads: {path: roads.gpkg}\n")
    verdicts, found, problems = check(county)
    assert problems == ()
    assert verdicts["roads"] is Verdict.SOUND
    minutes = read_county_file(str(county)).build().travel.base_min
    assert found["roads"].endswith(f"{minutes.max():.0f} min across the county")
    assert "min between neighbouring areas (median)" in found["roads"]


def add(county, text):
    """Add sections to a county file."""
    county.write_text(county.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_county_without_a_lookup_has_no_line_of_one(tmp_path):
    county = make_county(tmp_path)
    text = county.read_text(encoding="utf-8")
    text = text.replace("lookup:\n  path: lookup.csv\n", "").replace(
        "street:\n", "street:\n  months: [2023-01, 2023-12]\n"
    )
    county.write_text(text, encoding="utf-8")
    write_csv(county.parent / "imd.csv", ("LSOA code (2011)", "IMD rank"), [(code, 1) for code in AREA_CODE])
    verdicts, _, problems = check(county)
    assert problems == ()
    assert "lookup" not in verdicts


def test_a_log_is_read(county):
    rows = "when,area\n2023-05-01 12:00,E01990001\n2023-05-02 12:00,E01990002\n2023-05-03 12:00,\n"
    (county.parent / "log.csv").write_text(rows, encoding="utf-8")
    add(county, "incidents: {path: log.csv, columns: {time: when, area: area}}\n")
    verdicts, found, problems = check(county)
    assert problems == ()
    assert verdicts["incidents"] is Verdict.SOUND
    # of three calls over two days one has no place, and none an arrival
    assert found["incidents"].startswith("3 calls of 1 types over 2 days from 2023-05-01; 66.7% placed, 0.0% with")


def test_a_wrong_log_is_told_at_its_line(county):
    (county.parent / "log.csv").write_text("when,area\nyesterday,E01990001\n", encoding="utf-8")
    add(county, "incidents: {path: log.csv, columns: {time: when, area: area}}\n")
    verdicts, _, (problem,) = check(county)
    assert verdicts["incidents"] is Verdict.WRONG
    assert problem.line == len(county.read_text(encoding="utf-8").splitlines())


def test_components_of_the_ranking_are_read(county):
    (county.parent / "calls.csv").write_text("area,n\nE01990001,5\nE01990002,7\n", encoding="utf-8")
    add(county, "rank: {components: {path: calls.csv, are: counts, columns: {calls: n}}}\n")
    verdicts, found, _ = check(county)
    assert (verdicts["rank.components"], found["rank.components"]) == (Verdict.SOUND, "calls of 2 areas")
    (county.parent / "calls.csv").write_text("area,n\nE0199,5\n", encoding="utf-8")
    verdicts, _, problems = check(county)
    assert verdicts["rank.components"] is Verdict.WRONG
    assert problems[0].line == len(county.read_text(encoding="utf-8").splitlines())


def test_a_missing_file_is_told_at_its_line_and_what_hangs_on_it_is_not_judged(county):
    (county.parent / "imd.csv").unlink()
    verdicts, _, problems = check(county)
    assert verdicts["deprivation"] is Verdict.MISSING
    assert verdicts["areas"] is Verdict.OPEN
    (problem,) = problems
    lines = county.read_text(encoding="utf-8").splitlines()
    assert "imd.csv" in lines[problem.line - 1]
    assert problem.where == "deprivation.path"


def test_missing_street_files_do_not_stop_the_rest(county):
    for file in (county.parent / "street").rglob("*.csv"):
        file.unlink()
    verdicts, _, problems = check(county)
    assert verdicts["street"] is Verdict.MISSING
    assert verdicts["areas"] is Verdict.SOUND
    assert [problem.where for problem in problems] == ["street.path"]


def test_a_wrong_column_is_told_at_its_line_and_blames_its_section_alone(county):
    text = county.read_text(encoding="utf-8").replace("IMD rank", "IMD rnak")
    county.write_text(text, encoding="utf-8")
    verdicts, _, problems = check(county)
    assert verdicts["deprivation"] is Verdict.WRONG
    assert {section for section, verdict in verdicts.items() if verdict is Verdict.WRONG} == {"deprivation"}
    (problem,) = problems
    assert "IMD rnak" in text.splitlines()[problem.line - 1]


def test_all_problems_are_told_at_once_and_each_once(county):
    (county.parent / "imd.csv").unlink()
    (county.parent / "lookup.csv").write_text("LSOA11CD,LSOA21CD\n", encoding="utf-8")
    (county.parent / "population.csv").write_text("LSOA 2021 Code,Total\nE01990001,many\n", encoding="utf-8")
    _, _, problems = check(county)
    assert sorted(problem.where for problem in problems) == ["deprivation.path", "lookup.path", "population.column"]


def test_a_file_that_is_not_the_published_one_is_told(county):
    right = hashlib.sha256((county.parent / "imd.csv").read_bytes()).hexdigest()
    for digits, count in ((right, 0), ("0" * 64, 1)):
        catalogue = Catalogue(sources=[ENTRY.model_copy(update={"hash": f"sha256:{digits}"})])
        verdicts, _, problems = check(county, catalogue)
        assert len(problems) == count
        assert verdicts["deprivation"] is (Verdict.WRONG if count else Verdict.SOUND)


def test_a_file_that_is_not_the_one_that_was_fetched_is_told(county):
    write_lock(county.parent, {"population.csv": Locked("0" * 64, 1, "https://example.org", "2026-01-02")})
    _, _, problems = check(county)
    assert [problem.where for problem in problems] == ["population.path"]
    assert "--renew" in problems[0].do


def test_the_real_county_is_sound(shared_data):
    county = read_county_file(str(ROOT / "models" / "hertfordshire_real.yaml"), shared_data)
    rows, problems = check_county(county, CATALOGUE)
    assert problems == ()
    assert {row.verdict for row in rows} == {Verdict.SOUND}
    found = {row.section: row.found for row in rows}
    # SOURCES.md: 690 LSOAs, ten districts, 1,643.0 km², 1,189,519 residents
    assert found["areas"].endswith("in 10 districts, 1,643 km²")
    assert found["population"].startswith("1,189,519 persons")
