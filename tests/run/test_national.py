"""Several forces side by side: each as if it were alone, and together what their calls come to."""

import json

import pandas as pd
import pytest

from sim.cli.codes import DONE
from sim.cli.program import main
from tests.run.studying import ROOT, Gone, row_text, values_of

NATIONAL = ROOT / "scenarios" / "national.yaml"
SMALL = {
    "days": 14,
    "warm_up_days": 7,
    "replications": 2,
    "effect": "none",
    "demand": {"pack": "hertfordshire", "times": 0.5},
    "county": {"kind": "nation", "of": "hertfordshire", "forces": 2, "areas_per_force": 60},
    "scenarios.response.uplift.posts": 10,
    "scenarios.hotspots_by_harm.uplift.posts": 10,
    "scenarios.hotspots_by_harm.target.hotspots": 4,
}


def run_small(desk, name, workers=1, **changes):
    """Run a national study of a few small forces."""
    dotted = {key.replace("__", "."): value for key, value in changes.items()}
    study = desk.changed(NATIONAL, name, SMALL | {"study": name} | dotted)
    return desk.run(desk.load(study), name, workers=workers).folder


@pytest.fixture(scope="module")
def two(desk):
    """Run two forces."""
    return run_small(desk, "two_forces")


@pytest.fixture(scope="module")
def one(desk):
    """Run the first of the two alone."""
    posts = {f"scenarios__{name}__uplift__posts": 5 for name in ("response", "hotspots_by_harm")}
    return run_small(desk, "one_force", county__forces=1, **posts)


def test_two_workers_give_the_same_bytes(desk, two):
    by_two = run_small(desk, "two_forces_by_two", workers=2)
    for name in (
        "summary.csv",
        "replications.parquet",
        "areas.parquet",
        "calls.parquet",
        "visits.parquet",
        "hotspots.csv",
    ):
        assert (by_two / name).read_bytes() == (two / name).read_bytes(), name


def test_force_is_the_same_alone_and_in_company(one, two):
    for measure in ("calls", "response_median_grade1", "dose_delivered", "utilisation"):
        name = f"{measure}[force=Force 01]"
        assert values_of(one, name).equals(values_of(two, name)), measure


def test_totals_are_sums_over_forces_and_over_areas(two):
    areas = pd.read_parquet(two / "areas.parquet")
    assert areas.groupby("force", sort=False).size().to_dict() == {"Force 01": 180, "Force 02": 180}
    for measure in ("calls", "dose_delivered"):
        whole = values_of(two, measure)
        by_force = sum(values_of(two, f"{measure}[force={name}]") for name in ("Force 01", "Force 02"))
        pd.testing.assert_frame_equal(whole, by_force)
        by_area = areas.groupby("scenario")[measure].sum()
        assert whole.mean().sub(by_area).abs().max() < 1e-6 * whole.mean().max()


def hotspots_of(folder):
    """Read what was on record at hotspots, by force."""
    rows = pd.read_csv(folder / "hotspots.csv").set_index("force")
    assert set(rows["scenario"]) == {"hotspots_by_harm"}
    return rows.drop(columns="scenario")


def test_what_is_on_record_at_hotspots_adds_up_over_forces(one, two):
    rows = hotspots_of(two)
    assert rows.index.tolist() == ["All forces", "Force 01", "Force 02"]
    counts = rows[["recorded_before", "recorded_with_patrol", "recorded_without_patrol"]]
    assert counts.loc["All forces"].tolist() == pytest.approx(counts.iloc[1:].sum().tolist())
    assert (counts > 0).all(axis=None)
    # patrol does nothing here, so that what changes had changed anyway
    assert (rows["without_to_with"] == 0).all()
    assert rows["before_to_with"].equals(rows["before_to_without"])
    assert hotspots_of(one).loc["Force 01"].equals(rows.loc["Force 01"])
    assert "What would have come anyway" in (two / "report.html").read_text(encoding="utf-8")


