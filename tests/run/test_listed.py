"""A study whose hotspots stand in a file, from the command line to its results."""

from __future__ import annotations

import csv
import hashlib
import json

from sim.cli.program import main
from tests.run.studying import TINY, Desk

PLAN = {"rank_by": "list", "list_file": "mine.csv", "visits_per_day": 3, "hours": "15:00-23:00"}
LIST = "area,visits_per_day,hours\nB2,1,09:00-10:00\nA1,,\n"


def test_a_run_patrols_what_a_file_says_and_its_manifest_has_the_checksum(desk, tiny, tmp_path, monkeypatch):
    """The stock of the baseline is that of the same study without a list: nothing is measured anew."""
    (tmp_path / "mine.csv").write_text(LIST, encoding="utf-8")
    study = Desk(tmp_path).changed(TINY, "listed", {"scenarios.hotspots.target": PLAN, "replications": 1})
    monkeypatch.setenv("SIM_CACHE_DIR", str(desk.cache))
    out = tmp_path / "out"
    assert main([str(study), "--out", str(out), "-q", "--workers", "1"]) == 0
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    (name,) = [name for name in manifest["inputs"] if name.endswith("mine.csv")]
    assert manifest["inputs"][name] == f"sha256:{hashlib.sha256(LIST.encode()).hexdigest()}"
    assert manifest["baseline_stock"]["origin"] == "measured before"
    with (out / "plan.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["scenario"] == "hotspots"]
    assert {row["area_code"]: row["visits_at"] for row in rows} == {"B2": "09:00", "A1": "15:00;17:40;20:20"}
    assert "as the list says" in (out / "report.html").read_text(encoding="utf-8")
