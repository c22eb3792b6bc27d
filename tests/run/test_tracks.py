"""A study that asks for tracks: what is written, that it is true, and that nothing else changes."""

from __future__ import annotations

from datetime import UTC

import geopandas
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.errors import InputError
from sim.outcomes.patrol import read_patrols
from sim.study.load import load_study
from tests.run.studying import TABLES, TINY

TRACK = {"every_seconds": 30, "first_day": 2, "days": 2, "gpx": True}
CENTRES = {"A1": (0, 0), "A2": (1500, 0), "A3": (700, 1800), "B1": (4000, 300), "B2": (5200, 1100), "B3": (4300, 2600)}


@pytest.fixture(scope="module")
def tracked(desk):
    """Run the tiny study with tracks."""
    loaded = desk.load(TINY, "tiny_tracked", track=TRACK, replications=2, effect="none")
    return desk.run(loaded, "tiny_tracked").folder


@pytest.fixture(scope="module")
def untracked(desk):
    """Run it without."""
    return desk.run(desk.load(TINY, "tiny_untracked", replications=2, effect="none"), "tiny_untracked").folder


def test_asking_for_tracks_changes_no_other_table(tracked, untracked):
    same = [
        name for name in TABLES if (untracked / name).exists() and name != "areas.gpkg"
    ]  # which holds when it was written
    assert {"replications.parquet", "calls.parquet", "dispatches.parquet", "visits.parquet", "dose.parquet"} <= set(
        same
    )
    for name in same:
        assert (tracked / name).read_bytes() == (untracked / name).read_bytes(), name
    more = {path.name for path in tracked.iterdir()} - {path.name for path in untracked.iterdir()}
    assert more == {"track.parquet", *(f"track_{name}.gpx" for name in ("today", "response", "hotspots", "moved"))}


def test_tracks_are_of_the_days_that_were_asked_for(tracked):
    rows = pq.read_table(tracked / "track.parquet").to_pandas()
    assert set(rows["scenario"]) == {"today", "response", "hotspots", "moved"}
    # a week of warm-up and two measured days come before
    assert rows["time"].min() == pd.Timestamp("2026-04-15 00:00")
    assert rows["time"].max() == pd.Timestamp("2026-04-16 23:59:30")
    assert rows["time_min"].min() == 9 * 1440
    assert not rows.duplicated(["scenario", "time_min", "unit"]).any()
    assert rows.groupby("scenario")["time_min"].nunique().eq(2 * 2880).all()


def test_who_is_on_a_visit_stands_where_the_log_of_visits_says(tracked):
    rows = pq.read_table(tracked / "track.parquet").to_pandas()
    visits = pq.read_table(tracked / "visits.parquet").to_pandas()
    rows = rows[(rows["scenario"] == "hotspots") & (rows["doing"] == "on_visit")]
    visits = visits[visits["scenario"] == "hotspots"]
    assert len(rows) > 100
    assert set(rows["team"]) == {"hotspot_team"}
    for row in rows.itertuples():
        mine = visits[(visits["unit"] == row.unit) & (visits["start_min"] <= row.time_min + 1 / 64)]
        mine = mine[mine["end_min"] >= row.time_min - 1 / 64]
        assert (row.x_m, row.y_m) in {CENTRES[code] for code in mine["area_code"]}
    # each minute of a visit on those days is reported twice, to a report at either end
    inside = visits[(visits["start_min"] >= 9 * 1440) & (visits["end_min"] < 11 * 1440)]
    assert len(rows) == pytest.approx(2 * (inside["end_min"] - inside["start_min"]).sum(), abs=len(inside))


def test_gpx_opens_and_says_the_same(tracked):
    rows = pq.read_table(tracked / "track.parquet").to_pandas()
    rows = rows[rows["scenario"] == "moved"]
    days = geopandas.read_file(tracked / "track_moved.gpx", layer="tracks")
    told = {f"unit {unit}, {day}" for unit, day in zip(rows["unit"], rows["time"].dt.date, strict=True)}
    assert len(days) == len(told) > 10
    assert set(days["name"]) == told
    points = geopandas.read_file(tracked / "track_moved.gpx", layer="track_points")
    assert len(points) == len(rows)
    mine = rows.sort_values(["unit", "time_min"])
    # British Summer Time is an hour before universal time
    when = (mine["time"] - pd.Timedelta(hours=1)).dt.tz_localize(UTC)
    assert (points["time"].dt.tz_convert(UTC).to_numpy() == when.to_numpy()).all()
    # the origin of the national grid lies south-west of the Isles of Scilly, at 49.77 N, 7.56 W
    assert points.geometry.y.iloc[0] == pytest.approx(49.77, abs=0.05)
    assert points.geometry.x.iloc[0] == pytest.approx(-7.52, abs=0.08)


def test_days_that_are_not_measured_cannot_be_tracked(desk):
    path = desk.changed(TINY, "tiny_late", {"track": {"first_day": 13, "days": 2}})
    with pytest.raises(InputError, match="days 13 to 14 are to be tracked, and measured are 0 to 13"):
        load_study(path)


def test_errors_are_of_the_stated_size(desk, tracked):
    noisy = {**TRACK, "gpx": False, "noise_m": 20, "lost_share": 0.25}
    loaded = desk.load(TINY, "tiny_noisy", track=noisy, replications=1, effect="none")
    rows = pq.read_table(desk.run(loaded, "tiny_noisy").folder / "track.parquet").to_pandas()
    truth = pq.read_table(tracked / "track.parquet").to_pandas()
    assert len(rows) / len(truth) == pytest.approx(0.75, abs=0.01)
    both = rows.merge(truth, on=["scenario", "time_min", "unit"], suffixes=("", "_true"), validate="one_to_one")
    assert len(both) == len(rows)
    assert np.std(both["x_m"] - both["x_m_true"]) == pytest.approx(20, rel=0.02)
    assert np.std(both["y_m"] - both["y_m_true"]) == pytest.approx(20, rel=0.02)


def test_the_report_tells_of_patrol_what_the_tables_say(untracked):
    rows = pd.read_csv(untracked / "patrol.csv").set_index(["scenario", "area_code"])
    start = pd.read_parquet(untracked / "dose.parquet", filters=[("counted", "==", True)])["date"].min()
    patrols = read_patrols(untracked, start, 14)
    page = (untracked / "report.html").read_text(encoding="utf-8")
    assert set(patrols) == {"hotspots", "moved"}
    for name, patrol in patrols.items():
        told = rows.loc[name]
        assert patrol.together.delivered_min == told.loc["all", "delivered_min"]
        assert patrol.by_hour.planned_min.sum() == told.loc["all", "planned_min"] == 2 * 45 * 14
        # hours are kept to a 64th of a minute
        assert patrol.by_day.delivered_min.sum() == pytest.approx(told.loc["all", "delivered_min"], abs=1)
        assert [patrol.names.code[one.place] for one in patrol.kept[1:]] == told.index[1:].tolist()
    assert page.count("Of the 45 minutes planned per hotspot and day, ") == 2
