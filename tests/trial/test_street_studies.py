"""Studies of pilots on the street, from their file to their results."""

import numpy as np
import pandas as pd
import pytest

from sim.cli.program import main
from sim.run.parts import build_parts
from sim.run.pilots import PilotRunner, run_pilots
from sim.run.trial import run_trial
from sim.study.load import load_study
from tests.files import read_csv
from tests.trial.studies import said_nothing, tiny_trial
from tests.trial.test_trial_studies import TABLES, program

FORCE = {"pack": "hertfordshire", "posts": {"response": 26, "neighbourhood": 8}}
ON_STREET = {
    "delivery": "street",
    "uplift": {"posts": 6, "to": "hotspot_team"},
    "force": FORCE,
    "dose": {"visits_at": ["16:00", "20:00"], "visit_minutes": 15},
    "effect": {"pack": "central", "draw": False},
    "estimators": ["before_after", "did"],
    "replications": 26,  # two lots
    "days": 28,
}
FILES = (*TABLES, "delivered.csv")


def street_trial(folder, **changed):
    return tiny_trial(folder, "tiny_street", **{**ON_STREET, **changed})


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Run the tiny study once with one worker; give the folder of its results."""
    folder = tmp_path_factory.mktemp("street")
    return run_trial(load_study(street_trial(folder)), out=folder / "alone", workers=1, progress=said_nothing).folder


def test_the_command_line_runs_two_workers_to_the_same_bytes(results, tmp_path):
    done = program(street_trial(tmp_path), "--workers", 2, "--out", tmp_path / "two", "-q")
    assert done.returncode == 0, done.stderr
    for name in FILES:
        assert (tmp_path / "two" / name).read_bytes() == (results / name).read_bytes(), name


def test_what_was_run_can_be_run_again_from_its_resolved_file(results, tmp_path):
    loaded = load_study(results / "study.yaml")
    assert loaded.trial.dose.compliance is None
    again = run_trial(loaded, out=tmp_path / "again", workers=1, progress=said_nothing).folder
    for name in FILES:
        assert (again / name).read_bytes() == (results / name).read_bytes(), name


def test_the_street_in_plain_simpy_delivers_the_same(tmp_path):
    """Two pilots by the command line on either engine; stated visits have no street to choose one for."""
    few = {"replications": 2, "designs": {"weeks": {"kind": "crossover", "period_days": 7, "washout_days": 1}}}
    path = street_trial(tmp_path, **few)
    for engine in ("numba", "simpy"):
        assert main([str(path), "--workers", "1", "--engine", engine, "--out", str(tmp_path / engine), "-q"]) == 0
    for name in FILES:
        assert (tmp_path / "numba" / name).read_bytes() == (tmp_path / "simpy" / name).read_bytes(), name
    stated = tiny_trial(tmp_path)
    assert main([str(stated), "--engine", "simpy", "--out", str(tmp_path / "stated"), "-q"]) == 2


def test_with_no_effect_nothing_is_prevented_and_with_one_something_is(results):
    pilots = pd.read_parquet(results / "pilots.parquet")
    nothing, something = (pilots[pilots.reduction == reduction] for reduction in (0.0, 0.3))
    assert (nothing.with_patrol == nothing.without_patrol).all()
    assert (nothing.buffer_with_patrol == nothing.buffer_without_patrol).all()
    crime = something[something.outcome.isin(["all crime", "asb"])]
    by_design = crime.groupby("design", observed=True)[["with_patrol", "without_patrol"]].sum()
    assert (by_design.with_patrol < 0.95 * by_design.without_patrol).all()


def test_estimators_and_twins_see_what_a_stated_pilot_of_the_same_history_would_show_them(tmp_path):
    """With no effect it does not matter who patrols: the records, and so all estimates, are those of stated visits."""
    street, stated = (
        run_pilots(build_parts(loaded), range(4))
        for loaded in (
            load_study(street_trial(tmp_path, reductions=[0])),
            load_study(tiny_trial(tmp_path, **{**ON_STREET, "delivery": None, "uplift": None, "reductions": [0]})),
        )
    )
    for one, other in zip(street, stated, strict=True):
        assert np.array_equal(one.arms[0].truth.without, other.arms[0].truth.without)
        assert np.array_equal(one.arms[0].delivered.visits_planned, other.arms[0].delivered.visits_planned)
        for name, estimates in one.arms[0].estimates.items():
            assert np.array_equal(estimates.change, other.arms[0].estimates[name].change, equal_nan=True)


def shares_and_truth(path, pilots=8):
    """Give the share of planned visits that were made, and the change in crime and ASB, of the first design and last effect."""
    loaded = load_study(path)
    arm = run_pilots(build_parts(loaded), range(pilots))[0].arms[-1]
    with_patrol, without = (part[:, :2].sum() for part in (arm.truth.with_patrol, arm.truth.without))
    whole = arm.if_all_made[:, :2].sum()
    return arm.delivered.visit_share, with_patrol / without - 1, whole / without - 1


def test_a_force_with_few_to_answer_calls_loses_its_patrols_to_them(tmp_path):
    """The same histories and patrols; of 26 response officers 6 are left, so that most emergencies take a patrol."""
    few = {**FORCE, "posts": {**FORCE["posts"], "response": 6}}
    before = {"before": {"kind": "before_after", "before_days": 56}}
    change = {"designs": before, "uplift": {"posts": 3, "to": "hotspot_team"}}
    made, fell, could = shares_and_truth(street_trial(tmp_path, **change))
    made_few, fell_few, could_few = shares_and_truth(street_trial(tmp_path, force=few, **change))
    assert could == could_few  # the history, and what the whole plan would do in it, know nothing of the force
    assert made_few < made < 1
    assert could < fell < fell_few < 0


def test_with_officers_enough_nearly_all_of_the_plan_is_delivered(tmp_path):
    before = {"before": {"kind": "before_after", "before_days": 56}}
    plenty = {"posts": 60, "to": "hotspot_team"}
    made, fell, could = shares_and_truth(street_trial(tmp_path, designs=before, uplift=plenty))
    assert made > 0.99
    assert fell == pytest.approx(could, abs=0.01)


def test_a_place_is_due_its_visits_on_the_days_on_which_its_design_treats_it(tmp_path):
    """In a wedge, in weeks that alternate and in half of the places: two visits a treated place-day, and as many made at most."""
    loaded = load_study(street_trial(tmp_path))
    runner = PilotRunner(build_parts(loaded), loaded.trial)
    walked = runner.walk(0)
    for name, grid in runner.grids.items():
        treated_days = (walked[name].treated[:, grid.n_before :] @ np.diff(grid.edge_min)).sum() / 1440.0
        planned, made, _, planned_min, _ = walked[name].counted[0].delivered
        assert (planned, planned_min) == (2 * treated_days, 30 * treated_days)
        assert 0 < made <= planned


def test_the_table_of_delivery_sums_up_the_pilots(results):
    pilots = pd.read_parquet(results / "pilots.parquet")
    table = read_csv(results / "delivered.csv")
    assert len(table) == pilots.design.nunique() * 2 * pilots.outcome.nunique()
    for row in table:
        mine = pilots[
            (pilots.design == row["design"])
            & (pilots.reduction == float(row["reduction"]))
            & (pilots.outcome == row["outcome"])
        ]
        if mine.without_patrol.sum() > 0:
            truth = mine.with_patrol.sum() / mine.without_patrol.sum() - 1
            assert float(row["true_change"]) == pytest.approx(truth, abs=1e-9)
        assert float(row["visit_share"]) == pytest.approx(float(row["visits_made"]) / float(row["visits_planned"]))
        assert float(row["minute_share"]) == pytest.approx(float(row["delivered_min"]) / float(row["planned_min"]))


def test_the_page_begins_with_what_was_delivered_and_a_stated_pilot_does_not(results, tmp_path):
    page = (results / "trial.html").read_text(encoding="utf-8")
    rows = [
        row for row in read_csv(results / "delivered.csv") if (row["outcome"], row["reduction"]) == ("all crime", "0.3")
    ]
    first = page[page.index('class="lead"') :].split("</p>")[0].replace("\N{NO-BREAK SPACE}", " ")

    def span(column, sign=100):
        low, high = (
            f"{end:.0f}" for end in sorted(sign * pick(float(row[column]) for row in rows) for pick in (min, max))
        )
        return f"{low} %" if low == high else f"{low} to {high} %"

    assert len(rows) > 1
    assert (
        f"Officers deliver {span('minute_share')} of the planned minutes and {span('visit_share')} of the planned visits"
        in first
    )
    assert f"all crime at the patrolled places really falls by {span('true_change', -100)};" in first
    assert f"with every visit made on time it would fall by {span('change_if_all_made', -100)}." in first
    assert '<section id="delivered"' in page
    assert "officers of the hotspot team make them" in page.lower()
    assert "delivered as stated" not in page
    stated = tiny_trial(tmp_path, **{**ON_STREET, "delivery": None, "uplift": None, "replications": 2})
    out = run_trial(load_study(stated), out=tmp_path / "stated", workers=1, progress=said_nothing).folder
    assert "Officers deliver" not in (out / "trial.html").read_text(encoding="utf-8")
    assert not (out / "delivered.csv").exists()


def test_places_may_change_in_the_morning(tmp_path):
    """At four o'clock no visit has fallen due yet: as many are planned, and none is made beside the plan."""
    weeks = {"kind": "crossover", "period_days": 1, "change_at": "04:00"}
    loaded = load_study(street_trial(tmp_path, designs={"days": weeks}, reductions=[0]))
    walked = PilotRunner(build_parts(loaded), loaded.trial).walk(0)["days"]
    planned, made, _, _, _ = walked.counted[0].delivered
    assert planned == 2 * walked.treated.sum()
    assert 0 < made <= planned


