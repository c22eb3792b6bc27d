"""Ways in which the made-up county's files may be damaged: what does it, the key that is blamed, and words of the error."""

import gzip
import zipfile

import geopandas
import pandas as pd

from tests.records import another_county as another
from tests.records.changing import edit_rows, rewrite, street_file


def in_metres(path):
    """Write eastings and northings where degrees should be."""
    edit_rows(
        path, lambda _, row: row | {"Longitude": row["Longitude"] and 600_500, "Latitude": row["Latitude"] and 300_500}
    )


def swapped(path):
    """Write latitudes under longitude."""
    edit_rows(path, lambda _, row: row | {"Longitude": row["Latitude"], "Latitude": row["Longitude"]})


def all_rows(county_path, edit):
    """Damage every street file."""
    for path in sorted((county_path.parent / "street").rglob("*.csv")):
        edit(path)


def cut_zip(county_path):
    """Break off the end of a zip file."""
    path = county_path.parent / "street.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(street_file(county_path), "2022-03-eastmark-street.csv")
    path.write_bytes(path.read_bytes()[:-200])
    rewrite(county_path, street={"path": "street.zip"})


def empty_in_zip(county_path):
    """Put a month of no bytes beside a whole one into a zip file."""
    with zipfile.ZipFile(county_path.parent / "street.zip", "w") as archive:
        archive.write(street_file(county_path), "2022-03/2022-03-eastmark-street.csv")
        archive.writestr("2022-04/2022-04-eastmark-street.csv", "")
    rewrite(county_path, street={"path": "street.zip"})


def relabel(path, column, other):
    """Write another name over a column."""
    path.write_text(path.read_text(encoding="utf-8").replace(column, other, 1), encoding="utf-8")


def cut_gzip(county_path):
    """Break off the end of a compressed file."""
    path = county_path.parent / "street.csv.gz"
    path.write_bytes(gzip.compress(street_file(county_path).read_bytes())[:-200])
    rewrite(county_path, street={"path": "street.csv.gz"})


def cut_parquet(county_path):
    """Break off the end of a Parquet file."""
    path = county_path.parent / "street.parquet"
    pd.read_csv(street_file(county_path)).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-200])
    rewrite(county_path, street={"path": "street.parquet"})


