"""Files as people have them: other headings, signs and clocks, maps in place of counties; each works or is told clearly."""

from __future__ import annotations

import gzip
import json

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from sim.cli.program import main
from sim.county.points import to_degrees
from tests.cli.tracked import PINGS, patrol_of, problems_of, report, run, write_files

CELLS = [line.split(",") for line in PINGS.splitlines()]
AS_USUAL = {"Market Square": (30.0, 20.0, 2), "Station": (15.0, 0.0, 0)}
"""By hotspot: minutes planned and delivered, and visits."""


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Work in a folder with a county, a plan and reports."""
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path)
    return tmp_path


def found_in(folder):
    """Read what was found, in the form of `AS_USUAL`."""
    rows = patrol_of(folder)
    return {
        name: (float(row["planned_min"]), float(row["delivered_min"]), int(row["visits"]))
        for name, row in rows.items()
        if name != "all"
    }


def written(files, name, text, encoding="utf-8"):
    """Write reports; give their name and the folder in which what is found will lie."""
    raw = text.encode(encoding)
    (files / name).write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    return files / "results" / f"track_{name.removesuffix('.gz').rpartition('.')[0]}"


def with_times(form):
    """Write the reports with their times in another form."""
    rows = [[unit, pd.Timestamp(time).strftime(form), *place] for unit, time, *place in CELLS[1:]]
    return "\n".join(",".join(row) for row in [CELLS[0], *rows]) + "\n"


def of_numbers(number):
    """Write the reports with numbers for times."""
    rows = [[unit, str(number(pd.Timestamp(time))), *place] for unit, time, *place in CELLS[1:]]
    return "\n".join(",".join(row) for row in [CELLS[0], *rows]) + "\n"


SHUFFLED = "\n".join([PINGS.splitlines()[0], *reversed(PINGS.splitlines()[1:])]) + "\n"
REPEATED = PINGS + "".join(PINGS.splitlines(keepends=True)[1:])
SPLIT = "\n".join([f"{line.replace(' ', ',')}" for line in PINGS.replace("Timestamp", "Date Time").splitlines()]) + "\n"
LATIN = PINGS.replace("HA10", "Café 1")
DAY_ZERO, HOUR = pd.Timestamp("1899-12-30"), pd.Timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("semicolons.csv", PINGS.replace(",", ";"), "utf-8"),
        ("tabs.txt", PINGS.replace(",", "\t"), "utf-8"),
        ("bom.csv", PINGS, "utf-8-sig"),
        ("latin.csv", LATIN, "cp1252"),
        ("unicode.txt", PINGS.replace(",", "\t"), "utf-16"),
        ("windows.csv", PINGS.replace("\n", "\r\n"), "utf-8"),
        ("packed.csv.gz", PINGS, "utf-8"),
        ("shuffled.csv", SHUFFLED, "utf-8"),
        ("repeated.csv", REPEATED, "utf-8"),
        ("blank.csv", PINGS + "\n,,,\n", "utf-8"),
        ("excel.csv", with_times("%d/%m/%Y %H:%M:%S"), "utf-8"),
        ("excel_minutes.csv", with_times("%d/%m/%Y %H:%M"), "utf-8"),
        ("split.csv", SPLIT, "utf-8"),
        ("days.csv", of_numbers(lambda time: (time - DAY_ZERO) / pd.Timedelta(days=1)), "utf-8"),
        ("epoch.csv", of_numbers(lambda time: int((time - HOUR).timestamp())), "utf-8"),
        ("epoch_ms.csv", of_numbers(lambda time: int((time - HOUR).timestamp() * 1000)), "utf-8"),
    ],
    ids=lambda it: it if it.endswith((".csv", ".txt", ".gz")) else "",
)
def test_reports_in_any_usual_form_give_the_same(files, name, text, encoding):
    folder = written(files, name, text, encoding)
    assert run(pings=name) == 0
    assert found_in(folder) == AS_USUAL


def test_columns_may_be_called_anything(files, capsys):
    text = PINGS.replace("Callsign,Timestamp,Easting,Northing", "Asset No,When seen,E (m),N (m)")
    folder = written(files, "own.csv", text)
    assert run(pings="own.csv") == 2
    told = problems_of(capsys)
    assert "own.csv:1:1: there is no column unit; its heading may be unit or callsign" in told
    assert "the file has: Asset No, When seen, E (m), N (m)" in told
    names = ("unit=Asset No", "time=When seen", "x=E (m)", "y=N (m)")
    assert run(*(word for name in names for word in ("--column", name)), pings="own.csv") == 0
    assert found_in(folder) == AS_USUAL
    capsys.readouterr()
    assert run("--column", "unit=Asset", pings="own.csv") == 2
    assert "unknown column 'Asset'; did you mean 'Asset No'?" in problems_of(capsys)
    for wrong in ("unit", "speed=x", "unit="):
        assert run("--column", wrong, pings="own.csv") == 2
        assert "is no KEY=NAME" in problems_of(capsys)


def test_times_of_another_zone(files, capsys):
    text = with_times("%Y-%m-%d %H:%M:%S").replace(" 16:", " 15:").replace(" 18:", " 17:")
    folder = written(files, "utc.csv", text)
    assert run("--clock", "UTC", "--json", pings="utc.csv") == 0
    assert found_in(folder) == AS_USUAL
    visits = pd.read_parquet(folder / "visits.parquet")
    assert visits["start"].astype(str).tolist() == ["2026-04-06 16:02:30", "2026-04-06 16:12:30"]
    assert "Times without an offset are taken as those of UTC." in json.loads(capsys.readouterr().out)["notes"]
    assert run("--clock", "Mars/Olympus", pings="utc.csv") == 2
    assert "--clock: 'Mars/Olympus' is no time zone" in problems_of(capsys)


def test_parquet_keeps_its_own_times_and_numbers(files):
    table = pd.DataFrame(CELLS[1:], columns=["unit", "time", "x", "y"]).astype({"x": float, "y": float})
    table["time"] = pd.to_datetime(table["time"]).dt.tz_localize("Europe/London").dt.tz_convert("UTC")
    table.to_parquet(files / "aware.parquet")
    table.assign(time=table["time"].dt.tz_localize(None)).to_parquet(files / "naive.parquet")
    assert run(pings="aware.parquet") == 0
    assert run("--clock", "UTC", pings="naive.parquet") == 0
    assert found_in(files / "results" / "track_aware") == found_in(files / "results" / "track_naive") == AS_USUAL


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"PK\x03\x04 a workbook", "it is a workbook or an archive"),
        (b"\n\n", "there are no headings in its first line"),
        (b"unit,time,x,y\nHA1,2026-04-06,500100,200000\n", "wrong.csv:2:2: '2026-04-06' is no time"),
        (b"unit,time,x,y\nHA1,31/02/2026 16:00,500100,200000\n", "wrong.csv:2:2: '31/02/2026 16:00' is no time"),
        (b"unit,time,x,y\nHA1,16,500100,200000\n", "wrong.csv:2:2: '16' is no time"),
        (b"unit;time;x;y\nHA1;2026-04-06 16:00;500100,5;200000\n", "wrong.csv:2:3: '500100,5' is no number"),
    ],
    ids=["workbook", "no headings", "a day", "no such day", "a number", "decimal comma"],
)
def test_what_cannot_be_read_is_told_and_nothing_is_written(files, capsys, raw, told):
    (files / "wrong.csv").write_bytes(raw)
    assert run(pings="wrong.csv") == 2
    assert told in problems_of(capsys)
    assert not (files / "results").exists()


def test_a_file_that_is_cut_off_is_told(files, capsys):
    (files / "cut.csv.gz").write_bytes(gzip.compress(PINGS.encode())[:-20])
    assert run(pings="cut.csv.gz") == 2
    assert "cut.csv.gz: the file cannot be read" in problems_of(capsys)
    (files / "cut.parquet").write_bytes(b"PAR1 and no more")
    assert run(pings="cut.parquet") == 2
    assert "cut.parquet: the file cannot be read" in problems_of(capsys)
    assert not (files / "results").exists()


def test_two_devices_of_one_name_are_told(files, capsys):
    # the second HA10 is 40 km away, half a minute after the first each time, and once at the very same time
    other = "".join(f"HA10,2026-04-06 16:{minute:02}:30,540000,200000\n" for minute in range(20))
    written(files, "shared.csv", PINGS + other + report("HA10", "16:05:00", 540_000))
    assert run("--json", pings="shared.csv") == 0
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert "1 of these lie more than 200 m away from it: two devices share the name of a unit." in notes
    assert any(note.startswith("Faster than 250 km/h again and again: HA10.") for note in notes)
    # one position far off is an error, and no second device
    written(files, "once.csv", PINGS + "HA10,2026-04-06 16:05:30,540000,200000\n")
    assert run("--json", pings="once.csv") == 0
    assert not any("again and again" in note for note in json.loads(capsys.readouterr().out)["notes"])


@pytest.fixture
def drawn(files):
    """Draw both hotspots as circles of 150 m."""
    spots = shapely.buffer(shapely.points([500_100, 501_500], [200_000, 200_000]), 150)
    return geopandas.GeoDataFrame({"Spot": ["Market Square", "Station"]}, geometry=list(spots), crs="EPSG:27700")


@pytest.mark.parametrize("name", ["spots.gpkg", "spots.geojson", "spots.shp"])
def test_a_map_of_hotspots_stands_for_a_county(files, drawn, name, capsys):
    drawn.to_crs("EPSG:4326" if name.endswith("geojson") else "EPSG:27700").to_file(files / name)
    plan = "area,visits_per_day,visit_minutes,hours\nMarket Square,2,15,16:00-20:00\nStation,1,15,18:00-22:00\n"
    (files / "named.csv").write_text(plan, encoding="utf-8")
    assert run(county=name, plan="named.csv") == 2
    assert "no column is called code or area" in problems_of(capsys)
    assert run("--column", "area=Spot", county=name, plan="named.csv") == 0
    assert found_in(files / "results" / "track_pings") == AS_USUAL
    assert "Patrol in spots" in capsys.readouterr().out


def test_what_is_wrong_with_a_map_is_told(files, drawn, capsys):
    drawn = drawn.rename(columns={"Spot": "code"})
    twice = drawn.assign(code="Market Square")
    points = drawn.set_geometry(drawn.centroid)
    for name, layer, told in (
        ("twice.gpkg", twice, "two shapes have the code 'Market Square'"),
        ("points.gpkg", points, "shape 1 and 1 more is no area"),
        ("unnamed.gpkg", drawn.assign(code=[None, "a"]), "shape 1 has no code"),
        ("nowhere.gpkg", drawn.set_crs("EPSG:32631", allow_override=True), "its shapes lie outside Great Britain"),
    ):
        layer.to_file(files / name)
        assert run(county=name) == 2
        assert f"{name}: {told}" in problems_of(capsys)
    (files / "broken.geojson").write_text("{", encoding="utf-8")
    assert run(county="broken.geojson") == 2
    assert "broken.geojson: the map cannot be read" in problems_of(capsys)
    assert run(county="absent.gpkg") == 2
    assert "absent.gpkg: there is no such file" in problems_of(capsys)
    assert not (files / "results").exists()


def test_a_plan_as_a_spreadsheet_writes_it(files):
    rows = [
        "Hotspot;X;Y;Radius;Visits per day;Visit minutes;Hours;From;Until",
        "Market Square;500100;200000;150;2;15;16:00-20:00;06/04/2026;06/04/2026",
        "Station;501500;200000;150;1;15;18:00-22:00;1/4/2026;2026-04-30",
    ]
    (files / "sheet.csv").write_bytes("\r\n".join([*rows, ";;;;;;;;", ""]).encode("cp1252"))
    assert run(plan="sheet.csv") == 0
    assert found_in(files / "results" / "track_pings") == AS_USUAL


def test_results_that_were_there_stay_if_the_new_ones_fail(files, capsys):
    assert run() == 0
    before = {path.name: path.read_bytes() for path in (files / "results" / "track_pings").iterdir()}
    (files / "pings.csv").write_text(PINGS + "HA10,never,1,2\n", encoding="utf-8")
    assert run() == 2
    assert "pings.csv:45:2: 'never' is no time" in problems_of(capsys)
    assert {path.name: path.read_bytes() for path in (files / "results" / "track_pings").iterdir()} == before


def test_degrees_of_a_packed_file_with_a_zone_are_read(files):
    places = np.array([[float(value) for value in row[2:]] for row in CELLS[1:]])
    longitude, latitude = to_degrees(*places.T)
    rows = [
        f"{unit},{time.replace(' ', 'T')}+01:00,{x:.7f},{y:.7f}"
        for (unit, time, *_), x, y in zip(CELLS[1:], longitude, latitude, strict=True)
    ]
    folder = written(files, "degrees.csv.gz", "\n".join(["unit,time,lon,lat", *rows, ""]))
    assert run(pings="degrees.csv.gz") == 0
    assert found_in(folder) == AS_USUAL


def test_help_names_what_can_be_said_of_files(capsys):
    assert main(["track", "--help"]) == 0
    told = capsys.readouterr().out
    for option in ("--column", "--clock", "--crs", "--status"):
        assert option in told
