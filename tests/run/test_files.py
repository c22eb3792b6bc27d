"""Every file of a run: there, with its columns, openable by what opens such files, and able to make the run again."""

import csv
import hashlib
import json

import geopandas
import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.outcomes.names import MEASURES
from sim.run.stock_key import stock_key
from sim.study.load import load_study
from tests.run.studying import ROOT, SMALL, TINY

FILES = {
    "areas.gpkg",
    "areas.parquet",
    "baseline_stock.npz",
    "calls.parquet",
    "dispatches.parquet",
    "dose.parquet",
    "hotspots.csv",
    "manifest.json",
    "patrol.csv",
    "plan.csv",
    "potential.csv",
    "ranking.csv",
    "replications.parquet",
    "report.html",
    "study.yaml",
    "summary.csv",
    "visits.parquet",
}
SUMMARY = [
    "scenario",
    "measure",
    "unit",
    "mean",
    "low",
    "high",
    "predict_low",
    "predict_high",
    "difference",
    "difference_low",
    "difference_high",
    "p_better",
    "replications",
]
AREAS = {"scenario", "area_code", "calls", "crimes", "harm", "crimes_prevented", "harm_prevented"} | {
    "dose_planned",
    "dose_delivered",
    "response_median_grade1",
}
CALLS = {"scenario", "replication", "call", "counted", "call_min", "ready_min", "type", "offence", "grade", "state"} | {
    "first_dispatch_min",
    "first_arrival_min",
    "closed_min",
    "unit",
    "area_code",
    "drawn_area_code",
}
DISPATCHES = {"scenario", "replication", "call", "counted", "unit", "crew", "dispatch_min", "arrival_min"} | {
    "from_area_code",
    "from_district",
    "was",
    "left_call",
}
VISITS = {"scenario", "replication", "counted", "start_min", "end_min", "unit", "area_code", "ended"}
DOSE = {"scenario", "replication", "counted", "area_code", "district", "date", "hour"} | {
    "planned_min",
    "delivered_min",
    "visits_due",
    "visits",
}
ENDS = {"prevented", "by_phone", "attended", "cancelled", "open"}


def columns(folder, name):
    """Give the columns of a table."""
    return set(pq.read_schema(folder / name).names)


def test_every_file_is_there_and_nothing_else(tiny):
    assert {path.name for path in tiny.folder.iterdir()} == FILES
    assert all(path.stat().st_size > 0 for path in tiny.folder.iterdir())
    # and nothing beside it
    assert not [path for path in tiny.folder.parent.iterdir() if path.name.startswith(".")]