def cut_boundaries(county_path, form):
    """Break off the second half of the boundaries."""
    path = county_path.parent / f"cut.{form}"
    geopandas.read_file(county_path.parent / "boundaries.geojson").to_file(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    rewrite(county_path, areas={"path": path.name})


def one_file(county_path, raw):
    """Put a file of these bytes in place of the folder of downloads."""
    (county_path.parent / "street.csv").write_bytes(raw)
    rewrite(county_path, street={"path": "street.csv"})


def wrong_system(county_path):
    """Say that degrees are metres."""
    path = county_path.parent / "boundaries.geojson"
    frame = geopandas.read_file(path).set_crs("EPSG:27700", allow_override=True)
    frame.to_file(county_path.parent / "boundaries.gpkg", driver="GPKG")
    rewrite(county_path, areas={"path": "boundaries.gpkg"})


def twice(county_path):
    """Repeat an area's row."""
    path = county_path.parent / "imd.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[4]]), encoding="utf-8")


def unknown_code(county_path):
    """Give the rows of a month codes that no table explains."""
    edit_rows(street_file(county_path), lambda _, row: row | {"LSOA code": row["LSOA code"].replace("E0199", "E0155")})


def not_utf8(county_path):
    """Write one letter in another encoding."""
    path = street_file(county_path)
    path.write_bytes(path.read_bytes().replace(b"Lane 1", b"Lane \xe9"))


DAMAGES = {
    "boundaries in degrees, said to be metres": (wrong_system, "areas.crs", "look like degrees"),
    "points in metres": (lambda path: all_rows(path, in_metres), "street.columns", "not metres, and not swapped"),
    "longitude and latitude swapped": (lambda path: all_rows(path, swapped), "street.columns", "not swapped"),
    "a text for degrees": (
        lambda path: edit_rows(street_file(path), lambda _, row: row | {"Longitude": "here"}),
        "street.columns",
        "has a text for degrees",
    ),
    "a missing column": (
        lambda path: rewrite(path, street={"columns": {"category": "Offence"}}),
        "street.columns.category",
        "unknown column 'Offence'",
    ),
    "codes of areas that no table explains": (unknown_code, "street", "lie in the county by their points"),
    "dates as text": (
        lambda path: edit_rows(street_file(path), lambda _, row: row | {"Month": "March 2022"}),
        "street",
        "'March 2022' for a month",
    ),
    "a month out of range": (
        lambda path: edit_rows(street_file(path), lambda _, row: row | {"Month": "2022-13"}),
        "street",
        "'2022-13' for a month",
    ),
    "a row without month": (
        lambda path: edit_rows(street_file(path), lambda number, row: row | ({"Month": ""} if number == 4 else {})),
        "street",
        "1 rows of 'street' have no month",
    ),
    "a row without category": (
        lambda path: edit_rows(
            street_file(path), lambda number, row: row | ({"Crime type": ""} if number == 4 else {})
        ),
        "street",
        "1 rows of 'street' have no category",
    ),
    "duplicate codes": (twice, "deprivation.code", "more than one row for 'E01990005'"),
    "an empty file": (lambda path: one_file(path, b""), "street.path", "'street.csv' is empty"),
    "an empty file among many": (
        lambda path: street_file(path).write_bytes(b""),
        "street.path",
        "2022-03-eastmark-street.csv' is empty; download or save it anew",
    ),
    "an empty file in a zip file": (
        empty_in_zip,
        "street.path",
        "'street.zip/2022-04/2022-04-eastmark-street.csv' is empty",
    ),
    "a month that lacks a column": (
        lambda path: relabel(street_file(path), "Crime type", "Offence"),
        "street.columns.category",
        "unknown column 'Crime type' in 'street/2022-03/2022-03-eastmark-street.csv'",
    ),
    "nothing but a head": (
        lambda path: one_file(path, ",".join(another.HEAD).encode()),
        "street.path",
        "'street.csv' has no rows",
    ),
    "a zip file cut short": (cut_zip, "street.path", "'street.zip' cannot be read"),
    "a compressed file cut short": (cut_gzip, "street.path", "'street.csv.gz' cannot be read"),
    "a Parquet file cut short": (cut_parquet, "street.path", "'street.parquet' cannot be read"),
    "boundaries cut short": (lambda path: cut_boundaries(path, "geojson"), "areas", "'cut.geojson'"),
    "a GeoPackage cut short": (lambda path: cut_boundaries(path, "gpkg"), "areas", "'cut.gpkg'"),
    "another encoding": (not_utf8, "street.path", "2022-03-eastmark-street.csv' cannot be read"),
    "rows of unequal length": (
        lambda path: one_file(path, street_file(path).read_bytes() + b"one,two\n"),
        "street.path",
        "'street.csv' cannot be read",
    ),
    "a file that is no table": (
        lambda path: rewrite(path, street={"path": "boundaries.geojson"}),
        "street.columns",
        "unknown column",
    ),
    "no row in the county": (
        lambda path: all_rows(
            path, lambda file: edit_rows(file, lambda _, row: row | {"LSOA code": "E01970001", "Longitude": -3.5})
        ),
        "street",
        "no row of 'street' is in an area of the county",
    ),
    "months that there are not": (
        lambda path: rewrite(path, street={"months": ["2019-01", "2019-12"]}),
        "street.months",
        "it has rows of 2022-01 to 2023-12",
    ),
    "a folder without downloads": (
        lambda path: rewrite(path, street={"path": "."}) or [p.rename(p.with_suffix(".txt")) for p in files(path)],
        "street.path",
        "holds no *-street.csv",
    ),
    "a pattern that nothing matches": (
        lambda path: rewrite(path, street={"path": "street/*/*-westmark-street.csv"}),
        "street.path",
        "no file matches",
    ),
    "a lookup of another part of the country": (
        lambda path: (path.parent / "lookup.csv").write_text("LSOA11CD,LSOA21CD\nW01,W02\n", encoding="utf-8"),
        "lookup",
        "names no area of the county",
    ),
}


def files(county_path):
    """List the street files."""
    return sorted((county_path.parent / "street").rglob("*.csv"))
