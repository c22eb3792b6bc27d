"""`python -m sim validate`: what it prints, and that what is wrong does not pass."""

import json

import numpy as np
import pytest

from sim.cli.program import main
from sim.run import replicate
from sim.validate import known
from sim.validate.theory import erlang
from tests.run.studying import KNOWN_ANSWERS


@pytest.fixture
def short(desk):
    """A queue short enough for a test: wide intervals, but 30 replications."""
    desk.changed(KNOWN_ANSWERS / "mmc_2_050.yaml", "short", {"study": "short", "days": 8, "warm_up_days": 1})
    return desk.folder / "short.yaml"


def validate(capsys, *words):
    """Run the command; give its exit code and its rows."""
    code = main(["validate", *map(str, words), "--workers", "1", "--json", "-q"])
    return code, {row["what"]: row for row in json.loads(capsys.readouterr().out)}


def test_right_answer_passes(capsys):
    code, rows = validate(capsys, "mmc_2_050")
    assert code == 0
    assert {row["verdict"] for row in rows.values()} == {"holds"}
    wait = rows["mean wait"]
    assert wait["expected"] == "0.33333"
    assert wait["low"] < 1 / 3 < wait["high"]
    assert wait["low"] < wait["obtained"] < wait["high"]
    assert wait["high"] - wait["low"] < 0.1 / 3
    assert wait["replications"] == 40
    assert wait["calls"] > 1e5


def test_too_few_calls_in_a_study_of_ones_own_make_it_exit_with_7(capsys, short):
    code, rows = validate(capsys, short)
    assert code == 7
    assert rows["mean wait"]["verdict"] == "too few to say"
    remark = rows["mean wait"]["remark"]
    assert "interval wider than ± 5%" in remark
    assert "calls, 100,000 needed" in remark
    assert "outside" not in remark


def test_too_few_replications_in_a_study_of_ones_own_make_it_exit_with_7(capsys, desk):
    desk.changed(KNOWN_ANSWERS / "mmc_2_050.yaml", "few", {"study": "few", "replications": 12, "days": 364})
    code, rows = validate(capsys, desk.folder / "few.yaml")
    assert code == 7
    assert "12 replications, 30 needed" in rows["share that waits"]["remark"]
    assert main(["validate", str(desk.folder / "few.yaml"), "--workers", "1", "-q"]) == 7
    assert "too few to say" in capsys.readouterr().out.splitlines()[-1]


def test_a_known_study_that_is_too_short_fails(capsys, monkeypatch, short):
    monkeypatch.setattr(known, "known_studies", lambda: {"short": short})
    code, rows = validate(capsys, "short")
    assert code == 6
    assert rows["mean wait"]["verdict"] == "fails"
    assert "calls, 100,000 needed" in rows["mean wait"]["remark"]


def test_what_is_wrong_fails_in_a_study_too_short_to_hold(capsys, short, late_units):
    code, rows = validate(capsys, short)
    assert code == 6
    assert rows["served out of turn within a grade"]["verdict"] == "fails"
    assert "fails" not in {row["verdict"] for what, row in rows.items() if what == "share of time busy"}


def test_wrong_theory_makes_it_exit_with_6(capsys, monkeypatch):
    right = erlang.mean_wait
    monkeypatch.setattr(erlang, "mean_wait", lambda servers, offered: 1.1 * right(servers, offered))
    code, rows = validate(capsys, "mmc_2_050")
    assert code == 6
    assert "theory lies outside the interval" in rows["mean wait"]["remark"]
    assert rows["share that waits"]["verdict"] == "holds"


@pytest.fixture
def late_units(monkeypatch):
    """A street on which every third call is reached a minute late."""
    right = replicate.run_session

    def run_session(*arguments, **options):
        traces = right(*arguments, **options)
        late = np.arange(traces.outcome.size) % 3 == 0
        traces.outcome["first_arrival_min"][late] += 1
        return traces

    monkeypatch.setattr(replicate, "run_session", run_session)


def test_broken_street_makes_it_exit_with_6(capsys, late_units):
    code, rows = validate(capsys, "mmc_2_050")
    assert code == 6
    assert "theory lies outside the interval" in rows["mean wait"]["remark"]
    assert rows["served out of turn within a grade"]["verdict"] == "fails"
    assert rows["served out of turn within a grade"]["obtained"] > 100


def test_table_names_case_and_verdict(capsys):
    assert main(["validate", "mmc_2_050", "--workers", "1", "-q"]) == 0
    out = capsys.readouterr().out
    assert "mmc_2_050" in out
    assert "Bonferroni" in out
    assert "all hold" in out


def test_workers_change_no_number(capsys, short):
    _, alone = validate(capsys, short)
    main(["validate", str(short), "--workers", "2", "--json", "-q"])
    assert {row["what"]: row for row in json.loads(capsys.readouterr().out)} == alone
    assert alone["replications that differ when done again in this process"]["verdict"] == "holds"


def test_plain_street_gives_the_same_numbers(capsys, desk):
    changes = {"study": "shortest", "days": 2, "warm_up_days": 1, "cool_down_days": 1}
    desk.changed(KNOWN_ANSWERS / "mmc_2_050.yaml", "shortest", changes)
    compiled = validate(capsys, desk.folder / "shortest.yaml")
    assert validate(capsys, desk.folder / "shortest.yaml", "--engine", "simpy") == compiled


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("mmc_2_005", "did you mean `mmc_2_050`"),
        ("scenarios/known_answers/mmc.yaml", "there is no such file"),
        ("scenarios/small.yaml", "theory does not know it"),
    ],
)
def test_wrong_words_are_told(capsys, word, says):
    assert main(["validate", word]) == 2
    assert says in capsys.readouterr().err
