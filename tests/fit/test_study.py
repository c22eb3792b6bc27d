"""A study on a fitted county: it runs, draws its rates anew in each replication, and says what was fitted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.fit.pack import write_packs
from sim.fit.page import fit_page
from sim.fit.told import assumed, told
from sim.progress import Progress
from sim.run import run_study
from sim.study.load import load_study

STUDY = """
schema_version: 1
study: fitted
question: What comes of it?
county: eastmark_fitted
demand: eastmark_fitted
start: 2024-01-01
days: 28
warm_up_days: 0
replications: 3
seed: 3
effect: none
baseline: today
scenarios: {today: {}, more: {uplift: {posts: 10, to: response}}}
"""


@pytest.fixture
def study(eastmark, tmp_path, monkeypatch):
    """Give a study on the fitted county, in a folder where it finds it by name."""
    monkeypatch.chdir(tmp_path)
    write_packs(eastmark, Path("models/local"), fit_page)
    path = tmp_path / "study.yaml"
    path.write_text(STUDY, encoding="utf-8")
    return path


def test_the_report_says_what_was_fitted_from_what_and_what_stayed_assumed(study, eastmark):
    run_study(load_study(study), out=Path("out"), workers=1, progress=Progress())
    report = Path("out/report.html").read_text(encoding="utf-8").replace("&#39;", "'")
    for sentence in told(eastmark):
        assert sentence in report
    for thing in assumed(eastmark):
        assert f"{thing[:1].upper()}{thing[1:]}." in report
    assert "Rates by area are fitted to recorded counts and drawn anew for each history" in report
    assert "--data DIR" not in report
    rows = pd.read_parquet("out/replications.parquet").query("measure == 'calls'")
    calls = rows.pivot_table(index="replication", columns="scenario", values="value")
    # the drawn rates are the replication's, whatever the option
    assert (calls["today"] == calls["more"]).all()
    assert calls["today"].nunique() == 3