def test_tables_have_their_columns(tiny):
    with (tiny.folder / "summary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == SUMMARY
    named = {row["measure"] for row in rows if row["scenario"] == "today"}
    assert {measure.name for measure in MEASURES} <= named
    assert {"response_within_target_grade1[district=Ashford]", "harm_prevented[area=urban]"} <= named
    assert {row["scenario"] for row in rows} == {"today", "response", "hotspots", "moved"}
    ranking = (tiny.folder / "ranking.csv").read_text(encoding="utf-8").splitlines()
    assert ranking[0] == "measure,scenario,p_best"
    assert columns(tiny.folder, "replications.parquet") == {"scenario", "replication", "measure", "value"}
    assert columns(tiny.folder, "areas.parquet") >= AREAS
    assert columns(tiny.folder, "calls.parquet") >= CALLS
    assert columns(tiny.folder, "dispatches.parquet") >= DISPATCHES
    assert columns(tiny.folder, "visits.parquet") >= VISITS
    assert columns(tiny.folder, "dose.parquet") == DOSE


def test_every_call_of_the_audit_trail_ends_in_one_state(tiny):
    calls = pq.read_table(tiny.folder / "calls.parquet").to_pandas()
    assert set(calls["replication"]) == {0}
    values = pq.read_table(tiny.folder / "replications.parquet").to_pandas()
    values = values[values["replication"] == 0].set_index(["scenario", "measure"])["value"]
    numbers = {}
    for scenario, rows in calls.groupby("scenario"):
        assert rows["call"].is_unique
        assert set(rows["state"]) <= ENDS
        counted = rows[rows["counted"]]
        by_state = counted["state"].value_counts()
        for state in ENDS - {"prevented"}:
            assert by_state.get(state, 0) == values[scenario, f"calls_{state}"], (scenario, state)
        induced = int(counted["induced"].sum())
        assert by_state.get("prevented", 0) - induced == values[scenario, "calls_prevented"]
        assert counted["state"].ne("prevented").sum() == values[scenario, "calls"]
        numbers[scenario] = set(rows["call"]) - set(rows.loc[rows["induced"], "call"])
        arrived = counted[counted["first_arrival_min"].notna()]
        assert (arrived["first_arrival_min"] >= arrived["ready_min"]).all()
        assert set(counted.loc[counted["state"] == "attended", "unit"].isna()) == {False}
    # the same history: every scenario accounts for the same calls
    assert all(mine == numbers["today"] for mine in numbers.values())


def test_visits_of_the_audit_trail_are_those_of_the_measures(tiny):
    visits = pq.read_table(tiny.folder / "visits.parquet").to_pandas()
    values = pq.read_table(tiny.folder / "replications.parquet").to_pandas()
    values = values[values["replication"] == 0].set_index(["scenario", "measure"])["value"]
    counted = visits[visits["counted"]]
    for scenario in ("hotspots", "moved"):
        mine = counted[counted["scenario"] == scenario]
        assert len(mine) == values[scenario, "visits"]
        minutes = float((mine["end_min"] - mine["start_min"]).sum())
        # the union of stays is at most their sum; one unit a hotspot at a time makes them equal, but for the rounding
        assert values[scenario, "dose_delivered"] == pytest.approx(minutes, abs=len(mine) / 32 + 15)
    assert set(visits["scenario"]) == {"hotspots", "moved"}


def test_dose_of_the_audit_trail_adds_up_to_the_measures(tiny):
    dose = pq.read_table(tiny.folder / "dose.parquet").to_pandas()
    values = pq.read_table(tiny.folder / "replications.parquet").to_pandas()
    values = values[values["replication"] == 0].set_index(["scenario", "measure"])["value"]
    with (tiny.folder / "patrol.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["area_code"] == "all"]
    assert [row["scenario"] for row in rows] == ["hotspots", "moved"]
    assert set(dose["scenario"]) == {"hotspots", "moved"}
    for row in rows:
        mine = dose[(dose["scenario"] == row["scenario"]) & dose["counted"]]
        assert mine["planned_min"].sum() == values[row["scenario"], "dose_planned"] == 14 * 2 * 3 * 15
        # times are kept to a 64th of a minute
        assert mine["delivered_min"].sum() == pytest.approx(
            values[row["scenario"], "dose_delivered"], abs=len(mine) / 64
        )
        assert mine["visits"].sum() == int(row["visits"]) == values[row["scenario"], "visits"]
        assert float(row["planned_min"]) == values[row["scenario"], "dose_planned"]
        assert float(row["delivered_min"]) == pytest.approx(values[row["scenario"], "dose_delivered"], rel=1e-9)
        assert float(row["visits_of_10_to_16"]) == pytest.approx(
            values[row["scenario"], "visits_10_to_16_minutes"], rel=1e-9
        )
        assert mine["delivered_min"].between(0, 60).all()
        # planned at 15:00, 17:40 and 20:20, of which 17:40 to 17:55 lies in one hour and 20:20 to 20:35 in another
        assert set(mine.loc[mine["planned_min"] > 0, "hour"]) == {15, 17, 20}


def test_manifest_tells_what_made_the_files(tiny):
    manifest = json.loads((tiny.folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == FILES - {"manifest.json"}
    for name, told in manifest["files"].items():
        assert told == "sha256:" + hashlib.sha256((tiny.folder / name).read_bytes()).hexdigest()
    assert (manifest["seed"], manifest["replications"], manifest["study"]) == (11, 3, "tiny")
    inputs = manifest["inputs"]
    assert {hashlib.sha256(TINY.read_bytes()).hexdigest()} <= {told.removeprefix("sha256:") for told in inputs.values()}
    assert any(name.endswith("central.yaml") for name in inputs)
    assert len(manifest["baseline_stock"]["key"]) == 16


def test_resolved_study_gives_the_same_bytes(desk, tiny):
    resolved = load_study(tiny.folder / "study.yaml")
    assert stock_key(resolved) == stock_key(desk.load(TINY))
    again = desk.run(resolved, "tiny_resolved").folder
    for name in (
        "summary.csv",
        "replications.parquet",
        "ranking.csv",
        "areas.parquet",
        "calls.parquet",
        "dispatches.parquet",
    ):
        assert (again / name).read_bytes() == (tiny.folder / name).read_bytes(), name
    # resolving what is resolved changes nothing, but for the folder that files are named from
    assert load_study(again / "study.yaml").study == resolved.study


def test_report_is_one_file_about_this_study(tiny):
    report = (tiny.folder / "report.html").read_text(encoding="utf-8")
    assert "Where would six more officers do more, in a county of six areas?" in report
    assert "6 more in hotspots" in report
    assert "Central: 16 % less at LSOA scale" in report


@pytest.fixture(scope="module")
def district(desk):
    """Run one district of the embedded county for a week."""
    changes = {"effect": "none", "days": 7, "warm_up_days": 1, "replications": 1}
    return desk.run(desk.load(SMALL, "small_week", **changes), "small_week").folder


def test_areas_open_as_a_map(district):
    options = ["today", "response", "hotspots_by_count", "hotspots_by_harm"]
    assert set(geopandas.list_layers(district / "areas.gpkg")["name"]) == {*options, "layer_styles"}
    table = pq.read_table(district / "areas.parquet").to_pandas()
    assert table.groupby("scenario").size().to_dict() == dict.fromkeys(options, 52)
    assert set(table["district"]) == {"Stevenage"}
    for option in options:
        areas = geopandas.read_file(district / "areas.gpkg", layer=option)
        assert len(areas) == 52
        assert areas.crs.to_epsg() == 27700
        assert areas.geometry.is_valid.all()
        mine = table[table["scenario"] == option]
        assert areas["harm"].to_numpy() == pytest.approx(mine["harm"].to_numpy())
    # areas add up to the county
    values = pq.read_table(district / "replications.parquet").to_pandas().set_index(["scenario", "measure"])["value"]
    for scenario, rows in table.groupby("scenario"):
        for measure in ("calls", "crimes", "harm", "dose_delivered"):
            assert rows[measure].sum() == pytest.approx(values[scenario, measure], rel=1e-9), (scenario, measure)
    assert np.isfinite(table["harm"]).all()


def test_synthetic_county_is_named_on_the_report(district):
    assert "synthetic county" in (district / "report.html").read_text(encoding="utf-8").lower()


@pytest.mark.slow
def test_areas_of_the_whole_county_open_as_a_map(desk):
    changes = {"effect": "none", "days": 1, "warm_up_days": 0, "replications": 1}
    folder = desk.run(desk.load(ROOT / "scenarios" / "uplift.yaml", "uplift_day", **changes), "uplift_day").folder
    areas = geopandas.read_file(folder / "areas.gpkg", layer="hotspots_by_harm")
    assert len(areas) == 690
    assert areas.geometry.is_valid.all()