def test_pooled_median_is_that_of_the_audit_trail(one):
    """One force alone: the median of its calls as written down, to a 64th of a minute."""
    calls = pd.read_parquet(one / "calls.parquet")
    mine = calls[(calls["scenario"] == "today") & calls["counted"] & (calls["grade"] == 1)]
    made = mine[mine["state"].isin(["by_phone", "attended", "cancelled", "open"])]
    times = (made["first_arrival_min"] - made["call_min"]).fillna(float("inf"))
    pooled = values_of(one, "response_median_grade1")["today"][0]
    assert pooled == pytest.approx(times.median(), abs=2.5 / 64)
    assert pooled == pytest.approx(values_of(one, "response_median_grade1[force=Force 01]")["today"][0], abs=1 / 64)


def test_report_shows_forces_and_no_map(two):
    page = (two / "report.html").read_text(encoding="utf-8")
    assert "Force 02" in page
    assert 'id="maps"' not in page
    assert "synthetic and alike" in page
    assert not (two / "areas.gpkg").exists()
    assert "areas.gpkg" not in json.loads((two / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert not any("[district=" in line for line in row_text(two, "summary.csv", "response"))


def test_terminal_says_how_far_forces_lie_apart(desk, two, capsys):
    study = desk.folder / "two_forces.yaml"
    out = desk.folder / "results" / "two_forces_told"
    assert main([str(study), "--out", str(out), "--workers", "1", "-q"]) == DONE
    medians = [values_of(two, f"response_median_grade1[force=Force 0{force}]")["today"].mean() for force in (1, 2)]
    told = " ".join(capsys.readouterr().out.split())
    words = f"Today {min(medians):.1f} min to {max(medians):.1f} min"
    assert f"lowest to highest of the 2 forces: {words}; 4,300 more on response" in told
    assert (out / "summary.csv").read_bytes() == (two / "summary.csv").read_bytes()


def test_results_can_be_run_again(desk, two):
    again = desk.run(desk.load(two / "study.yaml"), "two_forces_again").folder
    assert (again / "summary.csv").read_bytes() == (two / "summary.csv").read_bytes()


def test_stock_of_each_force_is_measured_once_and_kept(desk, monkeypatch):
    """By area for each force; how calls meet it comes from the pattern, whose measuring is cut short here."""
    monkeypatch.setattr("sim.run.calibrate.HISTORIES", 1)
    monkeypatch.setattr("sim.run.calibrate.MOST_PASSES", 1)
    monkeypatch.setattr("sim.run.nation.HISTORIES_OF_FORCE", 1)
    changes = {"effect": {"pack": "central", "draw": False}, "demand__times": 0.05, "replications": 1}
    changes |= {"scenarios__hotspots_by_harm": Gone}
    first = run_small(desk, "stocked", **changes)
    kept = {path.name for path in (desk.cache / "suppression").glob("*.npz")}
    second = run_small(desk, "stocked_again", **changes, study="stocked")
    assert {path.name for path in (desk.cache / "suppression").glob("*.npz")} == kept
    assert (second / "summary.csv").read_bytes() == (first / "summary.csv").read_bytes()
    assert (second / "baseline_stock.npz").read_bytes() == (first / "baseline_stock.npz").read_bytes()


@pytest.mark.slow
def test_shipped_nation_stays_readable(desk):
    """All 43 forces: the page is small enough to send, and no area is lost."""
    monthly = desk.load(NATIONAL, "national_once", replications=1, effect="none", days=7, warm_up_days=3)
    folder = desk.run(monthly, "national_once", workers=2).folder
    assert (folder / "report.html").stat().st_size < 2_000_000
    areas = pd.read_parquet(folder / "areas.parquet", columns=["scenario", "force", "area_code"])
    assert len(areas) == 3 * 43 * 814
    assert areas["area_code"].nunique() == 43 * 814
    assert areas["force"].nunique() == 43
