"""From the street to trackers and back: what is found in simulated reports is what the log of visits says.

The real command line reads what the real command line wrote.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from ruamel.yaml import YAML

from sim.cli.program import main

NOISE_M = 8.0
INTERVALS = {"15 seconds, a fifth lost": (15.0, 0.2), "a minute, a tenth lost": (60.0, 0.1)}
"""Seconds between two reports, and the share of them that is lost."""
DAY = 1440.0
WARM_UP, DAYS = 2, 4
STUDY = {
    "schema_version": 1,
    "study": "round_trip",
    "question": "Do tracks tell what was done?",
    "county": {"pack": "hertfordshire", "districts": ["Stevenage"]},
    "start": date(2026, 4, 6),
    "days": DAYS,
    "warm_up_days": WARM_UP,
    "replications": 1,
    "seed": 2026,
    "effect": "none",
    "baseline": "today",
    "scenarios": {
        "today": {},
        "hotspots": {
            "uplift": {"posts": 10, "to": "hotspot_team"},
            "target": {"rank_by": "count", "hotspots": 6, "visits_per_day": 3, "hours": "15:00-23:00"},
        },
    },
}


@dataclass(frozen=True)
class Trip:
    """The folder of a run, and that of what was found in its tracks; time between two reports, and the share that is lost."""

    run: Path
    found: Path
    every_min: float
    lost: float

    def logged(self) -> pd.DataFrame:
        """Give the visits of the log on the tracked days.

        Visits of a unit right after each other in one place are one: it never left.
        """
        visits = pd.read_parquet(self.run / "visits.parquet")
        visits = visits[visits["start_min"].between(WARM_UP * DAY, (WARM_UP + DAYS) * DAY)]
        visits = visits.sort_values(["unit", "start_min"])
        before = visits.shift()
        goes_on = (visits["unit"] == before["unit"]) & (visits["area_code"] == before["area_code"])
        goes_on &= visits["start_min"] - before["end_min"] <= 2.0 - self.every_min
        stays = visits.groupby((~goes_on).cumsum()).agg(
            {"unit": "first", "area_code": "first", "start_min": "first", "end_min": "last"}
        )
        return stays[stays["end_min"] - stays["start_min"] > 3.0 + self.every_min]


@pytest.fixture(scope="module", params=INTERVALS.values(), ids=INTERVALS)
def trip(tmp_path_factory, request) -> Trip:
    """Run a study with tracks, with errors and losses, and read the tracks back."""
    every_s, lost = request.param
    folder = tmp_path_factory.mktemp("trip")
    study = folder / "round_trip.yaml"
    track = {"every_seconds": every_s, "days": DAYS, "noise_m": NOISE_M, "lost_share": lost}
    with study.open("w", encoding="utf-8") as stream:
        YAML(typ="safe", pure=True).dump({**STUDY, "track": track}, stream)
    run, found = folder / "run", folder / "found"
    assert main([str(study), "--out", str(run), "-q"]) == 0
    words = ["--county", "hertfordshire", "--plan", str(run / "plan.csv"), "--scenario", "hotspots"]
    assert main(["track", str(run / "track.parquet"), *words, "--status", "on_visit", "--out", str(found)]) == 0
    return Trip(run, found, every_s / 60, lost)


def test_every_visit_is_found_once_within_the_stated_error(trip):
    logged, found = trip.logged(), pd.read_parquet(trip.found / "visits.parquet")
    found["unit"] = found["unit"].astype(int)
    found[["start_min", "end_min"]] += WARM_UP * DAY
    pairs = logged.merge(found, on=["unit", "area_code"], suffixes=("", "_found"))
    apart = np.maximum(pairs["start_min"], pairs["start_min_found"]) >= np.minimum(
        pairs["end_min"], pairs["end_min_found"]
    )
    pairs = pairs[~apart]
    assert len(logged) > 60
    assert len(pairs) == len(logged)
    assert not pairs.duplicated(["unit", "start_min"]).any()
    # all that was found but what is too short to be told is in the log
    unknown = len(found) - len(pairs)
    assert unknown <= 0.02 * len(found)
    errors = np.concatenate([(pairs[f"{end}_found"] - pairs[end]).abs() for end in ("start_min", "end_min")])
    # an end lies in a gap of k intervals with probability k p^(k-1) (1-p)^2 where a share p of the reports is lost, anywhere
    # in it; so it is missed by more than half an interval with probability p, by more than a whole one with p^2
    for bound, share in ((trip.every_min / 2, trip.lost), (trip.every_min, trip.lost**2)):
        beyond = (errors > bound + 2 / 64).mean()
        assert beyond <= share + 2.6 * np.sqrt(share * (1 - share) / errors.size)
    assert errors.max() <= 6 * trip.every_min


def test_the_dose_of_each_hotspot_comes_back(trip):
    told = pd.read_csv(trip.run / "patrol.csv").set_index("area_code")
    back = pd.read_csv(trip.found / "patrol.csv").set_index("area_code")
    told = told[told["scenario"] == "hotspots"]
    assert set(back.index) == set(told.index)
    assert back["planned_min"].to_dict() == told.loc[back.index, "planned_min"].to_dict()
    assert back.loc["all", "delivered_min"] == pytest.approx(told.loc["all", "delivered_min"], rel=0.02)
    for code in back.index:
        assert back.loc[code, "delivered_min"] == pytest.approx(told.loc[code, "delivered_min"], rel=0.05, abs=3)
    assert np.isnan(back.loc["all", "cut_by_call"])


def test_hour_by_hour_the_plan_is_the_same_and_the_dose_nearly(trip):
    told, back = (pd.read_parquet(folder / "dose.parquet") for folder in (trip.run, trip.found))
    told = told[(told["scenario"] == "hotspots") & told["counted"]]
    keys = ["area_code", "date", "hour"]
    both = told.merge(back, on=keys, how="outer", suffixes=("", "_back")).fillna(
        {"delivered_min": 0, "delivered_min_back": 0}
    )
    planned = both[both["planned_min"].fillna(0) + both["planned_min_back"].fillna(0) > 0]
    assert (planned["planned_min"] == planned["planned_min_back"]).all()
    assert planned["planned_min"].sum() == 6 * 3 * 15 * DAYS
    # a minute between two visits of a unit that stays where it is counts here, and not in the log
    assert (both["delivered_min"] - both["delivered_min_back"]).abs().mean() < 0.5


def test_without_a_status_time_on_calls_and_at_rest_counts_as_presence(trip, capsys):
    words = ["--county", "hertfordshire", "--plan", str(trip.run / "plan.csv"), "--scenario", "hotspots"]
    out = trip.found.parent / "all_statuses"
    assert main(["track", str(trip.run / "track.parquet"), *words, "--out", str(out), "--json"]) == 0
    everything = json.loads(capsys.readouterr().out)["patrol"][0]
    visits = pd.read_csv(trip.found / "patrol.csv").set_index("area_code").loc["all"]
    assert everything["area_code"] == "all"
    assert everything["delivered_min"] > 2 * visits["delivered_min"]


def test_the_same_files_give_the_same_bytes(trip):
    words = ["--county", "hertfordshire", "--plan", str(trip.run / "plan.csv"), "--scenario", "hotspots"]
    again = trip.found.parent / "again"
    assert main(["track", str(trip.run / "track.parquet"), *words, "--status", "on_visit", "--out", str(again)]) == 0
    for name in ("visits.parquet", "dose.parquet", "patrol.csv", "missed.csv", "track.html", "manifest.json"):
        assert (again / name).read_bytes() == (trip.found / name).read_bytes(), name
