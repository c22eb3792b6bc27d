"""Studies at the edge: they finish, say what is empty and why, and lose no call."""

from io import StringIO

import numpy as np
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from sim.cli.codes import DONE
from sim.cli.program import main
from sim.outcomes.measures import NOBODY_ON_DUTY
from sim.outcomes.response import NEVER_REACHED
from sim.report.terminal import comparison_table
from sim.run.parts import build_parts
from tests.run.studying import ALL_DISPLACED, KNOWN_ANSWERS, ROOT, SMALL, TINY, values_of, walks_of

TODAY = {"scenarios": {"today": {}}}


def check_nothing_is_lost(folder):
    """Check that the calls of each scenario and replication are those that ended in one of the five ways."""
    ends = [values_of(folder, f"calls_{end}") for end in ("attended", "by_phone", "cancelled", "open")]
    assert sum(ends).equals(values_of(folder, "calls"))


def test_nobody_at_all(desk):
    """Without officers whoever needs a visit waits for ever; what is settled by phone is settled."""
    changes = {"effect": "none", "force__posts": {}, **TODAY}
    result = desk.run(desk.load(TINY, "nobody", **changes))
    folder = result.folder
    check_nothing_is_lost(folder)
    today = {name: values_of(folder, name)["today"] for name in ("calls_attended", "calls_open", "calls_by_phone")}
    assert (today["calls_attended"] == 0).all()
    assert (today["calls_open"] > 300).all()
    assert (today["calls_by_phone"] > 150).all()
    for measure in ("utilisation", "response_median_grade1", "response_median_grade2"):
        assert values_of(folder, measure)["today"].isna().all()
    # nobody who waited in vain is left out: none came in time
    assert (values_of(folder, "response_within_target_grade1")["today"] == 0).all()
    for measure in ("officers_deployable", "overtime_hours", "cost", "dose_delivered"):
        assert (values_of(folder, measure)["today"] == 0).all()
    # the terminal says so once, and breaks no word of it
    console = Console(width=80, file=StringIO())
    console.print(comparison_table(result.content))
    told = console.file.getvalue()
    assert [told.count(words) for words in ("more than half", "never reached", "replications")] == [1, 1, 2]


def test_nobody_is_said_to_be_the_reason(desk):
    changes = {"effect": "none", "force__posts": {}, "replications": 1, **TODAY}
    walk = next(walks_of(desk.load(TINY, "nobody_once", **changes)))
    assert walk.measures.reasons["utilisation"] == NOBODY_ON_DUTY
    assert walk.measures.reasons["response_median_grade1"] == NEVER_REACHED


def test_first_officers_are_compared_with_nobody(desk):
    """An uplift from nothing: differences against an empty median are empty, the rest is there."""
    scenarios = {"today": {}, "some": {"uplift": {"posts": 30, "to": "response"}}}
    changes = {"effect": "none", "force__posts": {}, "scenarios": scenarios}
    folder = desk.run(desk.load(TINY, "first_officers", **changes)).folder
    check_nothing_is_lost(folder)
    assert values_of(folder, "response_median_grade1")["some"].notna().all()
    rows = [row.split(",") for row in (folder / "summary.csv").read_text(encoding="utf-8").splitlines()]
    median = next(row for row in rows if row[:2] == ["some", "response_median_grade1"])
    assert float(median[3]) > 0
    assert median[8:11] == ["", "", ""]


def test_a_hundred_times_the_demand(desk):
    """Most calls are never reached: they count as open, and no average is taken over the lucky few."""
    changes = {
        "effect": "none",
        "demand": {"pack": "hertfordshire", "times": 100},
        "replications": 1,
        "days": 7,
        "warm_up_days": 7,
        "scenarios": {"today": {}, "more": {"uplift": {"posts": 10, "to": "response"}}},
    }
    folder = desk.run(desk.load(SMALL, "flood", **changes)).folder
    check_nothing_is_lost(folder)
    for name in ("today", "more"):
        values = {
            measure: values_of(folder, measure)[name].iloc[0] for measure in ("calls", "calls_open", "utilisation")
        }
        assert values["calls"] > 60_000
        assert values["calls_open"] > 0.4 * values["calls"]
        assert values["utilisation"] > 0.95
        assert values_of(folder, "response_median_grade2")[name].isna().all()
        assert values_of(folder, "response_within_target_grade2")[name].iloc[0] < 0.05
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert NEVER_REACHED in report


