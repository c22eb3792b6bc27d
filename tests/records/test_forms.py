"""Street files may come as a folder, a pattern, one file, compressed, zipped or as Parquet, with the same answer."""

import gzip
import shutil
import zipfile

import numpy as np
import pandas as pd
import pytest

from sim.errors import InputError
from sim.study.county_file import read_county_file
from tests.records import another_county as another
from tests.records.changing import edit_rows, rewrite, street_file


def as_zip(folder):
    """Zip the folder of downloads as the publisher does."""
    with zipfile.ZipFile(folder / "street.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((folder / "street").rglob("*.csv")):
            archive.write(path, path.relative_to(folder / "street"))
        archive.writestr("2022-01/2022-01-eastmark-outcomes.csv", "Crime ID\nx\n")
    return "street.zip"


def as_dotted_zip(folder):
    """Zip it as some packers do, with ./ before each name."""
    with zipfile.ZipFile(folder / "street.zip", "w") as archive:
        for path in sorted((folder / "street").rglob("*.csv")):
            archive.writestr(f"./{path.relative_to(folder / 'street').as_posix()}", path.read_bytes())
    return "street.zip"


def as_one(folder, name):
    """Put all months into one table, written in the form that the name says."""
    table = pd.concat([pd.read_csv(path, dtype="str") for path in sorted((folder / "street").rglob("*.csv"))])
    if name.endswith(".parquet"):
        if "empty texts" in name:
            table["Crime ID"] = table["Crime ID"].fillna("")
        table = table.astype({"Longitude": float, "Latitude": float, "Crime type": "category"})
        table.to_parquet(folder / name, index=False)
    else:
        table.to_csv(folder / name, index=False, encoding="utf-8-sig")
    return name


def as_compressed_folder(folder):
    """Compress each download."""
    for path in sorted((folder / "street").rglob("*.csv")):
        path.with_suffix(".csv.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    return "street"


def as_folder_of_a_mac(folder):
    """Put a hidden file of something else beside each download, as a Mac does on a disk of another kind."""
    for path in sorted((folder / "street").rglob("*.csv")):
        (path.parent / f"._{path.name}").write_bytes(b"\x00\x05\x16\x07\xff")
    return "street"


def as_zip_of_a_mac(folder):
    """Zip both."""
    as_folder_of_a_mac(folder)
    with zipfile.ZipFile(folder / "street.zip", "w") as archive:
        for path in sorted((folder / "street").rglob("*.csv")):
            inside = path.relative_to(folder / "street")
            archive.write(path, f"__MACOSX/{inside}" if path.name.startswith("._") else inside)
    return "street.zip"


FORMS = {
    "folder of a Mac": as_folder_of_a_mac,
    "pattern of a Mac": lambda folder: f"{as_folder_of_a_mac(folder)}/*/*-street.csv",
    "zip of a Mac": as_zip_of_a_mac,
    "pattern": lambda folder: "street/*/*-eastmark-street.csv",
    "pattern of Windows": lambda folder: "street\\*\\*-street.csv",
    "zip": as_zip,
    "zip with dots": as_dotted_zip,
    "parquet": lambda folder: as_one(folder, "all.parquet"),
    "parquet with empty texts": lambda folder: as_one(folder, "empty texts.parquet"),
    "csv with a byte order mark": lambda folder: as_one(folder, "all.csv"),
    "gzip": lambda folder: as_one(folder, "all.csv.gz"),
    "folder of gzip": as_compressed_folder,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_counts(county_path, form):
    rewrite(county_path, street={"path": FORMS[form](county_path.parent)})
    np.testing.assert_array_equal(read_county_file(str(county_path)).records().count, another.drawn_counts())


def test_a_zip_file_under_a_password_is_refused(county_path):
    """Bit 0 of the flags of each entry, in its own header and in the list at the end, says that it is encrypted."""
    path = county_path.parent / as_dotted_zip(county_path.parent)
    raw = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + place] |= 1
            at = raw.find(mark, at + 1)
    path.write_bytes(raw)
    rewrite(county_path, street={"path": path.name})
    with pytest.raises(InputError, match="is encrypted, password required"):
        read_county_file(str(county_path)).records()


def test_a_month_that_was_downloaded_twice_counts_once(county_path):
    path = street_file(county_path, "2022-03")
    again = county_path.parent / "street" / "zz later" / path.name
    again.parent.mkdir()
    shutil.copy(path, again)
    edit_rows(again, lambda number, row: row | {"Crime type": "Robbery"} if number == 0 else row)
    records = read_county_file(str(county_path)).records()
    assert records.count.sum() == another.drawn_counts().sum()
    assert records.count[:, records.category.index("Robbery")].sum() == 1  # the later download was read
    assert any("1 files lie in more than one folder" in note for note in records.notes)


def test_other_column_names(county_path):
    for path in (county_path.parent / "street").rglob("*.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("Crime type", "category").replace("LSOA code", "lsoa"), encoding="utf-8")
    rewrite(county_path, street={"columns": {"category": "category", "area": "lsoa"}})
    assert read_county_file(str(county_path)).records().count.sum() == another.drawn_counts().sum()


def test_months_are_cut_and_left_out_as_asked(county_path):
    rewrite(county_path, street={"months": ["2022-03", "2022-06"], "leave_out": ["2022-04"]})
    records = read_county_file(str(county_path)).records()
    assert records.month == ("2022-03", "2022-05", "2022-06")
    np.testing.assert_array_equal(records.count, another.drawn_counts()[[2, 4, 5]])


def test_station_rows_are_left_out_when_asked(county_path):
    rewrite(county_path, street={"station_points": "leave_out"})
    records = read_county_file(str(county_path)).records()
    expected = another.drawn_counts()
    expected[:, 0, another.STATION] -= another.STATION_ROWS
    np.testing.assert_array_equal(records.count, expected)
    assert records.at_station.sum() == 0
    told = f"{another.STATION_ROWS * len(another.MONTHS)} rows lie at a police station"
    assert any(note.startswith(told) and "left out" in note for note in records.notes)


def test_a_lane_named_after_a_police_station_is_no_station(county_path):
    path = street_file(county_path)
    edit_rows(path, lambda _, row: row | {"Location": row["Location"].replace("Police Station", "Police Station Lane")})
    at_station = read_county_file(str(county_path)).records().at_station.sum(axis=(1, 2))
    assert at_station.tolist() == [int(month != "2022-03") for month in another.MONTHS]


def test_a_repeated_crime_counts_once(county_path):
    path = street_file(county_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    crime = next(line for line in lines[1:] if not line.startswith(","))
    path.write_text("\n".join([*lines, crime]) + "\n", encoding="utf-8")
    records = read_county_file(str(county_path)).records()
    np.testing.assert_array_equal(records.count, another.drawn_counts())
    assert any(note.startswith("1 rows repeat the identity") for note in records.notes)


def test_a_point_that_strays_is_not_used_but_its_code_is(county_path):
    def stray(number, row):
        return row | {"Longitude": "0", "Latitude": "0"} if row["Location"] == "On or near Lane 0" else row

    path = street_file(county_path, "2022-03")
    edit_rows(path, stray)
    records = read_county_file(str(county_path)).records()
    month, drawn = records.month.index("2022-03"), another.drawn_counts()
    np.testing.assert_array_equal(records.count[month, :, 2:], drawn[month, :, 2:])
    # the code of the first two areas is one, and without a point nothing tells them apart
    lost = drawn[month, :, :2].sum() - records.count[month, :, :2].sum()
    assert lost > 0
    assert records.unplaced[month].sum() == another.UNPLACED_ROWS + lost
    assert any("points lie outside Great Britain and were not used" in note for note in records.notes)


def test_a_county_whose_files_are_all_of_one_vintage_needs_no_lookup(county_path):
    rewrite(county_path, lookup=None, street={"months": [another.REDRAWN, another.MONTHS[-1]]})
    records = read_county_file(str(county_path)).records()
    np.testing.assert_array_equal(records.count, another.drawn_counts()[another.MONTHS.index(another.REDRAWN) :])


def test_codes_of_another_vintage_ask_for_the_lookup(county_path):
    rewrite(county_path, lookup=None)
    with pytest.raises(InputError) as caught:
        read_county_file(str(county_path)).records()
    (problem,) = caught.value.problems
    assert problem.what.endswith("but have codes that are none of its areas: 'E01980001'")
    assert problem.do.startswith("name the table of areas of 2011 and 2021 under `lookup`")


def test_a_county_of_2011_reads_codes_of_2021(county_path):
    # the same files seen from a county in which the first two areas are still one
    boundaries = county_path.parent / "boundaries.geojson"
    import geopandas

    frame = geopandas.read_file(boundaries)
    frame["LSOA21CD"] = list(another.OLD_CODE)
    frame.dissolve("LSOA21CD").reset_index().to_file(boundaries, driver="GeoJSON")
    records = read_county_file(str(county_path)).records()
    expected = another.drawn_counts()
    joined = {code: expected[:, :, number] for number, code in enumerate(another.AREA_CODE[2:], 2)}
    joined["E01980001"] = expected[:, :, 0] + expected[:, :, 1]
    assert records.area_code[0] == "E01980001"
    np.testing.assert_array_equal(records.count, np.stack([joined[code] for code in records.area_code], axis=2))
