"""The county file of docs/real-county.md, word for word, on files in the layouts in which they are published."""

import io
import re
import zipfile

import geopandas
import pytest
import shapely

from sim.cli.program import main
from sim.data.catalogue import read_catalogue
from sim.data.check import Verdict, check_county
from sim.study.county_file import read_county_file
from tests.project.tracked import ROOT
from tests.records.another_county import HEAD, write_csv

DISTRICTS = ("North Westshire", "South Westshire", "Eastshire")
RANK = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
WEST_M, SOUTH_M = 450_000, 297_000
CODES = [f"E0100000{number}" for number in range(9)]
"""Three squares of a kilometre in each district, side by side; the custody suite of the page stands in the fifth."""


@pytest.fixture
def county(tmp_path):
    """Write the county file of the page and all that it names, and give it."""
    boxes = [
        shapely.box(
            *(WEST_M + 1000 * (n % 3), SOUTH_M + 1000 * (n // 3)),
            *(WEST_M + 1000 * (n % 3 + 1), SOUTH_M + 1000 * (n // 3 + 1)),
        )
        for n in range(9)
    ]
    names = [f"Place 00{number}A" for number in range(9)]
    frame = geopandas.GeoDataFrame({"LSOA21CD": CODES, "LSOA21NM": names}, geometry=boxes, crs="EPSG:27700")
    frame.to_file(tmp_path / "LSOA_2021_EW_BGC_V5.gpkg", driver="GPKG")
    write_tables(tmp_path)
    write_street(tmp_path / "police_uk")
    page = (ROOT / "docs" / "real-county.md").read_text(encoding="utf-8")
    shipped = (ROOT / "models" / "hertfordshire_real.yaml").read_text(encoding="utf-8")
    (text,) = re.findall(r"<!-- county file -->\n```yaml\n(.+?)travel: \{\}[^\n]*\n```", page, re.DOTALL)
    file = tmp_path / "westshire.yaml"
    file.write_text(text + shipped[shipped.index("\ntravel:\n") + 1 :], encoding="utf-8")
    return file


def write_tables(folder):
    """Write the tables: a lookup with an area that was two, ranks and residents of the whole country."""
    pairs = [(code, code, DISTRICTS[number // 3]) for number, code in enumerate(CODES)]
    pairs[0:1] = [("E01999998", CODES[0], DISTRICTS[0]), ("E01999999", CODES[0], DISTRICTS[0])]
    lookup = folder / "LSOA_2011_to_LSOA_2021_to_LAD_2022_EW_V3.csv"
    write_csv(lookup, ("LSOA11CD", "LSOA21CD", "LAD22NM"), pairs)
    write_csv(folder / "lsoa_population.csv", ("LSOA 2021 Code", "Total"), [(code, "1,500") for code in CODES])
    ranks = folder / "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv"
    write_csv(ranks, ("LSOA code (2021)", RANK), [(code, 100 * number + 1) for number, code in enumerate(CODES)])
    write_csv(folder / "stations.csv", ("station", "easting", "northing"), [("West", WEST_M + 500, SOUTH_M + 500)])


def street_rows(month):
    """Give one row in the first area, under its code of before 2021, and one in the next county."""
    point = geopandas.GeoSeries([shapely.Point(WEST_M + 500, SOUTH_M + 500)], crs="EPSG:27700").to_crs("EPSG:4326")[0]
    here = (f"{point.x:.6f}", f"{point.y:.6f}", "On or near Lane", "E01999998", "Place 000A")
    there = ("-1.0", "54.0", "On or near Far Lane", CODES[8], "Place 008A")
    force = "Westshire Police"
    return [
        (f"id-{month}", month, force, force, *here, "Burglary", "Under investigation", ""),
        ("", month, force, force, *there, "Anti-social behaviour", "", ""),
    ]


def write_street(folder):
    """Write downloads of two months, of which one holds another force too."""
    for month, force in (("2024-01", "westshire"), ("2024-02", "westshire"), ("2024-02", "eastshire")):
        path = folder / month / f"{month}-{force}-street.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_csv(path, HEAD, street_rows(month))


def test_the_county_of_the_page_is_read_and_cut_out_of_the_country(county):
    rows, problems = check_county(read_county_file(str(county)), read_catalogue())
    assert problems == ()
    verdicts = {row.section: row.verdict for row in rows}
    assert set(verdicts.values()) == {Verdict.SOUND}
    found = {row.section: row.found for row in rows}
    assert found["areas"] == "6 areas (E01000000 …) in 2 districts, 6 km²"
    assert found["population"].startswith("9,000 persons")
    # on the scale of 32,844 areas: (501 - 0.5) * 32,844 / 33,755 + 0.5 = 487.49
    assert found["deprivation"] == "ranks from 1 to 487"
    # two rows a month, of which one lies in the next county
    assert found["street"].startswith("4 rows in 2 categories, 2 months from 2024-01 to 2024-02")
    assert "2 of 4 rows lie in the county" in found["street"]


def test_a_force_of_which_there_is_no_file_is_told_at_its_line(county):
    county.write_text(
        county.read_text(encoding="utf-8").replace("force: westshire", "force: northshire"), encoding="utf-8"
    )
    _, (problem,) = check_county(read_county_file(str(county)), read_catalogue())
    assert problem.where == "street.path"
    assert "holds no *-northshire-street.csv" in problem.what


def test_a_zip_of_the_archive_does_as_well_as_a_folder(county, tmp_path, capsys):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted((tmp_path / "police_uk").rglob("*.csv")):
            archive.write(path, path.relative_to(tmp_path / "police_uk"))
    (tmp_path / "2024-02.zip").write_bytes(packed.getvalue())
    county.write_text(
        county.read_text(encoding="utf-8").replace("path: police_uk", "path: 2024-02.zip"), encoding="utf-8"
    )
    assert main(["data", "check", str(county)]) == 0
    assert "4 rows in 2 categories" in capsys.readouterr().out