def test_one_area_one_day_one_replication(desk, tmp_path, monkeypatch, capsys):
    """The least study there is, from the command line, into a folder with an awkward name."""
    monkeypatch.setenv("SIM_CACHE_DIR", str(desk.cache))
    study = desk.changed(
        KNOWN_ANSWERS / "mmc_5_080.yaml",
        "least",
        {"days": 1, "warm_up_days": 0, "cool_down_days": 0, "replications": 1},
    )
    out = tmp_path / "été à Saint-Étienne"
    assert main([str(study), "--out", str(out), "--workers", "1", "-q"]) == DONE
    check_nothing_is_lost(out)
    with (out / "summary.csv").open(encoding="utf-8") as file:
        calls = next(line.split(",") for line in file if line.startswith("today,calls,"))
    # one replication has a mean, but neither interval nor difference
    assert float(calls[3]) > 50
    assert calls[4:] == ["", "", "", "", "", "", "", "", "1\n"]
    assert "five servers" in capsys.readouterr().out
    assert (out / "report.html").stat().st_size > 10_000


def test_one_replication_of_several_options(desk):
    changes = {"effect": "none", "replications": 1, "days": 1, "warm_up_days": 0}
    folder = desk.run(desk.load(TINY, "once", **changes)).folder
    check_nothing_is_lost(folder)
    rows = [row.split(",") for row in (folder / "summary.csv").read_text(encoding="utf-8").splitlines()[1:]]
    for row in rows:
        scenario, *_, replications = row
        assert replications == "1"
        if scenario != "today" and row[1] == "cost":
            # the difference of one pair is known, how it would vary is not
            assert row[8] != ""
            assert row[9:11] == ["", ""]


def test_no_calls_at_all(desk):
    """Nothing happens: every number is nought or empty, and the report still stands."""
    changes = {"effect": "none", "demand__times": 0, "replications": 2, "days": 2, "warm_up_days": 0}
    folder = desk.run(desk.load(TINY, "quiet", **changes)).folder
    assert (values_of(folder, "calls") == 0).to_numpy().all()
    assert (values_of(folder, "utilisation") == 0).to_numpy().all()
    assert values_of(folder, "response_within_target_grade1").isna().to_numpy().all()
    assert pq.read_table(folder / "calls.parquet").num_rows == 0


def test_more_patrol_than_the_day_has_time_for(desk):
    """One officer, six hotspots, due eighteen visits each: what cannot be delivered is planned all the same."""
    target = {"rank_by": "random", "hotspots": 6, "visits_per_day": 18, "visit_minutes": 20, "hours": "15:00-23:00"}
    scenarios = {"today": {}, "patrol": {"uplift": {"posts": 5, "to": "hotspot_team"}, "target": target}}
    folder = desk.run(desk.load(TINY, "too_much", effect="none", scenarios=scenarios)).folder
    planned, delivered = values_of(folder, "dose_planned")["patrol"], values_of(folder, "dose_delivered")["patrol"]
    assert (planned == 14 * 6 * 18 * 20).all()
    assert (delivered > 0.02 * planned).all()
    assert (delivered < 0.5 * planned).all()


@pytest.mark.parametrize("visits", [7, 9, 11, 17])
def test_times_that_no_float_can_hold_fall_due_once_each(desk, visits):
    """Eight hours in seven parts begin at 68.571428… minutes: each visit falls due once, on every day."""
    target = {"rank_by": "count", "hotspots": 1, "visits_per_day": visits, "visit_minutes": 10, "hours": "15:00-23:00"}
    changes = {"scenarios__patrol__target": target, "replications": 1, "days": 56, "effect": "none"}
    _, patrol = walks_of(desk.load(KNOWN_ANSWERS / "effect_7_percent.yaml", f"parts_{visits}", **changes))
    assert patrol.measures.values["visits"] == 56 * visits
    started = patrol.record.visits["start_min"] % 1440 - 15 * 60
    due = np.arange(visits) * 480 / visits
    assert started == pytest.approx(np.tile(due, len(started) // visits))


def test_county_of_one_area_has_no_neighbours_to_move_crime_to(desk):
    """Displacement needs somewhere to go: a call that has nowhere stays where it was."""
    loaded = desk.load(
        KNOWN_ANSWERS / "effect_16_percent.yaml", "nowhere", effect=ALL_DISPLACED, replications=1, days=28
    )
    today, patrol = walks_of(loaded, build_parts(loaded))
    assert patrol.measures.values["crimes"] == today.measures.values["crimes"]
    assert patrol.measures.values["crimes_prevented"] == 0


@pytest.mark.slow
def test_whole_county_under_ten_times_the_demand(desk, small_form):
    changes = {
        "effect": "none",
        "demand": {"pack": "hertfordshire", "times": 10},
        "replications": 1,
        "days": 2 if small_form else 28,
        "warm_up_days": 2,
        **TODAY,
    }
    folder = desk.run(desk.load(ROOT / "scenarios" / "uplift.yaml", "county_flood", **changes)).folder
    check_nothing_is_lost(folder)
    assert values_of(folder, "calls_open")["today"].iloc[0] > 0.4 * values_of(folder, "calls")["today"].iloc[0]
