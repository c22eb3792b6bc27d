"""Studies of pilots from their file to their results, by the real command line where it matters."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.run.parts import build_parts
from sim.run.pilots import PilotRunner, run_pilots
from sim.run.trial import run_trial
from sim.study.load import load_study
from tests.files import read_csv
from tests.trial.studies import said_nothing, tiny_trial

TABLES = ("trial.csv", "power.csv", "needed.csv", "trend.csv", "announced.csv", "pilots.parquet")


def program(*words, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "sim", *map(str, words)], capture_output=True, text=True, cwd=cwd, check=False
    )


@pytest.fixture(scope="module")
def runner(tmp_path_factory):
    """Give what runs single pilots of the tiny study, every visit made and nothing spilling over."""
    folder = tmp_path_factory.mktemp("runner")
    loaded = load_study(tiny_trial(folder, dose={"compliance": 1}))
    parts = build_parts(loaded)
    return PilotRunner(parts, loaded.trial)


def test_the_command_line_runs_the_resolved_file_with_two_workers_to_the_same_bytes(results, tmp_path):
    done = program(results / "study.yaml", "--workers", 2, "--out", tmp_path / "two", "-q")
    assert done.returncode == 0, done.stderr
    assert "Could a pilot in six areas tell anything?" in done.stdout
    for name in TABLES:
        assert (tmp_path / "two" / name).read_bytes() == (results / name).read_bytes(), name


def test_every_file_is_in_the_manifest(results):
    manifest = json.loads((results / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == {*TABLES, "trial.html", "study.yaml"}
    assert manifest["pilots"] == 30
    assert list(manifest["designs"]) == ["before", "season", "matched", "lot", "weeks", "wedge"]


def test_with_no_effect_nothing_is_prevented_and_with_one_something_is(results):
    pilots = pd.read_parquet(results / "pilots.parquet")
    nothing, something = (pilots[pilots.reduction == reduction] for reduction in (0.0, 0.3))
    assert (nothing.with_patrol == nothing.without_patrol).all()
    assert (nothing.buffer_with_patrol == nothing.buffer_without_patrol).all()
    crime = something[something.outcome.isin(["all crime", "asb"])]
    by_design = crime.groupby("design", observed=True)[["with_patrol", "without_patrol"]].sum()
    assert (by_design.with_patrol < 0.95 * by_design.without_patrol).all()


def test_the_table_sums_up_the_pilots(results):
    pilots = pd.read_parquet(results / "pilots.parquet")
    for row in read_csv(results / "trial.csv"):
        mine = pilots[
            (pilots.design == row["design"])
            & (pilots.reduction == float(row["reduction"]))
            & (pilots.outcome == row["outcome"])
        ]
        change = mine[f"{row['estimator']}_change"].dropna()
        assert int(row["pilots"]) == change.size
        assert float(row["estimate"]) == pytest.approx(change.mean(), rel=1e-6)
        p = mine[f"{row['estimator']}_p"].dropna()
        if p.size:
            assert int(row["asked"]) == mine.shape[0] == 30
            assert float(row["rejected"]) == pytest.approx((p <= 0.05).sum() / 30)
            found = mine[mine[f"{row['estimator']}_p"] <= 0.05][f"{row['estimator']}_change"]
            assert float(row["falls_found"]) == pytest.approx((found < 0).sum() / 30)
            assert float(row["rises_found"]) == pytest.approx((found > 0).sum() / 30)
        if mine.without_patrol.sum() > 0:
            truth = mine.with_patrol.sum() / mine.without_patrol.sum() - 1
            assert float(row["true_change"]) == pytest.approx(truth, abs=1e-9)


def test_the_page_says_every_sentence_and_needs_nothing_from_outside(results):
    page = (results / "trial.html").read_text(encoding="utf-8")
    assert "Even if patrol did nothing" in page
    assert "Regression to the mean" in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_designs_share_their_histories_and_adding_one_moves_no_other(results, tmp_path):
    alone = load_study(
        tiny_trial(tmp_path, designs={"lot": {"kind": "cluster_randomised", "before_days": 56, "block_size": 2}})
    )
    found = run_trial(alone, out=tmp_path / "one", workers=1, progress=said_nothing).folder
    kept = [row for row in read_csv(results / "trial.csv") if row["design"] == "lot"]
    assert read_csv(found / "trial.csv") == kept


def test_the_recorded_counts_are_the_twins_where_nobody_is_treated(runner):
    """Controls next to no treated place, and periods before, know nothing of patrol: recorded = twin exactly, effect or not."""
    walked = runner.walk(3)["matched"]
    without, with_patrol = walked.counted
    untreated = ~walked.treated
    before = runner.grids["matched"].before
    assert np.array_equal(without.recorded[:, :, before], with_patrol.recorded[:, :, before])
    fell = (without.recorded - with_patrol.recorded)[0]
    assert fell[walked.treated].sum() > 3 * np.abs(fell[untreated]).sum()


def test_the_stated_reduction_is_what_the_twin_shows_at_the_stated_dose(tmp_path):
    """At the reference dose without spill, recorded crime and ASB fall by the stated reduction: 12 % within chance."""
    effect = {"pack": "central", "draw": False}
    path = tiny_trial(
        tmp_path,
        effect=effect,
        reductions=[0.12],
        days=364,
        demand={"pack": "hertfordshire", "times": 0.2},
        dose={"visits_at": ["16:00", "20:00"], "visit_minutes": 15, "compliance": 1},
        selection={"rank_by": "count", "places": 6, "past_days": 84},
        estimators=["before_after"],
        designs={"before": {"kind": "before_after", "before_days": 56}},
    )
    loaded = load_study(path)
    parts = build_parts(loaded)
    (runs,) = run_pilots(parts, range(12))
    truth = runs.arms[0].truth
    with_patrol, without = (part[:, :2].sum(axis=1) for part in (truth.with_patrol, truth.without))
    # neighbours add a tenth of a stock, and the first days have less of one
    change = 1 - with_patrol.sum() / without.sum()
    assert change == pytest.approx(0.12 * 1.06, abs=0.015)


WRONG = [
    ({"designs": {"a": {"kind": "before_and_after"}}}, "before_and_after"),
    ({"scenarios": {}}, "a trial has `designs` instead"),
    ({"reductions": [0.2, 0.1]}, "from the smallest to the largest"),
    ({"announced": {"Robery": 0.4}}, 'there is no outcome "Robery"'),
    ({"selection": {"rank_by": "count", "places": 7}}, "7 places are more than the 6 areas"),
    ({"selection": {"rank_by": "count", "places": 4}}, "4 places and as many controls"),
    ({"selection": {"rank_by": "count", "places": 2, "past_days": 30}}, "multiple of 28"),
    ({"selection": {"rank_by": "list", "places": 2}}, "name a CSV file with `list_file`"),
    ({"dose": {"visits_at": ["20:00", "16:00"]}}, "list the times in order"),
    ({"dose": {"visits_at": ["23:50"], "visit_minutes": 15}}, "at 23:50 is not over by the next one or by midnight"),
    ({"dose": {"compliance": 1.5}}, "share from 0 to 1"),
    ({"dose": {"compliance": 0}}, "falls above 0 are tried, and no visit is made"),
    ({"effect": "none"}, "falls above 0 are tried, and the effect pack says that there is none"),
    ({"effect": {"pack": "none", "diffusion": 0.2}, "reductions": None}, "write effect: central, or reductions: [0]"),
    ({"estimators": ["before_after", "guess"]}, "guess"),
    ({"designs": {"a": {"kind": "crossover", "period_days": 2, "washout_days": 2}}}, "none of a period"),
    ({"designs": {"a": {"kind": "stepped_wedge", "step_days": 56}}}, "designs.a: "),
    ({"designs": {"a": {"kind": "crossover", "period_days": 57}}}, "two of these take longer than the pilot"),
    ({"selection": {"rank_by": "count", "places": 1}}, "one place alone cannot be drawn by lot"),
    ({"selection": {"rank_by": "count", "places": 2, "past_days": 392}}, "selection.past_days: must be at most 364"),
    ({"reductions": [0, 1.0]}, "reductions.1: must be below 1"),
    ({"reductions": [float("nan")]}, "reductions.0: "),
    ({"reductions": []}, "reductions: must not be empty"),
    ({"replications": 0}, "replications: must be at least 2"),
    ({"replications": 10**9}, "replications: must be at most 100000"),
    ({"days": 0}, "days: must be at least 1"),
    ({"days": 100_000}, "days: must be at most"),
    ({"designs": {}}, "designs: must not be empty"),
    ({"designs": {"a": None}}, "designs.a: expected a section"),
    ({"designs": {"a": {"before_days": 56}}}, "the key `kind` is missing"),
    ({"designs": {"a": {"kind": "crossover", "perod_days": 7}}}, "did you mean `period_days`?"),
    ({"dose": {"visits_at": ["25:00"]}}, "is not a time of day"),
    ({"outcomes": ["burglary"]}, "did you mean `Burglary`?"),
    ({"choice": {"rank_by": "count"}}, "the keys here are schema_version"),
    ({"kind": "trail"}, "trial"),
]


@pytest.mark.parametrize(("changed", "told"), WRONG, ids=[told for _, told in WRONG])
def test_wrong_studies_are_refused_with_their_line(tmp_path, changed, told, capsys):
    from sim.cli.program import main

    path = tiny_trial(tmp_path, **changed)
    kept = tmp_path / "out"
    assert main([str(path), "--out", str(kept), "-q"]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert f"{path}:" in error
    assert error.rstrip().endswith("1 problem")
    assert not kept.exists()


def test_the_committed_schema_is_that_of_the_program():
    from sim.study.json_schema import TRIAL_SCHEMA_FILE, schema_text
    from sim.study.trial_schema import TrialStudy
    from tests.trial.studies import TINY

    committed = (TINY.parents[3] / "models" / TRIAL_SCHEMA_FILE).read_text(encoding="utf-8")
    assert committed == schema_text(TrialStudy), (
        "renew it: python -m sim schema --kind trial > models/trial.schema.json"
    )
    assert not {"scenarios", "baseline"} & json.loads(committed)["properties"].keys()


def test_a_design_may_have_places_of_its_own_and_a_dry_run_says_what_would_be_done(tmp_path):
    two = {"kind": "before_after", "before_days": 56}
    path = tiny_trial(tmp_path, designs={"two": two, "four": {**two, "places": 4}}, estimators=["before_after"])
    loaded = load_study(path)
    runner = PilotRunner(build_parts(loaded), loaded.trial)
    assert {name: one.treated.shape[0] for name, one in runner.walk(0).items()} == {"two": 2, "four": 4}
    told = program(path, "--dry-run").stdout
    assert "2: two, four" in told
    assert "30 of each design and effect, 56 days each" in told
    assert "needed.csv" in told


def test_the_power_curves_of_the_page_stand_where_the_table_has_them(results):
    page = (results / "trial.html").read_text(encoding="utf-8")
    power = [
        row
        for row in read_csv(results / "power.csv")
        if row["design"] == "matched" and row["estimator"] == "permutation"
    ]
    # the drawing is 216 high below 10, from 100 % down to 0
    heights = {f"{10 + 216 * (1 - float(row['falls_found'])):.1f}" for row in power if row["outcome"] == "all crime"}
    drawn = page[page.index("<title>Power of the permutation test, Matched (matched controls)</title>") :]
    curve = drawn[drawn.index('<path d="M') : drawn.index('class="curve"')]
    assert heights <= set(curve.replace("L", " ").split('"')[1].split())


def test_names_of_outcomes_are_checked_before_anything_is_built(tmp_path, capsys):
    from sim.cli.program import main

    path = tiny_trial(tmp_path, outcomes=["burglary"], announced={"Robery": 0.4, "all crime": 0.1})
    assert main(["check", str(path)]) == 2
    error = capsys.readouterr().err
    assert 'outcomes.0: there is no outcome "burglary"; did you mean `Burglary`?' in error
    assert 'announced.Robery: there is no outcome "Robery"; did you mean `Robbery`?' in error
    assert "2 problems" in error


@pytest.mark.parametrize("label", ["Running", "Writing"])
def test_an_interrupted_run_leaves_earlier_results_whole(tmp_path, label):
    """Ctrl-C among the pilots or before the writing: not a byte of the old results is another, and nothing is left beside them."""

    def interrupt(told, done, total):
        if told.startswith(label) and (done or total == 1):
            raise KeyboardInterrupt

    path, kept = tiny_trial(tmp_path, designs={"a": {"kind": "before_after", "before_days": 56}}), tmp_path / "out"
    kept.mkdir()
    (kept / "trial.csv").write_text("from last week", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        run_trial(load_study(path), out=kept, workers=1, progress=interrupt)
    assert [(one.name, one.read_text(encoding="utf-8")) for one in kept.iterdir()] == [("trial.csv", "from last week")]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out", path.name]


def test_the_study_that_the_guide_shows_can_be_read(tmp_path):
    guide = (Path(__file__).parents[2] / "docs" / "pilots.md").read_text(encoding="utf-8")
    shown = guide.split("```yaml\n", 1)[1].split("```", 1)[0]
    path = tmp_path / "my_pilot.yaml"
    path.write_text(shown, encoding="utf-8")
    assert list(load_study(path).trial.designs) == ["before_after", "randomised", "crossover"]


def test_the_guide_names_every_column_of_every_table(results):
    guide = (Path(__file__).parents[2] / "docs" / "pilots.md").read_text(encoding="utf-8")
    for name in TABLES[:-1]:
        header = (results / name).read_text(encoding="utf-8").splitlines()[0]
        missing = [column for column in header.split(",") if column not in guide]
        assert missing == [], name