WRONG = [
    ({"dose": {"compliance": 0.8}}, "is what comes out", "compliance"),
    ({"delivery": None}, "nobody patrols where visits are delivered as stated", "uplift"),
    ({"delivery": "stated", "uplift": None, "dose": {"compliance": None}}, "no share is given", "compliance"),
    ({"uplift": None}, "nobody is in the hotspot team", "delivery"),
    ({"uplift": {"posts": 6, "to": "response"}}, "nobody is in the hotspot team", "delivery"),
    ({"uplift": {"posts": 6, "to": {"hotspot_team": 0.5}}}, "sum to", "to"),
    ({"uplift": {"posts": 6, "to": "hotspot_team", "arrival": "pipeline"}}, "recruits are in training", "arrival"),
    ({"uplift": {"posts": 6, "to": {"hotspot_team": 0.01, "response": 0.99}}}, "nobody is in the hotspot", "delivery"),
    ({"designs": {"a": {"kind": "crossover", "change_at": "16:30"}}}, "before the first visit of a day", "change_at"),
    ({"delivery": "lorry"}, "lorry", "delivery"),
]


@pytest.mark.parametrize(
    ("changed", "told", "key"), WRONG, ids=[f"{number} {told}" for number, (_, told, _) in enumerate(WRONG)]
)
def test_what_does_not_fit_together_is_refused_at_its_line(tmp_path, changed, told, key, capsys):
    path = street_trial(tmp_path, **changed)
    assert main([str(path), "--out", str(tmp_path / "out"), "-q"]) == 2
    error = capsys.readouterr().err
    assert told in error
    line = next(at for at, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if f"{key}:" in text)
    assert f"{path}:{line}:" in error
    assert not (tmp_path / "out").exists()
