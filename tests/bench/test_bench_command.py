import json

import pytest

from sim.bench import baseline
from sim.bench.cases import CASES
from sim.bench.measured import Measured, NotMeasuredError
from sim.bench.targets import BY_NAME, TARGETS
from sim.cli.program import main


@pytest.fixture
def found(monkeypatch, tmp_path):
    """Give the values that rows will be measured at, one after the other, outside a clone and without a baseline."""
    values = {}

    def measure(name):
        def case(*, quick):
            value = values[name].pop(0)
            if isinstance(value, str):
                raise NotMeasuredError(value)
            return Measured.of_one(value, value, f"{'short' if quick else 'long'} form")

        return case

    for name in CASES:
        monkeypatch.setitem(CASES, name, measure(name))
    monkeypatch.setattr(baseline, "default_path", lambda: tmp_path / "results" / "reference" / "benchmarks.json")
    return values


@pytest.fixture
def clone(tmp_path):
    """Make a clone of the place of the baseline."""
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


def bench(capsys, *words):
    """Run the command; give exit code, standard output and standard error."""
    code = main(["bench", "-q", *words])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_every_target_has_something_that_measures_it():
    assert list(CASES) == list(BY_NAME)


def test_help_lists_the_options(capsys):
    code, out, _ = bench(capsys, "--help")
    assert code == 0
    for option in ("--only", "--quick", "--update", "--json"):
        assert option in out
    main(["--help"])
    assert "bench" in capsys.readouterr().out


def test_one_row_as_json(capsys, found):
    found["harm_numpy"] = [4.5]
    code, out, _ = bench(capsys, "--only", "harm_numpy", "--json", "--quick")
    (row,) = json.loads(out)
    assert code == 0
    assert (row["name"], row["value"], row["floor"], row["verdict"]) == ("harm_numpy", 4.5, 2.5, "moonshot met")
    assert (row["note"], row["committed_ratio"], row["failed"]) == ("short form", None, False)


def test_the_table_shows_target_finding_and_verdict(capsys, found):
    found["harm_numpy"], found["harm_polars"] = [3.25], ["polars is not installed"]
    code, out, _ = bench(capsys, "--only", "harm_polars", "--only", "harm_numpy")
    assert code == 0
    for words in ("harm_numpy", "≥ 2.5 ×", "≥ 4 ×", "3.25 ×", "floor met", "long form", "polars is not installed"):
        assert words in out
    assert out.index("harm_numpy") < out.index("harm_polars")  # the order of the table, not of the words


def test_a_missed_floor_is_measured_again_and_exits_6(capsys, found):
    found["harm_numpy"] = [2.0, 2.25]
    code, out, _ = bench(capsys, "--only", "harm_numpy")
    assert code == 6
    assert "2.25 ×" in out
    assert "floor MISSED" in out


def test_a_second_measurement_that_holds_counts(capsys, found):
    found["harm_numpy"] = [2.0, 2.75]
    assert bench(capsys, "--only", "harm_numpy")[0] == 0


def test_update_writes_the_baseline_that_the_next_run_is_held_to(capsys, found, clone):
    found["harm_numpy"] = [2.0, 2.0]
    code, _, err = bench(capsys, "--only", "harm_numpy", "--update", "bincount is unbeaten so far")
    assert code == 0
    assert "1 row renewed" in err
    assert "bincount is unbeaten so far" in baseline.default_path().read_text(encoding="utf-8")
    found["harm_numpy"] = [1.9]  # missed, but no worse than known
    code, out, _ = bench(capsys, "--only", "harm_numpy")
    assert (code, "floor missed, as committed" in out) == (0, True)
    found["harm_numpy"] = [1.4, 1.4]  # 2 / 1.4 = 1.43, and 1.35 is allowed
    code, out, _ = bench(capsys, "--only", "harm_numpy")
    assert (code, "REGRESSED" in out, "1.43 times worse" in out) == (6, True, True)
    found["harm_numpy"] = [3.0]  # the short form has no baseline yet, and that is measured once
    code, out, _ = bench(capsys, "--only", "harm_numpy", "--quick", "--json")
    (row,) = json.loads(out)
    assert (code, row["verdict"], row["committed_ratio"]) == (6, "NOT COMMITTED", None)


def test_a_row_outside_its_form_needs_no_committed_ratio(capsys, found, clone):
    found["harm_numpy"], found["workers"] = [3.0], [0.95]
    assert bench(capsys, "--quick", "--only", "harm_numpy", "--update", "why")[0] == 0
    assert bench(capsys, "--quick", "--only", "workers")[0] == 0


@pytest.mark.parametrize("form", [[], ["--quick"]])
def test_one_update_commits_every_row_of_its_form(capsys, found, clone, form):
    def sizes():
        found.update({name: [target.floor or 1.0] for name, target in BY_NAME.items()})

    sizes()
    assert bench(capsys, *form, "--update", "all of them")[0] == 0
    sizes()
    code, out, _ = bench(capsys, *form, "--json")
    assert code == 0
    assert all(row["committed_ratio"] == row["ratio"] for row in json.loads(out))


def test_an_update_names_what_it_could_not_measure(capsys, found, clone):
    found["harm_numpy"], found["harm_polars"] = [3.0], ["polars is not installed"]
    words = ("--only", "harm_numpy", "--only", "harm_polars", "--update", "without polars")
    code, _, err = bench(capsys, *words)
    assert (code, "1 row renewed; not measured, and so as before: harm_polars" in err) == (0, True)


def test_a_clone_without_committed_ratios_is_told_before_anything_is_measured(capsys, found, clone):
    code, out, err = bench(capsys, "--only", "harm_numpy")
    assert (code, out) == (2, "")
    assert "benchmarks.json: the committed ratios are missing" in err


def test_a_file_that_cannot_be_written_is_told_before_anything_is_measured(capsys, found, clone):
    (clone / "results").touch()  # a file where a folder is needed
    code, out, err = bench(capsys, "--only", "harm_numpy", "--update", "why")
    assert (code, out) == (2, "")
    assert "this cannot be written" in err
    assert len(err.splitlines()) == 2


def test_each_row_has_one_line_of_progress(capsys, found):
    names = list(BY_NAME)
    found.update({name: [target.floor or 1.0] for name, target in BY_NAME.items()})
    main(["bench"])
    assert capsys.readouterr().err.splitlines() == [f"Measuring {name} ..." for name in names]


def test_a_renewal_needs_a_reason_and_a_clone(capsys, found, clone):
    code, _, err = bench(capsys, "--only", "harm_numpy", "--update", " ")
    assert (code, "the reason is empty" in err) == (2, True)
    (clone / "pyproject.toml").unlink()
    code, _, err = bench(capsys, "--only", "harm_numpy", "--update", "installed from a wheel")
    assert (code, "this is no clone" in err) == (2, True)
    assert not found  # nothing was measured


def test_a_wrong_name_is_told_with_what_was_meant(capsys):
    code, out, err = bench(capsys, "--only", "harm_nunpy", "--only", "zzz")
    assert (code, out) == (2, "")
    assert "harm_nunpy: there is no such benchmark; did you mean `harm_numpy`?" in err
    assert "zzz: there is no such benchmark; there are engines" in err
    assert "2 problems" in err


@pytest.mark.parametrize("quick", [True, False])
def test_all_rows_of_the_form_are_measured(capsys, found, quick):
    for target in TARGETS:
        found[target.name] = [1.0, 1.0]
    _, out, _ = bench(capsys, "--json", *(["--quick"] if quick else []))
    assert [row["name"] for row in json.loads(out)] == [t.name for t in TARGETS if t.quick or not quick]
